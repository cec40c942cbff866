import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, StrictMode, startTransition } from 'react'
import type { Root } from 'react-dom/client'
import { createWebRouter } from './router.tsx'
import { TextProvider } from './text/text-provider.tsx'

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createWebRouter>
  }
}

/**
 * Draws the address that is open, and every one that follows. Its room is found, its guard asked and its code awaited while the
 * words come: all of it is then one drawing, in slices between which the page answers. Where the router had to begin within the
 * first drawing, it would hand over what it found in one piece.
 * @param words resolves when the language of the page can be spoken
 */
export async function show(root: Root, queries: QueryClient, words: Promise<void>): Promise<void> {
  const draw = (page: ReactNode) =>
    startTransition(() =>
      root.render(
        <StrictMode>
          <QueryClientProvider client={queries}>
            <TextProvider>{page}</TextProvider>
          </QueryClientProvider>
        </StrictMode>,
      ),
    )
  // The build for people has no such page: the condition is known to it, and what is behind it is left out.
  if (import.meta.env.MODE === 'development' && location.pathname === '/styles') {
    const { stylesPage } = await import('./features/styles/page.tsx')
    await words
    return draw(await stylesPage(location.href))
  }
  const router = createWebRouter(queries)
  await Promise.all([words, router.load()])
  draw(<RouterProvider router={router} />)
}
