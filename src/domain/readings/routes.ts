import type { Foundation } from '../../platform/foundation.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { readingsApi } from './api.ts'
import { listReadings, stationsNow } from './service.ts'
import type { ReadingsStore } from './store.ts'

/** HTTP of the readings room. */
export function readingsRoutes(foundation: Foundation, readings: ReadingsStore): RoomHandlers<typeof readingsApi> {
  return {
    'GET /api/readings': async ({ query }, { principal }) => {
      const { items, next } = await listReadings(foundation, readings, principal, {
        ...query,
        from: Date.parse(query.from),
        to: Date.parse(query.to),
        knownAt: query.knownAt === undefined ? undefined : Date.parse(query.knownAt),
      })
      return {
        items: items.map((one) => ({
          mn: one.mn,
          station: one.station,
          factor: one.factor,
          statistic: one.statistic,
          resolution: one.resolution,
          start: isoShanghai(one.periodStart),
          end: isoShanghai(one.periodEnd),
          value: one.value,
          unit: unitOf(one.factor),
          flag: one.flag,
          version: one.version,
        })),
        next,
      }
    },
    'GET /api/readings/latest': async (_call, { principal }) => {
      const stations = await stationsNow(foundation, readings, principal)
      return {
        items: stations.map(({ stationId, factors }) => ({
          stationId,
          factors: factors.map((one) => ({
            factor: one.factor,
            unit: unitOf(one.factor),
            realtime: one.realtime === null ? null : { ...one.realtime, at: isoShanghai(one.realtime.at) },
            hour: one.hour === null ? null : { ...one.hour, endingAt: isoShanghai(one.hour.endingAt) },
            today: one.today,
          })),
        })),
      }
    },
  }
}
