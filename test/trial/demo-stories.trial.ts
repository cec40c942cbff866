import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Told, tableOf } from '../../simulator/history.ts'
import { factorsAt, stations } from '../../simulator/place.ts'
import { stories } from '../../simulator/world/stories/index.ts'
import { createWorld } from '../../simulator/world/world.ts'
import { HOUR_MS, instantOf, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { type FreshDatabase, freshDatabase } from '../setup/fresh-database.ts'
import { demoWithoutSimulator, runWeike, startWeike } from '../setup/weike.ts'
import { report } from './parts/figures.ts'

/**
 * A year of the demo's world through the demo's rules: what of the planted stories do they find, and how soon? The hours go in
 * by `weike import`, the rules run by `weike replay --rules`; what was planted is asked of the world, which the server never sees.
 */
const YEAR = 2025
const newYear = (year: number) => instantOf({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
/** An alert belongs to a story that went on in its hours, or ended so shortly before. [ms] */
const AFTERWARDS_MS = 2 * HOUR_MS
/** A source is felt at a station from so much PM2.5 on. */
const FELT_UG_M3 = 10

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

interface Occasion {
  story: string
  /** Null: of the whole region. */
  source: string | null
  from: number
  until: number
}

/** What was planted in the year, each occasion once. */
function planted(world: ReturnType<typeof createWorld>): Occasion[] {
  const found = new Map<string, Occasion>()
  for (let instant = newYear(YEAR); instant < newYear(YEAR + 1); instant += 10 * MINUTE_MS) {
    for (const { story, what } of [...world.nature.deeds(instant), ...world.nature.spells(instant)]) {
      found.set(`${story} ${what.from} ${'sourceCode' in what ? what.sourceCode : ''}`, {
        story,
        source: 'sourceCode' in what ? what.sourceCode : null,
        from: what.from,
        until: what.until,
      })
    }
  }
  return [...found.values()]
}

it('a year of planted stories, and the alerts that found them', async () => {
  const world = createWorld('demo', newYear(2040))
  const told: readonly Told[] = stations.map((station) => ({
    station,
    factors: factorsAt(station),
    showing: world.showing(station),
  }))
  const file = join(home.dataDir, '..', `stories-${YEAR}.csv`)
  const chapter = { fileName: '', from: newYear(YEAR), to: newYear(YEAR + 1) }
  await writeFile(file, [...tableOf('demo', told, chapter)].join(''))
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
  const occasions = planted(world)
  const spans = alerts.map((one) => ({
    ...one,
    from: Date.parse(one.firstPeriodEnd) - HOUR_MS,
    until: Date.parse(one.lastPeriodEnd),
  }))
  const isFelt = (source: string, { station, from, until }: (typeof spans)[number]) => {
    const site = stations.find(({ code }) => code === station)
    if (site === undefined) return false
    const real = world.real(site)
    for (let instant = from; instant < until; instant += 10 * MINUTE_MS) {
      if ((real(instant).sources.get(source)?.a34004 ?? 0) >= FELT_UG_M3) return true
    }
    return false
  }
  // An alert at the same time by chance is none of the story: its source must have been felt at the station.
  const about = ({ source, from, until }: Occasion) =>
    spans
      .filter((alert) => alert.from < until + AFTERWARDS_MS && alert.until > from)
      .filter((alert) => source === null || isFelt(source, { ...alert, from: Math.max(alert.from, from) }))
  const lines = stories.map(({ key }): [string, string] => {
    const own = occasions.filter(({ story }) => story === key)
    const delays = own.flatMap((occasion) => {
      const first = Math.min(...about(occasion).map(({ firstPeriodEnd }) => Date.parse(firstPeriodEnd)))
      return Number.isFinite(first) ? [Math.max(0, first - occasion.from) / MINUTE_MS] : []
    })
    const rules = new Set(own.flatMap((occasion) => about(occasion).map(({ rule }) => rule)))
    const middle = delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)]
    const soon = middle === undefined ? 'never' : `median delay ${Math.round(middle)} min`
    return [key, `${delays.length} of ${own.length} found, ${soon}; ${[...rules].join(', ')}`]
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
  ])
  for (const { key } of stories) expect(occasions.some(({ story }) => story === key)).toBe(true)
  expect(lines.filter(([, line]) => line.includes('never'))).toEqual([])
})
