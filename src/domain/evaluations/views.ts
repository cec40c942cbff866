import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import {
  civilDayAt,
  cumulativePeriod,
  dayNumberOf,
  monthPeriod,
  type Period,
  quarterPeriod,
  yearPeriod,
} from '../../standards/civil-days.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import type { Edition } from '../../standards/editions.ts'
import { movingMean, movingYears } from '../../standards/statistics.ts'
import { evaluatedFactors } from '../../standards/statistics-table.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { evaluationsApi } from './api.ts'
import { calendarDay, monthSums } from './calendar.ts'
import { comparedMonths } from './compared.ts'
import { daysOf } from './day-store.ts'
import { exclusionsIn } from './exclusion-store.ts'
import { hasBegun, type Judging, judgedPeriod, lastMonthOf, overBy } from './judged.ts'
import { type EvaluatedDay, nameOfPeriod } from './model.ts'
import { appliedOf } from './series.ts'
import { concerning, type Subject, subjectNamed, subjectsOf } from './subjects.ts'
import { tidy } from './told.ts'

type SubjectsReply = Reply<(typeof evaluationsApi)['GET /api/evaluations/subjects']>
type CalendarReply = Reply<(typeof evaluationsApi)['GET /api/evaluations/calendar']>
type StatisticsReply = Reply<(typeof evaluationsApi)['GET /api/evaluations/statistics']>
type PeriodsReply = Reply<(typeof evaluationsApi)['GET /api/evaluations/periods']>
type YearOnYearReply = Reply<(typeof evaluationsApi)['GET /api/evaluations/year-on-year']>

/** Which subject; the county when none is named. */
interface Asked {
  subject?: string | undefined
  year: number
}

const mayRead = (principal: Principal) => allow(principal, 'read-evaluations', countyScope(principal.countyId))

/** A subject without what only the server needs. */
export function shownSubject({ path: _path, ...subject }: Subject) {
  return subject
}

export async function listSubjects({ db }: Foundation, principal: Principal): Promise<SubjectsReply> {
  mayRead(principal)
  const subjects = await subjectsOf(db, principal.countyId)
  return { items: subjects.map(shownSubject) }
}

/** The days of a year, the running one with what there is of it. @throws Problem `not-allowed`, `target-unknown` */
export async function calendarOf(
  { db, clocks }: Foundation,
  principal: Principal,
  asked: Asked & { edition?: Edition | undefined },
): Promise<CalendarReply> {
  mayRead(principal)
  const { countyId } = principal
  const subjects = await subjectsOf(db, countyId)
  const subject = subjectNamed(subjects, asked.subject)
  const period = yearPeriod(asked.year)
  const [rows, exclusions] = await Promise.all([
    daysOf(db, countyId, [subject.id], period),
    exclusionsIn(db, countyId, period),
  ])
  const today = dayNumberOf(civilDayOf(clocks.domain.now()))
  // What a wrong clock has dated ahead of today is no day yet.
  const known = rows.filter(({ day }) => day <= today)
  const days = known.map((row) => calendarDay(row, today, asked.edition))
  const own = concerning(exclusions, subject, subjects)
  const excludedOn = (day: number) =>
    own
      .filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay)
      .map(({ kind, factors }) => ({ kind, factors }))
  const sums = monthSums(
    days,
    known.map(({ day }) => day),
  )
  return {
    subject: shownSubject(subject),
    year: asked.year,
    days: days.map((one, place) => ({ ...one, excluded: excludedOn(known[place]?.day ?? 0) })),
    months: sums.map(({ month, sums: { byLevel, countedDays, goodDays, ratio } }) => ({
      month,
      byLevel: [byLevel[1], byLevel[2], byLevel[3], byLevel[4], byLevel[5], byLevel[6]],
      countedDays,
      goodDays,
      ratio: tidy(ratio),
    })),
  }
}

/** A period of every subject that has a day in it. @throws Problem `not-allowed` */
export async function statisticsOf(
  { db, clocks }: Foundation,
  principal: Principal,
  period: Period,
  judging: Judging,
): Promise<StatisticsReply> {
  mayRead(principal)
  const { countyId } = principal
  const subjects = await subjectsOf(db, countyId)
  const ids = subjects.map(({ id }) => id)
  const [rows, exclusions] = await Promise.all([daysOf(db, countyId, ids, period), exclusionsIn(db, countyId, period)])
  const span = overBy(clocks.domain.now(), period)
  const byId = Map.groupBy(rows, ({ subjectId }) => subjectId)
  const items = subjects.flatMap((subject) => {
    const days = byId.get(subject.id)
    if (days === undefined) return []
    const own = appliedOf(concerning(exclusions, subject, subjects))
    return [{ subject: shownSubject(subject), ...judgedPeriod(days, period, span, judging, own) }]
  })
  return { period: nameOfPeriod(period), items }
}

/** What a subject's statistics are made of: its days of some years, and what was taken out of them. */
async function groundOfYears(
  { db }: Foundation,
  countyId: string,
  id: string | undefined,
  first: number,
  last: number,
) {
  const subjects = await subjectsOf(db, countyId)
  const subject = subjectNamed(subjects, id)
  const span = { first: yearPeriod(first).first, last: yearPeriod(last).last }
  const [days, exclusions] = await Promise.all([
    daysOf(db, countyId, [subject.id], span),
    exclusionsIn(db, countyId, span),
  ])
  return { subject, days, exclusions: appliedOf(concerning(exclusions, subject, subjects)) }
}

/** All periods of a subject's year that have begun. @throws Problem `not-allowed`, `target-unknown` */
export async function periodsOf(
  foundation: Foundation,
  principal: Principal,
  { subject: id, year }: Asked,
  judging: Judging,
): Promise<PeriodsReply> {
  mayRead(principal)
  const now = foundation.clocks.domain.now()
  const { subject, days, exclusions } = await groundOfYears(foundation, principal.countyId, id, year - 2, year)
  const judged = (period: Period) => judgedPeriod(days, period, overBy(now, period), judging, exclusions)
  const hasDays = (period: Period) => {
    const { first, last } = lastMonthOf(period)
    return days.some(({ day }) => first <= day && day <= last)
  }
  const periods = periodsOfYear(year).filter((period) => hasDays(period) && hasBegun(now, period))
  return {
    subject: shownSubject(subject),
    year,
    periods: periods.map((period) => ({
      period: nameOfPeriod(period),
      isOver: overBy(now, period).last === period.last,
      ...judged(period),
    })),
    threeYears: threeYearsOf(year, days, now, judged),
  }
}

function periodsOfYear(year: number): Period[] {
  const months = Array.from({ length: 12 }, (_, at) => at + 1)
  return [
    ...months.map((month) => monthPeriod(year, month)),
    ...[1, 2, 3, 4].map((quarter) => quarterPeriod(year, quarter)),
    ...months.map((month) => cumulativePeriod(year, month)),
    yearPeriod(year),
  ]
}

/** Means of the annual statistics of three years, where a standard has them and the years are over. */
function threeYearsOf(
  year: number,
  days: readonly EvaluatedDay[],
  now: number,
  judged: (period: Period) => { reported: PeriodsReply['periods'][number]['reported'] },
): PeriodsReply['threeYears'] {
  const lastDay = civilDayAt(yearPeriod(year).last)
  const setting = movingYears.findLast(({ from }) => from <= lastDay)
  if (setting === undefined || days.length === 0 || overBy(now, yearPeriod(year)).last < yearPeriod(year).last)
    return null
  const years = [year - 2, year - 1, year].map((one) => judged(yearPeriod(one)).reported)
  return evaluatedFactors.map(({ name }, place) => {
    const annual = years.map(({ factors }) => {
      const of = factors[place]
      return of === undefined || !of.valid ? null : (of.mean ?? of.percentile?.value ?? null)
    })
    return { name, mean: tidy(movingMean(annual, setting)) }
  })
}

/** @throws Problem `not-allowed`, `target-unknown` */
export async function yearOnYearOf(
  foundation: Foundation,
  principal: Principal,
  { subject: id, year }: Asked,
  judging: Judging,
): Promise<YearOnYearReply> {
  mayRead(principal)
  const now = foundation.clocks.domain.now()
  const { subject, days, exclusions } = await groundOfYears(foundation, principal.countyId, id, year - 1, year)
  return { subject: shownSubject(subject), year, ...comparedMonths(year, 12, { days, exclusions, judging, now }) }
}

export { exclusionsAmong, exclusionsInHand, pageOfExclusions } from './exclusion-views.ts'
export { rankingOf } from './ranking-view.ts'
export { type StationSeries, stationSeries } from './station-series.ts'
