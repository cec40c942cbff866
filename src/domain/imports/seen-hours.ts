import { HOUR_MS } from '../../standards/civil-time.ts'

/** Hours of one page: about a year, 16 KiB for each 32 factors. */
const PAGE_HOURS = 8_192

/**
 * Which values of which hours a file has said already, compactly: a bit each, a million hours in a few megabytes.
 */
export function seenHours(): (place: string, hourEnd: number, factors: readonly string[]) => boolean {
  const factorPlaces = new Map<string, number>()
  const pages = new Map<string, Uint32Array>()
  /** @returns whether one of the factors was said of this place and hour before; if none was, all are from now on */
  return (place, hourEnd, factors) => {
    const hour = Math.floor(hourEnd / HOUR_MS)
    const bits = factors.map((factor) => {
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
      return { page, bit: 1 << (at & 31) }
    })
    const slot = ((hour % PAGE_HOURS) + PAGE_HOURS) % PAGE_HOURS
    if (bits.some(({ page, bit }) => ((page[slot] ?? 0) & bit) !== 0)) return true
    for (const { page, bit } of bits) page[slot] = (page[slot] ?? 0) | bit
    return false
  }
}
