import type { Query, QueryClient } from '@tanstack/react-query'
import { quietMoment } from './quiet-moment.ts'

/**
 * When a page that is put up asks for what it uses: at once for what is not known yet; for what is known but stale, told of by news
 * or a minute old, when the page stands and has nothing else to do. Nobody waits for that, and to ask for it in the middle of a
 * change of pages costs a slow processor some milliseconds for each question.
 * @returns TanStack Query's `refetchOnMount`
 */
export function staleLooks(queries: QueryClient): (query: Pick<Query, 'queryHash' | 'state'>) => boolean {
  const known = new Set<string>()
  async function look(): Promise<void> {
    // Whoever waits for the whole page can tell that there is more to ask.
    document.documentElement.toggleAttribute('data-looks', true)
    await quietMoment()
    const hashes = new Set(known)
    known.clear()
    const predicate = (query: Query) => hashes.has(query.queryHash) && query.isStale()
    const asked = queries.refetchQueries({ type: 'active', predicate }, { cancelRefetch: false })
    document.documentElement.toggleAttribute('data-looks', false)
    await asked
  }
  return ({ queryHash, state }) => {
    if (state.data === undefined) return true
    if (known.size === 0) void look()
    known.add(queryHash)
    return false
  }
}
