import { CALM_BELOW_MS } from '../../place/wind.ts'

export const SECTORS = 16

/** Wind speeds are told apart as wind forces 1, 2, 3 and more (QX/T 51-2007, table 1): up to here each. [m/s] */
export const speedClasses = [1.5, 3.3, Number.POSITIVE_INFINITY] as const

/** How often the wind came from where, and how strong. */
export interface WindRose {
  /** hours by sector (0 north, clockwise) and speed class */
  sectors: readonly (readonly number[])[]
  calm: number
  hours: number
}

interface Measured {
  ends: readonly number[]
  values: readonly (number | null)[]
}

/**
 * Hours with both speed and direction, by the sector of 22.5° the wind came from.
 * @param speeds [m/s] @param directions where it comes from [°, clockwise from north]
 */
export function windRoseOf(
  speeds: Measured,
  directions: Measured,
  { from, to }: { from: number; to: number },
): WindRose {
  const directionAt = new Map(directions.ends.map((end, index) => [end, directions.values[index] ?? null]))
  const sectors = Array.from({ length: SECTORS }, () => speedClasses.map(() => 0))
  let [calm, hours] = [0, 0]
  for (const [index, end] of speeds.ends.entries()) {
    const speed = speeds.values[index] ?? null
    const direction = directionAt.get(end) ?? null
    if (end <= from || end > to || speed === null || direction === null) continue
    hours += 1
    if (speed < CALM_BELOW_MS) {
      calm += 1
      continue
    }
    const sector = sectors[Math.round((((direction % 360) + 360) % 360) / (360 / SECTORS)) % SECTORS]
    const place = speedClasses.findIndex((upTo) => speed <= upTo)
    if (sector) sector[place] = (sector[place] ?? 0) + 1
  }
  return { sectors, calm, hours }
}
