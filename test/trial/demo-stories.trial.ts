import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { isMissing, type Told, tableOf, toldOf } from '../../simulator/history.ts'
import { stations } from '../../simulator/place.ts'
import { stories } from '../../simulator/world/stories/index.ts'
import { createWorld } from '../../simulator/world/world.ts'
import { judgeHours } from '../../src/domain/readings/service.ts'
import { HOUR_MS, instantOf, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { type FreshDatabase, freshDatabase } from '../setup/fresh-database.ts'
import { demoWithoutSimulator, runWeike, startWeike } from '../setup/weike.ts'
import { report } from './parts/figures.ts'
import { addedAt, FELT_UG_M3, type Occasion, plantedIn, reasonsWhyNot, whyNot } from './parts/planted.ts'

/**
 * A year of the demo's world through the demo's rules: what of the planted stories do they find, and how soon? The hours go in
 * by `weike import`, the rules run by `weike replay --rules`; what was planted is asked of the world, which the server never sees.
 */
const YEAR = 2025
const newYear = (year: number) => instantOf({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
/** An alert belongs to a story that went on in its hours, or ended so shortly before. [ms] */
const AFTERWARDS_MS = 2 * HOUR_MS
/** Of each story so many are found, as they would be in a county whose micro-stations stand where things happen. */
const LEAST_FOUND = 0.4

const replayed = z.object({
  alerts: z.array(
    z.object({ rule: z.string(), station: z.string(), firstPeriodEnd: z.string(), lastPeriodEnd: z.string() }),
  ),
})

let home: FreshDatabase
beforeAll(async () => {
  home = await freshDatabase('embedded')
  const weike = await startWeike(home, demoWithoutSimulator)
  await weike.stop()
})
afterAll(() => home?.remove())

it('a year of planted stories, and the alerts that found them', async () => {
  const world = createWorld('demo', newYear(2040))
  const told: readonly Told[] = stations.flatMap((station) => toldOf(station, world.showing(station)))
  const file = join(home.dataDir, '..', `stories-${YEAR}.csv`)
  const chapter = { fileName: '', from: newYear(YEAR), to: newYear(YEAR + 1) }
  const table = [...tableOf('demo', told, chapter)].join('')
  await writeFile(file, table)
  const imported = await runWeike(home, ['import', file, '--as', 'readings', '--data', home.dataDir])
  expect(imported.status, imported.stderr).toBe(0)
  const ran = await runWeike(home, [
    'replay',
    '--rules',
    '--from',
    `${YEAR}-01-01`,
    '--to',
    `${YEAR}-12-31`,
    '--json',
    '--data',
    home.dataDir,
  ])
  expect(ran.status, ran.stderr).toBe(0)
  const { alerts } = replayed.parse(JSON.parse(ran.stdout))
  const occasions = plantedIn(world, newYear(YEAR), newYear(YEAR + 1))
  const spans = alerts.map((one) => ({
    ...one,
    from: Date.parse(one.firstPeriodEnd) - HOUR_MS,
    until: Date.parse(one.lastPeriodEnd),
  }))
  const isFelt = (source: string, { station, from, until }: (typeof spans)[number]) => {
    const site = stations.find(({ code }) => code === station)
    if (site === undefined) return false
    for (let end = Math.ceil(from / HOUR_MS) * HOUR_MS; end <= until + HOUR_MS; end += HOUR_MS) {
      if (addedAt(world, site, source, end) >= FELT_UG_M3) return true
    }
    return false
  }
  // An alert at the same time by chance is none of the story: its source must have been felt at the station.
  const about = ({ source, from, until }: Occasion) =>
    spans
      .filter((alert) => alert.from < until + AFTERWARDS_MS && alert.until > from)
      .filter((alert) => source === null || isFelt(source, { ...alert, from: Math.max(alert.from, from) }))
  const shares = new Map<string, number>()
  const isTold = (code: string, hourEnd: number) => !isMissing('demo', code, hourEnd)
  const lines = stories.flatMap(({ key }): [string, string][] => {
    const own = occasions
      .filter(({ story }) => story === key)
      .map((occasion) => ({ occasion, alerts: about(occasion) }))
    const delays = own.flatMap(({ occasion, alerts }) => {
      const first = Math.min(...alerts.map(({ firstPeriodEnd }) => Date.parse(firstPeriodEnd)))
      return Number.isFinite(first) ? [Math.max(0, first - occasion.from) / MINUTE_MS] : []
    })
    const rules = new Set(own.flatMap(({ alerts }) => alerts.map(({ rule }) => rule)))
    const middle = delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)]
    const soon = middle === undefined ? 'never' : `median delay ${Math.round(middle)} min`
    shares.set(key, delays.length / own.length)
    const missed = own
      .filter(({ alerts }) => alerts.length === 0)
      .map(({ occasion }) => whyNot(world, occasion, isTold))
    const why = reasonsWhyNot.flatMap((reason): [string, string][] => {
      const count = missed.filter((one) => one === reason).length
      return count === 0 ? [] : [['  not found', `${count}: ${reason}`]]
    })
    return [[key, `${delays.length} of ${own.length} found, ${soon}; ${[...rules].join(', ')}`], ...why]
  })
  const lonely = spans.filter(
    (alert) => !occasions.some(({ from, until }) => alert.from < until + AFTERWARDS_MS && alert.until > from),
  )
  const byRule = new Map<string, number>()
  for (const { rule } of alerts) byRule.set(rule, (byRule.get(rule) ?? 0) + 1)
  report(`Stories of the demo in ${YEAR} and the alerts of its rules`, [
    ...lines,
    ['alerts in the year', String(alerts.length)],
    ...[...byRule].map(([rule, count]): [string, string] => [`  ${rule}`, String(count)]),
    ['alerts while nothing was planted', `${lonely.length}: weather, traffic, works by day`],
    ...doubtful(table),
  ])
  for (const { key } of stories) expect(occasions.some(({ story }) => story === key)).toBe(true)
  expect([...shares].filter(([, share]) => share < LEAST_FOUND)).toEqual([])
})

const six = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024'] as const

/** Hours that the checks of quality doubt, by check and by station. */
function doubtful(table: string): [string, string][] {
  const [, ...rows] = table.trimEnd().split('\r\n')
  const hours = new Map(stations.map(({ code }) => [code, new Map(six.map((one) => [one, new Map<number, number>()]))]))
  for (const row of rows) {
    const [code = '', , , time = '', ...cells] = row.split(',')
    const end = Date.parse(`${time.replace(' ', 'T')}:00+08:00`)
    for (const [at, factor] of six.entries()) {
      const cell = cells[at] ?? ''
      if (cell !== '') hours.get(code)?.get(factor)?.set(end, Number(cell))
    }
  }
  const byCheck = new Map<string, number>()
  const lines: [string, string][] = []
  let [all, judged] = [0, 0]
  for (const [code, own] of hours) {
    const others = [...hours].filter(([other]) => other !== code).map(([, one]) => one)
    const doubted = new Set<number>()
    for (const [factor, verdicts] of judgeHours(own, others, own.get('a34004')?.keys() ?? [])) {
      for (const [hour, { reason }] of verdicts) {
        doubted.add(hour)
        byCheck.set(`${reason} ${factor}`, (byCheck.get(`${reason} ${factor}`) ?? 0) + 1)
      }
    }
    all += doubted.size
    judged += own.get('a34004')?.size ?? 0
    lines.push([`  ${code}`, String(doubted.size)])
  }
  const checks = [...byCheck].toSorted(([, a], [, b]) => b - a).map(([check, count]) => `${check} ${count}`)
  return [['hours of stations that the checks doubt', `${all} of ${judged}: ${checks.join(', ')}`], ...lines]
}
