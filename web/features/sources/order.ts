import { bearingDeg, metresBetween } from '../../../src/standards/places.ts'
import type { Source, Station } from '../../api/queries.ts'
import type { Order } from './search.ts'

/** A source and where it lies from the station that the county is judged by; null where no station is known. */
export interface PlacedSource {
  source: Source
  /** From the station. [m] */
  distanceM: number | null
  /** In which direction it lies from there. [°, clockwise from north] */
  bearing: number | null
}

export function placed(source: Source, station: Station | undefined): PlacedSource {
  if (station === undefined) return { source, distanceM: null, bearing: null }
  const [from, to] = [station, source].map(({ lonWgs84, latWgs84 }) => ({ lon: lonWgs84, lat: latWgs84 }))
  if (from === undefined || to === undefined) return { source, distanceM: null, bearing: null }
  return { source, distanceM: metresBetween(from, to), bearing: Math.round(bearingDeg(from, to)) % 360 }
}

/** By one column, what has nothing there last; alike ones by their code. */
export function byOrder(order: Order, isDown: boolean): (one: PlacedSource, other: PlacedSource) => number {
  const collator = new Intl.Collator('zh', { numeric: true })
  const textOf = ({ source }: PlacedSource): string | null => {
    switch (order) {
      case 'name':
        return source.name
      case 'kind':
        return source.kind
      case 'region':
        return source.regionName
      case 'unit':
        return source.unit
      case 'code':
      case 'distance':
        return source.code
    }
  }
  const way = isDown ? -1 : 1
  return (one, other) => {
    const byCode = collator.compare(one.source.code, other.source.code)
    if (order === 'distance') return way * ((one.distanceM ?? 0) - (other.distanceM ?? 0)) || byCode
    const [a, b] = [textOf(one), textOf(other)]
    if (a === null || b === null) return a === b ? byCode : a === null ? 1 : -1
    return way * collator.compare(a, b) || byCode
  }
}
