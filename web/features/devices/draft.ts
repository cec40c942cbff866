import { type DataTimeNames, type DeviceSettings, usualSettings } from '../../../src/domain/devices/model.ts'
import type { Device } from '../../api/queries.ts'
import { inputOf, instantOfInput } from '../../time/inputs.ts'

/** A line of a small table, as it is being written. */
export interface Pair {
  /** keeps the line's identity while both sides change */
  key: number
  left: string
  right: string
}

/** What a person has written of a device so far: texts as the fields hold them. */
export interface DeviceDraft {
  mn: string
  /** empty: as it is, or as its frames carry it */
  password: string
  /** 16 characters; empty: as it is */
  sm4Key: string
  /** no longer enciphers, whatever its key was */
  dropsKey: boolean
  name: string
  stationId: string
  dataTimeNames: DataTimeNames
  minuteInterval: string
  factors: readonly string[]
  /** empty: no real-time data are expected [s] */
  realtimeSeconds: string
  /** civil time of Shanghai as a field holds it; empty: since ever */
  commissionedAt: string
  units: readonly Pair[]
  aliases: readonly Pair[]
  settings: Omit<DeviceSettings, 'units' | 'aliases' | 'realtimeSeconds' | 'commissionedAt'>
}

export function pairsOf(record: Readonly<Record<string, string>>): Pair[] {
  return Object.entries(record).map(([left, right], key) => ({ key, left, right }))
}

function recordOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(({ left, right }) => {
      const [from, to] = [left.trim(), right.trim()]
      return from === '' || to === '' ? [] : [[from, to]]
    }),
  )
}

function settingsDraft(settings: DeviceSettings) {
  const { units, aliases, realtimeSeconds, commissionedAt, ...rest } = settings
  return {
    units: pairsOf(units),
    aliases: pairsOf(aliases),
    realtimeSeconds: realtimeSeconds === null ? '' : String(realtimeSeconds),
    commissionedAt: commissionedAt === 0 ? '' : inputOf(commissionedAt),
    settings: rest,
  }
}

/** A device of which nothing is known yet: all as the standard has it. */
export function newDraft(): DeviceDraft {
  return {
    mn: '',
    password: '',
    sm4Key: '',
    dropsKey: false,
    name: '',
    stationId: '',
    dataTimeNames: 'start',
    minuteInterval: '10',
    factors: [],
    ...settingsDraft(usualSettings),
  }
}

export function draftOf(device: Device): DeviceDraft {
  return {
    ...newDraft(),
    mn: device.mn,
    name: device.name,
    stationId: device.boundTo?.type === 'station' ? device.boundTo.id : '',
    dataTimeNames: device.dataTimeNames,
    minuteInterval: String(device.minuteInterval),
    factors: device.factors,
    ...settingsDraft(device.settings),
  }
}

/** What all three acts send: registering, adopting, changing. */
export function describedBy(draft: DeviceDraft) {
  return {
    dataTimeNames: draft.dataTimeNames,
    minuteInterval: Number(draft.minuteInterval),
    factors: [...draft.factors],
    settings: {
      ...draft.settings,
      units: recordOf(draft.units),
      aliases: recordOf(draft.aliases),
      realtimeSeconds: draft.realtimeSeconds === '' ? null : Number(draft.realtimeSeconds),
      commissionedAt: instantOfInput(draft.commissionedAt) ?? 0,
    },
  }
}
