import { connect } from 'node:net'
import type { SimulatorOptions } from './arguments.ts'
import { type Told, toldOf } from './history.ts'
import { createLogger, type Logger, type LoggerCounts, type LoggerNews } from './logger.ts'
import { type Device, devices, type Names, stations, stranger } from './place.ts'
import type { Times } from './time.ts'
import { createWorld, type World } from './world/world.ts'

export interface FleetParts {
  options: Pick<SimulatorOptions, 'seed' | 'intervalMs' | 'historyHours' | 'stationCodes'>
  to: { host: string; port: number }
  times: Times
  tell: (station: { name: Names }, news: LoggerNews) => void
}

export interface Fleet {
  loggers: readonly Logger[]
  /** When the demo began; cut to the second. [epoch ms] */
  start: number
  world: World
  /** Stations and what is shown there of the world. */
  told: readonly Told[]
  /** Those of them that have no logger: their hours come by the provincial interface. */
  published: readonly Told[]
  /** Sums over all of them. */
  counts(): LoggerCounts
}

/**
 * The loggers of the chosen stations in one world that begins now, all ready to start; now is cut to the second, to which
 * HJ 212 dates its data.
 */
export function createFleet({ options, to, times, tell }: FleetParts): Fleet {
  const { seed, intervalMs, historyHours, stationCodes } = options
  const start = Math.floor(times.now() / 1000) * 1000
  const world = createWorld(seed, start)
  const told = stations
    .filter(({ code }) => stationCodes.includes(code))
    .flatMap((station) => toldOf(station, world.showing(station)))
  const published = told.filter(({ station }) => station.siteCode !== null)
  const sending = told.flatMap(({ station, mn, showing }) =>
    devices.filter((device) => device.mn === mn).map((device) => ({ station, device, showing })),
  )
  const unknown = {
    station: { ...stranger.site, name: stranger.device.name },
    device: stranger.device,
    showing: world.showing(stranger.site),
  }
  const knocking = stationCodes.length === stations.length ? [unknown] : []
  const loggers = [...sending, ...knocking].map(({ station, device, showing }) =>
    createLogger({
      source: { device, showing },
      plan: { start: firstOf(device, start), realtimeMs: intervalMs, minuteInterval: device.minuteInterval },
      // Who is new has no past.
      historyHours: device === stranger.device ? 0 : historyHours,
      seed,
      times,
      connect: () => connect({ host: to.host, port: to.port }),
      tell: (news) => tell(station, news),
    }),
  )
  return { loggers, start, world, told, published, counts: () => sumOf(loggers.map((logger) => logger.counts())) }
}

/** The first sample that a logger sends when the demo begins: by its own clock, and what is on its way then. [epoch ms] */
export function firstOf({ manner: { aheadMs = 0, lateMs = 0 } }: Device, start: number): number {
  return start + aheadMs - lateMs
}

function sumOf(all: readonly LoggerCounts[]): LoggerCounts {
  const sum: LoggerCounts = { connects: 0, sent: 0, answered: 0, owed: 0, givenUp: 0 }
  for (const one of all) {
    sum.connects += one.connects
    sum.sent += one.sent
    sum.answered += one.answered
    sum.owed += one.owed
    sum.givenUp += one.givenUp
  }
  return sum
}
