import { layoutNames } from '../../domain/imports/layouts.ts'
import { type AttainmentReading, attainmentReadings, type Basis, bases } from '../../standards/attainment.ts'
import { yearPeriod } from '../../standards/civil-days.ts'
import { type CompositeVariant, compositeVariants } from '../../standards/composite-table.ts'
import type { Doubt } from '../../standards/dated.ts'
import { editions } from '../../standards/editions.ts'
import { type EvaluationRules, evaluate as evaluated } from '../../standards/evaluation.ts'
import { type Grade, limitsInForce } from '../../standards/limits.ts'
import { type FaultyLine, type ReadCounts, readHours } from '../evaluate/read.ts'
import { shownDays, shownYear } from '../evaluate/shown.ts'
import { type StationYear, seemsMicrogramsOfCo, stationYears } from '../evaluate/station-years.ts'
import { toldDays, toldYear } from '../evaluate/told.ts'
import { UnreadableFile } from '../text-lines.ts'
import { type Command, type CommandContext, choice, type Given, numberOption, option, WrongUse } from './command.ts'

/** So many faulty lines are told one by one, the rest is counted. */
const TOLD_FAULTS = 20
const grades: readonly Grade[] = ['I', 'II']

export const evaluate: Command = {
  name: 'evaluate',
  key: 'evaluate',
  operands: 'FILE…',
  takes: [1, Number.MAX_SAFE_INTEGER],
  options: [
    { name: 'layout', value: layoutNames.join('|') },
    { name: 'station', value: 'CODE' },
    { name: 'year', value: 'YEAR' },
    { name: 'edition', value: editions.join('|') },
    { name: 'basis', value: bases.join('|') },
    { name: 'reading', value: attainmentReadings.join('|') },
    { name: 'grade', value: grades.join('|') },
    { name: 'index', value: compositeVariants.join('|') },
    { name: 'daily' },
    { name: 'json' },
  ],
  async run(context) {
    const { given, say, t } = context
    const wanted = wantedOf(given)
    const collected = stationYears(wanted.year)
    let counts: ReadCounts
    try {
      counts = await readHours(given.words, wanted, collected, faultTeller(context))
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      // catalogue keys: cli.unreadable.*
      say(t(`cli.unreadable.${error.reason}`, { file: error.file, line: error.line }))
      return 1
    }
    const all = collected.finish()
    const years = all.filter((one) => wanted.year !== undefined || hasDayValue(one))
    tellCounts(context, counts, all.length - years.length)
    if (years.length === 0) {
      say(t('cli.evaluate.nothing', { station: wanted.station ?? '' }))
      return 1
    }
    for (const one of years.filter(seemsMicrogramsOfCo))
      say(t('cli.evaluate.co-unit', { station: one.station, year: one.year }))
    if (wanted.isDaily) {
      printDays(context, years, wanted)
      return 0
    }
    for (const doubt of printYears(context, years, wanted)) {
      // catalogue keys: doubt.*
      say(t('cli.evaluate.doubt', { doubt: t(`doubt.${doubt}`) }))
    }
    return 0
  },
}

function wantedOf(given: Given) {
  const layout = layoutNames.find((one) => one === option(given, 'layout'))
  if (given.options.has('layout') && layout === undefined) throw new WrongUse(`--layout ${layoutNames.join('|')}`)
  const edition = editions.find((one) => one === option(given, 'edition'))
  if (given.options.has('edition') && edition === undefined) throw new WrongUse(`--edition ${editions.join('|')}`)
  const year = numberOption(given, 'year', 1970, 2999)
  if (year !== undefined && !Number.isInteger(year)) throw new WrongUse(`--year ${year}`)
  return {
    layout,
    station: option(given, 'station'),
    year,
    edition,
    basis: choice<Basis>(given, 'basis', bases, 'unrounded'),
    reading: choice<AttainmentReading>(given, 'reading', attainmentReadings, 'strict'),
    grade: choice<Grade>(given, 'grade', grades, 'II'),
    composite: choice<CompositeVariant>(given, 'index', compositeVariants, 'ranking'),
    isDaily: given.options.has('daily'),
    isJson: given.options.has('json'),
  }
}

type Wanted = ReturnType<typeof wantedOf>

function hasDayValue({ days }: StationYear): boolean {
  return Object.values(days).some(({ values }) => values.some((value) => !Number.isNaN(value)))
}

/** @returns what is unsure of it */
function printYears({ print, t }: CommandContext, years: readonly StationYear[], wanted: Wanted): Set<Doubt> {
  const doubts = new Set<Doubt>()
  printEach(print, years, wanted.isJson, (one) => {
    const table = wanted.edition === undefined ? undefined : limitsInForce(`${one.year}-12-31`, wanted.edition)
    const rules: EvaluationRules = { ...wanted, table }
    const evaluation = evaluated(one.days, yearPeriod(one.year), rules)
    for (const doubt of evaluation.doubts) doubts.add(doubt)
    if (wanted.isJson) return JSON.stringify(toldYear(one, evaluation))
    return `${shownYear(t, one, evaluation, wanted.grade).join('\n')}\n`
  })
  return doubts
}

function printDays({ print, t }: CommandContext, years: readonly StationYear[], wanted: Wanted): void {
  const { basis, edition } = wanted
  printEach(print, years, wanted.isJson, (one) => {
    const days = toldDays(one, basis, edition)
    if (wanted.isJson) return JSON.stringify({ station: one.station, year: one.year, basis, days: [...days] })
    return `${shownDays(t, one, days).join('\n')}\n`
  })
}

/** A station's year at a time, so that no more than one is held as text. JSON is one document, a line for each. */
function printEach(
  print: CommandContext['print'],
  years: readonly StationYear[],
  isJson: boolean,
  textOf: (one: StationYear) => string,
): void {
  if (isJson) print('{"stations":[')
  for (const [place, one] of years.entries()) {
    print(isJson && place < years.length - 1 ? `${textOf(one)},` : textOf(one))
  }
  if (isJson) print(']}')
}

function faultTeller({ say, t }: CommandContext): (faulty: FaultyLine) => void {
  let told = 0
  return ({ file, line, fault }) => {
    told += 1
    // catalogue keys: cli.evaluate.fault.*
    if (told <= TOLD_FAULTS) say(t(`cli.evaluate.fault.${fault}`, { file, line }))
  }
}

function tellCounts({ say, t }: CommandContext, { faulty, repeated }: ReadCounts, without: number): void {
  const faults = Object.values(faulty).reduce((sum, count) => sum + count, 0)
  if (faults > TOLD_FAULTS) say(t('cli.evaluate.more-faults', { count: faults, ...faulty }))
  if (repeated > 0) say(t('cli.evaluate.repeated', { count: repeated }))
  if (without > 0) say(t('cli.evaluate.left-out', { count: without }))
}
