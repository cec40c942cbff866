import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import type { NoisyLimits } from '../domain/alerts/model.ts'
import { defaultRetention, type Retention } from '../domain/readings/retention.ts'
import {
  laidOver,
  misplacedNumber,
  type SettableNumber,
  settableNumbers,
  type ValiditySettings,
} from '../domain/readings/validity-settings.ts'
import { type CircleRadii, type StationLevel, stationLevels } from '../domain/stations/model.ts'
import { isNetwork } from '../gateways/hj212/allow-list.ts'
import { type GatewayLimits, usualLimits } from '../gateways/hj212/limits.ts'
import type { TlsSettings } from '../gateways/hj212/tls.ts'
import type { Language } from '../platform/i18n.ts'
import { Problem } from '../platform/problem.ts'

/** What an operator may set beyond the options of `weike serve`: the file `weike.json` in the data directory. */
export interface Settings {
  hj212: {
    limits: GatewayLimits
    /** Addresses and networks that may connect; none: everybody. */
    allow: readonly string[]
    /** Null: no TLS. Paths are absolute. */
    tls: TlsSettings | null
  }
  /** How many whole months of readings are kept, by resolution; what is left out is kept for ever, as days, months and years are. */
  retention: Retention
  /** Files that are brought in over HTTP. [MiB] */
  imports: { fileMegabytes: number }
  feeds: {
    /** May feeds ask this machine itself and its link? Private networks they may always. */
    allowPrivate: boolean
    /** Folders under which feeds may look; none: no feed looks into a folder. Absolute. */
    folders: readonly string[]
    /** Largest document of an interface or file of a folder. */
    documentMegabytes: number
  }
  /** Numbers of the checks that are a county's own: of all counties of the installation, and of one by its code. */
  validity: { ofAll: ValiditySettings; counties: Readonly<Record<string, ValiditySettings>> }
  /** By which stations the areas of a county are evaluated, by its code: those of the first of these levels that there is. */
  evaluation: Readonly<Record<string, readonly StationLevel[]>>
  /** What the rules of alerts go by: of all counties of the installation, and of one by its code. */
  alerts: { ofAll: AlertSettings; counties: Readonly<Record<string, AlertSettings>> }
}

/** What is left out is as usual. */
export interface AlertSettings {
  /** Outer edges of the circles around a national-control station. [km] */
  circlesKm?: CircleRadii | undefined
  /** From when on a rule is called noisy. */
  noisy?: Partial<NoisyLimits> | undefined
}

/** Bounds of each limit, both included. Below the least the gateway would refuse devices that keep the standard. */
const limitBounds: Readonly<Record<keyof GatewayLimits, readonly [least: number, most: number]>> = {
  frameBytes: [1_100, 1_048_576],
  framesPerSecondPerConnection: [1, 1_000_000],
  framesPerSecondPerDevice: [1, 1_000_000],
  connections: [1, 100_000],
  connectionsPerAddress: [1, 100_000],
  connectionsPerDevice: [1, 1_000],
  idleSeconds: [60, 604_800],
  firstFrameSeconds: [10, 86_400],
  halfFrameSeconds: [5, 3_600],
  unreadAnswersSeconds: [5, 3_600],
  pendingFramesPerConnection: [1, 100_000],
  pendingBytes: [65_536, 1_073_741_824],
}

function limit(name: keyof GatewayLimits) {
  const [least, most] = limitBounds[name]
  return z.int().min(least).max(most).default(usualLimits[name])
}

const limits = z.strictObject({
  frameBytes: limit('frameBytes'),
  framesPerSecondPerConnection: limit('framesPerSecondPerConnection'),
  framesPerSecondPerDevice: limit('framesPerSecondPerDevice'),
  connections: limit('connections'),
  connectionsPerAddress: limit('connectionsPerAddress'),
  connectionsPerDevice: limit('connectionsPerDevice'),
  idleSeconds: limit('idleSeconds'),
  firstFrameSeconds: limit('firstFrameSeconds'),
  halfFrameSeconds: limit('halfFrameSeconds'),
  unreadAnswersSeconds: limit('unreadAnswersSeconds'),
  pendingFramesPerConnection: limit('pendingFramesPerConnection'),
  pendingBytes: limit('pendingBytes'),
}) satisfies z.ZodType<GatewayLimits>

/** Null: for ever. */
const months = (usual: number | undefined) =>
  z
    .int()
    .min(1)
    .max(1_200)
    .nullable()
    .default(usual ?? null)

/** The numbers that may be set, by rule, factor and name. */
const validity = z
  .strictObject(
    nested(settableNumbers, 'rule', (ofRule) =>
      z.strictObject(
        nested(ofRule, 'factor', (ofFactor) => z.strictObject(nested(ofFactor, 'name', ([one]) => numberOf(one)))),
      ),
    ),
  )
  .prefault({})

/** One optional member for each value that `by` has in the numbers. */
function nested<T extends z.ZodType>(
  numbers: readonly SettableNumber[],
  by: 'rule' | 'factor' | 'name',
  schemaOf: (some: readonly [SettableNumber, ...SettableNumber[]]) => T,
): Record<string, z.ZodOptional<T>> {
  const groups = Map.groupBy(numbers, (one) => one[by])
  return Object.fromEntries(
    [...groups].flatMap(([name, [first, ...others]]) =>
      first === undefined ? [] : [[name, schemaOf([first, ...others]).optional()] as const],
    ),
  )
}

function numberOf({ least, most, isWhole, mayBeNull }: SettableNumber) {
  const number = (isWhole ? z.int() : z.number()).min(least).max(most)
  return mayBeNull ? number.nullable() : number
}

const circleKm = z.number().min(0.1).max(100).optional()

const alerts = z
  .strictObject({
    circlesKm: z.strictObject({ core: circleKm, key: circleKm, radiation: circleKm }).optional(),
    noisy: z
      .strictObject({ verified: z.int().min(1).max(10_000).optional(), share: z.number().min(0).max(1).optional() })
      .optional(),
  })
  .prefault({}) satisfies z.ZodType<AlertSettings>

/** A year of every station of a province is less. [MiB] */
const USUAL_FILE_MEGABYTES = 200

const evaluation = z.strictObject({ stations: z.array(z.enum(stationLevels)).min(1).optional() }).prefault({})
/** A day of every station of a province is less. [MiB] */
const USUAL_DOCUMENT_MEGABYTES = 20

const settingsSchema = z.strictObject({
  validity,
  alerts,
  counties: z.record(z.string(), z.strictObject({ validity, alerts, evaluation })).default({}),
  hj212: z
    .strictObject({
      limits: limits.prefault({}),
      allow: z.array(z.string().refine(isNetwork)).default([]),
      tls: z
        .strictObject({ port: z.int().min(0).max(65_535), cert: z.string().min(1), key: z.string().min(1) })
        .nullable()
        .default(null),
    })
    .prefault({}),
  imports: z.strictObject({ fileMegabytes: z.int().min(1).max(4_096).default(USUAL_FILE_MEGABYTES) }).prefault({}),
  feeds: z
    .strictObject({
      allowPrivate: z.boolean().default(false),
      folders: z.array(z.string().min(1)).default([]),
      documentMegabytes: z.int().min(1).max(200).default(USUAL_DOCUMENT_MEGABYTES),
    })
    .prefault({}),
  retention: z
    .strictObject({
      realtimeMonths: months(defaultRetention.realtime),
      minuteMonths: months(defaultRetention.minute),
      hourMonths: months(defaultRetention.hour),
    })
    .prefault({}),
})

export const usualSettings: Settings = settingsOf(settingsSchema.parse({}), '')

const zodWords = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError }

export const settingsFile = (dataDir: string) => join(dataDir, 'weike.json')

/**
 * Reads the settings of a data directory; the usual ones where there is no file or it says nothing.
 * @param language of the words in which a file that is wrong is explained
 * @throws Problem `settings-wrong`, naming the file, the key and what is expected of it
 */
export async function readSettings(dataDir: string, language: Language): Promise<Settings> {
  const file = settingsFile(dataDir)
  const text = await textOf(file)
  if (text === null) return usualSettings
  const parsed = settingsSchema.safeParse(jsonOf(text, file), { error: zodWords[language] })
  if (!parsed.success) {
    const [first] = parsed.error.issues
    const key = first?.path.join('.') || 'weike.json'
    const reason = first?.code === 'custom' ? { reason: 'network' } : {}
    throw wrong(file, key, first?.message ?? '', reason)
  }
  const settings = settingsOf(parsed.data, dataDir)
  refuseMisplaced(settings.validity, file)
  return settings
}

/** Limits of a factor stand in order, also where a county says one of them and all counties the other. */
function refuseMisplaced({ ofAll, counties }: Settings['validity'], file: string): void {
  const every = [['', ofAll], ...Object.entries(counties)] as const
  for (const [code, own] of every) {
    const place = misplacedNumber(code === '' ? own : laidOver(ofAll, own))
    if (place === null) continue
    const [rule, factor, name] = place
    const isOwn = code !== '' && own[rule]?.[factor]?.[name] !== undefined
    const key = [...(isOwn ? ['counties', code] : []), 'validity', ...place].join('.')
    throw wrong(file, key, '', { reason: 'order' })
  }
}

function settingsOf(
  { hj212, imports, feeds, retention, validity, alerts: ofAlerts, counties }: z.output<typeof settingsSchema>,
  dataDir: string,
): Settings {
  const { realtimeMonths, minuteMonths, hourMonths } = retention
  return {
    imports,
    feeds: { ...feeds, folders: feeds.folders.map((path) => (isAbsolute(path) ? path : join(dataDir, path))) },
    hj212: { ...hj212, tls: hj212.tls === null ? null : withAbsolutePaths(hj212.tls, dataDir) },
    retention: {
      ...(realtimeMonths === null ? {} : { realtime: realtimeMonths }),
      ...(minuteMonths === null ? {} : { minute: minuteMonths }),
      ...(hourMonths === null ? {} : { hour: hourMonths }),
    },
    validity: {
      ofAll: validity,
      counties: Object.fromEntries(Object.entries(counties).map(([code, own]) => [code, own.validity])),
    },
    evaluation: Object.fromEntries(
      Object.entries(counties).flatMap(([code, { evaluation: own }]) =>
        own.stations === undefined ? [] : [[code, own.stations]],
      ),
    ),
    alerts: {
      ofAll: ofAlerts,
      counties: Object.fromEntries(Object.entries(counties).map(([code, own]) => [code, own.alerts])),
    },
  }
}

/** Files that are named relatively lie in the data directory, wherever Weike was started. */
function withAbsolutePaths(tls: TlsSettings, directory: string): TlsSettings {
  const absolute = (path: string) => (isAbsolute(path) ? path : join(directory, path))
  return { ...tls, cert: absolute(tls.cert), key: absolute(tls.key) }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw wrong(file, 'weike.json', messageOf(error))
  }
}

function jsonOf(text: string, file: string): unknown {
  try {
    // Editors of some systems begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw wrong(file, 'JSON', messageOf(error))
  }
}

function wrong(file: string, key: string, explanation: string, more: { reason?: string } = {}): Problem {
  return new Problem('settings-wrong', { params: { file, key, explanation, ...more } })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
