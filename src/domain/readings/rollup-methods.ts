import type { Method } from './rollup-table.ts'

/** A usable value of a shorter period. [epoch ms; Weike's unit of the factor] */
export interface Sample {
  start: number
  end: number
  value: number
}

/** Samples made one value, by a method of rollup-table.ts; null: there is none to give. */
export function combined(method: Method, samples: readonly Sample[]): number | null {
  if (samples.length === 0) return null
  const values = samples.map((one) => one.value)
  switch (method) {
    case 'mean':
      return meanOf(samples)
    case 'direction':
      return directionOf(samples)
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0)
    case 'max':
      return Math.max(...values)
    case 'min':
      return Math.min(...values)
  }
}

/** Arithmetic mean, weighted by the time that each sample stands for where times differ: equal weights would but add rounding errors. */
export function meanOf(samples: readonly Sample[]): number {
  const [first] = samples
  const isEven = samples.every((one) => first !== undefined && one.end - one.start === first.end - first.start)
  let sum = 0
  let weights = 0
  for (const { start, end, value } of samples) {
    const weight = isEven ? 1 : end - start
    sum += value * weight
    weights += weight
  }
  return sum / weights
}

/** Below this length of the mean unit vector the directions cancel out, and there is none. */
const NO_DIRECTION = 1e-9

/** @returns degrees from north, clockwise, 0 ≤ d < 360; null when the directions cancel out */
function directionOf(samples: readonly Sample[]): number | null {
  let east = 0
  let north = 0
  for (const { value } of samples) {
    east += Math.sin((value * Math.PI) / 180)
    north += Math.cos((value * Math.PI) / 180)
  }
  if (Math.hypot(east, north) / samples.length < NO_DIRECTION) return null
  const degrees = (Math.atan2(east, north) * 180) / Math.PI
  // A hair west of north would become 360 by rounding.
  return degrees < 0 ? (degrees + 360) % 360 : degrees
}
