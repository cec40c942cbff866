import type { DataTimeNames } from '../../domain/devices/model.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import { compactOf, HOUR_MS } from '../../standards/civil-time.ts'
import type { StationHour } from './hours.ts'

/** The logger that a replay plays. */
export interface ReplayedDevice {
  mn: string
  password: string
  /** What DataTime names in its frames: the start of the hour (HJ 212-2017, table C.24) or its end. */
  dataTimeNames: DataTimeNames
}

/** A logger closes an hour and sends it a few seconds later. [ms] */
const AFTER_THE_HOUR_MS = 5_000

/**
 * Request number of a sending: the hour's own end and some seconds. Each sending has another, also of the same hour.
 * @param serial number of the sending, from 0
 */
export function requestNumber(hourEnd: number, serial: number): string {
  const instant = hourEnd + AFTER_THE_HOUR_MS + (serial % 50_000)
  return compactOf(instant) + String(instant % 1000).padStart(3, '0')
}

/** An hour as a logger of HJ 212-2017 sends it: 2061 of an air station (ST=22), answer wanted, `-Avg` and `-Flag` per factor. */
export function hourFrame(device: ReplayedDevice, hour: StationHour, qn: string): Buffer {
  const dataTime = device.dataTimeNames === 'start' ? hour.hourEnd - HOUR_MS : hour.hourEnd
  const items = [...hour.values].map(([factor, value]) => `${factor}-Avg=${value},${factor}-Flag=N`)
  const cp = [`DataTime=${compactOf(dataTime)}`, ...items].join(';')
  return formatFrame(`QN=${qn};ST=22;CN=2061;PW=${device.password};MN=${device.mn};Flag=5;CP=&&${cp}&&`)
}
