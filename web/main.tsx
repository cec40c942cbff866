import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import './parts/parts.css'
import './shell/shell.css'
import { whenSignedOut } from './api/client.ts'
import { ApiProblem } from './api/problem.ts'
import { sessionQuery } from './api/queries.ts'
import { applyTheme, followTheme } from './design/theme.ts'
import { askAhead } from './features/cockpit/ahead.ts'
import { createWebRouter } from './router.tsx'
import { goToSignIn } from './shell/leave.ts'
import { firstLanguage, speak } from './text/language.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream says what is stale; nothing is asked again only because time has passed.
      staleTime: 60_000,
      retry: (count, error) => count < 3 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
    },
  },
})
const router = createWebRouter(queries)
whenSignedOut(goToSignIn)

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

applyTheme()
followTheme()
// On their way while the words come: who is there, and the page that most addresses are of.
if (location.pathname === '/') {
  void import('./features/cockpit/page.tsx')
  queries.ensureQueryData(sessionQuery).then(
    (me) => askAhead(queries, me, new URLSearchParams(location.search).get('station')),
    () => {},
  )
} else if (location.pathname !== '/sign-in' && location.pathname !== '/styles') void queries.prefetchQuery(sessionQuery)
await speak(firstLanguage(document.cookie, navigator.languages))
const place = document.getElementById('root')
if (!place) throw new Error('index.html has lost its root')
// The build for people has no such page: the condition is known to it, and what is behind it is left out.
const isStyles = import.meta.env.MODE === 'development' && location.pathname === '/styles'
const styles = isStyles ? await (await import('./features/styles/page.tsx')).stylesPage(location.href) : null
// As a transition: drawn in slices, between which the page answers.
startTransition(() =>
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>{styles ?? <RouterProvider router={router} />}</QueryClientProvider>
    </StrictMode>,
  ),
)
