export const resolutions = ['realtime', 'minute', 'hour', 'day', 'month', 'year'] as const
export type Resolution = (typeof resolutions)[number]

/** What a device itself sends (2011, 2051, 2061, 2031). */
export const sentResolutions = ['realtime', 'minute', 'hour', 'day'] as const

/**
 * Where a layer of values comes from. Layers of one device, resolution and period lie over each other, each a version;
 * nothing is overwritten. See `effective` in layers.ts for what stands in the end. `feed` is what an interface or a file of
 * somebody else said in real time, `reviewed` what it said after review (审核后).
 */
export const sources = ['frame', 'import', 'feed', 'reviewed', 'rollup', 'quality', 'correction'] as const
export type Source = (typeof sources)[number]

/** May a value be used? `suspect` ones are until somebody has judged them; `invalid` and `insufficient` ones are not. */
export const qualities = ['valid', 'suspect', 'invalid', 'insufficient'] as const
export type Quality = (typeof qualities)[number]

/** One value of one device, factor and period. `flag` is the device's own mark; null = the frame carried none. */
export interface Reading {
  deviceId: string
  factor: string
  /** `Rtd` for a sample, `Avg` `Min` `Max` `Cou` for a period (HJ 212-2017, 6.6.2), `Mda8` for a day's ozone. */
  statistic: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  /** In Weike's unit of the factor (standards/factors). */
  value: number | null
  flag: string | null
  quality: Quality
  /** Why the quality is what it is: a code of validity.ts; null for `valid`. */
  reason: string | null
  source: Source
  version: number
  /** Number of the change that brought it; of a frame's layer it is the frame's number. */
  seq: number
  recordedAt: number
}

/** Periods of a device in a row, by the ends of the first and the last. [epoch ms] */
export interface PeriodSpan {
  deviceId: string
  firstEnd: number
  lastEnd: number
}

export interface SpansQuery {
  resolution: Resolution
  spans: readonly PeriodSpan[]
  uncorrected: boolean
}

/** The statistic that stands for the period itself. */
export function mainStatistic(resolution: Resolution): string {
  return resolution === 'realtime' ? 'Rtd' : 'Avg'
}

/** May the value be used, in a rule, a mean, a chart's line? Suspect values may until somebody has judged them. */
export function isUsable(reading: { value: number | null; quality: Quality }): boolean {
  return reading.value !== null && (reading.quality === 'valid' || reading.quality === 'suspect')
}

/** Why a frame was kept but not taken. */
export const quarantineReasons = [
  'unknown-device',
  'password-wrong',
  'not-understood',
  'no-data-time',
  'data-time-in-future',
  'data-time-before-commissioning',
  'data-time-too-old',
  'no-values',
  'unreadable',
  'bad-crc',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

/** The values of one frame: `columns[i]` is `code-Statistic`, beside `values[i]`, `flags[i]` and `qualities[i]`. */
export interface FrameReadings {
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  columns: readonly string[]
  /** In Weike's units. */
  values: readonly (number | null)[]
  flags: readonly (string | null)[]
  /** Reason codes of validity.ts, as far as one frame alone can tell; null = valid. */
  qualities: readonly (string | null)[]
}

/** What a frame tells of its device besides values: switched on, state, parameters, log (2081, 2021, 3020 …). */
export interface FrameEvent {
  kind: string
  data: Readonly<Record<string, string>>
}

/** A frame as it came, ready to be made durable. */
export interface IncomingFrame {
  countyId: string
  mn: string
  deviceId: string | null
  receivedAt: number
  /** End of the civil hour that the frame's data belong to. [epoch ms] */
  dataHour: number
  cn: string
  qn: string
  dataTime: string
  bytes: Buffer
  /** What makes two frames the same: MN, CN, DataTime and CP, or the bytes when they could not be read. */
  identity: Buffer
  disposition: 'stored' | 'quarantined' | 'bad-crc'
  reason: QuarantineReason | null
  readings: FrameReadings | null
  /** Written in the same transaction; its id is made by the caller, so that the store makes none. */
  event: (FrameEvent & { id: string }) | null
  /** Number of the quarantined frame that this one takes up, if it does. */
  replays: number | null
}
