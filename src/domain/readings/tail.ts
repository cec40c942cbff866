import { type LayerRecord, layerOf } from './records.ts'
import type { ReadingLayer } from './store.ts'

/** What a committed transaction of this process brought to a county: the numbers behind `base` up to `to`, some of them layers'. */
export interface Appended {
  countyId: string
  base: number
  to: number
  /** By number. */
  layers: readonly LayerRecord[]
}

/**
 * The last layers that this process has written, so that whoever reads changes at once need not ask the database for what
 * passed through here a moment ago.
 */
export interface Tail {
  /** After the commit. */
  add(appended: Appended): void
  /** Layers of changes with after < seq ≤ upTo; null when they did not all pass through here, or are forgotten. */
  since(countyId: string, after: number, upTo: number): ReadingLayer[] | null
}

interface CountyTail {
  /** All numbers behind this one up to `to` are here. */
  from: number
  to: number
  appended: Appended[]
}

/** @param capacity layers kept over all counties; the oldest go first */
export function createTail(capacity: number): Tail {
  const counties = new Map<string, CountyTail>()
  /** Everything kept, oldest first. */
  const order: Appended[] = []
  let kept = 0

  function dropOldest(): void {
    const oldest = order.shift()
    if (oldest === undefined) return
    kept -= weightOf(oldest)
    const county = counties.get(oldest.countyId)
    // What another process's numbers have interrupted is no longer part of its county.
    if (county === undefined || county.appended[0] !== oldest) return
    county.appended.shift()
    county.from = oldest.to
  }

  return {
    add(appended) {
      const county = counties.get(appended.countyId)
      // Told too late: newer ones were told before, and nothing is missing from the database.
      if (county !== undefined && appended.base < county.to) return
      order.push(appended)
      kept += weightOf(appended)
      if (county === undefined || appended.base !== county.to) {
        counties.set(appended.countyId, { from: appended.base, to: appended.to, appended: [appended] })
      } else {
        county.appended.push(appended)
        county.to = appended.to
      }
      while (kept > capacity) dropOldest()
    },
    since(countyId, after, upTo) {
      const county = counties.get(countyId)
      if (county === undefined || after < county.from || upTo > county.to) return null
      const first = county.appended.findLastIndex((one) => one.base <= after)
      const found: ReadingLayer[] = []
      for (const one of county.appended.slice(Math.max(0, first))) {
        for (const record of one.layers) {
          if (record.seq > after && record.seq <= upTo) found.push(layerOf(record))
        }
        if (one.to >= upTo) break
      }
      return found
    },
  }
}

/** A transaction without layers is remembered too, and takes room. */
function weightOf(appended: Appended): number {
  return Math.max(1, appended.layers.length)
}
