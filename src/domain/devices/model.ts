export const dataTimeNames = ['start', 'end'] as const
export type DataTimeNames = (typeof dataTimeNames)[number]

/** How values come from it: over HJ 212, or by a feed that brings what somebody else has of the station. */
export const deviceKinds = ['hj212', 'feed'] as const
export type DeviceKind = (typeof deviceKinds)[number]

export const bindingSubjects = ['station', 'outlet', 'vehicle', 'machine', 'meter'] as const
export type BindingSubject = (typeof bindingSubjects)[number]

/**
 * How a device differs from the standard and what is expected of it. `usualSettings` suit a device that keeps the standard.
 */
export interface DeviceSettings {
  /** Which edition it speaks; `auto`: as Flag says (a hint only; 2025 must be set here, fact sheet section 8). */
  edition: 'auto' | '2005' | '2017' | '2025'
  /** `tolerant`: any CRC that the field is known to send; `strict`: the standard's alone; `ignore`: none is looked at. */
  crc: 'tolerant' | 'strict' | 'ignore'
  charset: 'auto' | 'utf-8' | 'gbk'
  /** `asked`: answered when the frame asks for it; some loggers wait for answers they do not ask for, others choke on them. */
  answers: 'asked' | 'always' | 'never'
  /** Layout of the answers; `edition`: that of the frame. */
  answerTemplate: 'edition' | '2005' | '2017' | '2025'
  /** Unit in which the device sends a factor, by the standard's code: `{ a34004: 'mg/m³' }`; others come in Weike's unit. */
  units: Readonly<Record<string, string>>
  /** The device's own code → the standard's: `{ PM25: 'a34004' }`. */
  aliases: Readonly<Record<string, string>>
  /** A value without a data mark: taken as normal, or not used. */
  unmarked: 'valid' | 'invalid'
  /** Expected time between real-time data; null: none are expected. [s] */
  realtimeSeconds: number | null
  sendsMinutes: boolean
  sendsHours: boolean
  /** No data are from before this instant. [epoch ms] */
  commissionedAt: number
  /** Are gaps asked for again by Weike itself? */
  recall: boolean
}

export const usualSettings: DeviceSettings = {
  edition: 'auto',
  crc: 'tolerant',
  charset: 'auto',
  answers: 'asked',
  answerTemplate: 'edition',
  units: {},
  aliases: {},
  unmarked: 'valid',
  realtimeSeconds: 60,
  sendsMinutes: true,
  sendsHours: true,
  commissionedAt: 0,
  recall: true,
}

/** A device as the gateway needs it: found by its MN, secrets opened. */
export interface RegisteredDevice {
  countyId: string
  id: string
  mn: string
  name: string
  password: string
  /** One that was sent to it and not confirmed yet: until it is, the device may speak with either. */
  nextPassword: string | null
  /** 16 bytes of SM4 (2025), when the device enciphers. */
  sm4Key: Buffer | null
  dataTimeNames: DataTimeNames
  /** Length of its minute data. [min] */
  minuteInterval: number
  /** The factors expected of it, by the standard's codes. */
  factors: readonly string[]
  settings: DeviceSettings
}

/** What a device measures in a dated period: from `validFrom` (included) until `validTo` (excluded, null = still). [epoch ms] */
export interface Binding {
  deviceId: string
  subjectType: BindingSubject
  subjectId: string
  validFrom: number
  validTo: number | null
}

/** The binding in force at an instant [epoch ms], if any. */
export function bindingAt(bindings: readonly Binding[], instant: number): Binding | undefined {
  return bindings.find((one) => one.validFrom <= instant && (one.validTo === null || instant < one.validTo))
}
