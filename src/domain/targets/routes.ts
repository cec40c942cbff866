import type { Foundation } from '../../platform/foundation.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { envelope, type RoomHandlers } from '../access/http.ts'
import type { ReadingsStore } from '../readings/service.ts'
import type { targetsApi } from './api.ts'
import { setTarget } from './service.ts'
import { listTargets, outlookOf, stripOf } from './views.ts'

/** HTTP of the targets room. */
export function targetsRoutes(foundation: Foundation, readings: ReadingsStore): RoomHandlers<typeof targetsApi> {
  return {
    'GET /api/targets': ({ query }, { principal }) => listTargets(foundation, principal, query.year),
    'POST /api/targets': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return setTarget(foundation, principal, envelope(body), wanted)
    },
    'GET /api/outlook': ({ query }, { principal }) => outlookOf(foundation, readings, principal, query),
    'GET /api/outlook/hours': async ({ query }, { principal }) => {
      const { to, hours } = await stripOf(foundation, readings, principal, query.station)
      return { to: isoShanghai(to), items: hours.map((one) => ({ ...one, end: isoShanghai(one.end) })) }
    },
  }
}
