import type pg from 'pg'
import type { z } from 'zod'
import { readingsApi } from '../../../src/domain/readings/api.ts'
import { prsaFactors, prsaHours, prsaReference } from '../../../src/domain/readings/prsa.fixture.ts'
import { civilDayOf, DAY_MS, isoShanghai, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import type { TrialDevice } from './frames.ts'

/** A year of hours of a real site, and what independent code made of it. */
export interface StationYear {
  site: string
  /** Hours that have a value at all: label → factor → value in Weike's unit. */
  hours: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Civil day → `factor statistic` → value; null: too little for a valid one. */
  days: ReadonlyMap<string, ReadonlyMap<string, number | null>>
}

/** As many digits as the reference is printed with. */
const PRINTED = 0.5e-4 + 1e-9

/** @param year of the reference: 2014 */
export function stationYear(site: string, year: number): StationYear {
  const [from, to] = [startOfCivilDay(`${year}-01-01`), startOfCivilDay(`${year + 1}-01-01`)]
  const hours = new Map<string, ReadonlyMap<string, number>>()
  for (const { periodEnd, readings } of prsaHours(site)) {
    const values = readings.flatMap(({ factor, value }) => (value === null ? [] : [[factor, value] as const]))
    if (periodEnd > from && periodEnd <= to && values.length > 0) hours.set(isoShanghai(periodEnd), new Map(values))
  }
  const days = new Map<string, ReadonlyMap<string, number | null>>()
  for (const row of prsaReference(`daily-values-prsa-${year}.csv.gz`).filter((one) => one.station === site)) {
    const number = (cell: string | undefined) => (cell === undefined || cell === '' ? null : Number(cell))
    const wanted = prsaFactors.flatMap(({ name, factor }): [string, number | null][] =>
      name === 'O3'
        ? [
            [`${factor} Mda8`, number(row.O3_mda8)],
            [`${factor} Mda8N`, number(row.O3_valid_8h_means)],
          ]
        : [
            [`${factor} Avg`, number(row[`${name}_mean`])],
            [`${factor} N`, number(row[`${name}_hours`])],
          ],
    )
    days.set(row.date ?? '', new Map(wanted))
  }
  return { site, hours, days }
}

type Told = z.output<(typeof readingsApi)['GET /api/readings']['reply']>['items'][number]

/** Everything that the interface tells of a device and a resolution, page by page. */
export async function toldBy(http: string, token: string, mn: string, resolution: 'hour' | 'day'): Promise<Told[]> {
  const told: Told[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({
      ...{ mn, resolution, from: '2000-01-01T00:00:00+08:00', to: '2100-01-01T00:00:00+08:00', limit: '2000' },
      ...(cursor === null ? {} : { cursor }),
    })
    const answer = await fetch(`${http}/api/readings?${query}`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`GET /api/readings answered ${answer.status}: ${await answer.text()}`)
    const page = readingsApi['GET /api/readings'].reply.parse(await answer.json())
    told.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return told
}

/** Holds the hours that are told against those of the file: each there, none twice, none that nobody sent, values equal. */
export function hourFaults(year: StationYear, told: readonly Told[]): { values: number; faults: string[] } {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const one of told) {
    const what = `${year.site} ${one.end} ${one.factor}`
    const sent = year.hours.get(one.end)?.get(one.factor)
    if (one.statistic !== 'Avg' || one.source !== 'frame') faults.push(`${what}: ${one.statistic} of ${one.source}`)
    else if (seen.has(what)) faults.push(`${what} is told twice`)
    else if (sent === undefined || one.value === null) faults.push(`${what}: ${one.value} was never sent`)
    else if (Math.abs(one.value - sent) > 1e-9) faults.push(`${what}: ${one.value} is not the ${sent} that was sent`)
    seen.add(what)
  }
  for (const [end, values] of year.hours) {
    for (const factor of values.keys()) {
      if (!seen.has(`${year.site} ${end} ${factor}`)) faults.push(`${year.site} ${end} ${factor} is lost`)
    }
  }
  return { values: seen.size, faults }
}

/** Holds the day values that are told against the reference: means and 8-hour maxima as printed, hours and windows exactly. */
export function dayFaults(
  year: StationYear,
  told: readonly Told[],
): { compared: number; days: number; faults: string[] } {
  const faults: string[] = []
  const ours = new Map<string, Map<string, Told>>()
  for (const one of told) {
    const day = civilDayOf(Date.parse(one.end) - DAY_MS)
    const values = ours.get(day) ?? new Map<string, Told>()
    ours.set(day, values)
    if (values.has(`${one.factor} ${one.statistic}`)) faults.push(`${year.site} ${day} ${one.factor} is told twice`)
    values.set(`${one.factor} ${one.statistic}`, one)
  }
  let compared = 0
  for (const [day, wanted] of year.days) {
    for (const [key, theirs] of wanted) {
      compared += 1
      const found = ours.get(day)?.get(key)
      const isCount = key.endsWith('N')
      const value = found !== undefined && (isCount || found.quality === 'valid') ? found.value : null
      // What is counted is none where it is nowhere.
      const own = isCount ? (value ?? 0) : value
      const within = isCount ? 0 : PRINTED
      const isLike = theirs === null || own === null ? own === theirs : Math.abs(own - theirs) <= within
      if (!isLike) faults.push(`${year.site} ${day} ${key}: ${own} is not ${theirs}`)
    }
  }
  for (const [day, values] of ours) {
    const isValid = [...values.values()].some((one) => one.statistic === 'Avg' && one.quality === 'valid')
    if (!year.days.has(day) && isValid) faults.push(`${year.site} ${day} has values and no reference`)
  }
  return { compared, days: year.days.size, faults }
}

/** Holds the frames that are durable against the hours that were sent: each exactly once, stored. */
export async function frameFaults(
  client: pg.Client,
  year: StationYear,
  device: TrialDevice,
): Promise<{ frames: number; faults: string[] }> {
  const { rows } = await client.query<{ dataHour: number; disposition: string }>(
    'select data_hour as "dataHour", disposition from weike.frame where mn = $1 order by seq',
    [device.mn],
  )
  const faults: string[] = []
  const seen = new Set<string>()
  for (const row of rows) {
    const end = isoShanghai(row.dataHour)
    if (row.disposition !== 'stored') faults.push(`the frame of ${end} is ${row.disposition}`)
    if (seen.has(end)) faults.push(`the frame of ${end} is there twice`)
    if (!year.hours.has(end)) faults.push(`nobody sent a frame of ${end}`)
    seen.add(end)
  }
  for (const end of year.hours.keys()) if (!seen.has(end)) faults.push(`the frame of ${end} is lost`)
  return { frames: rows.length, faults }
}
