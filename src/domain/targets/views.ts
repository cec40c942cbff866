import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayAt, dayNumberOf, monthOfDay, monthPeriod, yearPeriod } from '../../standards/civil-days.ts'
import { civilDayOf, HOUR_MS, isoShanghai, startOfCivilDay } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import { limitOf, limitsInForce } from '../../standards/limits.ts'
import { relativeChange } from '../../standards/year-on-year.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { stationSeries } from '../evaluations/views.ts'
import { namesOf } from '../people/service.ts'
import { isUsable, mainStatistic, type Reading } from '../readings/model.ts'
import { askReadings, type ReadingsStore } from '../readings/service.ts'
import { regionOrCounty } from '../regions/service.ts'
import { stationByCode, stationsOf } from '../stations/service.ts'
import type { targetsApi } from './api.ts'
import { heldAgainst } from './in-force.ts'
import { standingTargets, type TargetFactor } from './model.ts'
import { allowedBy, cumulatedMeans, type Progress, progressOfDay, progressOfPeriod } from './outlook.ts'
import { targetsIn } from './store.ts'
import { type StripHour, stripHour } from './strip.ts'
import { STRIP_HOURS } from './table.ts'

type TargetsReply = Reply<(typeof targetsApi)['GET /api/targets']>
type OutlookReply = Reply<(typeof targetsApi)['GET /api/outlook']>

/** Targets of a year with their history, the latest first. @throws Problem `not-allowed` */
export async function listTargets({ db }: Foundation, principal: Principal, year: number): Promise<TargetsReply> {
  const { countyId } = principal
  allow(principal, 'read-targets', countyScope(countyId))
  const [history, names, stations, county] = await Promise.all([
    targetsIn(db, countyId, [year]),
    namesOf(db, countyId),
    stationsOf(db, countyId),
    regionOrCounty(db, countyId, undefined),
  ])
  const standing = new Set(standingTargets(history))
  const nameOf = (id: string) => stations.find((one) => one.id === id)?.name ?? county.name
  return {
    items: history.toReversed().map((one) => ({
      id: one.id,
      subject: { type: one.subjectType, id: one.subjectId, name: nameOf(one.subjectId) },
      factor: one.factor,
      averaging: one.averaging,
      year: one.year,
      month: one.month,
      value: one.value,
      basis: one.basis,
      setBy: one.setBy === null ? null : (names.get(one.setBy) ?? ''),
      setAt: isoShanghai(one.setAt),
      isStanding: standing.has(one),
    })),
  }
}

/**
 * A station against its targets now.
 * @throws Problem `not-allowed`, `target-unknown` (station)
 */
export async function outlookOf(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  { station: code, factor }: { station: string; factor: TargetFactor },
): Promise<OutlookReply> {
  const { db, clocks } = foundation
  const { countyId } = principal
  allow(principal, 'read-targets', countyScope(countyId))
  const now = clocks.domain.now()
  // The hour that ends at midnight is the last of its day.
  const today = dayNumberOf(civilDayOf(now - 1))
  const date = civilDayAt(today)
  const { year, month } = monthOfDay(today)
  const [thisYear, lastYear] = [yearPeriod(year), yearPeriod(year - 1)]
  const midnight = startOfCivilDay(date)
  const stationAndDays = async () => {
    const station = await stationByCode(db, countyId, code)
    if (station === undefined) throw new Problem('target-unknown', { params: { what: 'station', id: code } })
    const span = { first: lastYear.first, last: thisYear.last }
    return { station, series: await stationSeries(db, countyId, station.id, factor, span) }
  }
  const [history, { station, series }, hours] = await Promise.all([
    targetsIn(db, countyId, [year]),
    stationAndDays(),
    hoursIn(foundation, readings, principal, { station: code, factor, from: midnight, to: now }),
  ])
  const standing = standingTargets(history)
  const ofDay = [...hours].map(([end, found]) => ({
    label: Math.round((end - midnight) / HOUR_MS),
    value: found.find(isUsable)?.value ?? null,
  }))
  const over = Math.floor((now - midnight) / HOUR_MS)
  const row = (averaging: 'day' | 'month' | 'year', period: string, progress: Progress) => {
    const { have, missing, awaited, takenOut, left, canBeValid } = progress
    const target = heldAgainst(averaging, factor, today, station.id, standing)
    const allowance = allowedBy(progress, target)
    return {
      averaging,
      period,
      soFar: progress.have === 0 ? null : shown(progress.sum / progress.have),
      ...{ have, missing, awaited, takenOut, left, canBeValid, target },
      state: allowance?.state ?? ('no-target' as const),
      rest: allowance?.state === 'open' ? allowance.rest : null,
    }
  }
  const table = limitsInForce(date)
  const limit = limitOf(table, factor, '24h')
  const means = {
    thisYear: cumulatedMeans(series.reported, { first: thisYear.first, last: today - 1 }),
    lastYear: cumulatedMeans(series.reported, lastYear),
  }
  return {
    asOf: isoShanghai(now),
    unit: unitOf(factor),
    rows: [
      row('day', date, progressOfDay(ofDay, over, date)),
      row('month', date.slice(0, 7), progressOfPeriod(series, factor, monthPeriod(year, month), today)),
      row('year', String(year), progressOfPeriod(series, factor, thisYear, today)),
    ],
    dayLimit: limit === null ? null : { value: limit, table: table.name },
    cumulated: {
      thisYear: { year, values: means.thisYear.map(shown) },
      lastYear: { year: year - 1, values: means.lastYear.map(shown) },
      change: relativeChange(
        means.lastYear[likeDayBefore(today - 1) - lastYear.first] ?? null,
        means.thisYear.at(-1) ?? null,
      ),
    },
  }
}

/** The day of the year before that is like a day; of 29 February the 28th. */
function likeDayBefore(day: number): number {
  const [year = '', month, date] = civilDayAt(day).split('-')
  return dayNumberOf(`${Number(year) - 1}-${month}-${month === '02' && date === '29' ? '28' : date}`)
}

/** Three decimals: more than anything shown has. */
function shown(value: number): number
function shown(value: number | null): number | null
function shown(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000
}

/** The last hours at a station, those that are there, oldest first. @throws Problem `not-allowed`, `target-unknown` (station) */
export async function stripOf(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  station: string,
): Promise<{ to: number; hours: StripHour[] }> {
  const to = Math.floor(foundation.clocks.domain.now() / HOUR_MS) * HOUR_MS
  const hours = await hoursIn(foundation, readings, principal, { station, from: to - STRIP_HOURS * HOUR_MS, to })
  return { to, hours: [...hours].map(([end, found]) => stripHour(end, found)) }
}

/** Hourly means at a station by the end of their hour, of all devices that measured there in it. */
async function hoursIn(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  asked: { station: string; factor?: string; from: number; to: number },
): Promise<Map<number, Reading[]>> {
  const { pages } = await askReadings(foundation, readings, principal, { ...asked, resolution: 'hour' })
  const found = new Map<number, Reading[]>()
  for await (const page of pages(500)) {
    for (const { periodEnd, readings: all } of page) {
      const means = all.filter(({ statistic }) => statistic === mainStatistic('hour'))
      if (means.length > 0) found.set(periodEnd, [...(found.get(periodEnd) ?? []), ...means])
    }
  }
  return found
}
