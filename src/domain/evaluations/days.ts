import { civilDayAt } from '../../standards/civil-days.ts'
import { editionInForce } from '../../standards/editions.ts'
import { areaDay } from '../../standards/statistics-day.ts'
import { evaluatedFactors } from '../../standards/statistics-table.ts'
import { dataMinima } from '../../standards/validity.ts'
import { isUsable, type Reading } from '../readings/model.ts'
import type { AreaBasis } from './ground.ts'
import { countsOn } from './ground.ts'
import type { EvaluatedDay } from './model.ts'

/** The statistics of a device's day by which each factor is evaluated, and how many inputs they had (readings/rollup-table). */
const statisticsOfDay = {
  mean: { value: 'Avg', inputs: 'N' },
  'daily-maximum-8h': { value: 'Mda8', inputs: 'Mda8N' },
} as const

/**
 * The day of a station from what stands of its device's day; pure.
 * @returns null where the device measured none of the six
 */
export function stationDay(
  subjectId: string,
  day: number,
  readings: readonly Pick<Reading, 'factor' | 'statistic' | 'value' | 'quality'>[],
): EvaluatedDay | null {
  const of = (factor: string, statistic: string) =>
    readings.find((one) => one.factor === factor && one.statistic === statistic)
  const found = evaluatedFactors.map(({ factor, dayValue }) => {
    const names = statisticsOfDay[dayValue]
    return { main: of(factor, names.value), count: of(factor, names.inputs) }
  })
  if (found.every(({ main, count }) => main === undefined && count === undefined)) return null
  return {
    subjectId,
    day,
    values: found.map(({ main }) => main?.value ?? null),
    usable: found.map(({ main }) => main !== undefined && isUsable(main)),
    // A day that the device itself has sent does not say of how many hours it is.
    inputs: found.map(({ main, count }) => count?.value ?? (main === undefined ? 0 : null)),
  }
}

/**
 * The day of an area: the mean of its stations' valid day values, valid when enough of its stations have one (HJ 663-2013,
 * clause 6 and 附录 A). With too few, and on a day that is not over, what there is is told and may not be used; pure.
 * @param dayOf the day of a station
 * @returns null where none of its stations has anything
 */
export function areaDayOf(
  subjectId: string,
  day: number,
  { stations }: AreaBasis,
  dayOf: (stationId: string) => EvaluatedDay | undefined,
): EvaluatedDay | null {
  const counting = stations.filter((one) => countsOn(one, day))
  const days = counting.map(({ stationId }) => dayOf(stationId))
  if (days.every((one) => one === undefined)) return null
  const minima = dataMinima[editionInForce(civilDayAt(day))]
  const factors = evaluatedFactors.map((_, place) => {
    const valid = days.map((one) => (one?.usable[place] === true ? (one.values[place] ?? Number.NaN) : Number.NaN))
    const { value, inputs } = areaDay(valid, minima)
    if (!Number.isNaN(value)) return { value, inputs, usable: true }
    const all = days.flatMap((one) => one?.values[place] ?? [])
    const mean = all.length === 0 ? null : all.reduce((sum, one) => sum + one, 0) / all.length
    return { value: mean, inputs, usable: false }
  })
  return {
    subjectId,
    day,
    values: factors.map(({ value }) => value),
    usable: factors.map(({ usable }) => usable),
    inputs: factors.map(({ inputs }) => inputs),
  }
}
