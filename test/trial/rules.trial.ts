import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { runWeike } from '../setup/weike.ts'
import { report } from './parts/figures.ts'
import { checkout } from './parts/weike.ts'

/**
 * A real year of real stations through the rules that a new county begins with, by `weike import` and `weike replay --rules`,
 * beside a count of the same file by hand: sorted hours, hits, and gaps, without anything of Weike's own.
 */
const YEAR = 2014
const SITES = ['Aotizhongxin', 'Changping', 'Dongsi', 'Tiantan'] as const
const HOUR = 3_600_000
const DAY = 24 * HOUR

const fileOf = (site: string) =>
  join(checkout, '..', 'shared', 'data', 'prsa', `PRSA_Data_${site}_20130301-20170228.csv.gz`)
const absent = SITES.map(fileOf).filter((path) => !existsSync(path))

/** Ends of hours as if the clock of the place were UTC, and PM2.5; hours without a value are left out. */
async function hoursOf(site: string): Promise<ReadonlyMap<number, number>> {
  const [header = '', ...lines] = gunzipSync(await readFile(fileOf(site)))
    .toString('utf8')
    .trim()
    .split('\n')
  const names = header.replaceAll('"', '').trim().split(',')
  const hours = new Map<number, number>()
  for (const line of lines) {
    const cells = line.replaceAll('"', '').trim().split(',')
    const cell = (name: string) => cells[names.indexOf(name)] ?? ''
    const [year, month, day, hour] = ['year', 'month', 'day', 'hour'].map((name) => Number(cell(name)))
    const end = Date.UTC(year ?? 0, (month ?? 1) - 1, day, (hour ?? 0) + 1)
    if (cell('PM2.5') !== 'NA') hours.set(end, Number(cell('PM2.5')))
  }
  return hours
}

/** Groups of hits whose neighbours are no further apart than this; of those that begin in the year, how many and how many hits. */
function grouped(hits: readonly number[], withinMs: number, raisedAfterMs = 0): { alerts: number; hits: number } {
  const groups: number[][] = []
  for (const hit of hits) {
    const last = groups.at(-1)
    if (last !== undefined && hit - (last.at(-1) ?? 0) <= withinMs) last.push(hit)
    else groups.push([hit])
  }
  const [from, to] = [Date.UTC(YEAR, 0, 1), Date.UTC(YEAR + 1, 0, 1)]
  const own = groups.filter(([first = 0]) => first + raisedAfterMs > from && first + raisedAfterMs <= to)
  return { alerts: own.length, hits: own.reduce((sum, group) => sum + group.length, 0) }
}

function byHand(hours: ReadonlyMap<number, number>) {
  const ends = [...hours.keys()].toSorted((a, b) => a - b)
  const valueAt = (end: number) => hours.get(end) ?? Number.NaN
  const flat: number[] = []
  let run = 0
  for (const end of ends) {
    run = valueAt(end) === valueAt(end - HOUR) ? run + 1 : 1
    if (run >= 4) flat.push(end)
  }
  const counts = Map.groupBy(ends, (end) => Math.floor((end - 1) / DAY))
  const days = Array.from(
    { length: (ends.at(-1) ?? 0) / DAY - (ends[0] ?? 0) / DAY },
    (_, n) => Math.floor((ends[0] ?? 0) / DAY) + n,
  )
  // Three days without anything are told, then no more; nor is the day on which it speaks again.
  let empty = 0
  const short: number[] = []
  for (const day of days) {
    const count = counts.get(day)?.length ?? 0
    const isTold = count === 0 ? empty < 3 : empty < 3 && count < 20
    if (isTold) short.push((day + 1) * DAY)
    empty = count === 0 ? empty + 1 : 0
  }
  return {
    'threshold-hour': grouped(
      ends.filter((end) => valueAt(end) > 75),
      3 * HOUR,
    ),
    'rise-hour': grouped(
      ends.filter((end) => valueAt(end) > valueAt(end - HOUR) + 50),
      3 * HOUR,
    ),
    'flat-line-hour': grouped(flat, 6 * HOUR),
    // Twenty minutes after the end of the day one knows.
    'completeness-hour': grouped(short, 2 * DAY, HOUR / 3),
  }
}

/** How the rules of a new county are called in English (`seed.rule.*`). */
const names: Readonly<Record<keyof ReturnType<typeof byHand>, string>> = {
  'threshold-hour': 'PM2.5 hourly above 75 µg/m³',
  'rise-hour': 'PM2.5 up by more than 50 µg/m³ within an hour',
  'flat-line-hour': 'PM2.5 hourly the same for 4 hours',
  'completeness-hour': 'Fewer than 20 hours of PM2.5 in a day',
}

let dataDir: string
beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(() => removeDataDirectory(dataDir))

describe(`a year of ${SITES.length} real stations through the first rules of a county`, () => {
  it('raises the alerts that a count by hand finds in the files', async ({ skip }) => {
    if (absent.length > 0) return skip(`not here: ${absent.join(', ')}`)
    const place = { dataDir, databaseUrl: undefined }
    const weike = async (...words: string[]) => {
      const { status, stdout, stderr } = await runWeike(place, [...words, '--data', dataDir])
      expect(status, stderr).toBe(0)
      return stdout
    }
    for (const [n, site] of SITES.entries()) {
      await weike('station', 'add', '--code', site, '--name', site, '--lon', String(116.3 + n / 10), '--lat', '39.9')
      await weike('import', fileOf(site), '--as', 'readings', '--layout', 'prsa', '--station', site)
    }
    const started = performance.now()
    const told = await weike('replay', '--rules', '--from', `${YEAR}-01-01`, '--to', `${YEAR}-12-31`, '--json')
    const seconds = (performance.now() - started) / 1000
    const alert = z.object({ rule: z.string(), station: z.string(), exceedances: z.number() })
    const { alerts, readings } = z.object({ alerts: z.array(alert), readings: z.number() }).parse(JSON.parse(told))
    const lines: [string, string][] = []
    const sums: Record<'ours' | 'byHand', Record<string, { alerts: number; hits: number }>> = { ours: {}, byHand: {} }
    for (const site of SITES) {
      for (const [kind, counted] of Object.entries(byHand(await hoursOf(site)))) {
        const rule = Object.entries(names).find(([key]) => key === kind)?.[1]
        const own = alerts.filter((one) => one.station === site && one.rule === rule)
        const hits = own.reduce((sum, one) => sum + one.exceedances, 0)
        sums.ours[`${site} ${kind}`] = { alerts: own.length, hits }
        sums.byHand[`${site} ${kind}`] = counted
        lines.push([`${site}, ${kind}: alerts, exceedances`, `${own.length}, ${hits}`])
      }
    }
    report(`a year of ${SITES.length} real stations through the first rules of a county`, [
      ...lines,
      ['alerts in all, periods looked at', `${alerts.length}, ${readings}`],
      ['weike replay --rules', `${seconds.toFixed(1)} s`],
    ])
    expect(sums.ours).toEqual(sums.byHand)
    expect(alerts.length).toBeGreaterThan(1_000)
  })
})
