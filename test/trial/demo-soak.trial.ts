import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cpuSeconds } from '../../bench/parts/cpu.ts'
import { type SignedIn, signIn } from '../setup/api-client.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { inInstallation } from '../setup/in-installation.ts'
import { ms, quantile, report, times } from './parts/figures.ts'
import { descendantsOf, memoryOf } from './parts/processes.ts'
import { serve, type Weike } from './parts/weike.ts'

/** The whole demo county, six hundred times as fast as life: everybody sends, everybody works, for a simulated month. */
const SPEED = 600
const DAYS = times(30)
const LOOK_MS = 5_000

let dataDir: string
let weike: Weike
let dispatcher: SignedIn

beforeAll(async () => {
  dataDir = await makeDataDirectory()
  weike = await serve({ dataDir, args: ['--demo', '--speed', String(SPEED), '--past-years', '0'] })
  dispatcher = await eventually('to be let in', () =>
    signIn(weike.http, 'chenyiming', 'weike-demo').catch(() => undefined),
  )
})
afterAll(async () => {
  await weike?.kill()
  await removeDataDirectory(dataDir)
})

/** Median of each fifth of a series. */
function fifths(values: readonly number[]): number[] {
  const length = Math.ceil(values.length / 5)
  return [0, 1, 2, 3, 4].map((fifth) => quantile(values.slice(fifth * length, (fifth + 1) * length), 0.5))
}

/** What the simulator said of itself when it ended. */
function lastWords(said: readonly string[]): { sent: number; answered: number; owed: number } {
  const [sent = Number.NaN, answered = Number.NaN, owed = Number.NaN] = (
    said.findLast((line) => /stopped; \d+ frames sent|已停止，发出/.test(line))?.match(/\d+/g) ?? []
  ).map(Number)
  return { sent, answered, owed }
}

it('runs a month with flat memory and latency, and loses nothing', async () => {
  const server: number[] = []
  const answers: number[] = []
  const started = performance.now()
  const cpuBefore = cpuSeconds((pid) => pid === weike.pid) ?? 0
  const wallMs = (DAYS * 86_400_000) / SPEED
  while (performance.now() - started < wallMs) {
    await wait(LOOK_MS)
    const asked = performance.now()
    await dispatcher.call('GET /api/alerts')
    answers.push(performance.now() - asked)
    server.push((await memoryOf([weike.pid])).rss / 1e6)
  }
  const seconds = (performance.now() - started) / 1000
  const cpu = ((cpuSeconds((pid) => pid === weike.pid) ?? 0) - cpuBefore) / seconds
  const processes = (await descendantsOf([weike.pid])).length
  const { items: cases } = await dispatcher.call('GET /api/cases', { query: { limit: 500 } })
  expect(await weike.stop()).toBe(0)
  const { sent, answered, owed } = lastWords(weike.said)
  const counted = await inInstallation({ dataDir, databaseUrl: undefined }, async ({ foundation }) => {
    const found = sql<{ frames: number; duplicates: number; kept: number }>`
      select coalesce(sum(frames), 0)::int as frames, coalesce(sum(duplicates), 0)::int as duplicates,
             coalesce(sum(kept), 0)::int as kept from device_hour`
    return (await found.execute(foundation.db)).rows[0]
  })
  const memory = fifths(server)
  const latency = fifths(answers)
  report(`${DAYS} simulated days of the demo at ${SPEED}×`, [
    ['frames sent, answered, owed at the end', `${sent}, ${answered}, ${owed}`],
    ['of them seen, told twice, kept aside', `${counted?.frames}, ${counted?.duplicates}, ${counted?.kept}`],
    ['cases, closed', `${cases.length}, ${cases.filter(({ state }) => state === 'closed').length}`],
    ['memory of the server by fifths [MB]', memory.map((one) => one.toFixed(0)).join(', ')],
    ['answer to the list of alerts by fifths', latency.map(ms).join(', ')],
    ['CPU of the server', `${(100 * cpu).toFixed(0)} % of one core, ${processes} processes`],
  ])
  // What is kept aside and what was told twice are among those that were seen.
  expect(counted?.frames).toBe(sent)
  // What is on its way when the plug is pulled is owed.
  expect(sent - answered).toBeGreaterThanOrEqual(0)
  const [, second = 0, , , last = 0] = memory
  expect(last).toBeLessThan(1.25 * second)
})
