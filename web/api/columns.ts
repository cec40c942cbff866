import type { Resolution } from '../../src/domain/readings/model.ts'
import { isoShanghai } from '../../src/standards/civil-time.ts'
import type { Reply } from './client.ts'

/** One statistic of one device, column by column. */
export type Columns = Reply<'GET /api/readings/columns'>['items'][number]
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

/** Several pages of one answer as if it were one: columns of the same device and statistic one after another. */
export function joinedColumns(pages: readonly (readonly Columns[])[]): Columns[] {
  if (pages.length === 1) return [...(pages[0] ?? [])]
  const joined = new Map<string, Columns>()
  for (const one of pages.flat()) {
    const key = `${one.mn} ${one.factor} ${one.statistic}`
    const before = joined.get(key)
    joined.set(key, before === undefined ? one : following(before, one))
  }
  return [...joined.values()]
}

function following(one: Columns, next: Columns): Columns {
  const each = <T>(told: T | T[], count: number): T[] => (Array.isArray(told) ? told : Array<T>(count).fill(told))
  const [before, after] = [one.ends.length, next.ends.length]
  const both = <T>(a: T | T[], b: T | T[]): T | T[] => (a === b ? a : [...each(a, before), ...each(b, after)])
  return {
    ...one,
    starts: [...one.starts, ...next.starts],
    ends: [...one.ends, ...next.ends],
    values: [...one.values, ...next.values],
    stations: both(one.stations, next.stations),
    flags: both(one.flags, next.flags),
    qualities: both(one.qualities, next.qualities),
    reasons: both(one.reasons, next.reasons),
    sources: both(one.sources, next.sources),
    versions: both(one.versions, next.versions),
  }
}
