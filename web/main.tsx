import { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import './design/tokens.css'
import './design/base.css'
import './parts/parts.css'
import './shell/shell.css'
import './shell/palette.css'
import './shell/print.css'
import { whenSignedOut } from './api/client.ts'
import { ApiProblem } from './api/problem.ts'
import { sessionQuery } from './api/queries.ts'
import { staleLooks } from './api/stale-looks.ts'
import { applyTheme, followTheme } from './design/theme.ts'
import { askAhead } from './features/cockpit/ahead.ts'
import { goToSignIn } from './shell/leave.ts'
import { firstLanguage, speak } from './text/language.ts'

// The first of two pieces: it asks for what is far away, the second (app.tsx) draws. A slow processor that had to take in both
// at once would stand still for a fifth of a second; and this one begins while the other is still on the line.
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The live stream says what is stale; nothing is asked again only because time has passed.
      staleTime: 60_000,
      retry: (count, error) => count < 3 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
    },
  },
})
queries.setDefaultOptions({ queries: { ...queries.getDefaultOptions().queries, refetchOnMount: staleLooks(queries) } })
const place = document.getElementById('root')
if (!place) throw new Error('index.html has lost its root')
whenSignedOut(goToSignIn)
applyTheme()
followTheme()

function begin(root: Element): void {
  const app = import('./app.tsx')
  const words = speak(firstLanguage(document.cookie, navigator.languages))
  // On their way while the words come: who is there, and the answers of the page that most addresses are of.
  if (location.pathname === '/') {
    // Taken in while the router looks for it; what fails here fails there once more, and is told.
    import('./features/cockpit/page.tsx').catch(() => {})
    queries.ensureQueryData(sessionQuery).then(
      (me) => askAhead(queries, me, new URLSearchParams(location.search).get('station')),
      () => {},
    )
  } else if (location.pathname !== '/sign-in' && location.pathname !== '/styles')
    void queries.prefetchQuery(sessionQuery)
  // Awaited by nothing here: the other piece and the rooms need this module, which may not wait for them.
  void app.then(({ show }) => show(createRoot(root), queries, words))
}
begin(place)
