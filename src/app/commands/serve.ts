import { resolve } from 'node:path'
import { z } from 'zod'
import { claimInstallation } from '../../domain/counties/service.ts'
import type { Clocks } from '../../platform/clock.ts'
import { acceleratedClock, systemClock } from '../../platform/clock.ts'
import { type Leadership, tryLeader } from '../../platform/db/locks.ts'
import { systemRandomness } from '../../platform/identity.ts'
import { Problem } from '../../platform/problem.ts'
import { forgetRunning, noteRunning, serveDirectory } from '../data-directory.ts'
import { DEMO_PASSWORD, demoSignIns, pointDemoChannel, seedDemo } from '../demo/seed.ts'
import { type DemoSimulator, hoursToTell, startSimulator } from '../demo/simulator.ts'
import { type Installation, openInstallation } from '../installation.ts'
import { chooseCounty } from '../prepare.ts'
import { type RunningServer, runServer } from '../running.ts'
import { readSettings, type Settings } from '../settings.ts'
import { consoleLanguage } from '../words.ts'
import { type Command, type CommandContext, numberOption, numberWithin, option, WrongUse } from './command.ts'

const DEFAULT_PORT = 8212
const DEFAULT_HJ212_PORT = 2212
/** `2026-11-18T14:20:00+08:00`: an instant without its zone is none. */
const instantWithZone = z.iso.datetime({ offset: true })
/** The demo's history: enough for a year beside the one before. */
const DEMO_PAST_YEARS = 2

export const serve: Command = {
  name: 'serve',
  key: 'serve',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'demo' },
    { name: 'data', value: 'DIR' },
    { name: 'port', value: 'PORT' },
    { name: 'hj212-port', value: 'PORT' },
    { name: 'hj212-tls-port', value: 'PORT' },
    { name: 'hj212-tls-cert', value: 'FILE' },
    { name: 'hj212-tls-key', value: 'FILE' },
    { name: 'host', value: 'HOST' },
    { name: 'speed', value: 'N' },
    { name: 'starts-at', value: 'INSTANT' },
    { name: 'past-years', value: 'N' },
    { name: 'no-people' },
    { name: 'no-simulator' },
    { name: 'county', value: 'CODE' },
  ],
  async run(context) {
    const { given, environment } = context
    const demo = given.options.has('demo')
    const speed = demo ? (numberOption(given, 'speed', 0.1, 10_000) ?? 1) : 1
    const dataDir = serveDirectory({ data: option(given, 'data'), demo }, environment)
    const origin = systemClock.now()
    const startsAt = startOf(context, demo) ?? origin
    // Before anything is opened: a port that is none leaves no trace.
    const ports = {
      http: portFrom(context, 'port', 'WEIKE_PORT', DEFAULT_PORT),
      hj212: portFrom(context, 'hj212-port', 'WEIKE_HJ212_PORT', DEFAULT_HJ212_PORT),
    }
    const settings = await settingsFrom(context, dataDir)
    const installation = await openInstallation({
      dataDir,
      databaseUrl: environment.DATABASE_URL,
      clocks: clocksOf(speed, origin, startsAt),
      randomness: systemRandomness,
      log: context.say,
      name: 'weike serve',
      retention: settings.retention,
    })
    try {
      const stop = whenToldToStop()
      const leadership = await lead(installation, stop.tell)
      try {
        return await work(context, installation, { demo, speed, origin, startsAt, ports, settings }, stop.told)
      } finally {
        await leadership.release()
      }
    } finally {
      await installation.close()
    }
  },
}

function clocksOf(speed: number, origin: number, startsAt: number): Clocks {
  const isOfTheWall = speed === 1 && startsAt === origin
  const domain = isOfTheWall ? systemClock : acceleratedClock(systemClock, origin, speed, startsAt)
  return { domain, wall: systemClock }
}

/** Where the demo's clock begins, if anywhere else than now. @throws WrongUse for no instant, and for a server that is no demo */
function startOf({ given }: CommandContext, demo: boolean): number | undefined {
  const text = option(given, 'starts-at')
  if (text === undefined) return undefined
  const read = instantWithZone.safeParse(text)
  if (!demo || !read.success) throw new WrongUse(`--starts-at ${text}${demo ? '' : ' (--demo)'}`)
  return Date.parse(read.data)
}

/** One leader per database. @throws Problem `leader-exists`, naming the one that leads */
async function lead(installation: Installation, lost: () => void): Promise<Leadership> {
  const answer = await tryLeader(installation.database, 'weike serve', { onTaken: lost })
  if (answer.ok) return answer.leadership
  const { holder } = answer
  throw new Problem('leader-exists', { params: { pid: holder?.processPid ?? '?', host: holder?.host ?? '' } })
}

/** SIGTERM, SIGINT, or the loss of leadership. A second signal ends at once. */
function whenToldToStop(): { told: Promise<void>; tell: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      resolve()
      process.once(signal, () => process.exit(1))
    })
  }
  return { told: promise, tell: resolve }
}

interface Served {
  demo: boolean
  speed: number
  /** By the wall [epoch ms] */
  origin: number
  /** By the domain's clock at the origin [epoch ms] */
  startsAt: number
  ports: { http: number; hj212: number }
  settings: Settings
}

async function work(context: CommandContext, installation: Installation, how: Served, told: Promise<void>): Promise<0> {
  const { given } = context
  // Commands work on a demo as on anything; only a server decides what a database is for.
  if (!how.demo) await claimInstallation(installation.foundation, 'real')
  const countyId = how.demo
    ? (await seedDemo(installation)).countyId
    : (await chooseCounty(installation, option(given, 'county'), context)).id
  // The demo's own word, for where its simulated interface will listen and for nothing else of this machine.
  const localServers = new Set<string>()
  const server = await runServer(installation, {
    host: option(given, 'host') ?? '127.0.0.1',
    httpPort: how.ports.http,
    hj212Port: how.ports.hj212,
    countyId,
    doors: { demo: how.demo, speed: how.speed, signIns: how.demo ? demoSignIns : [] },
    settings: how.settings,
    localServers,
  })
  const simulator =
    how.demo && !given.options.has('no-simulator')
      ? await simulate(context, server, [
          ...['--speed', String(how.speed), '--origin', String(how.origin), '--starts-at', String(how.startsAt)],
          ...['--history-hours', String(await hoursToTell(installation, countyId))],
          ...['--http', server.httpUrl, '--password', DEMO_PASSWORD],
          ...['--past-years', String(numberOption(given, 'past-years', 0, 10) ?? DEMO_PAST_YEARS)],
          ...(given.options.has('no-people') ? [] : ['--people']),
        ])
      : null
  if (simulator !== null) {
    localServers.add(simulator.interfaceUrl)
    await pointDemoChannel(installation, countyId, simulator.robotUrl)
    simulator.go()
  }
  const { address, tlsAddress } = server.gateway
  const hj212 = written(address)
  const tls = tlsAddress === null ? {} : { hj212tls: written(tlsAddress) }
  await noteRunning(installation.dataDir, { pid: process.pid, http: server.httpUrl, hj212 })
  welcome(context, installation, server, how.demo)
  context.print(JSON.stringify({ ready: true, http: server.httpUrl, hj212, ...tls }))
  await told
  context.say(context.t('cli.serve.stopping'))
  await forgetRunning(installation.dataDir)
  await simulator?.stop()
  await server.close()
  return 0
}

function written({ host, port }: { host: string; port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * The settings of the data directory, with what the options say instead.
 * @throws Problem `settings-wrong`; WrongUse when of port, certificate and key one is missing
 */
async function settingsFrom({ given, environment }: CommandContext, dataDir: string): Promise<Settings> {
  const settings = await readSettings(dataDir, consoleLanguage(environment))
  const asked = {
    port: numberOption(given, 'hj212-tls-port', 0, 65_535),
    cert: option(given, 'hj212-tls-cert'),
    key: option(given, 'hj212-tls-key'),
  }
  if (Object.values(asked).every((one) => one === undefined)) return settings
  const { port, cert, key } = {
    port: asked.port ?? settings.hj212.tls?.port,
    cert: asked.cert === undefined ? settings.hj212.tls?.cert : resolve(asked.cert),
    key: asked.key === undefined ? settings.hj212.tls?.key : resolve(asked.key),
  }
  if (port === undefined) throw new WrongUse('--hj212-tls-port')
  if (cert === undefined) throw new WrongUse('--hj212-tls-cert')
  if (key === undefined) throw new WrongUse('--hj212-tls-key')
  return { ...settings, hj212: { ...settings.hj212, tls: { port, cert, key } } }
}

/** The port that was asked for: by option, else by environment, else the usual one. @throws WrongUse for what is no port */
function portFrom(context: CommandContext, name: 'port' | 'hj212-port', variable: string, otherwise: number): number {
  const asked = numberOption(context.given, name, 0, 65_535)
  const set = context.environment[variable]
  if (asked !== undefined || set === undefined || set === '') return asked ?? otherwise
  return numberWithin(set, variable, 0, 65_535)
}

function simulate(context: CommandContext, server: RunningServer, extra: readonly string[]): Promise<DemoSimulator> {
  const { host, port } = server.gateway.address
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return startSimulator({ host: reachable, port }, context.say, extra)
}

/** What a person at the console wants to know; the machine's line goes to stdout. */
function welcome(context: CommandContext, installation: Installation, server: RunningServer, demo: boolean): void {
  const { t, say } = context
  const { host, port } = server.gateway.address
  say(t('cli.serve.ready', { url: server.httpUrl }))
  say(t('cli.serve.hj212', { host, port }))
  if (server.gateway.tlsAddress !== null) say(t('cli.serve.hj212-tls', { ...server.gateway.tlsAddress }))
  say(t('cli.serve.data', { dir: installation.dataDir }))
  if (!demo) return
  say(t('cli.serve.demo', { password: DEMO_PASSWORD }))
  for (const { signInName, name, role } of demoSignIns)
    say(`  ${signInName.padEnd(14)}${name}  ${t(`web.role.${role}`)}`)
}
