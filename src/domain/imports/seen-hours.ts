import { HOUR_MS } from '../../standards/civil-time.ts'

/** Hours of one page: about a year, 16 KiB for each 32 factors. */
const PAGE_HOURS = 8_192

/** Which values of an hour of a place are said. */
export interface SaidHour {
  place: string
  /** [epoch ms] */
  hourEnd: number
  factors: readonly string[]
}

/**
 * Which values of which hours a file has said already, compactly: a bit each, a million hours in a few megabytes.
 */
export function seenHours(): (hours: readonly SaidHour[]) => SaidHour | null {
  const factorPlaces = new Map<string, number>()
  const pages = new Map<string, Uint32Array>()
  const bitsOf = ({ place, hourEnd, factors }: SaidHour) => {
    const hour = Math.floor(hourEnd / HOUR_MS)
    const slot = ((hour % PAGE_HOURS) + PAGE_HOURS) % PAGE_HOURS
    return factors.map((factor) => {
      let at = factorPlaces.get(factor)
      if (at === undefined) {
        at = factorPlaces.size
        factorPlaces.set(factor, at)
      }
      const key = `${place}|${Math.floor(hour / PAGE_HOURS)}|${at >>> 5}`
      let page = pages.get(key)
      if (page === undefined) {
        page = new Uint32Array(PAGE_HOURS)
        pages.set(key, page)
      }
      return { page, slot, bit: 1 << (at & 31) }
    })
  }
  /** @returns the first hour of which a value was said before; where none was, all of them are from now on */
  return (hours) => {
    const bits = hours.map(bitsOf)
    const known = bits.findIndex((some) => some.some(({ page, slot, bit }) => ((page[slot] ?? 0) & bit) !== 0))
    if (known >= 0) return hours[known] ?? null
    for (const { page, slot, bit } of bits.flat()) page[slot] = (page[slot] ?? 0) | bit
    return null
  }
}
