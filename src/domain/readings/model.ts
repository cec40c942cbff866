export const resolutions = ['realtime', 'minute', 'hour', 'day'] as const
export type Resolution = (typeof resolutions)[number]

/** One value of one device, factor and period. `flag` is the device's own mark; null = the frame carried none. */
export interface Reading {
  deviceId: string
  factor: string
  /** `Rtd` for a sample, `Avg` `Min` `Max` `Cou` for a period (HJ 212-2017, 6.6.2). */
  statistic: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  value: number | null
  flag: string | null
  version: number
  frameSeq: number
  recordedAt: number
}

/** The statistic that stands for the period itself. */
export function mainStatistic(resolution: Resolution): string {
  return resolution === 'realtime' ? 'Rtd' : 'Avg'
}

/** May the value be used? N = normal (HJ 212-2017 table 8); no mark counts as normal until the device's setting says otherwise. */
export function isUsable(reading: { value: number | null; flag: string | null }): boolean {
  return reading.value !== null && (reading.flag === null || reading.flag === 'N')
}

/** Why a frame was kept but not taken. */
export const quarantineReasons = [
  'unknown-device',
  'password-wrong',
  'not-a-data-upload',
  'no-data-time',
  'data-time-in-future',
  'no-values',
  'unreadable',
  'bad-crc',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

/** The values of one frame: `columns[i]` is `code-Statistic`, beside `values[i]` and `flags[i]`. */
export interface FrameReadings {
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  columns: readonly string[]
  values: readonly (number | null)[]
  flags: readonly (string | null)[]
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
}
