import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type RunningServer, runServer } from '../src/app/running.ts'
import { usualSettings } from '../src/app/settings.ts'
import { draftOfRule, everywhere, type RuleCondition, type RuleFrame } from '../src/domain/alerts/model.ts'
import { previewer } from '../src/domain/alerts/preview.ts'
import { replayRules, rulesOf } from '../src/domain/alerts/service.ts'
import { claimInstallation } from '../src/domain/counties/service.ts'
import { usualRadiiKm } from '../src/domain/stations/model.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { eventually } from './setup/eventually.ts'
import { connectLogger, type FieldLogger, uploadFrame } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { type House, LOGGER_PASSWORD, type Logger, openHouse, type Place } from './setup/house.ts'
import { runWeike } from './setup/weike.ts'

const START = Date.parse('2026-11-18T00:00:00+08:00')
/** How long the loggers send, and until when the rules look. */
const HOURS = 34
const END = START + 2 * DAY_MS
const STEP_MS = 5 * MINUTE_MS

/** One rule of each kind, and some more. */
const wanted: readonly (readonly [Partial<RuleFrame>, RuleCondition])[] = [
  [
    { name: 'over', threshold: 90 },
    { kind: 'threshold', params: { durationMinutes: 0 } },
  ],
  [
    { name: 'over for long', threshold: 80 },
    { kind: 'threshold', params: { durationMinutes: 20 } },
  ],
  [
    { name: 'over by the hour at night', threshold: 60, resolution: 'hour', groupWindowMs: 3 * HOUR_MS },
    { kind: 'threshold', params: { durationMinutes: 120 } },
  ],
  [
    { name: 'rise', threshold: 45 },
    { kind: 'rise', params: { windowMinutes: 60 } },
  ],
  [
    { name: 'neighbours', threshold: 8, resolution: 'hour', groupWindowMs: 3 * HOUR_MS },
    { kind: 'neighbours', params: { ratio: 1.1, leastNeighbours: 3, graceMinutes: 20 } },
  ],
  [
    { name: 'silent', threshold: 30, factor: null, groupWindowMs: HOUR_MS },
    { kind: 'silent', params: {} },
  ],
  [
    { name: 'flat', threshold: 30, groupWindowMs: 2 * HOUR_MS },
    { kind: 'flat-line', params: { tolerance: 0 } },
  ],
  [
    { name: 'incomplete', threshold: 45, resolution: 'minute', groupWindowMs: 3 * HOUR_MS },
    { kind: 'completeness', params: { graceMinutes: 20 } },
  ],
]

/** What an alert is compared by. */
interface Told {
  rule: string
  station: string
  first: number
  last: number
  peak: number
  times: number
  threshold: number
  resolvedAt: number | null
}
const inOrder = (some: readonly Told[]) => some.map((one) => JSON.stringify(one)).toSorted()

/** Numbers that look like chance and are always the same. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe.each(kindsOfLongChains)('the rules of a running server on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let place: Place
  let loggers: Logger[]
  let lines: FieldLogger[] = []
  let server: RunningServer | undefined
  let stationIds: string[]

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh, 'rules live', START)
    await claimInstallation(house.installation.foundation, 'real')
    place = await house.found()
    stationIds = []
    for (const code of ['R1', 'R2', 'R3', 'R4']) stationIds.push(await place.station(code))
    loggers = await Promise.all(stationIds.map((id) => place.logger(id)))
    for (const [frame, condition] of wanted) await place.rule({ narrowing: everywhere, ...frame }, condition)
  })
  afterAll(async () => {
    await server?.close()
    await house?.close()
    await fresh?.remove()
  })

  async function start(): Promise<void> {
    const listening = { host: '127.0.0.1', httpPort: 0, hj212Port: 0, countyId: place.countyId }
    const doors = { demo: false, speed: 1, signIns: [] }
    const running = await runServer(house.installation, { ...listening, doors, settings: usualSettings })
    server = running
    const { port } = running.gateway.address
    lines = await Promise.all(loggers.map(() => connectLogger({ host: '127.0.0.1', port })))
  }

  async function stop(): Promise<void> {
    await Promise.all(lines.map((line) => line.hangUp()))
    await server?.close()
    server = undefined
  }

  /** All that a logger sends at the end of a step: a sample, every ten minutes their mean, every hour too. */
  function framesOf(mn: string, at: number, value: number): Buffer[] {
    const words = { mn, pw: LOGGER_PASSWORD }
    const mean = (cn: '2051' | '2061', end: number) =>
      uploadFrame({ ...words, cn, at: end, data: `a34004-Avg=${value},a34004-Flag=N` })
    const since = at - START
    return [
      uploadFrame({ ...words, at, data: `a34004-Rtd=${value},a34004-Flag=N` }),
      ...(since % (10 * MINUTE_MS) === 0 ? [mean('2051', at)] : []),
      ...(since % HOUR_MS === 0 ? [mean('2061', at)] : []),
    ]
  }

  /** The air of two days at four stations; one falls silent, one stands still, one loses its minutes, some is late. */
  async function sendTwoDays(): Promise<void> {
    const next = numbers(20_261_118)
    const levels = loggers.map(() => 50)
    for (let at = START + STEP_MS; at <= START + HOURS * HOUR_MS; at += STEP_MS) {
      house.domain.set(at)
      const hour = (at - START) / HOUR_MS
      if (hour === 11) {
        // Somebody pulls the plug: what the rules remembered in this process is gone.
        await stop()
        await start()
      }
      for (const [i, { mn }] of loggers.entries()) {
        const shock = next() < 0.01 ? 60 : 0
        levels[i] = Math.min(
          160,
          Math.max(8, (levels[i] ?? 50) + Math.round((next() - 0.5) * 16) + shock - (next() < 0.02 ? 50 : 0)),
        )
        if (i === 3 && hour > 6 && hour < 9) continue
        if (i === 2 && hour > 14 && hour < 16) levels[i] = 44
        const line = lines[i]
        if (line === undefined) throw new Error('no line')
        const frames = framesOf(mn, at, levels[i] ?? 0)
        // A quarter of what R2 has in the afternoon comes an hour later, or never.
        if (i === 1 && hour > 17 && hour < 20 && next() < 0.5) continue
        if (i === 1 && hour > 20 && hour < 22) {
          const late = { mn, pw: LOGGER_PASSWORD, at: at - 90 * MINUTE_MS, data: `a34004-Rtd=${95},a34004-Flag=N` }
          frames.push(uploadFrame(late))
        }
        for (const frame of frames) expect(await line.exchange(frame)).toContain('CN=9014')
      }
      if ((at - START) % HOUR_MS === 0)
        await until('the rules have looked', async () => (await isAtHead()) || undefined)
    }
  }

  const until = (what: string, look: () => Promise<true | undefined>) => eventually(what, look)

  async function isAtHead(): Promise<boolean> {
    const head = await house.installation.readings.head(place.countyId)
    const row = await house.installation.foundation.db
      .selectFrom('ruleCursor')
      .select('seq')
      .where('countyId', '=', place.countyId)
      .executeTakeFirst()
    return row?.seq === head
  }

  async function liveAlerts(): Promise<Told[]> {
    const { db } = house.installation.foundation
    const rows = await db.selectFrom('alert').selectAll().where('countyId', '=', place.countyId).execute()
    return rows.map((row) => ({
      rule: row.ruleId,
      station: row.stationId,
      first: row.firstPeriodEnd,
      last: row.lastPeriodEnd,
      peak: row.peakValue,
      times: row.exceedances,
      threshold: row.threshold,
      resolvedAt: row.resolvedAt,
    }))
  }

  const replayed = async () => {
    const { foundation, readings } = house.installation
    const rules = await rulesOf(foundation.db, place.countyId)
    const plan = { rules, radiiKm: usualRadiiKm, from: START, to: END }
    return replayRules(foundation, readings, place.countyId, plan)
  }

  it('fire on what comes over the socket, across a restart, exactly what the same days fire when they are run again', async () => {
    await start()
    await sendTwoDays()
    // The clock is taken for so late as it was this long ago.
    house.domain.set(END + 15_000)
    const { alerts } = await replayed()
    const again = alerts.map((one) => ({
      rule: one.ruleId,
      station: one.stationId,
      first: one.firstPeriodEnd,
      last: one.lastPeriodEnd,
      peak: one.peakValue,
      times: one.exceedances,
      threshold: one.threshold,
      resolvedAt: one.resolvedAt,
    }))
    const unresolved = (some: readonly Told[]) => some.filter((one) => one.resolvedAt === null).length
    const times = (some: readonly Told[]) => some.reduce((sum, one) => sum + one.times, 0)
    await until('time has gone on', async () => {
      const live = await liveAlerts()
      return (unresolved(live) === unresolved(again) && times(live) === times(again)) || undefined
    })
    const live = await liveAlerts()
    expect(inOrder(live)).toEqual(inOrder(again))
    const rules = await rulesOf(house.installation.foundation.db, place.countyId)
    const spoke = new Set(live.map((one) => rules.find((rule) => rule.id === one.rule)?.name))
    expect(spoke).toEqual(new Set(wanted.map(([{ name }]) => name)))
    expect(live.length).toBeGreaterThan(40)
  })

  it('and on the command line the same', async () => {
    const days = ['--from', '2026-11-18', '--to', '2026-11-19']
    const { status, stdout, stderr } = await runWeike(fresh, [
      'replay',
      '--rules',
      ...days,
      '--data',
      fresh.dataDir,
      '--json',
    ])
    expect({ status, stderr }).toMatchObject({ status: 0 })
    const alert = z.object({
      ...{ ruleId: z.string(), stationId: z.string(), firstPeriodEnd: z.string(), lastPeriodEnd: z.string() },
      ...{ peakValue: z.number(), exceedances: z.number(), threshold: z.number(), resolvedAt: z.string().nullable() },
    })
    const told = z.object({ alerts: z.array(alert) }).parse(JSON.parse(stdout))
    const again = told.alerts.map((one) => ({
      rule: one.ruleId,
      station: one.stationId,
      first: Date.parse(one.firstPeriodEnd),
      last: Date.parse(one.lastPeriodEnd),
      peak: one.peakValue,
      times: one.exceedances,
      threshold: one.threshold,
      resolvedAt: one.resolvedAt === null ? null : Date.parse(one.resolvedAt),
    }))
    expect(inOrder(again)).toEqual(inOrder(await liveAlerts()))
    const shown = await runWeike(fresh, ['replay', '--rules', ...days, '--data', fresh.dataDir, '--rule', 'silent'])
    expect(shown.stdout).toMatch(/R4 站 {2}silent {2}peak 30 min/)
  })

  it('and a preview of each of them the same', async () => {
    const { foundation, readings } = house.installation
    const preview = previewer(foundation, readings, async () => usualRadiiKm)
    const live = await liveAlerts()
    for (const rule of await rulesOf(foundation.db, place.countyId)) {
      const { alerts, days } = await preview(place.console, draftOfRule(rule), 3)
      const own = live.filter((one) => one.rule === rule.id)
      const keyOf = (one: { station: string; first: number; times: number }) =>
        `${one.station} ${one.first} ${one.times}`
      const previewed = alerts.map((one) =>
        keyOf({ station: one.stationId, first: one.firstPeriodEnd, times: one.exceedances }),
      )
      expect(previewed.toSorted(), rule.name).toEqual(own.map(keyOf).toSorted())
      expect(days.map((one) => one.day)).toEqual(['2026-11-18', '2026-11-19', '2026-11-20'])
      expect(days.reduce((sum, one) => sum + one.alerts, 0)).toBe(own.length)
    }
  })

  it('each past day by itself brings those that were raised in it', async () => {
    const { foundation, readings } = house.installation
    const preview = previewer(foundation, readings, async () => usualRadiiKm)
    const live = await liveAlerts()
    const wholeDays = ['2026-11-18', '2026-11-19', '2026-11-20']
    let found = 0
    for (const rule of await rulesOf(foundation.db, place.countyId)) {
      const together = await preview(place.console, draftOfRule(rule), 3)
      const apart = []
      for (const day of wholeDays) apart.push(await preview(place.console, draftOfRule(rule), 1, day))
      const keyOf = (one: { station: string; first: number }) => `${one.station} ${one.first}`
      const own = live.filter((one) => one.rule === rule.id).map(keyOf)
      const raised = apart.flatMap(({ alerts }) =>
        alerts.map((one) => keyOf({ station: one.stationId, first: one.firstPeriodEnd })),
      )
      expect(raised.toSorted(), rule.name).toEqual(own.toSorted())
      expect(
        apart.flatMap(({ days }) => days),
        rule.name,
      ).toEqual(together.days)
      found += apart[1]?.alerts.length ?? 0
    }
    // The night and the second day bring some of their own.
    expect(found).toBeGreaterThan(0)
  })

  it('a day to come has nothing to run through, and a question about it ends no other', async () => {
    const { foundation, readings } = house.installation
    const preview = previewer(foundation, readings, async () => usualRadiiKm)
    const [rule] = await rulesOf(foundation.db, place.countyId)
    if (rule === undefined) throw new Error('no rule')
    const first = preview(place.console, draftOfRule(rule), 1, '2026-11-18')
    await expect(preview(place.console, draftOfRule(rule), 1, '2026-11-21')).rejects.toMatchObject({
      code: 'day-to-come',
    })
    expect((await first).days).toHaveLength(1)
  })

  it('a new question of the same person ends the one before', async () => {
    const { foundation, readings } = house.installation
    const preview = previewer(foundation, readings, async () => usualRadiiKm)
    const [rule] = await rulesOf(foundation.db, place.countyId)
    if (rule === undefined) throw new Error('no rule')
    const first = preview(place.console, draftOfRule(rule), 30)
    const second = preview(place.console, draftOfRule(rule), 2)
    await expect(first).rejects.toMatchObject({ code: 'preview-replaced' })
    expect((await second).days).toHaveLength(2)
  })
})
