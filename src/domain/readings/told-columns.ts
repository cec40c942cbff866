import type { Reading } from './model.ts'
import type { NamedRow } from './service.ts'
import { unitOfValue } from './units.ts'

/** One for all, or one for each: what hardly ever differs takes no room. */
export type AlikeOrEach<T> = T | T[]

/** What one device measured of one factor's statistic, column by column, in the order of time. */
export interface ToldColumns {
  mn: string
  factor: string
  statistic: string
  unit: string
  /** Of each period. [epoch ms] */
  starts: number[]
  ends: number[]
  values: (number | null)[]
  /** Code of the station at which the device measured then. */
  stations: AlikeOrEach<string | null>
  flags: AlikeOrEach<string | null>
  qualities: AlikeOrEach<Reading['quality']>
  reasons: AlikeOrEach<string | null>
  sources: AlikeOrEach<Reading['source']>
  versions: AlikeOrEach<number>
}

type Gathered = Pick<ToldColumns, 'mn' | 'factor' | 'statistic' | 'unit' | 'starts' | 'ends' | 'values'> & {
  stations: (string | null)[]
  flags: (string | null)[]
  qualities: Reading['quality'][]
  reasons: (string | null)[]
  sources: Reading['source'][]
  versions: number[]
}

/** Gathers rows, in the order of time, into columns. */
export function columnsGatherer(): { add(row: NamedRow): void; told(): ToldColumns[] } {
  const series = new Map<string, Gathered>()

  function seriesOf(mn: string, { factor, statistic }: Reading): Gathered {
    const key = `${mn}\0${factor}\0${statistic}`
    let own = series.get(key)
    if (own === undefined) {
      own = {
        ...{ mn, factor, statistic, unit: unitOfValue(factor, statistic), starts: [], ends: [], values: [] },
        ...{ stations: [], flags: [], qualities: [], reasons: [], sources: [], versions: [] },
      }
      series.set(key, own)
    }
    return own
  }

  return {
    add(row) {
      for (const one of row.readings) {
        const own = seriesOf(row.mn, one)
        own.starts.push(row.periodStart)
        own.ends.push(row.periodEnd)
        own.values.push(one.value)
        own.stations.push(row.station)
        own.flags.push(one.flag)
        own.qualities.push(one.quality)
        own.reasons.push(one.reason)
        own.sources.push(one.source)
        own.versions.push(one.version)
      }
    },
    told: () =>
      [...series.values()].map((own) => ({
        ...own,
        stations: alikeOrEach(own.stations),
        flags: alikeOrEach(own.flags),
        qualities: alikeOrEach(own.qualities),
        reasons: alikeOrEach(own.reasons),
        sources: alikeOrEach(own.sources),
        versions: alikeOrEach(own.versions),
      })),
  }
}

function alikeOrEach<T>(all: T[]): AlikeOrEach<T> {
  const [first] = all
  return first !== undefined && all.every((one) => one === first) ? first : all
}
