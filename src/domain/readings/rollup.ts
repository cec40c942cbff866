import { civilDayOf, civilOf, HOUR_MS, hourEndingAt, MINUTE_MS } from '../../standards/civil-time.ts'
import { percentileOf } from '../../standards/percentiles.ts'
import { daysNeeded } from '../../standards/validity.ts'
import { isUsable, type Quality } from './model.ts'
import { monthsOfYear, periodOf, type RolledResolution } from './periods.ts'
import { combined, meanOf, type Sample } from './rollup-methods.ts'
import {
  addedStatistics,
  DAILY_MAXIMUM,
  factorRules,
  type Method,
  OZONE,
  percentileRules,
  type RollupEdition,
  rollupEditions,
  statisticRules,
} from './rollup-table.ts'

/** What stands of one shorter period: its effective values. */
export interface RollupInput {
  periodStart: number
  periodEnd: number
  readings: readonly { factor: string; statistic: string; value: number | null; quality: Quality }[]
}

/** What a longer period is rolled up to: `columns[i]` is `code-Statistic`, beside `values[i]` and `qualities[i]`. */
export interface RolledUp {
  columns: string[]
  /** Unrounded, in Weike's units; null where there was no usable input at all. */
  values: (number | null)[]
  /** `insufficient`: made of less than the standard asks for; null: of enough. */
  qualities: ('insufficient' | null)[]
}

/** Usable values by factor and statistic, each list by end; lists of what came but is not usable are empty. */
type Samples = Map<string, Map<string, Sample[]>>

interface Rolled {
  value: number | null
  inputs: number
  isEnough: boolean
}

/**
 * The values of a civil hour from its minutes, of a day from its hours, of a month or year from its days, by the rules of
 * rollup-table.ts. The same inputs give the same values, in whatever order they come.
 * @param end of the hour, day, month or year [epoch ms]
 * @param inputs all that stands of the shorter periods that end within it; others are not looked for
 * @param editions the dated minima, oldest first
 * Sources: GB 3095-2012 table 4; HJ 663-2013, 附录 A
 */
export function rollUpOf(
  resolution: RolledResolution,
  end: number,
  inputs: readonly RollupInput[],
  editions: readonly RollupEdition[] = rollupEditions,
): RolledUp {
  const edition = editionAt(end, editions)
  const byEnd = inputs.toSorted((a, b) => a.periodEnd - b.periodEnd)
  if (resolution === 'hour') return hourFromMinutes(end, byEnd, edition)
  if (resolution === 'day') return dayFromHours(end, byEnd, edition)
  return fromDays(resolution, end, byEnd, edition)
}

function editionAt(end: number, editions: readonly RollupEdition[]): RollupEdition {
  const day = civilDayOf(end - 1)
  const edition = editions.findLast((one) => one.from <= day)
  if (edition === undefined) throw new RangeError(`no edition of the roll-up rules for ${day}`)
  return edition
}

function hourFromMinutes(end: number, minutes: readonly RollupInput[], edition: RollupEdition): RolledUp {
  return rolledUp(samplesOf(minutes), (method, all) => {
    const samples = withoutOverlap(all, end - HOUR_MS)
    const covered = samples.reduce((sum, one) => sum + one.end - one.start, 0)
    return {
      value: combined(method, samples),
      inputs: samples.length,
      isEnough: covered >= edition.hourMinutes * MINUTE_MS,
    }
  })
}

/**
 * Each sample cut to the time that none before it stands for, so that no minute counts twice when a logger's interval was
 * changed; what stands for no time of its own falls out.
 */
function withoutOverlap(samples: readonly Sample[], from: number): Sample[] {
  let covered = from
  return samples.flatMap((sample) => {
    const start = Math.max(sample.start, covered)
    if (start >= sample.end) return []
    covered = sample.end
    return [{ ...sample, start }]
  })
}

function dayFromHours(end: number, hours: readonly RollupInput[], edition: RollupEdition): RolledUp {
  const samples = samplesOf(onePerLabel(hours, hourEndingAt))
  const day = rolledUp(withSubstitutes(samples, edition), (method, all) => ({
    value: combined(method, all),
    inputs: all.length,
    isEnough: all.length >= edition.dayHours,
  }))
  const ozone = samples.get(OZONE)?.get('Avg')
  if (ozone !== undefined) {
    const maximum = dailyMaximum(end, ozone, edition)
    add(day, `${OZONE}-${DAILY_MAXIMUM}`, maximum)
    addCount(day, `${OZONE}-${addedStatistics.dailyMaximumInputs}`, maximum.inputs)
  }
  return inOrder(day)
}

/**
 * Ozone's largest eight-hour mean among those labelled 08:00–24:00, each of the eight hours up to its label within the day
 * (HJ 663-2013; on published data: the means start anew with the label 01:00).
 */
function dailyMaximum(dayEnd: number, hours: readonly Sample[], edition: RollupEdition): Rolled {
  const means: number[] = []
  for (let label = dayEnd - 16 * HOUR_MS; label <= dayEnd; label += HOUR_MS) {
    const window = hours.filter((one) => one.end > label - 8 * HOUR_MS && one.end <= label)
    if (window.length >= edition.eightHours) means.push(meanOf(window))
  }
  const value = means.length === 0 ? null : Math.max(...means)
  const isOver = value !== null && value > edition.ozoneLimit
  return { value, inputs: means.length, isEnough: means.length >= edition.dailyMaximumWindows || isOver }
}

function fromDays(
  resolution: 'month' | 'year',
  end: number,
  days: readonly RollupInput[],
  edition: RollupEdition,
): RolledUp {
  const samples = samplesOf(onePerLabel(days, (dayEnd) => periodOf('day', dayEnd).end))
  const isEnough = (of: readonly Sample[]) =>
    resolution === 'month' ? isMonthValid(end, of, edition) : isYearValid(end, of, edition)
  const rolled = rolledUp(samples, (method, all) => ({
    value: combined(method, all),
    inputs: all.length,
    isEnough: isEnough(all),
  }))
  for (const rule of percentileRules) {
    const of = samples.get(rule.factor)?.get(rule.statistic)
    if (of === undefined || !rule.at.includes(resolution)) continue
    const ascending = of.map((one) => one.value).sort((a, b) => a - b)
    const value = ascending.length === 0 ? null : percentileOf(ascending, rule.percentile)
    const name = addedStatistics.percentile(rule.statistic, rule.percentile)
    add(rolled, `${rule.factor}-${name}`, { value, inputs: of.length, isEnough: isEnough(of) })
    if (rule.statistic === DAILY_MAXIMUM)
      addCount(rolled, `${rule.factor}-${addedStatistics.dailyMaximumInputs}`, of.length)
  }
  return inOrder(rolled)
}

function isMonthValid(monthEnd: number, days: readonly Sample[], edition: RollupEdition): boolean {
  return days.length >= daysNeeded(edition, civilOf(monthEnd - 1).month)
}

function isYearValid(yearEnd: number, days: readonly Sample[], edition: RollupEdition): boolean {
  if (days.length < edition.yearDays) return false
  return monthsOfYear(yearEnd).every(({ start, end }) =>
    isMonthValid(
      end,
      days.filter((day) => day.end > start && day.end <= end),
      edition,
    ),
  )
}

/** Of inputs with the same label the last, which is the one that ends with it. */
function onePerLabel(inputs: readonly RollupInput[], labelOf: (end: number) => number): RollupInput[] {
  return [...new Map(inputs.map((input) => [labelOf(input.periodEnd), input])).values()]
}

function samplesOf(inputs: readonly RollupInput[]): Samples {
  const samples: Samples = new Map()
  for (const { periodStart, periodEnd, readings } of inputs) {
    for (const reading of readings) {
      const list = listOf(samples, reading.factor, reading.statistic)
      if (reading.value === null || !isUsable(reading)) continue
      list.push({ start: periodStart, end: periodEnd, value: reading.value })
    }
  }
  return samples
}

function listOf(samples: Samples, factor: string, statistic: string): Sample[] {
  let ofFactor = samples.get(factor)
  if (ofFactor === undefined) {
    ofFactor = new Map()
    samples.set(factor, ofFactor)
  }
  let list = ofFactor.get(statistic)
  if (list === undefined) {
    list = []
    ofFactor.set(statistic, list)
  }
  return list
}

function withSubstitutes(samples: Samples, { cleanAirSubstitutes }: RollupEdition): Samples {
  if (cleanAirSubstitutes === null) return samples
  const replaced: Samples = new Map(samples)
  for (const [factor, substitute] of Object.entries(cleanAirSubstitutes)) {
    const ofFactor = samples.get(factor)
    const means = ofFactor?.get('Avg')
    if (ofFactor === undefined || means === undefined) continue
    const raised = means.map((one) => (one.value > 0 ? one : { ...one, value: substitute }))
    replaced.set(factor, new Map([...ofFactor, ['Avg', raised]]))
  }
  return replaced
}

/** Every statistic of every factor that the table rolls up, and how many inputs the factor's main one was made of. */
function rolledUp(samples: Samples, roll: (method: Method, samples: readonly Sample[]) => Rolled): RolledUp {
  const result: RolledUp = { columns: [], values: [], qualities: [] }
  for (const [factor, ofFactor] of samples) {
    let counted = false
    for (const { statistic, method } of statisticRules) {
      const list = ofFactor.get(statistic)
      const way = methodOf(factor, statistic, method)
      if (list === undefined || way === null) continue
      const rolled = roll(way, list)
      add(result, `${factor}-${statistic}`, rolled)
      // The first of the table's order that there is.
      if (!counted) addCount(result, `${factor}-${addedStatistics.inputs}`, rolled.inputs)
      counted = true
    }
  }
  return inOrder(result)
}

function methodOf(factor: string, statistic: string, usual: Method): Method | null {
  const special = factorRules[factor]?.methods[statistic]
  return special === undefined ? usual : special
}

function add(result: RolledUp, column: string, rolled: Rolled): void {
  result.columns.push(column)
  result.values.push(rolled.value)
  result.qualities.push(rolled.isEnough && rolled.value !== null ? null : 'insufficient')
}

function addCount(result: RolledUp, column: string, count: number): void {
  result.columns.push(column)
  result.values.push(count)
  result.qualities.push(null)
}

/** By column name, so that the same columns are always one layout. */
function inOrder({ columns, values, qualities }: RolledUp): RolledUp {
  const order = columns.map((_, place) => place).sort((a, b) => ((columns[a] ?? '') < (columns[b] ?? '') ? -1 : 1))
  return {
    columns: order.map((place) => columns[place] ?? ''),
    values: order.map((place) => values[place] ?? null),
    qualities: order.map((place) => qualities[place] ?? null),
  }
}
