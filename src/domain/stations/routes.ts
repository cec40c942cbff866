import type { Foundation } from '../../platform/foundation.ts'
import { envelope, type RoomHandlers } from '../access/http.ts'
import type { stationsApi } from './api.ts'
import type { Station } from './model.ts'
import { addStation, listStations } from './service.ts'

/** HTTP of the stations room. */
export function stationsRoutes(foundation: Foundation): RoomHandlers<typeof stationsApi> {
  return {
    'GET /api/stations': async (_call, { principal }) => ({
      items: (await listStations(foundation, principal)).map(viewStation),
    }),
    'POST /api/stations': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return viewStation(await addStation(foundation, principal, envelope(body), wanted))
    },
  }
}

function viewStation({ countyId: _countyId, ...station }: Station): Omit<Station, 'countyId'> {
  return station
}
