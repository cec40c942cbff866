import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { findSystemPostgres, type SystemPostgres, startSystemPostgres } from '../setup/system-postgres.ts'
import { compareWith } from './parts/comparison.ts'
import { databaseConfig, freshDatabase } from './parts/database.ts'
import { ms, report, times } from './parts/figures.ts'
import { trialDevices } from './parts/frames.ts'
import { createTrialLogger, type TrialLogger } from './parts/logger.ts'
import { kindsOf, toldKinds } from './parts/outage-lines.ts'
import { interruptionOf, mountSmallDisk, type SmallDisk } from './parts/outage-means.ts'
import { layOut } from './parts/place.ts'
import { openRobot, type Robot } from './parts/robot.ts'
import { serve, type Weike } from './parts/weike.ts'

const MINUTES = times(10)
const DEVICES = 8
const WINDOW = 24
/** As a patient logger. [ms] */
const AGAIN_AFTER_MS = 500
/** Of all loggers together, before the outage and after it. */
const ANSWERS = 400
const DISK_MB = 384
const FILL_EVERY_MS = 200
/** The disk counts as full when it has been filled again and again and nobody was answered for so long. */
const QUIET_MS = 5_000
/** …and stays full for so much longer. */
const STAYS_FULL_MS = 20_000
/** Of one kind in a minute, beyond which a log tells an operator nothing. */
const LINES_A_MINUTE = 2

const CANNOT = 'hj212: frames cannot be stored'
const STILL = 'hj212: frames still cannot be stored'
const AGAIN = 'hj212: frames are stored again'

let dataDir: string
let robot: Robot
let system: SystemPostgres | undefined
let weike: Weike | undefined
let loggers: TrialLogger[] = []
const cleanUp: (() => Promise<void>)[] = []

beforeAll(async () => {
  if (findSystemPostgres() !== undefined) system = await startSystemPostgres()
})
afterAll(() => system?.stop())
beforeEach(async () => {
  dataDir = await makeDataDirectory()
  robot = await openRobot()
})
afterEach(async () => {
  for (const logger of loggers.splice(0)) logger.close()
  for (const clean of cleanUp.splice(0)) await clean()
  await weike?.stop()
  weike = undefined
  await robot.close()
  await removeDataDirectory(dataDir)
})

describe('loggers that keep sending lose nothing that was answered, and Weike recovers by itself,', () => {
  it(`when the database is gone for ${MINUTES} minutes`, async ({ skip }) => {
    if (system === undefined) return skip('no PostgreSQL ≥ 15 on this system: npm test says how to get one')
    const databaseUrl = await freshDatabase(system.url, 'outage')
    const interruption = await interruptionOf(system)
    cleanUp.push(() => interruption.end())
    const stage = await open(databaseUrl)
    const { server } = stage
    await stage.answers(ANSWERS)

    const saidBefore = server.said.length
    const gone = performance.now()
    await interruption.begin()
    await eventually('Weike says that it cannot store', async () => (count(server, CANNOT) > 0 ? true : undefined))
    const answeredAtBegin = stage.answered()
    await delay(MINUTES * 60_000 - (performance.now() - gone))
    const answeredMeanwhile = stage.answered() - answeredAtBegin
    const stillThere = !server.hasEnded()
    const saidMeanwhile = server.said.slice(saidBefore)
    await interruption.end()
    const back = performance.now()
    await stage.allAnswered()
    const recoveredMs = performance.now() - back
    const end = await stage.end()

    report(`the database gone for ${MINUTES} minutes, PostgreSQL ${system.major}`, [
      ['frames answered before, meanwhile, in all', `${answeredAtBegin}, ${answeredMeanwhile}, ${end.answered}`],
      ['answered frames lost, frames doubled', end.faults.length === 0 ? '0, 0' : `see ${end.faults.length} faults`],
      ['values told over HTTP; exceedances, alerts', `${end.values}; ${end.exceedances}, ${end.alerts}`],
      ['from its return until every logger was answered', ms(recoveredMs)],
      ['lines said meanwhile', String(saidMeanwhile.length)],
      ...toldKinds(saidMeanwhile),
      ['lines said about its return', server.said.filter((line) => line.startsWith(AGAIN)).join(' | ')],
    ])
    expect(end.faults.slice(0, 20)).toEqual([])
    expect([answeredMeanwhile, stillThere, end.exitCode]).toEqual([0, true, 0])
    expect([count(server, CANNOT), count(server, AGAIN)]).toEqual([1, 1])
    expect(server.said.find((line) => line.startsWith(CANNOT))).toContain('the database does not answer')
    expect(count(server, STILL)).toBeLessThanOrEqual(MINUTES)
    expect(tooOften(saidMeanwhile, MINUTES)).toEqual([])
  })

  it('when the disk of the embedded PostgreSQL is full', async ({ skip }) => {
    const disk = await mountSmallDisk(dataDir, DISK_MB)
    if ('refused' in disk) {
      report('disk full: NOT RUN, mounting a small disk was refused', [['mount', disk.refused]])
      return skip(`mounting a small disk was refused: ${disk.refused}`)
    }
    cleanUp.push(async () => {
      await disk.free()
      await weike?.stop()
      await disk.unmount()
    })
    const stage = await open(undefined)
    const { server } = stage
    await stage.answers(ANSWERS)

    const saidBefore = server.said.length
    const began = performance.now()
    const answeredAtBegin = stage.answered()
    await stayFull(disk, stage.answered, QUIET_MS)
    const answeredOnTheLast = stage.answered() - answeredAtBegin
    const answeredAtFull = stage.answered()
    await fillFor(disk, STAYS_FULL_MS)
    const answeredMeanwhile = stage.answered() - answeredAtFull
    const stillThere = !server.hasEnded()
    const minutes = (performance.now() - began) / 60_000
    const saidMeanwhile = server.said.slice(saidBefore)
    await disk.free()
    const back = performance.now()
    await stage.allAnswered()
    const recoveredMs = performance.now() - back
    const end = await stage.end()

    report(`the disk of the embedded PostgreSQL full (a tmpfs of ${DISK_MB} MB)`, [
      ['frames answered before, on the last bytes', `${answeredAtBegin}, ${answeredOnTheLast}`],
      ['  while full, in all', `${answeredMeanwhile}, ${end.answered}`],
      ['answered frames lost, frames doubled', end.faults.length === 0 ? '0, 0' : `see ${end.faults.length} faults`],
      ['values told over HTTP; exceedances, alerts', `${end.values}; ${end.exceedances}, ${end.alerts}`],
      ['from the freed space until every logger was answered', ms(recoveredMs)],
      ['lines said meanwhile', `${saidMeanwhile.length} in ${minutes.toFixed(1)} min`],
      ...toldKinds(saidMeanwhile),
      ['lines said about its return', server.said.filter((line) => line.startsWith(AGAIN)).join(' | ')],
    ])
    expect(end.faults.slice(0, 20)).toEqual([])
    expect([answeredMeanwhile, stillThere, end.exitCode]).toEqual([0, true, 0])
    const told = saidMeanwhile.filter((line) => /disk .*full|No space left on device/.test(line))
    expect(told.length).toBeGreaterThan(0)
    expect(count(server, AGAIN)).toBeGreaterThan(0)
    // A person must know which disk.
    expect(told.filter((line) => line.includes(dataDir)).length).toBeGreaterThan(0)
    expect(tooOften(saidMeanwhile, minutes)).toEqual([])
  })
})

interface Stage {
  server: Weike
  answered(): number
  /** Resolves with the n-th answer from now on, to whichever logger. */
  answers(count: number): Promise<void>
  /** Resolves when every logger has been answered a frame that was not answered when this was called. */
  allAnswered(): Promise<void>
  /** Lets the loggers settle, compares everything and stops Weike. */
  end(): Promise<{
    faults: string[]
    answered: number
    values: number
    exceedances: number
    alerts: number
    exitCode: number | null
  }>
}

async function open(databaseUrl: string | undefined): Promise<Stage> {
  // Two hours ago: live for the rules also when it comes an hour late.
  const devices = trialDevices(DEVICES, Math.floor(Date.now() / 1000) * 1000 - 120 * 60_000)
  const place = await layOut({ dataDir, databaseUrl, devices, robot: robot.url })
  const server = await serve({ dataDir, databaseUrl })
  weike = server
  const config: pg.ClientConfig = await databaseConfig(dataDir, databaseUrl)
  const own = devices.map((device) =>
    createTrialLogger(device, {
      ...{ window: WINDOW, persistent: true, againAfterMs: AGAIN_AFTER_MS },
      onAnswer: () => {},
    }),
  )
  loggers = [...own]
  await Promise.all(own.map((logger) => logger.connect(server.hj212)))
  const answered = () => own.reduce((sum, logger) => sum + logger.answered(), 0)
  return {
    server,
    answered,
    async answers(wanted) {
      const goal = answered() + wanted
      await eventually(`${wanted} answers`, async () => (answered() >= goal ? true : undefined))
    },
    async allAnswered() {
      const before = own.map((logger) => logger.answered())
      await eventually('every logger is answered again', async () =>
        own.every((logger, place) => logger.answered() > (before[place] ?? 0)) ? true : undefined,
      )
    },
    async end() {
      await Promise.all(own.map((logger) => logger.settle()))
      const comparison = await compareWith(config, place)
      const frames = await comparison.frames(own)
      const judged = await comparison.alerts()
      const told = await comparison.readings(server.http, own)
      const messages = await robot.compare(config, place.countyId)
      await comparison.close()
      for (const logger of own) logger.close()
      const faults = [...frames.faults, ...judged.faults, ...told.faults, ...messages.faults]
      if (frames.durableUnanswered > 0) faults.push('not every frame was answered in the end')
      const { exceedances, alerts } = judged
      return { faults, answered: answered(), values: told.values, exceedances, alerts, exitCode: await server.stop() }
    },
  }
}

function count(server: Weike, beginning: string): number {
  return server.said.filter((line) => line.startsWith(beginning)).length
}

/** Kinds of lines that were said more often than a person reads. */
function tooOften(lines: readonly string[], minutes: number): string[] {
  const most = LINES_A_MINUTE * Math.max(1, minutes) + 1
  return kindsOf(lines).flatMap(({ kind, count }) => (count > most ? [`${count} × ${kind}`] : []))
}

/** Fills the disk again and again until no answer has come for so long. */
async function stayFull(disk: SmallDisk, answered: () => number, quietMs: number): Promise<void> {
  let [last, since] = [answered(), performance.now()]
  while (performance.now() - since < quietMs) {
    await fillFor(disk, FILL_EVERY_MS)
    if (answered() === last) continue
    last = answered()
    since = performance.now()
  }
}

async function fillFor(disk: SmallDisk, forMs: number): Promise<void> {
  for (const until = performance.now() + forMs; performance.now() < until; ) {
    await disk.fill()
    await delay(FILL_EVERY_MS)
  }
}
