import type { Foundation } from '../../platform/foundation.ts'
import { envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { mapsApi } from './api.ts'
import { setBaseMap, type TileHosts } from './service.ts'
import type { MapShelf } from './shelf.ts'
import { baseMapFor, baseMapSetting, tilesFor } from './views.ts'

/** HTTP of what lies under the maps. */
export function mapsRoutes(foundation: Foundation, shelf: MapShelf, hosts: TileHosts): RoomHandlers<typeof mapsApi> {
  return {
    'GET /api/base-map': (_call, { principal }) => baseMapFor(foundation, shelf, principal),
    'GET /api/base-map/tiles': async (_call, { principal }) => ({
      ranged: await tilesFor(foundation, shelf, principal),
    }),
    'GET /api/base-map/setting': (_call, { principal }) => baseMapSetting(foundation, shelf, principal),
    'POST /api/base-map': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, expects: _expects, ...wanted } = body
      const reply = await setBaseMap(foundation, shelf, principal, envelopeOn(body), wanted)
      // What is set now, which an act that is only sent again does not tell.
      await hosts.look()
      return reply
    },
  }
}
