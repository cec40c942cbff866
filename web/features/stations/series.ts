import type { Quality, Resolution } from '../../../src/domain/readings/model.ts'
import type { Reading } from '../../api/queries.ts'
import { statisticFor } from '../../charts/columns-line.ts'
import { colourOf, type Line } from '../../charts/line.ts'
import { stepOf } from '../../charts/steps.ts'

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

interface Gathered {
  standing: Reading | null
  low: number | null
  high: number | null
}

/** Readings as series, one for each device; a month and a year keep their own lengths. */
export function seriesOf(readings: readonly Reading[], factor: string, resolution: Resolution): Series[] {
  const statistic = statisticFor(new Set(readings.map((reading) => reading.statistic)), factor, resolution)
  // A year of hours has tens of thousands of readings: each is looked at once, and no time is parsed twice.
  const byDevice = new Map<string, Map<string, Gathered>>()
  for (const reading of readings) {
    const periods = byDevice.get(reading.mn) ?? new Map<string, Gathered>()
    byDevice.set(reading.mn, periods)
    const period = periods.get(reading.end) ?? { standing: null, low: null, high: null }
    periods.set(reading.end, period)
    if (reading.statistic === statistic) period.standing = reading
    else if (reading.statistic === 'Min') period.low = reading.value
    else if (reading.statistic === 'Max') period.high = reading.value
  }
  return [...byDevice].flatMap(([mn, periods]) => {
    const samples = [...periods.values()].flatMap((period) => sampleOf(period)).sort((a, b) => a.end - b.end)
    return samples.length === 0 ? [] : [{ mn, samples, stepMs: stepBetween(samples, resolution) }]
  })
}

function sampleOf({ standing, low, high }: Gathered): Sample[] {
  if (standing === null) return []
  const { mn, value, unit, flag, quality, reason, source, version } = standing
  const start = Date.parse(standing.start)
  const end = Date.parse(standing.end)
  return [{ mn, start, end, value, unit, flag, quality, reason, source, version, low, high }]
}

/** The length of a period as its readings tell it; samples of an instant have none, so the usual distance between them. */
function stepBetween(samples: readonly Sample[], resolution: Resolution): number {
  if (resolution === 'month' || resolution === 'year') return stepOf[resolution]
  const lengths = samples.flatMap(({ start, end }) => (end > start ? [end - start] : []))
  const distances = samples.slice(1).map(({ end }, index) => end - (samples[index]?.end ?? end))
  const sorted = (lengths.length > 0 ? lengths : distances).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? stepOf[resolution]
}

/** How many periods there are of each quality. */
export function countsOf(series: readonly Series[]): Readonly<Record<Quality, number>> {
  const counts = { valid: 0, suspect: 0, invalid: 0, insufficient: 0 }
  for (const { samples } of series) for (const { quality } of samples) counts[quality] += 1
  return counts
}

/** The same as lines of a chart: the first in the colour of its factor, further devices grey beside it. */
export function linesOf(series: readonly Series[], factor: string, name: string): Line[] {
  return series.map(({ mn, samples, stepMs }, place) => ({
    ...{ key: mn, factor, stepMs, unit: samples[0]?.unit ?? '' },
    name: place === 0 ? name : `…${mn.slice(-6)}`,
    colour: place === 0 ? colourOf(factor) : 'peer',
    ...(place === 0 ? {} : { dash: [4, 3] }),
    ends: samples.map(({ end }) => end),
    values: samples.map(({ value }) => value),
    qualities: samples.map(({ quality }) => quality),
  }))
}
