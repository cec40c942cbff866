import { civilDayOf, civilOf } from '../../standards/civil-time.ts'
import { type Circle, type CircleRadii, circleAt, distanceM, type Station } from '../stations/model.ts'
import type { Narrowing } from './table.ts'

/** What the rules know of a station. */
export interface WatchedPlace {
  level: Station['level']
  circle: Circle | null
}

/**
 * The circle that each station lies in: by its great-circle distance to the nearest national-control station, which itself
 * lies in its own core. A station beyond the last circle, or in a county without a national station, lies in none.
 */
export function placesOf(stations: readonly Station[], radiiKm: CircleRadii): ReadonlyMap<string, WatchedPlace> {
  const national = stations.filter((station) => station.level === 'national')
  return new Map(
    stations.map((station) => {
      const nearestM = Math.min(...national.map((one) => distanceM(one, station)))
      return [station.id, { level: station.level, circle: circleAt(nearestM, radiiKm) }]
    }),
  )
}

/** Does a rule look at this place? */
export function looksAtPlace({ level, circle }: Narrowing, place: WatchedPlace | undefined): boolean {
  if (level === null && circle === null) return true
  if (place === undefined) return false
  return (level === null || place.level === level) && (circle === null || place.circle === circle)
}

/** Does a rule look at a period that ends then [epoch ms]? An hour labelled 23:00 is the 22nd to 23rd of the day. */
export function looksAtTime({ hours, period }: Narrowing, periodEnd: number): boolean {
  if (hours === null && period === null) return true
  // The end of a period belongs to it and not to what begins there.
  const within = periodEnd - 1
  if (hours !== null && !isWithin(civilOf(within).hour, hours.from, hours.to - 1)) return false
  if (period === null) return true
  const day = civilDayOf(within)
  return isWithin(period.from.length === 5 ? day.slice(5) : day, period.from, period.until)
}

/** Both ends included; an end before the beginning goes over midnight, or over the turn of the year. */
function isWithin<T extends number | string>(one: T, from: T, until: T): boolean {
  return from <= until ? from <= one && one <= until : one >= from || one <= until
}
