/** Rotates no faster than people read, no slower than an hour. [s] */
const FASTEST_S = 5
const SLOWEST_S = 3_600

/** Seconds for which each station stands, from an address: null where it does not say, or says nothing that can be. */
export function rotationOf(text: unknown): number | null {
  const seconds = Number(text)
  if (text === undefined || text === '' || !Number.isFinite(seconds) || seconds <= 0) return null
  return Math.min(SLOWEST_S, Math.max(FASTEST_S, Math.round(seconds)))
}

/**
 * Which of some stations stands at an instant: each in turn from the first, every one equally long.
 * @param startedAt, now of the wall's own clock [epoch ms]
 * @returns place in the list
 */
export function placeAt(count: number, seconds: number, startedAt: number, now: number): number {
  if (count <= 0) return 0
  return Math.floor(Math.max(0, now - startedAt) / 1000 / seconds) % count
}
