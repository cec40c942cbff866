import type pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectClient, pollUntil, withClient } from '../../src/platform/db/client.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { inTime } from '../setup/eventually.ts'
import { compareWith } from './parts/comparison.ts'
import { databaseConfig, observe, postmasterPid } from './parts/database.ts'
import { randomFrom, report, seedOfRun, spread, times } from './parts/figures.ts'
import { trialDevices } from './parts/frames.ts'
import { createTrialLogger } from './parts/logger.ts'
import { layOut } from './parts/place.ts'
import { openRobot, type Robot } from './parts/robot.ts'
import { serve, type Weike } from './parts/weike.ts'

const KILLS = times(20)
/** Every fourth kill comes while a long query runs. */
const EVERY_LONG = 4
/** Two of three kills catch a commit in flight; the others come at an answer, wherever that falls. */
const AIMED_OF_THREE = 2
const DEVICES = 8
const WINDOW = 24
const MOST_ANSWERS = 400
const BACK_WITHIN_MS = 3000
/** What Weike says when its server is there again. */
const BACK = 'answers again'

let dataDir: string
let robot: Robot
let weike: Weike | undefined

beforeEach(async () => {
  dataDir = await makeDataDirectory()
  robot = await openRobot()
})
afterEach(async () => {
  await weike?.stop()
  await robot.close()
  await removeDataDirectory(dataDir)
})

it(`Weike lives through ${KILLS} SIGKILLs of its PostgreSQL while frames flow: no answered frame lost, none doubled, one alert each`, async () => {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  const devices = trialDevices(DEVICES, Math.floor(Date.now() / 1000) * 1000 - 150 * 60_000)
  const place = await layOut({ dataDir, devices, robot: robot.url })
  const server = await serve({ dataDir })
  weike = server
  const config = await databaseConfig(dataDir, undefined)

  let onAnswer: (mn: string) => void = () => {}
  const loggers = devices.map((device) =>
    createTrialLogger(device, { window: WINDOW, persistent: true, onAnswer: ({ mn }) => onAnswer(mn) }),
  )

  /** Resolves within the very answer that is the n-th from now. */
  function answers(count: number): Promise<void> {
    let left = count
    return awaitAnswer('answers from Weike', () => {
      left -= 1
      return left === 0
    })
  }

  /** Resolves when each logger has had an answer since Weike said that its server is back. */
  function allAnsweredAgain(backsBefore: number): Promise<void> {
    const again = new Set<string>()
    return awaitAnswer('answers after a restart of PostgreSQL', (mn) => {
      if (backsOf(server) > backsBefore) again.add(mn)
      return again.size === loggers.length
    })
  }

  function awaitAnswer(what: string, isEnough: (mn: string) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    onAnswer = (mn) => {
      if (isEnough(mn)) resolve()
    }
    return inTime(what, promise)
  }

  await Promise.all(loggers.map((logger) => logger.connect(server.hj212)))
  const backs: number[] = []
  const faults: string[] = []
  const hits = { inFlight: 0, broken: 0, long: 0, outlived: 0 }
  for (let round = 0; round < KILLS; round += 1) {
    const postmaster = await postmasterPid(dataDir)
    const long = round % EVERY_LONG === 0 ? await startLongQuery(config) : undefined
    const observer = await observe(config)
    await answers(random(1, MOST_ANSWERS))

    const inFlight = round % 3 < AIMED_OF_THREE ? await observer.freeze() : null
    const backsBefore = backsOf(server)
    const failedBefore = failuresOf(server)
    if (long !== undefined && isRunning(long.backendPid)) hits.long += 1
    process.kill(postmaster, 'SIGKILL')
    // At once: Weike ends what outlives its postmaster within milliseconds.
    if (long !== undefined && isRunning(long.backendPid)) hits.outlived += 1
    const killed = performance.now()
    if (inFlight !== null) process.kill(inFlight.backendPid, 'SIGCONT')
    const answeredAgain = allAnsweredAgain(backsBefore)
    await answeredAgain
    backs.push(performance.now() - killed)
    await observer.close().catch(() => undefined)
    await long?.ended

    if (inFlight !== null) hits.inFlight += 1
    if (failuresOf(server) > failedBefore) hits.broken += 1
    faults.push(...(await compareAll(`kill ${round + 1}`)))
    if (server.hasEnded()) throw new Error(`Weike ended\n${server.said.join('\n')}`)
  }

  /** The loggers hold still meanwhile. */
  async function compareAll(when: string): Promise<string[]> {
    await inTime('the last answers', Promise.all(loggers.map((logger) => logger.settle())))
    const comparison = await compareWith(config, place)
    const found = await comparison.frames(loggers)
    const judged = await comparison.alerts()
    await comparison.close()
    for (const logger of loggers) logger.goOn()
    return [...found.faults, ...judged.faults].map((fault) => `${when}: ${fault}`)
  }

  await inTime('the last answers', Promise.all(loggers.map((logger) => logger.settle())))
  const comparison = await compareWith(config, place)
  const last = await comparison.frames(loggers)
  const judged = await comparison.alerts()
  const told = await comparison.readings(server.http, loggers)
  const messages = await robot.compare(config, place.countyId)
  faults.push(...last.faults, ...judged.faults, ...told.faults, ...messages.faults)
  await comparison.close()
  for (const logger of loggers) logger.close()
  const answered = loggers.reduce((sum, logger) => sum + logger.answered(), 0)
  const exitCode = await server.stop()

  report(`${KILLS} SIGKILLs of the embedded PostgreSQL under Weike`, [
    ['seed', String(seed)],
    ['loggers × frames on their way', `${DEVICES} × ${WINDOW}`],
    ['frames answered', String(answered)],
    ['kills with a commit in flight', `${hits.inFlight} of ${KILLS}: caught open, and open until the kill`],
    ['kills after which Weike left frames unanswered', `${hits.broken}: it closed their connections`],
    ['kills while a long query ran', `${hits.long}, its process outlived the postmaster in ${hits.outlived}`],
    ['answered frames lost, frames doubled', faults.length === 0 ? '0, 0' : `see ${faults.length} faults`],
    ['values told over HTTP', String(told.values)],
    ['exceedances, alerts', `${judged.exceedances}, ${judged.alerts}`],
    ['messages sent, received', `${messages.sent}, ${messages.received}`],
    ['from the kill until every logger was answered', spread(backs)],
  ])
  expect(faults.slice(0, 20)).toEqual([])
  expect(exitCode).toBe(0)
  expect(hits.inFlight).toBeGreaterThanOrEqual(KILLS / 2)
  expect(hits.long).toBe(KILLS / EVERY_LONG)
  expect(hits.outlived).toBe(hits.long)
  expect(Math.max(...backs)).toBeLessThan(BACK_WITHIN_MS)
})

/** Whether a process of this id is there at this very moment. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function backsOf(server: Weike): number {
  return server.said.filter((line) => line.includes(BACK)).length
}

function failuresOf(server: Weike): number {
  return server.said.filter((line) => line.startsWith('hj212: a frame')).length
}

/** A query that works for a minute and waits for nothing, so that it does not notice the postmaster's end. */
async function startLongQuery(config: pg.ClientConfig): Promise<{ backendPid: number; ended: Promise<void> }> {
  const client = await connectClient({ ...config, application_name: 'trial long query' })
  const own = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const backendPid = own.rows[0]?.pid ?? 0
  const ended = client
    .query('select count(distinct md5((a * b)::text)) from generate_series(1, 4000) a, generate_series(1, 4000) b')
    .then(
      () => client.end(),
      () => client.end().catch(() => undefined),
    )
  const runs = await pollUntil(500, 10, () =>
    withClient(config, async (other) => {
      const sql = "select 1 from pg_stat_activity where pid = $1 and state = 'active' and wait_event is null"
      return (await other.query(sql, [backendPid])).rowCount === 1 ? true : undefined
    }),
  )
  if (runs !== true) throw new Error('the long query did not begin')
  return { backendPid, ended }
}
