import { civilDayAt, monthPeriod, type Period } from '../src/standards/civil-days.ts'
import { civilOf, DAY_MS, HOUR_MS, instantOf, OFFSET_MS } from '../src/standards/civil-time.ts'
import { type Evaluation, evaluate, usualRules } from '../src/standards/evaluation.ts'
import { ranked, rankingLists } from '../src/standards/ranking.ts'
import { roundedText } from '../src/standards/rounding.ts'
import type { DaySeries } from '../src/standards/statistics.ts'
import { DAY_HOURS, dayValuesOf } from '../src/standards/statistics-day.ts'
import { decimalsOf, derivedDecimals } from '../src/standards/statistics-decimals.ts'
import {
  type ByFactor,
  byFactor,
  type EvaluatedFactor,
  evaluatedFactors,
  type FactorName,
} from '../src/standards/statistics-table.ts'
import type { DeskFile } from './files.ts'
import { hourOf, type Told } from './history.ts'
import { county } from './place.ts'
import { chance } from './world/noise.ts'

/** A civil month. */
export interface Month {
  year: number
  /** 1–12 */
  month: number
}

/** The city publishes a month in the middle of the next: day of it, and hour of that day. Ours, in the order of practice. */
const PUBLISHED = { day: 18, hour: 9 } as const

/** When the table of a month is out. [epoch ms] */
export function publishedAt({ year, month }: Month): number {
  const next = after({ year, month })
  return instantOf({ ...next, ...PUBLISHED, minute: 0, second: 0 })
}

/** Months whose tables are out at an instant, the newest first. @param count so many */
export function monthsOut(now: number, count: number): Month[] {
  const { year, month } = civilOf(now)
  let last = before({ year, month })
  if (publishedAt(last) > now) last = before(last)
  const months: Month[] = []
  for (let one = last; months.length < count; one = before(one)) months.push(one)
  return months
}

function after({ year, month }: Month): Month {
  return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 }
}

function before({ year, month }: Month): Month {
  return month === 1 ? { year: year - 1, month: 12 } : { year, month: month - 1 }
}

/**
 * Invented districts around, each as the demo county's air times so much: nobody measured them, and their names say so. Two of
 * them share a valley and its one station, and so a place in the list.
 */
// biome-ignore format: a table to proof-read
const around: readonly { name: string; air: string; times: Readonly<Record<FactorName, number>> }[] = [
  { name: '澜山县（模拟）', air: 'hills',  times: { pm25: 0.77, pm10: 0.79, so2: 0.86, no2: 0.71, co: 0.82, o3: 0.94 } },
  { name: '云汀区（模拟）', air: 'valley', times: { pm25: 0.87, pm10: 0.88, so2: 1,    no2: 0.86, co: 0.91, o3: 0.96 } },
  { name: '石塘县（模拟）', air: 'valley', times: { pm25: 0.87, pm10: 0.88, so2: 1,    no2: 0.86, co: 0.91, o3: 0.96 } },
  { name: '松涛县（模拟）', air: 'plain',  times: { pm25: 1.06, pm10: 1.06, so2: 1.14, no2: 1.05, co: 1,    o3: 1.04 } },
  { name: '沙洲区（模拟）', air: 'port',   times: { pm25: 1.16, pm10: 1.15, so2: 1.29, no2: 1.19, co: 1.09, o3: 1.06 } },
]
/** Their days are not those of the county: so far up or down. */
const APART = 0.15

/** @param told the county's national station, by which the city ranks it */
export interface BulletinParts {
  seed: string
  told: Told
}

/**
 * The table of a month as the city publishes it: the county's own figures are those that its national station measured, as the
 * law reckons and rounds them. Pure in (seed, month), with hours as the county's own tables of the past have them.
 */
export function bulletinOf({ seed, told }: BulletinParts, month: Month): DeskFile {
  const period = monthPeriod(month.year, month.month)
  const own = dayValuesOf(hoursIn(period, { seed, told }), period.first)
  const districts = [
    { name: county.name.zh, figures: figuresOf(own, period) },
    ...around.map(({ name, air, times }) => ({
      name,
      figures: figuresOf(
        byFactor(({ factor, name }) => elsewhere(own[factor], times[name], `${seed}/${air}`)),
        period,
      ),
    })),
  ]
  const title = `${month.year}年${month.month}月各区县环境空气质量排名（模拟）`
  const order = ranked(districts, ({ figures: { composite } }) => composite, rankingLists.composite)
  const rows = order.map(({ area: { name, figures }, value, rank, isTied }) => [
    isTied ? `并列${rank}` : String(rank),
    name,
    ...figures.factors,
    roundedText(value, rankingLists.composite.decimals),
    figures.goodDays,
  ])
  const lines = [[title, ...header.slice(1).map(() => '')], header, ...rows]
  const text = lines.map((cells) => `${cells.join(',')}\r\n`).join('')
  return { fileName: `${title}.csv`, kind: 'rankings', bytes: new TextEncoder().encode(text) }
}

// biome-ignore format: as such tables are headed
const header = [
  '排名', '区县', 'PM2.5(μg/m³)', 'PM10(μg/m³)', 'SO2(μg/m³)', 'NO2(μg/m³)', 'CO(mg/m³)', 'O3(μg/m³)', '综合指数', '优良天数比例(%)',
]

/** Hours of the six factors, from the one labelled 01:00 of the first day on; NaN where one was lost. */
function hoursIn(period: Period, { seed, told }: BulletinParts): ByFactor<Float64Array> {
  const begin = period.first * DAY_MS - OFFSET_MS
  const hours = (period.last - period.first + 1) * DAY_HOURS
  const all = byFactor(() => new Float64Array(hours).fill(Number.NaN))
  for (let at = 0; at < hours; at += 1) {
    const hour = hourOf(seed, told, begin + (at + 1) * HOUR_MS)
    for (const { factor } of evaluatedFactors) all[factor][at] = Number(hour?.[factor] ?? Number.NaN)
  }
  return all
}

function elsewhere({ first, values }: DaySeries, times: number, air: string): DaySeries {
  const apart = (at: number) => 1 + APART * (2 * chance(air, 'bulletin', first + at) - 1)
  return { first, values: values.map((value, at) => value * times * apart(at)) }
}

interface Figures {
  /** In the order of the header. */
  factors: readonly string[]
  goodDays: string
  composite: number | null
}

function figuresOf(days: ByFactor<DaySeries>, period: Period): Figures {
  const evaluation = evaluate(days, period, { ...usualRules, basis: 'rounded' })
  const day = civilDayAt(period.last)
  const { ratio } = evaluation.goodDays
  return {
    factors: evaluatedFactors.map((one) => {
      const value = statisticIn(evaluation, one)
      return value === null ? '' : roundedText(value, decimalsOf('publication', one.factor, day))
    }),
    goodDays: ratio === null ? '' : roundedText(ratio, derivedDecimals.ratio),
    composite: evaluation.composite?.value ?? null,
  }
}

/** The mean, of CO and ozone their percentile. */
function statisticIn({ factors }: Evaluation, { factor, meanLimit }: EvaluatedFactor): number | null {
  const { mean, percentile } = factors[factor]
  return meanLimit === null ? (percentile?.value ?? null) : mean
}
