import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withClient } from '../../src/platform/db/client.ts'
import { isAlive } from '../../src/platform/db/embedded/processes.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { findSystemPostgres, type SystemPostgres, startSystemPostgres } from '../setup/system-postgres.ts'
import { compareWith } from './parts/comparison.ts'
import { databaseConfig, freshDatabase, postmasterPid } from './parts/database.ts'
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
/** …and PostgreSQL away for so much longer: over two minutes, so that it is told that it lasts. */
const STAYS_DOWN_MS = 130_000
/** Longer than Weike waits for a sign of life. */
const HANGS_MS = 60_000
const LOOK_EVERY_MS = 100
const ON_THE_WAY_MS = 2_000
/** Of one kind in a minute, beyond which a log tells an operator nothing. */
const LINES_A_MINUTE = 2

const CANNOT = 'hj212: frames cannot be stored'
const STILL = 'hj212: frames still cannot be stored'
const AGAIN = 'hj212: frames are stored again'
const WORKS_CANNOT = 'background work: '
const WORKS_STILL = 'background work: still cannot go on'
const WORKS_AGAIN = 'background work: goes on again'
const FULL = 'the disk of the database is full'

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
    const health = await stage.health()
    const stillThere = !server.hasEnded()
    const saidMeanwhile = server.said.slice(saidBefore)
    await interruption.end()
    const back = performance.now()
    await stage.allAnswered()
    const recoveredMs = performance.now() - back
    await stage.settle()
    await stage.allWorks()
    const allWorksMs = performance.now() - back
    const end = await stage.end()

    report(`the database gone for ${MINUTES} minutes, PostgreSQL ${system.major}`, [
      ['frames answered before, meanwhile, in all', `${answeredAtBegin}, ${answeredMeanwhile}, ${end.answered}`],
      ['answered frames lost, frames doubled', end.faults.length === 0 ? '0, 0' : `see ${end.faults.length} faults`],
      ['values told over HTTP; exceedances, alerts', `${end.values}; ${end.exceedances}, ${end.alerts}`],
      ['its health meanwhile', health],
      ['from its return until every logger was answered', ms(recoveredMs)],
      ['  and until all else worked again', ms(allWorksMs)],
      ['lines said meanwhile', String(saidMeanwhile.length)],
      ...toldKinds(saidMeanwhile),
      ...saidOfReturn(server),
    ])
    expect(end.faults.slice(0, 20)).toEqual([])
    expect([answeredMeanwhile, stillThere, end.exitCode]).toEqual([0, true, 0])
    expect(health).toBe('503 database-unavailable')
    expect([count(server, CANNOT), count(server, AGAIN), count(server, WORKS_AGAIN)]).toEqual([1, 1, 1])
    for (const beginning of [CANNOT, WORKS_CANNOT]) {
      const told = server.said.find((line) => line.startsWith(beginning))
      expect(told).toContain('the database does not answer')
      expect(told).toMatch(/See that PostgreSQL at .+\/outage runs and can be reached/)
    }
    expect(count(server, STILL)).toBeLessThanOrEqual(MINUTES)
    expect(tooOften(saidMeanwhile, MINUTES)).toEqual([])
  })

  it('when the database hangs and says nothing at all', async ({ skip }) => {
    if (system === undefined) return skip('no PostgreSQL ≥ 15 on this system: npm test says how to get one')
    const databaseUrl = await freshDatabase(system.url, 'hanging')
    const interruption = await interruptionOf(system)
    cleanUp.push(() => interruption.thaw())
    const stage = await open(databaseUrl)
    const { server } = stage
    await stage.answers(ANSWERS)

    const saidBefore = server.said.length
    await interruption.freeze()
    const began = performance.now()
    // Answers to what was durable before are still on their way.
    await delay(ON_THE_WAY_MS)
    const answeredAtBegin = stage.answered()
    const isTold = () => server.said.slice(saidBefore).some((line) => line.includes('the database does not answer'))
    while (!isTold() && performance.now() - began < HANGS_MS) await delay(LOOK_EVERY_MS)
    const noticedMs = performance.now() - began
    await delay(HANGS_MS - noticedMs)
    const answeredMeanwhile = stage.answered() - answeredAtBegin
    await interruption.thaw()
    const back = performance.now()
    await stage.allAnswered()
    const recoveredMs = performance.now() - back
    await stage.settle()
    await stage.allWorks()
    const allWorksMs = performance.now() - back
    const end = await stage.end()

    const saidMeanwhile = server.said.slice(saidBefore)
    report(`the database frozen, PostgreSQL ${system.major}`, [
      ['frames answered before, meanwhile, in all', `${answeredAtBegin}, ${answeredMeanwhile}, ${end.answered}`],
      ['answered frames lost, frames doubled', end.faults.length === 0 ? '0, 0' : `see ${end.faults.length} faults`],
      ['values told over HTTP; exceedances, alerts', `${end.values}; ${end.exceedances}, ${end.alerts}`],
      ['until it was told', ms(noticedMs)],
      ['from its thaw until every logger was answered', ms(recoveredMs)],
      ['  and until all else worked again', ms(allWorksMs)],
      ...toldKinds(saidMeanwhile),
    ])
    expect(end.faults.slice(0, 20)).toEqual([])
    expect([answeredMeanwhile, end.exitCode]).toEqual([0, 0])
    expect(noticedMs).toBeLessThan(HANGS_MS)
    expect(saidMeanwhile.filter((line) => line.startsWith(WORKS_AGAIN))).toHaveLength(1)
    expect(tooOften(saidMeanwhile, 1)).toEqual([])
  })

  it.for([
    { what: 'is full', goesDown: false },
    { what: 'is so full that PostgreSQL goes down', goesDown: true },
  ])('when the disk of the embedded PostgreSQL $what', async ({ what, goesDown }, { skip }) => {
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
    if (goesDown) await breakDown(disk)
    await fillFor(disk, goesDown ? STAYS_DOWN_MS : STAYS_FULL_MS)
    const answeredMeanwhile = stage.answered() - answeredAtFull
    const health = await stage.health()
    const stillThere = !server.hasEnded()
    const minutes = (performance.now() - began) / 60_000
    const saidMeanwhile = server.said.slice(saidBefore)
    await disk.free()
    const back = performance.now()
    await stage.allAnswered()
    const recoveredMs = performance.now() - back
    await stage.settle()
    await stage.allWorks()
    const allWorksMs = performance.now() - back
    const end = await stage.end()

    report(`the disk of the embedded PostgreSQL ${what} (a tmpfs of ${DISK_MB} MB)`, [
      ['frames answered before, on the last bytes', `${answeredAtBegin}, ${answeredOnTheLast}`],
      ['  while full, in all', `${answeredMeanwhile}, ${end.answered}`],
      ['answered frames lost, frames doubled', end.faults.length === 0 ? '0, 0' : `see ${end.faults.length} faults`],
      ['values told over HTTP; exceedances, alerts', `${end.values}; ${end.exceedances}, ${end.alerts}`],
      ['its health meanwhile', health],
      ['from the freed space until every logger was answered', ms(recoveredMs)],
      ['  and until all else worked again', ms(allWorksMs)],
      ['lines said meanwhile', `${saidMeanwhile.length} in ${minutes.toFixed(1)} min`],
      ...toldKinds(saidMeanwhile),
      ...saidOfReturn(server),
    ])
    expect(end.faults.slice(0, 20)).toEqual([])
    expect([answeredMeanwhile, stillThere, end.exitCode]).toEqual([0, true, 0])
    expect(health).toBe(goesDown ? '503 database-unavailable' : '200')
    expect(count(server, AGAIN)).toBeGreaterThan(0)
    if (goesDown) expect(saidMeanwhile.filter((line) => line.startsWith(WORKS_STILL)).length).toBeGreaterThan(0)
    // A person must know which disk, and what to do there.
    for (const beginning of [CANNOT, WORKS_CANNOT]) {
      const told = saidMeanwhile.filter((line) => line.startsWith(beginning) && line.includes(FULL))
      expect(told.length).toBeGreaterThan(0)
      for (const line of told) expect(line).toContain(`Make room on the disk of ${dataDir}: `)
    }
    expect(tooOften(saidMeanwhile, minutes)).toEqual([])
  })
})

describe('a Weike that is started on a full disk', () => {
  it('says so and what to do, and starts when there is room', async ({ skip }) => {
    const disk = await mountSmallDisk(dataDir, DISK_MB)
    if ('refused' in disk) return skip(`mounting a small disk was refused: ${disk.refused}`)
    cleanUp.push(async () => {
      await weike?.stop()
      await disk.unmount()
    })
    await layOut({ dataDir, databaseUrl: undefined, devices: trialDevices(1, Date.now()), robot: robot.url })
    await disk.fill()
    const environment = { WEIKE_LANGUAGE: 'en' }
    const refused = await serve({ dataDir, environment }).then(
      () => 'it started',
      (error: unknown) => String(error),
    )
    await disk.free()
    weike = await serve({ dataDir, environment })
    report('Weike started on a full disk', [
      ['refused', refused.replaceAll('\n', ' | ')],
      ['with room again', ms(weike.readyMs)],
    ])
    expect(refused).toContain('weike ended with 1 before it was ready')
    expect(refused).toContain(`the disk of ${dataDir} has 0 MB free`)
    expect(refused).toContain('Make room')
    expect(refused).not.toContain('    at ')
    expect(await weike.stop()).toBe(0)
  })
})

interface Stage {
  server: Weike
  answered(): number
  /** What `GET /api/health` says: its status, and the code of its refusal. */
  health(): Promise<string>
  /** Resolves with the n-th answer from now on, to whichever logger. */
  answers(count: number): Promise<void>
  /** Resolves when every logger has been answered a frame that was not answered when this was called. */
  allAnswered(): Promise<void>
  /** Lets the loggers have all answers, and sends nothing new. */
  settle(): Promise<void>
  /** Resolves when Weike has said that its background work goes on again. */
  allWorks(): Promise<void>
  /** Compares everything and stops Weike. */
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
    async health() {
      const answer = await fetch(`${server.http}/api/health`)
      const told: unknown = await answer.json()
      const isRefusal = typeof told === 'object' && told !== null && 'code' in told
      return isRefusal ? `${answer.status} ${told.code}` : String(answer.status)
    },
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
    async settle() {
      await Promise.all(own.map((logger) => logger.settle()))
    },
    async allWorks() {
      await eventually('background work goes on again', async () => (count(server, WORKS_AGAIN) > 0 ? true : undefined))
    },
    async end() {
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

function saidOfReturn(server: Weike): [string, string][] {
  const isOfReturn = (line: string) => line.startsWith(AGAIN) || line.startsWith(WORKS_AGAIN)
  return server.said.filter(isOfReturn).map((line) => ['  said of its return', line])
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

/** Fills the disk and makes PostgreSQL ask for room that it cannot do without, until it is gone. */
async function breakDown(disk: SmallDisk): Promise<void> {
  const config = await databaseConfig(dataDir, undefined)
  const pid = await postmasterPid(dataDir)
  for (;;) {
    await disk.fill()
    const isGone = await withClient(config, (client) => client.query('select pg_switch_wal()')).then(
      () => false,
      async () => !(await isAlive(pid)),
    )
    if (isGone) return
  }
}

async function fillFor(disk: SmallDisk, forMs: number): Promise<void> {
  for (const until = performance.now() + forMs; performance.now() < until; ) {
    await disk.fill()
    await delay(FILL_EVERY_MS)
  }
}
