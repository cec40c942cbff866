import { parseArgs } from 'node:util'
import { stations } from './place.ts'

export interface SimulatorOptions {
  /** Where the loggers connect; null with `--robot-only`. */
  to: { host: string; port: number } | null
  seed: string
  speed: number
  /** Instant of the wall from which the simulated time counts [epoch ms]; null: when the simulator starts. */
  origin: number | null
  /** What the simulated time is then [epoch ms]; null: the same. */
  startsAt: number | null
  intervalMs: number
  historyHours: number
  stationCodes: readonly string[]
  /** The server's address for people and their common password; null: nobody signs in. */
  door: { http: string; password: string } | null
  /** How many years of the past are brought in. */
  pastYears: number
  /** Do the county's people work by themselves? */
  arePeopleAtWork: boolean
  /** File to which the truth is added, hour by hour; null: nobody wants to know. */
  truthFile: string | null
  /** Null with `--devices-only`. */
  robot: { port: number; key: string | null } | null
  /** Port of the provincial interface; 0: any free one. */
  interfacePort: number
  /** Start at once, without waiting for `go`. */
  isGo: boolean
}

/** What is wrong with a command line: the option and the text that it was given; both go into the catalogue of talk.ts. */
export class WrongUse extends Error {}

const options = {
  to: { type: 'string' },
  seed: { type: 'string', default: 'demo' },
  speed: { type: 'string', default: '1' },
  origin: { type: 'string' },
  'starts-at': { type: 'string' },
  interval: { type: 'string', default: '30' },
  'history-hours': { type: 'string', default: '48' },
  stations: { type: 'string' },
  http: { type: 'string' },
  password: { type: 'string', default: '' },
  'past-years': { type: 'string', default: '2' },
  people: { type: 'boolean', default: false },
  truth: { type: 'string' },
  'interface-port': { type: 'string', default: '0' },
  'robot-port': { type: 'string', default: '0' },
  'robot-key': { type: 'string' },
  'robot-only': { type: 'boolean', default: false },
  'devices-only': { type: 'boolean', default: false },
  go: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Reads the command line; 'help' when that is asked for. @throws WrongUse naming the option */
export function readArguments(args: readonly string[]): SimulatorOptions | 'help' {
  const { values } = parsed(args)
  if (values.help) return 'help'
  const isRobotOnly = values['robot-only']
  if (isRobotOnly && values['devices-only']) throw new WrongUse('--robot-only --devices-only')
  return {
    to: isRobotOnly ? null : addressOf(values.to),
    seed: values.seed,
    speed: numberOf('--speed', values.speed, 0.01, 100_000),
    origin: values.origin === undefined ? null : numberOf('--origin', values.origin, 0, 8.64e15),
    startsAt: values['starts-at'] === undefined ? null : numberOf('--starts-at', values['starts-at'], 0, 8.64e15),
    // Real-time messages are dated to the second.
    intervalMs: wholeOf('--interval', values.interval, 1, 86_400) * 1000,
    historyHours: wholeOf('--history-hours', values['history-hours'], 0, 24 * 366),
    stationCodes: values.stations === undefined ? stations.map(({ code }) => code) : codesOf(values.stations),
    door: values.http === undefined ? null : { http: addressOfPages(values.http), password: values.password },
    pastYears: numberOf('--past-years', values['past-years'], 0, 10),
    arePeopleAtWork: values.people,
    truthFile: values.truth ?? null,
    robot: values['devices-only']
      ? null
      : { port: wholeOf('--robot-port', values['robot-port'], 0, 65_535), key: values['robot-key'] ?? null },
    interfacePort: wholeOf('--interface-port', values['interface-port'], 0, 65_535),
    isGo: values.go,
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
}

function addressOf(text: string | undefined): { host: string; port: number } {
  const parts = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text ?? '')
  const port = Number(parts?.[3])
  const host = parts?.[1] ?? parts?.[2]
  if (host === undefined || !(port >= 1 && port <= 65_535)) throw new WrongUse(`--to ${text ?? ''}`)
  return { host, port }
}

function addressOfPages(text: string): string {
  if (!/^https?:\/\/[^/]+\/?$/.test(text)) throw new WrongUse(`--http ${text}`)
  return text.replace(/\/$/, '')
}

function codesOf(text: string): string[] {
  const codes = text.split(',')
  const unknown = codes.find((code) => !stations.some((station) => station.code === code))
  if (unknown !== undefined) throw new WrongUse(`--stations ${unknown}`)
  return codes
}

function wholeOf(name: string, text: string, least: number, most: number): number {
  const number = numberOf(name, text, least, most)
  if (!Number.isInteger(number)) throw new WrongUse(`${name} ${text}`)
  return number
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (!(number >= least && number <= most)) throw new WrongUse(`${name} ${text}`)
  return number
}
