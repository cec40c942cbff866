import { mainStatistic, type Quality, type Resolution } from '../../../src/domain/readings/model.ts'
import type { Reading } from '../../api/queries.ts'
import { stepOf } from '../../charts/points.ts'

/** One period of one device: the value that stands for it, and its lowest and highest where they were sent. */
export interface Sample {
  mn: string
  start: number
  end: number
  value: number | null
  unit: string
  flag: string | null
  quality: Quality
  reason: string | null
  source: Reading['source']
  version: number
  low: number | null
  high: number | null
}

/** What one device measured of one factor, in the order of time. */
export interface Series {
  mn: string
  samples: readonly Sample[]
  /** between two periods without a gap [ms] */
  stepMs: number
}

const ozone = 'a05024'

/** The statistic that stands for a period: of a day's ozone the highest 8-hour mean, by which it is judged (HJ 663-2013). */
function statisticFor(readings: readonly Reading[], factor: string, resolution: Resolution): string {
  const isJudgedBy8h =
    factor === ozone && resolution === 'day' && readings.some(({ statistic }) => statistic === 'Mda8')
  return isJudgedBy8h ? 'Mda8' : mainStatistic(resolution)
}

/** Readings as series, one for each device; a month and a year keep their own lengths. */
export function seriesOf(readings: readonly Reading[], factor: string, resolution: Resolution): Series[] {
  const statistic = statisticFor(readings, factor, resolution)
  const byDevice = new Map<string, Map<number, Sample>>()
  const extremesOf = new Map<string, { low: number | null; high: number | null }>()
  for (const reading of readings) {
    const end = Date.parse(reading.end)
    if (reading.statistic === 'Min' || reading.statistic === 'Max') {
      const key = `${reading.mn} ${end}`
      const known = extremesOf.get(key) ?? { low: null, high: null }
      extremesOf.set(key, { ...known, [reading.statistic === 'Min' ? 'low' : 'high']: reading.value })
    }
    if (reading.statistic !== statistic) continue
    const { mn, value, unit, flag, quality, reason, source, version } = reading
    const samples = byDevice.get(mn) ?? new Map<number, Sample>()
    byDevice.set(mn, samples)
    const start = Date.parse(reading.start)
    samples.set(end, { mn, start, end, value, unit, flag, quality, reason, source, version, low: null, high: null })
  }
  return [...byDevice].map(([mn, byEnd]) => {
    const samples = [...byEnd.values()]
      .sort((a, b) => a.end - b.end)
      .map((sample) => ({ ...sample, ...extremesOf.get(`${mn} ${sample.end}`) }))
    return { mn, samples, stepMs: stepBetween(samples, resolution) }
  })
}

/** The length of a period as its readings tell it; samples of an instant have none, so the usual distance between them. */
function stepBetween(samples: readonly Sample[], resolution: Resolution): number {
  if (resolution === 'month' || resolution === 'year') return stepOf[resolution]
  const lengths = samples.flatMap(({ start, end }) => (end > start ? [end - start] : []))
  const distances = samples.slice(1).map(({ end }, index) => end - (samples[index]?.end ?? end))
  const sorted = (lengths.length > 0 ? lengths : distances).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? stepOf[resolution]
}

/** Periods next to each other that are judged alike. (from, to] [epoch ms] */
export interface Stretch {
  from: number
  to: number
  quality: Quality
}

/** Where a series was valid, in doubt, invalid; what is between two stretches is missing. */
export function stretchesOf({ samples, stepMs }: Series): Stretch[] {
  const found: Stretch[] = []
  for (const { end, value, quality } of samples) {
    if (value === null && quality === 'valid') continue
    const before = found.at(-1)
    if (before && before.quality === quality && end - before.to <= stepMs * 1.5) before.to = end
    else found.push({ from: before ? Math.max(before.to, end - stepMs) : end - stepMs, to: end, quality })
  }
  return found
}

/** How many periods there are of each quality. */
export function countsOf(series: readonly Series[]): Readonly<Record<Quality, number>> {
  const counts = { valid: 0, suspect: 0, invalid: 0, insufficient: 0 }
  for (const { samples } of series) for (const { quality } of samples) counts[quality] += 1
  return counts
}

/** The sample whose period ends nearest to an instant. */
export function nearest(samples: readonly Sample[], instant: number): Sample | undefined {
  let low = 0
  let high = samples.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((samples[middle]?.end ?? 0) < instant) low = middle + 1
    else high = middle
  }
  const [before, after] = [samples[low - 1], samples[low]]
  if (before === undefined || after === undefined) return before ?? after
  return instant - before.end < after.end - instant ? before : after
}
