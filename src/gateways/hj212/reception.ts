import { createHash } from 'node:crypto'
import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { FrameReadings, IncomingFrame, QuarantineReason } from '../../domain/readings/model.ts'
import { type DataUpload, dataUploadOf } from '../../protocols/hj212/data.ts'
import type { FrameFound } from '../../protocols/hj212/frame.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { DAY_MS, HOUR_MS, hourEndingAt, MINUTE_MS } from '../../standards/civil-time.ts'

/** DataTime may be this much ahead of the domain clock; what is later is kept in quarantine. [ms] */
export const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS

/** A frame read as far as it can be, before the device is looked up. */
export interface ReadFrame {
  frame: FrameFound
  message: Hj212Message | null
  upload: DataUpload | null
}

/** Reads a frame; a segment that cannot be read at all has no message. */
export function readFrame(frame: FrameFound): ReadFrame {
  const parsed = parseSegment(frame.segment)
  const message = parsed.ok ? parsed.message : null
  return { frame, message, upload: message === null ? null : dataUploadOf(message) }
}

/**
 * What becomes of a frame: stored with its values, or kept in quarantine with the reason. Pure; nothing is ever dropped.
 * @param device the one registered under the frame's MN, if any
 * @param listenerCountyId whose quarantine an unknown device falls into
 * @param now domain clock [epoch ms]
 */
export function receive(
  read: ReadFrame,
  device: RegisteredDevice | undefined,
  listenerCountyId: string,
  now: number,
): IncomingFrame {
  const { frame, message, upload } = read
  const kept = {
    countyId: device?.countyId ?? listenerCountyId,
    mn: message?.mn ?? '',
    deviceId: null,
    receivedAt: now,
    dataHour: hourEndingAt(now),
    cn: message?.cn ?? '',
    qn: message?.qn ?? '',
    dataTime: upload?.dataTimeText ?? '',
    bytes: frame.bytes,
    readings: null,
  }
  if (!frame.crcOk) return { ...kept, disposition: 'bad-crc', reason: 'bad-crc', identity: identityOf(read, 'bad-crc') }
  const reason = quarantineReason(read, device, now)
  if (reason !== null || device === undefined || upload?.dataTime == null) {
    const identity = identityOf(read, 'quarantined')
    return { ...kept, disposition: 'quarantined', reason: reason ?? 'unreadable', identity }
  }
  const readings = readingsOf(device, upload, upload.dataTime)
  return {
    ...kept,
    deviceId: device.id,
    dataHour: hourEndingAt(readings.periodEnd),
    disposition: 'stored',
    reason: null,
    identity: identityOf(read, 'stored'),
    readings,
  }
}

function quarantineReason(
  { message, upload }: ReadFrame,
  device: RegisteredDevice | undefined,
  now: number,
): QuarantineReason | null {
  if (message === null) return 'unreadable'
  if (device === undefined) return 'unknown-device'
  if (message.pw !== device.password) return 'password-wrong'
  if (upload === null) return 'not-a-data-upload'
  if (upload.dataTime === null) return 'no-data-time'
  if (upload.dataTime > now + FUTURE_TOLERANCE_MS) return 'data-time-in-future'
  if (!upload.factors.some((factor) => factor.values.length > 0)) return 'no-values'
  return null
}

/**
 * What makes two frames the same: MN, CN, DataTime and CP. A logger that got no answer sends the same data again under a
 * new QN; that must not count twice. A frame that cannot be trusted or read is the same only when its bytes are. What became
 * of it is part of it: data that was once kept in quarantine may still come in when its device is registered.
 */
function identityOf({ frame, message, upload }: ReadFrame, disposition: IncomingFrame['disposition']): Buffer {
  const hash = createHash('sha256').update(`${disposition}\n`)
  if (!frame.crcOk || message === null || upload === null) return hash.update(frame.bytes).digest()
  return hash.update(`${message.mn}\n${message.cn}\n${upload.dataTimeText}\n${message.cpText}`).digest()
}

/** The values of an upload in the order in which it named them, and the period that they stand for. */
function readingsOf(device: RegisteredDevice, upload: DataUpload, dataTime: number): FrameReadings {
  const columns: string[] = []
  const values: (number | null)[] = []
  const flags: (string | null)[] = []
  for (const factor of upload.factors) {
    for (const { suffix, value } of factor.values) {
      columns.push(`${factor.code}-${suffix}`)
      values.push(value)
      flags.push(factor.flag)
    }
  }
  const length = periodLength(device, upload.resolution)
  const startsAt = device.dataTimeNames === 'start' ? dataTime : dataTime - length
  return {
    deviceId: device.id,
    resolution: upload.resolution,
    periodStart: startsAt,
    periodEnd: startsAt + length,
    columns,
    values,
    flags,
  }
}

/** Length of the period that a value stands for [ms]; a sample is an instant. */
function periodLength(device: RegisteredDevice, resolution: DataUpload['resolution']): number {
  if (resolution === 'minute') return device.minuteInterval * MINUTE_MS
  if (resolution === 'hour') return HOUR_MS
  return resolution === 'day' ? DAY_MS : 0
}
