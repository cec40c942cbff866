import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { findSystemPostgres, type SystemPostgres, startSystemPostgres } from '../setup/system-postgres.ts'
import { compareWith } from './parts/comparison.ts'
import { databaseConfig, freshDatabase, type OpenTransaction, observe } from './parts/database.ts'
import { randomFrom, report, seedOfRun, spread, times } from './parts/figures.ts'
import { trialDevices } from './parts/frames.ts'
import { createTrialLogger } from './parts/logger.ts'
import { layOut } from './parts/place.ts'
import { openRobot, type Robot } from './parts/robot.ts'
import { serve, type Weike } from './parts/weike.ts'

const KILLS = times(50)
const DEVICES = 8
const WINDOW = 24
const MOST_ANSWERS = 400
const RESTART_WITHIN_MS = 3000
/** Two thirds of the kills wait for a commit to be in flight; the others come at an answer, wherever that falls. */
const AIMED_OF_THREE = 2

let dataDir: string
let robot: Robot
let system: SystemPostgres | undefined
let weike: Weike | undefined

beforeAll(async () => {
  if (findSystemPostgres() !== undefined) system = await startSystemPostgres()
})
afterAll(() => system?.stop())
beforeEach(async () => {
  dataDir = await makeDataDirectory()
  robot = await openRobot()
})
afterEach(async () => {
  await weike?.stop()
  await robot.close()
  await removeDataDirectory(dataDir)
})

describe(`${KILLS} SIGKILLs of Weike while frames flow lose no answered frame and double none; each exceedance has one alert`, () => {
  it('on the embedded PostgreSQL', () => trial('embedded PostgreSQL', undefined))

  it('on the system PostgreSQL', async ({ skip }) => {
    if (system === undefined) return skip('no PostgreSQL ≥ 15 on this system: npm test says how to get one')
    await trial(`system PostgreSQL ${system.major}`, await freshDatabase(system.url, 'crash_weike'))
  })
})

async function trial(what: string, databaseUrl: string | undefined): Promise<void> {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  const devices = trialDevices(DEVICES, Math.floor(Date.now() / 1000) * 1000 - 150 * 60_000)
  const place = await layOut({ dataDir, databaseUrl, devices, robot: robot.url })
  const options = { dataDir, databaseUrl }
  let server = await serve(options)
  weike = server
  const config = await databaseConfig(dataDir, databaseUrl)
  const observer = await observe(config)
  const comparison = await compareWith(config, place)

  let onAnswer = () => {}
  const loggers = devices.map((device) =>
    createTrialLogger(device, { window: WINDOW, persistent: false, onAnswer: () => onAnswer() }),
  )
  const answered = () => loggers.reduce((sum, logger) => sum + logger.answered(), 0)

  /** Resolves within the very answer that is the n-th from now. */
  function answers(count: number): Promise<void> {
    return new Promise((resolve) => {
      let left = count
      onAnswer = () => {
        left -= 1
        if (left === 0) resolve()
      }
    })
  }

  async function killInFlight(): Promise<{ before: OpenTransaction; after: OpenTransaction | null }> {
    // The backend stands still in the middle of its commit while the kill hits Weike.
    const before = await observer.freeze()
    const killed = server.kill()
    const after = await observer.open()
    process.kill(before.backendPid, 'SIGCONT')
    await killed
    return { before, after }
  }

  async function killAtOnce(): Promise<{ before: null; after: OpenTransaction | null }> {
    const killed = server.kill()
    const after = await observer.open()
    await killed
    return { before: null, after }
  }

  const restarts: number[] = []
  const faults: string[] = []
  const hits = { aimed: 0, inFlight: 0, seenAfter: 0, aborted: 0, durableUnanswered: 0, either: 0 }
  let unanswered = 0
  let alerts = { exceedances: 0, alerts: 0 }
  for (let round = 0; round < KILLS; round += 1) {
    const enough = answers(random(1, MOST_ANSWERS))
    await Promise.all(loggers.map((logger) => logger.connect(server.hj212)))
    await enough
    const isAimed = round % 3 < AIMED_OF_THREE
    const { before, after } = await (isAimed ? killInFlight() : killAtOnce())
    onAnswer = () => {}
    await Promise.all(loggers.map((logger) => logger.lineDown()))
    unanswered += loggers.reduce((sum, logger) => sum + logger.sent() - logger.answered(), 0)

    server = await serve(options)
    weike = server
    restarts.push(server.readyMs)

    const found = await comparison.frames(loggers)
    const fate = before === null ? undefined : await observer.fate(before.xid)
    // Who holds the lock after the kill had begun before it: Weike can begin nothing any more. And Weike itself gives no
    // transaction up: one that was open and never committed was cut off.
    const isInFlight = after !== null || fate === 'aborted'
    if (isAimed) hits.aimed += 1
    if (after !== null) hits.seenAfter += 1
    if (fate === 'aborted') hits.aborted += 1
    if (isInFlight) hits.inFlight += 1
    if (found.durableUnanswered > 0) hits.durableUnanswered += 1
    if (isInFlight || found.durableUnanswered > 0) hits.either += 1
    const judged = await comparison.alerts()
    alerts = judged
    faults.push(...[...found.faults, ...judged.faults].map((fault) => `kill ${round + 1}: ${fault}`))
  }

  await Promise.all(loggers.map((logger) => logger.connect(server.hj212)))
  await Promise.all(loggers.map((logger) => logger.settle()))
  const last = await comparison.frames(loggers)
  const judged = await comparison.alerts()
  const told = await comparison.readings(server.http, loggers)
  const messages = await robot.compare(config, place.countyId)
  faults.push(...last.faults, ...judged.faults, ...told.faults, ...messages.faults)
  if (last.durableUnanswered > 0) faults.push('not every frame was answered in the end')
  for (const logger of loggers) logger.close()
  await comparison.close()
  await observer.close()
  const exitCode = await server.stop()

  report(`${KILLS} SIGKILLs of Weike, ${what}`, [
    ['seed', String(seed)],
    ['loggers × frames on their way', `${DEVICES} × ${WINDOW}`],
    ['frames answered', String(answered())],
    ['sent and unanswered at a kill', `${unanswered} in all`],
    ['kills with a commit in flight', `${hits.inFlight} of ${KILLS} (${hits.aimed} aimed)`],
    ['  transaction seen open after the kill', String(hits.seenAfter)],
    ['  transaction seen open before it, never committed', String(hits.aborted)],
    ['kills that left frames durable and unanswered', String(hits.durableUnanswered)],
    ['kills with either', String(hits.either)],
    ['answered frames lost, frames doubled', faults.length === 0 ? '0, 0' : `see ${faults.length} faults`],
    ['values told over HTTP', String(told.values)],
    [
      'exceedances, alerts',
      `${judged.exceedances}, ${judged.alerts} (before the last frames: ${alerts.exceedances}, ${alerts.alerts})`,
    ],
    ['messages sent, received', `${messages.sent}, ${messages.received}`],
    ['restart until ready', spread(restarts)],
  ])
  expect(faults.slice(0, 20)).toEqual([])
  expect(exitCode).toBe(0)
  expect(hits.inFlight).toBeGreaterThanOrEqual(KILLS / 2)
  expect(Math.max(...restarts)).toBeLessThan(RESTART_WITHIN_MS)
}
