import type { Resolution } from '../../src/domain/readings/model.ts'
import { isoShanghai } from '../../src/standards/civil-time.ts'
import type { Reply } from './client.ts'

type Columns = Reply<'GET /api/readings/columns'>['items'][number]
type Reading = Reply<'GET /api/readings'>['items'][number]

/** Readings from their columns, each device and statistic in the order of time. */
export function readingsOfColumns(items: readonly Columns[], resolution: Resolution): Reading[] {
  return items.flatMap((one) => {
    const { mn, factor, statistic, unit } = one
    return one.ends.map((end, at): Reading => {
      const of = <T>(told: T | T[]): T => (Array.isArray(told) ? (told[at] as T) : told)
      return {
        mn,
        station: of(one.stations),
        factor,
        statistic,
        resolution,
        start: isoShanghai(one.starts[at] ?? end),
        end: isoShanghai(end),
        value: one.values[at] ?? null,
        unit,
        flag: of(one.flags),
        quality: of(one.qualities),
        reason: of(one.reasons),
        source: of(one.sources),
        version: of(one.versions),
      }
    })
  })
}
