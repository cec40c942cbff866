import type { Foundation } from '../../platform/foundation.ts'
import { envelope, type RoomHandlers } from '../access/http.ts'
import type { countiesApi } from './api.ts'
import { nameCounty } from './service.ts'

/** HTTP of the counties: a county names itself. */
export function countiesRoutes(foundation: Foundation): RoomHandlers<typeof countiesApi> {
  return {
    'POST /api/county': ({ body }, { principal }) => {
      const { code, name } = body
      return nameCounty(foundation, principal, envelope(body), { code, name })
    },
  }
}
