import type { Foundation } from '../../platform/foundation.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { searchApi } from './api.ts'
import { search } from './views.ts'

/** HTTP of the one line in which people look for things. */
export function searchRoutes(foundation: Foundation): RoomHandlers<typeof searchApi> {
  return {
    'GET /api/search': async ({ query }, { principal }) => ({ items: await search(foundation, principal, query.q) }),
  }
}
