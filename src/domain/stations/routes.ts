import type { Foundation } from '../../platform/foundation.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { stationsApi } from './api.ts'
import { readCircles, setCircles, type UsualRadiiOf } from './circles.ts'
import type { KeptStation } from './model.ts'
import { addStation, changeStation, listStations } from './service.ts'

/** HTTP of the stations room. */
export function stationsRoutes(foundation: Foundation, usualRadiiOf: UsualRadiiOf): RoomHandlers<typeof stationsApi> {
  return {
    'GET /api/circles': (_call, { principal }) => readCircles(foundation, principal, usualRadiiOf),
    'POST /api/circles': ({ body }, { principal }) =>
      setCircles(foundation, principal, envelopeOn(body), body.radiiKm, usualRadiiOf),
    'GET /api/stations': async (_call, { principal }) => ({
      items: (await listStations(foundation, principal)).map(viewStation),
    }),
    'POST /api/stations': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return viewStation(await addStation(foundation, principal, envelope(body), wanted))
    },
    'POST /api/stations/:id': async ({ params, body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, expects: _expects, ...wanted } = body
      return viewStation(await changeStation(foundation, principal, envelopeOn(body), params.id, wanted))
    },
  }
}

function viewStation({ countyId: _countyId, ...station }: KeptStation): Omit<KeptStation, 'countyId'> {
  return station
}
