import type { Foundation } from '../../platform/foundation.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { regionsApi } from './api.ts'
import { listRegions } from './service.ts'

/** HTTP of the regions room. */
export function regionsRoutes(foundation: Foundation): RoomHandlers<typeof regionsApi> {
  return {
    'GET /api/regions': async (_call, { principal }) => ({
      items: (await listRegions(foundation, principal)).map(({ id, parentId, level, name }) => ({
        id,
        parentId,
        level,
        name,
      })),
    }),
  }
}
