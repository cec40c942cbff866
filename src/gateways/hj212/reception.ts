import type { RegisteredDevice } from '../../domain/devices/model.ts'
import { usualSettings } from '../../domain/devices/model.ts'
import type { FrameEvent, FrameReadings, IncomingFrame, QuarantineReason } from '../../domain/readings/model.ts'
import { type RulesOf, usualRulesOf } from '../../domain/readings/service.ts'
import type { IdMaker } from '../../platform/identity.ts'
import { decipherFrame } from '../../protocols/hj212/cipher.ts'
import { commandOf } from '../../protocols/hj212/commands.ts'
import { judgeCrc } from '../../protocols/hj212/crc-policy.ts'
import { type DataUpload, dataUploadOf, resolutionOfCommand } from '../../protocols/hj212/data.ts'
import { eventOf } from '../../protocols/hj212/events.ts'
import type { FrameFound } from '../../protocols/hj212/frame.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { hourEndingAt, instantOfCompact, MINUTE_MS } from '../../standards/civil-time.ts'
import { identityOf } from './identity.ts'
import { readingsOf } from './values.ts'

/** DataTime may be this much ahead of the domain clock; what is later is kept in quarantine. [ms] */
export const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS

/**
 * No data are from before HJ/T 212-2005 was in force: a clock without its battery begins in 1970, 1980 or 2000, and each month of
 * such a time would be a part of the table of its own. [epoch ms]
 */
export const OLDEST_DATA_TIME = Date.parse('2006-02-01T00:00:00+08:00')

/** Longest texts of a frame that are looked for and counted by; real ones are shorter. What is cut is whole in the bytes. */
const MOST_MN = 40
const MOST_TEXT = 40

/** A frame read as far as it can be before its device is known: the device's name stands inside. */
export interface ReadFrame {
  frame: FrameFound
  message: Hj212Message | null
}

/** Reads a frame; a segment that cannot be read at all has no message. */
export function readFrame(frame: FrameFound): ReadFrame {
  const parsed = parseSegment(frame.segment)
  return { frame, message: parsed.ok ? parsed.message : null }
}

/** What a frame meets. */
export interface Circumstances {
  /** The device that is registered under its MN; of an answer without one (2005), the device of the connection. */
  device: RegisteredDevice | undefined
  /** Whether that device has proved by its password that the connection is its own. */
  isOwnLine: boolean
  /** Whose quarantine an unknown device falls into. */
  listenerCountyId: string
  /** Domain clock. [epoch ms] */
  now: number
  /** Names the event that a frame tells. */
  ids: IdMaker
  /** What the values of a county are judged by; left out: what is usual. */
  rulesOf?: RulesOf | undefined
  /** Number of the frame in quarantine that is taken up; null: it comes from the network. */
  replays: number | null
}

/** What became of a frame. */
export interface Reception {
  incoming: IncomingFrame
  /** As its device means it; null: it cannot be read. Of data the CP holds DataTime alone: the rest is in `incoming`. */
  message: Hj212Message | null
  /** Null: it is no upload of data. */
  dataTimeText: string | null
  /** Whether its MN is that of a registered device, proved or not. */
  isRegistered: boolean
  /** The device, when the frame proves to be its own word. */
  speaker: RegisteredDevice | null
  /** Whether the CRC is right by the device's setting: a frame whose CRC is wrong is kept and not answered. */
  isSound: boolean
  /** QN minus arrival; null: the frame's QN does not tell the device's clock. [ms] */
  offsetMs: number | null
  /** Codes of all that was wrong with it: what had to be tolerated, and why it was kept. */
  errors: readonly string[]
}

/**
 * What becomes of a frame: stored with its values or with what it tells of its device, or kept in quarantine with the
 * reason. Pure but for the id of an event; nothing is ever dropped.
 */
export function receive(read: ReadFrame, circumstances: Circumstances): Reception {
  const { device, listenerCountyId, now, ids, replays, rulesOf = usualRulesOf } = circumstances
  const { frame, message } = device === undefined ? read : readAs(device, read)
  const settings = device?.settings ?? usualSettings
  // An enciphered frame without its key: nobody can say whether its CRC is wrong.
  const isSealed = frame.crcKind === 'enciphered'
  const isSound = isSealed || judgeCrc(frame, settings.crc)
  const isOwn = isSound && device !== undefined && message !== null && isOwnWord(message, device, circumstances)
  const isReadable = isSound && !isSealed && message !== null
  const upload = isReadable ? dataUploadOf(message) : null
  const readings =
    isOwn && upload?.dataTime != null
      ? readingsOf(device, message, upload, upload.dataTime, rulesOf(device.countyId).rules)
      : null
  const event = isOwn && isReadable && upload === null ? eventOf(message) : null
  const reason = isSound ? reasonToKeep({ message, device, isOwn, isSealed, upload, readings, event, now }) : 'bad-crc'
  const disposition = reason === null ? 'stored' : reason === 'bad-crc' ? 'bad-crc' : 'quarantined'
  const incoming: IncomingFrame = {
    countyId: device?.countyId ?? listenerCountyId,
    mn: device?.mn ?? (message?.mn ?? '').slice(0, MOST_MN),
    deviceId: reason === null ? (device?.id ?? null) : null,
    receivedAt: now,
    dataHour: hourEndingAt(reason === null && readings !== null ? readings.periodEnd : now),
    cn: (message?.cn ?? '').slice(0, MOST_TEXT),
    qn: (message?.qn ?? '').slice(0, MOST_TEXT),
    dataTime: (upload?.dataTimeText ?? '').slice(0, MOST_TEXT),
    bytes: frame.bytes,
    identity: identityOf({ frame, message: isReadable ? message : null, upload, disposition, now }),
    disposition,
    reason,
    readings: reason === null ? readings : null,
    event: reason === null && event !== null ? { ...event, id: ids.next() } : null,
    replays,
  }
  return {
    incoming,
    message: message === null || upload === null ? message : withoutData(message, upload),
    dataTimeText: upload?.dataTimeText ?? null,
    isRegistered: device !== undefined,
    speaker: isOwn ? device : null,
    isSound,
    offsetMs: isOwn && isReadable && replays === null ? offsetOf(message, now) : null,
    errors: errorsOf(frame, message, reason),
  }
}

/** Thousands of frames wait for the disk at once under load; the pairs of their values would be most of what they hold. */
function withoutData(message: Hj212Message, { dataTimeText }: DataUpload): Hj212Message {
  return { ...message, cp: [[{ name: 'DataTime', value: dataTimeText }]] }
}

/** The frame as its device means it: deciphered with its key, read in its edition and charset. */
function readAs(device: RegisteredDevice, read: ReadFrame): ReadFrame {
  const { edition, charset } = device.settings
  const deciphered = device.sm4Key === null ? null : decipherFrame(read.frame, device.sm4Key)
  if (deciphered === null && edition === 'auto' && charset === 'auto') return read
  const frame = deciphered ?? read.frame
  const parsed = parseSegment(frame.segment, { edition, charset })
  return { frame, message: parsed.ok ? parsed.message : null }
}

/**
 * Whether a message is the device's own: it carries the password. Answers need none on a connection that has proved to be
 * the device's: those of 2005 have no PW, and that to a new password may carry either.
 */
function isOwnWord(message: Hj212Message, device: RegisteredDevice, { isOwnLine }: Circumstances): boolean {
  if (message.pw === device.password || (device.nextPassword !== null && message.pw === device.nextPassword))
    return true
  return isOwnLine && commandOf(message.cn, message.edition)?.kind === 'answer'
}

interface Found {
  message: Hj212Message | null
  device: RegisteredDevice | undefined
  isOwn: boolean
  isSealed: boolean
  upload: DataUpload | null
  readings: FrameReadings | null
  event: FrameEvent | null
  now: number
}

function reasonToKeep({
  message,
  device,
  isOwn,
  isSealed,
  upload,
  readings,
  event,
  now,
}: Found): QuarantineReason | null {
  if (message === null) return 'unreadable'
  if (device === undefined) return 'unknown-device'
  if (!isOwn) return 'password-wrong'
  if (isSealed) return 'not-understood'
  if (event !== null) return null
  if (upload === null) return resolutionOfCommand.has(message.cn) ? 'no-values' : 'not-understood'
  if (upload.dataTime === null || readings === null) return 'no-data-time'
  if (upload.dataTime > now + FUTURE_TOLERANCE_MS) return 'data-time-in-future'
  const { commissionedAt } = device.settings
  if (readings.periodStart < Math.max(commissionedAt, OLDEST_DATA_TIME)) {
    return commissionedAt > OLDEST_DATA_TIME ? 'data-time-before-commissioning' : 'data-time-too-old'
  }
  return readings.columns.length === 0 ? 'no-values' : null
}

/** What a device says of its own accord carries its clock in QN; an answer to the centre carries the centre's. */
function offsetOf(message: Hj212Message, now: number): number | null {
  const { qn, cn, edition } = message
  if (qn.length !== 17 || !(cn.startsWith('2') || commandOf(cn, edition)?.kind === 'notice')) return null
  const second = instantOfCompact(qn)
  return second === null ? null : second + Number(qn.slice(14)) - now
}

function errorsOf(frame: FrameFound, message: Hj212Message | null, reason: QuarantineReason | null): readonly string[] {
  const problems = message?.problems ?? []
  if (problems.length === 0 && reason === null) return frame.problems
  const errors: string[] = [...frame.problems, ...problems.map(({ code }) => code)]
  if (reason !== null) errors.push(reason)
  return errors
}
