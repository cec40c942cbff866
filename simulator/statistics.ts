/** Mean, least and greatest of the samples of a period. */
export interface PeriodStatistics {
  avg: number
  min: number
  max: number
}

/** Statistics of at least one sample. */
export function statisticsOf(samples: readonly number[]): PeriodStatistics {
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const sample of samples) {
    sum += sample
    if (sample < min) min = sample
    if (sample > max) max = sample
  }
  return { avg: sum / samples.length, min, max }
}

/** Mean direction [°], 0 ≤ d < 360: that of the sum of the unit vectors (WMO-No. 8, part I, chapter 5). */
export function meanDirection(samplesDeg: readonly number[]): number {
  let east = 0
  let north = 0
  for (const sample of samplesDeg) {
    const angle = (sample * Math.PI) / 180
    east += Math.sin(angle)
    north += Math.cos(angle)
  }
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360
}
