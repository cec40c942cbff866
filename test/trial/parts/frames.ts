/**
 * What the loggers of a trial send: known beforehand, frame by frame, and written without the code under test.
 * Frame `index` of a device has DataTime `firstDataTime` + index seconds.
 */

export interface TrialDevice {
  /** 0, 1, 2 …: its values differ from those of the others. */
  place: number
  mn: string
  password: string
  firstDataTime: number
}

export const factors = [
  'a34004',
  'a34002',
  'a21026',
  'a21004',
  'a21005',
  'a05024',
  'a01001',
  'a01002',
  'a01006',
  'a01007',
] as const

/** The rule of the trials: real-time PM2.5 over this. [µg/m³] */
export const THRESHOLD = 75

/** Of so many frames in a row the first three are over the threshold; they make one alert. */
export const EPISODE_FRAMES = 40
const EXCEEDING_FRAMES = 3
/** Longer than the gaps within an episode, shorter than those between two. [ms] */
export const GROUP_WINDOW_MS = 5_000

export function trialDevices(count: number, firstDataTime: number): TrialDevice[] {
  return Array.from({ length: count }, (_, place) => ({
    place,
    mn: `4399010A0000000000TR${String(place).padStart(4, '0')}`,
    password: String(100_000 + place),
    firstDataTime,
  }))
}

export function exceeds(index: number): boolean {
  return index % EPISODE_FRAMES < EXCEEDING_FRAMES
}

/** Value of a factor, with one decimal; the first factor is the one with the rule. */
export function sentValue(device: TrialDevice, index: number, factor: number): number {
  if (factor === 0) return ((exceeds(index) ? 800 : 100) + ((index * 7 + device.place * 31) % 600)) / 10
  return ((index * 13 + device.place * 29 + factor * 101) % 900) / 10
}

export function dataTimeOf(device: TrialDevice, index: number): number {
  return device.firstDataTime + index * 1000
}

/** `YYYYMMDDhhmmss` of the civil time. */
export function stamp(instant: number): string {
  return new Date(instant + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** Inverse of {@link dataTimeOf} over {@link stamp}; NaN for what no frame of the device carries. */
export function indexOfStamp(device: TrialDevice, text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (parts === null) return Number.NaN
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const index = (Date.UTC(year, month - 1, day, hour - 8, minute, second) - device.firstDataTime) / 1000
  return Number.isInteger(index) && index >= 0 ? index : Number.NaN
}

/** A whole frame (CN 2011, answer wanted). @param qn 17 digits; another one when it is sent again */
export function frameOf(device: TrialDevice, index: number, qn: string): Buffer {
  const values = factors.map((code, factor) => `${code}-Rtd=${sentValue(device, index, factor)},${code}-Flag=N`)
  const cp = `DataTime=${stamp(dataTimeOf(device, index))};${values.join(';')}`
  return framed(`QN=${qn};ST=22;CN=2011;PW=${device.password};MN=${device.mn};Flag=5;CP=&&${cp}&&`)
}

/** A segment of ASCII with its head, its CRC and CR LF (HJ 212-2017, annex A). */
export function framed(segment: string): Buffer {
  const crc = crc16(Buffer.from(segment, 'latin1')).toString(16).toUpperCase().padStart(4, '0')
  return Buffer.from(`##${String(segment.length).padStart(4, '0')}${segment}${crc}\r\n`, 'latin1')
}

const steps = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte
  for (let step = 0; step < 8; step++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1
  return register
})

function crc16(bytes: Buffer): number {
  let register = 0xffff
  for (const byte of bytes) register = steps[(register >> 8) ^ byte] ?? 0
  return register
}
