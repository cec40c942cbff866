/**
 * Chance that can be repeated: every number is a hash of (seed, name, place on the time axis), so that any instant can be
 * asked for in any order and a second run gives the same. Nothing here keeps a state that shows.
 */

/** 32-bit FNV-1a of a text in UTF-16 units: a name becomes a number to hash with. */
function nameHash(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** Mixes two 32-bit numbers (the finaliser of MurmurHash3) to one in which every bit depends on every bit. */
function mixed(a: number, b: number): number {
  let hash = a ^ Math.imul(b, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Evenly distributed in [0, 1), the same for the same seed, name and number. */
export function chance(seed: string, name: string, number: number): number {
  return mixed(nameHash(`${seed}/${name}`), number) / 2 ** 32
}

/** Normal deviates lie within so many standard deviations, so that bounds can be promised. */
export const MAX_DEVIATION = 3

/** Standard normal by Box and Muller (1958), cut at ± {@link MAX_DEVIATION}. */
function normalOf(base: number, number: number): number {
  const first = (mixed(base, 2 * number) + 1) / (2 ** 32 + 1)
  const second = mixed(base, 2 * number + 1) / 2 ** 32
  const deviate = Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second)
  return Math.max(-MAX_DEVIATION, Math.min(MAX_DEVIATION, deviate))
}

/** A series over time: a value for each instant [epoch ms]. */
export type Series = (instant: number) => number

/**
 * A smooth swing with mean 0 and standard deviation 1 that has forgotten itself after two or three periods: normal knots
 * one period apart with a cosine blend between, scaled so that the spread is the same between the knots as on them.
 */
export function swing(seed: string, name: string, periodMs: number): Series {
  const base = nameHash(`${seed}/${name}`)
  let knot = Number.NaN
  let left = 0
  let right = 0
  return (instant) => {
    const place = instant / periodMs
    const before = Math.floor(place)
    if (before !== knot) {
      left = normalOf(base, before)
      right = normalOf(base, before + 1)
      knot = before
    }
    const weight = (1 - Math.cos(Math.PI * (place - before))) / 2
    return (left * (1 - weight) + right * weight) / Math.hypot(1 - weight, weight)
  }
}

/** What an instrument adds of its own: a new standard normal deviate each second, none like the one before. */
export function jitter(seed: string, name: string): Series {
  const base = nameHash(`${seed}/${name}`)
  return (instant) => normalOf(base, Math.floor(instant / 1000))
}
