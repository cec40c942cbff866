import { randomBytes } from 'node:crypto'
import { appendFileSync, fstatSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { DAY_MS, HOUR_MS } from '../src/standards/civil-time.ts'
import { readArguments, type SimulatorOptions, WrongUse } from './arguments.ts'
import { monthsOut, publishedAt } from './bulletin.ts'
import { signIn } from './caller.ts'
import { pullHourly, setUpFeeds } from './feeds.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { sampleTimes } from './frames.ts'
import { type ProvincialInterface, startInterface } from './interface.ts'
import type { LoggerNews } from './logger.ts'
import { bringBulletins, bringRegisters, bringThePast, type PastNews } from './past.ts'
import { type AtWork, startWork } from './people/at-work.ts'
import { type Names, people, type Role } from './place.ts'
import { type Robot, startRobot } from './robot.ts'
import { languageOf, say } from './talk.ts'
import { acceleratedTimes, type Times, type WallTimes } from './time.ts'
import { trueDoings, trueHour } from './truth.ts'

/**
 * The demo county as a process of its own: `node simulator/main.ts --help`. The only file that reads the real clock and
 * real chance; all else gets them passed in.
 */
const language = languageOf(process.env)
const talk = (key: Parameters<typeof say>[1], fillings?: Parameters<typeof say>[2]) => {
  process.stderr.write(`${say(language, key, fillings)}\n`)
}

const wall: WallTimes = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
}

/** Between two looks of people at what there is to do. [ms] */
const PEOPLE_LOOK_MS = 5_000

/** What loggers remember they tell by themselves when they first connect; the past is what lies before. */
const LOGGERS_REMEMBER_MS = 48 * HOUR_MS

const options = optionsOrEnd()
if (options !== null) await run(options)

function optionsOrEnd(): SimulatorOptions | null {
  try {
    const read = readArguments(process.argv.slice(2))
    if (read !== 'help') return read
    process.stdout.write(`${say(language, 'usage')}\n`)
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error
    talk('wrongUse', { what: error.message })
    process.exitCode = 2
  }
  return null
}

async function run(options: SimulatorOptions): Promise<void> {
  const { to } = options
  const origin = options.origin ?? wall.now()
  const ending = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.resolve())

  const robot = options.robot === null ? null : await robotOrEnd(options.robot)
  const provincial = to === null || robot === null ? null : await interfaceOrEnd(options.interfacePort)
  const addresses = { ...(robot && { robot: robot.url }), ...(provincial && { interface: provincial.url }) }
  if (robot !== null) process.stdout.write(`${JSON.stringify(addresses)}\n`)

  let fleet: Fleet | null = null
  const underWay: { past?: Promise<void>; people?: AtWork; pulls?: { stop(): void } } = {}
  let isStopped = false
  const go = () => {
    if (fleet !== null || to === null) return
    const times = acceleratedTimes(wall, origin, options.speed, options.startsAt ?? origin)
    fleet = createFleet({ options, to, times, tell })
    const { seed, speed } = options
    talk('started', { loggers: fleet.loggers.length, to: `${to.host}:${to.port}`, seed, speed })
    for (const logger of fleet.loggers) logger.start()
    provincial?.publish({ seed, told: fleet.published, now: times.now })
    if (options.truthFile !== null) tellTheTruth(fleet, times, options.truthFile)
    const { door } = options
    if (door !== null && provincial !== null) {
      const begun = fleet
      // The feed first: what files hold of its stations goes to the same device.
      underWay.past = setUp(begun, provincial, times, options, door)
        .then((pulls) => {
          if (pulls !== null && isStopped) pulls.stop()
          else if (pulls !== null) underWay.pulls = pulls
        })
        .then(() => bringIn(begun, times, options, door, () => isStopped))
    }
    if (options.door !== null && options.arePeopleAtWork) {
      const known = people.filter(({ isOffered }) => !isOffered)
      underWay.people = startWork({
        ...options.door,
        seed,
        people: known,
        times,
        lookMs: PEOPLE_LOOK_MS,
        tell: (who, why) => talk('personFailed', { who, why }),
      })
    }
  }
  if (isStdinWatched(options)) {
    const lines = createInterface({ input: process.stdin })
    lines.on('line', (line) => {
      if (line.trim() === 'go') go()
    })
    lines.on('close', () => ending.resolve())
  }
  if (options.isGo) go()
  else if (to !== null) talk('waiting')

  await ending.promise
  isStopped = true
  underWay.pulls?.stop()
  await stop(fleet, robot)
  await provincial?.close()
  await Promise.all([underWay.past, underWay.people?.stop()])
  // An open stdin would keep the process alive; everything of ours is closed.
  process.exit(0)
}

/** The administrator sets up the feeds of what comes by the interface. @returns who has them pulled, where somebody has to */
async function setUp(
  { start, published }: Fleet,
  { url }: ProvincialInterface,
  times: Times,
  { seed, speed }: SimulatorOptions,
  { http, password }: NonNullable<SimulatorOptions['door']>,
): Promise<{ stop(): void } | null> {
  const failed = (error: unknown) =>
    talk('feedsFailed', { why: error instanceof Error ? error.message : String(error) })
  if (published.length === 0) return null
  try {
    const wait = (ms: number) => new Promise<void>((resolve) => void times.after(ms, resolve))
    const caller = await signIn(http, nameOf('administrator'), password, wait)
    const office = { seed, caller, now: times.now, actedAt: times.now }
    const ids = await setUpFeeds(office, { url, told: published, since: start - LOGGERS_REMEMBER_MS })
    return speed > 1 ? pullHourly(office, ids, times, failed) : null
  } catch (error) {
    failed(error)
    return null
  }
}

/** What is in the county's drawers, and the past up to where the loggers' own memory begins. */
async function bringIn(
  { start, told }: Fleet,
  times: Times,
  { seed, pastYears }: SimulatorOptions,
  door: NonNullable<SimulatorOptions['door']>,
  isStopped: () => boolean,
): Promise<void> {
  const to = start - LOGGERS_REMEMBER_MS
  const from = start - pastYears * 365.25 * DAY_MS
  const news = (one: PastNews) => {
    if (one.kind === 'begun') talk('pastBegun', { ...one })
    else if (one.kind === 'in') talk('pastIn', { ...one })
    else if (one.kind === 'failed') talk('pastFailed', { ...one })
  }
  const failed = (what: string, error: unknown) =>
    talk('pastFailed', { fileName: what, why: error instanceof Error ? error.message : String(error) })
  try {
    const parts = { ...door, times, isStopped }
    for (const why of await bringRegisters({ ...parts, signInName: nameOf('administrator') })) failed(door.http, why)
    const analyst = { ...parts, signInName: nameOf('analyst'), seed, told }
    if (to > from) await bringThePast({ ...analyst, from, to, tell: news })
    const publish = async (now: number, years: number) => {
      for (const why of await bringBulletins({ ...analyst, now, pastYears: years })) failed(door.http, why)
    }
    const began = times.now()
    await publish(began, pastYears)
    // The next months' tables come when they are out; a timer of weeks would be longer than timers can be.
    const look = (known: number) => {
      const now = times.now()
      const newest = Math.max(...monthsOut(now, 1).map(publishedAt))
      if (newest > known) publish(now, 0).catch((error: unknown) => failed(door.http, error))
      times.at(now + DAY_MS, () => look(Math.max(known, newest)))
    }
    look(began)
  } catch (error) {
    // The present goes on without a past.
    failed(door.http, error)
  }
}

/** Sign-in name of the first of the county's people in a role. */
function nameOf(role: Role): string {
  return people.find(({ roles }) => roles.includes(role))?.signInName ?? ''
}

/** At the end of each hour of the demo, what was true in it. */
function tellTheTruth({ world, told }: Fleet, times: Times, file: string): void {
  const next = () => {
    const hourEnd = (Math.floor(times.now() / HOUR_MS) + 1) * HOUR_MS
    times.at(hourEnd, () => {
      const looks = sampleTimes(hourEnd - HOUR_MS, hourEnd)
      const places = new Set(told.map(({ station }) => station))
      const hours = [...places].map((station) => trueHour(world, station, hourEnd, looks))
      appendFileSync(file, [trueDoings(world, hourEnd), ...hours].map((one) => `${JSON.stringify(one)}\n`).join(''))
      next()
    })
  }
  next()
}

async function robotOrEnd({ port, key }: NonNullable<SimulatorOptions['robot']>): Promise<Robot> {
  try {
    return await startRobot({ port, key: key ?? randomBytes(16).toString('hex'), now: wall.now })
  } catch (error) {
    talk('noRobot', { port, why: error instanceof Error ? error.message : String(error) })
    process.exit(1)
  }
}

async function interfaceOrEnd(port: number): Promise<ProvincialInterface> {
  try {
    return await startInterface(port)
  } catch (error) {
    talk('noInterface', { port, why: error instanceof Error ? error.message : String(error) })
    process.exit(1)
  }
}

async function stop(fleet: Fleet | null, robot: Robot | null): Promise<void> {
  await Promise.all(fleet?.loggers.map((logger) => logger.stop()) ?? [])
  await robot?.close()
  if (fleet !== null) {
    const { sent, answered, owed } = fleet.counts()
    talk('stopped', { sent, answered, owed })
  }
}

function tell(station: { name: Names }, news: LoggerNews): void {
  const name = station.name[language]
  if (news.kind === 'connected') talk('connected', { station: name })
  else if (news.kind === 'history-done') talk('historyDone', { station: name })
  else talk('lost', { station: name, seconds: Math.round(news.retryInMs / 1000) })
}

/**
 * Whoever started the simulator ends it by closing its stdin. Started by hand in the background with `--go`, stdin is the
 * null device, which is always at its end and says nothing.
 */
function isStdinWatched({ isGo }: SimulatorOptions): boolean {
  if (!isGo) return true
  return process.stdin.isTTY || !fstatSync(0).isCharacterDevice()
}
