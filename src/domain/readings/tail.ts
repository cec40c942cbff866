import { type LayerRecord, layerOf } from './records.ts'
import type { ReadingLayer } from './store.ts'

/** What a committed transaction of this process brought to a county: the numbers behind `base` up to `to`, some of them layers'. */
export interface Appended {
  countyId: string
  base: number
  to: number
  /** By number. */
  layers: readonly LayerRecord[]
  /** Layers that it took away, to be replaced; left out: none. */
  removed?: readonly RemovedLayer[]
}

/** Which layer is there no more. */
export type RemovedLayer = Pick<LayerRecord, 'deviceId' | 'resolution' | 'periodEnd' | 'version'>

/**
 * The last layers that this process has written, so that whoever reads changes at once need not ask the database for what
 * passed through here a moment ago.
 */
export interface Tail {
  /** After the commit. */
  add(appended: Appended): void
  /** Layers of changes with after < seq ≤ upTo that are there still; null when they did not all pass through here, or are forgotten. */
  since(countyId: string, after: number, upTo: number): ReadingLayer[] | null
}

/** What is kept of a transaction. */
interface Kept {
  countyId: string
  base: number
  to: number
  layers: LayerRecord[]
  /** Room that it takes: a transaction without layers is remembered too. */
  weight: number
}

interface CountyTail {
  /** All numbers behind this one up to `to` are here. */
  from: number
  to: number
  kept: Kept[]
}

/** @param capacity layers kept over all counties; the oldest go first */
export function createTail(capacity: number): Tail {
  const counties = new Map<string, CountyTail>()
  /** Everything kept, oldest first. */
  const order: Kept[] = []
  let room = 0

  function dropOldest(): void {
    const oldest = order.shift()
    if (oldest === undefined) return
    room -= oldest.weight
    const county = counties.get(oldest.countyId)
    // What another process's numbers have interrupted is no longer part of its county.
    if (county === undefined || county.kept[0] !== oldest) return
    county.kept.shift()
    county.from = oldest.to
  }

  return {
    add({ countyId, base, to, layers, removed = [] }) {
      const county = counties.get(countyId)
      if (county !== undefined && removed.length > 0) forget(county, removed)
      // Told too late: newer ones were told before, and nothing is missing from the database.
      if (county !== undefined && base < county.to) return
      const one: Kept = { countyId, base, to, layers: [...layers], weight: Math.max(1, layers.length) }
      order.push(one)
      room += one.weight
      if (county === undefined || base !== county.to) {
        counties.set(countyId, { from: base, to, kept: [one] })
      } else {
        county.kept.push(one)
        county.to = to
      }
      while (room > capacity) dropOldest()
    },
    since(countyId, after, upTo) {
      const county = counties.get(countyId)
      if (county === undefined || after < county.from || upTo > county.to) return null
      const first = county.kept.findLastIndex((one) => one.base <= after)
      const found: ReadingLayer[] = []
      for (const one of county.kept.slice(Math.max(0, first))) {
        for (const record of one.layers) {
          if (record.seq > after && record.seq <= upTo) found.push(layerOf(record))
        }
        if (one.to >= upTo) break
      }
      return found
    },
  }
}

/** Whoever reads from the database does not find them any more: neither does who reads here. */
function forget(county: CountyTail, removed: readonly RemovedLayer[]): void {
  const keys = new Set(removed.map(keyOf))
  for (const one of county.kept) {
    // Only what was rolled up is ever taken away.
    if (!one.layers.some(({ source }) => source === 'rollup')) continue
    one.layers = one.layers.filter((record) => record.source !== 'rollup' || !keys.has(keyOf(record)))
  }
}

function keyOf({ deviceId, resolution, periodEnd, version }: RemovedLayer): string {
  return `${deviceId}|${resolution}|${periodEnd}|${version}`
}
