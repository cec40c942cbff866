import { formatCp, parseCp } from './cp.ts'
import { cpTree, isSameTree, itemsOfTree } from './cp-tree.ts'
import { formatFrame, formatSegment, LARGEST_SEGMENT } from './format.ts'
import { createFramer } from './frame.ts'
import {
  type CpItem,
  type Edition,
  editionFlag,
  editionOfFlag,
  FLAG_ANSWER_BIT,
  type Hj212Message,
  type NamedText,
} from './message.ts'
import { parseSegment } from './segment.ts'

/** Why a description cannot be a frame. */
export type Unwritable =
  /** It is no object. */
  | 'no-object'
  /** It has no CN. */
  | 'no-command'
  /** A field is not of its kind. */
  | 'field'
  /** A value of CP is neither text nor number. */
  | 'value'
  /** It would be read as something else: a value holds what separates values. */
  | 'changed'
  /** Four digits cannot say its length. */
  | 'too-long'

export type Written = { ok: true; bytes: Buffer } | { ok: false; reason: Unwritable; detail: string }

/** A description refused on the way, to be caught at the door of this file. */
class Refusal extends Error {
  readonly reason: Unwritable
  readonly detail: string
  constructor(reason: Unwritable, detail: string) {
    super(`${reason} ${detail}`)
    this.reason = reason
    this.detail = detail
  }
}

/** A device's number of parts and place among them fit four digits. */
const MOST_PARTS = 9999

/**
 * The frame of a description such as {@link describeFrame} gives (or a person writes): the reverse of it for every frame
 * that keeps the standard. `cp` is the tree; numbers may stand for texts; `dataTime` counts where `cp` has no DataTime;
 * `cpText` counts where it says the same as `cp`, because it knows which separators stood where. Without `flag`, that of
 * `edition` is taken, with the answer bit; 2005 has none. `ok` and `problems` are not looked at: what comes out has its
 * length, CRC and tail right. What would be read as something else is refused.
 */
export function writeFrame(description: unknown): Written {
  try {
    const message = messageOf(description)
    const length = Buffer.byteLength(formatSegment(message))
    if (length > LARGEST_SEGMENT) return { ok: false, reason: 'too-long', detail: String(length) }
    const bytes = formatFrame(message)
    const changed = changeOf(message, bytes)
    return changed === null ? { ok: true, bytes } : { ok: false, reason: 'changed', detail: changed }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.reason, detail: error.detail }
    throw error
  }
}

type Fields = Readonly<Record<string, unknown>>

function messageOf(description: unknown): Hj212Message {
  if (!isFields(description)) throw new Refusal('no-object', '')
  const cn = textOf(description, 'cn')
  if (cn === '') throw new Refusal('no-command', '')
  const wanted = editionOf(description)
  const flag = flagOf(description, wanted)
  const edition = flag === null ? '2005' : (editionOfFlag(flag) ?? '2017')
  const cp = itemsOf(description)
  const message: Hj212Message = {
    edition,
    qn: textOf(description, 'qn'),
    st: textOf(description, 'st'),
    cn,
    pw: textOf(description, 'pw'),
    mn: textOf(description, 'mn'),
    flag,
    needsAnswer: flag !== null && (flag & FLAG_ANSWER_BIT) !== 0,
    others: othersOf(description),
    cp,
    cpText: formatCp(cp),
    problems: [],
  }
  const pnum = numberOf(description, 'pnum', MOST_PARTS)
  const pno = numberOf(description, 'pno', MOST_PARTS)
  return { ...message, ...(pnum === null ? {} : { pnum }), ...(pno === null ? {} : { pno }) }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field's own value; undefined when the description lacks it or says null. */
function ownValue(fields: Fields, name: string): unknown {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return value === null ? undefined : value
}

function textOf(fields: Fields, name: string): string {
  const value = ownValue(fields, name)
  if (value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw new Refusal('field', name)
}

function numberOf(fields: Fields, name: string, most: number): number | null {
  const value = ownValue(fields, name)
  if (value === undefined) return null
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
    throw new Refusal('field', name)
  return value
}

function editionOf(fields: Fields): Edition {
  const value = ownValue(fields, 'edition')
  if (value === undefined) return '2017'
  if (value === '2005' || value === '2017' || value === '2025') return value
  throw new Refusal('field', 'edition')
}

function flagOf(fields: Fields, edition: Edition): number | null {
  // A description of a frame without Flag says so: null. One that says nothing leaves it to the edition.
  if (Object.hasOwn(fields, 'flag')) return numberOf(fields, 'flag', 255)
  return edition === '2005' ? null : editionFlag(edition) | FLAG_ANSWER_BIT
}

function othersOf(fields: Fields): NamedText[] {
  const value = ownValue(fields, 'others')
  if (value === undefined) return []
  if (!isFields(value)) throw new Refusal('field', 'others')
  return Object.keys(value).map((name) => ({ name, value: textOf(value, name) }))
}

function itemsOf(fields: Fields): CpItem[] {
  const cp = ownValue(fields, 'cp') ?? {}
  if (!isFields(cp)) throw new Refusal('field', 'cp')
  const { items, odd } = itemsOfTree(cp)
  if (odd !== null) throw new Refusal('value', odd)
  const cpText = textOf(fields, 'cpText')
  if (cpText !== '') {
    const exact = parseCp(cpText, () => {})
    if (isSameTree(cpTree(exact), cpTree(items))) return exact
  }
  const dataTime = textOf(fields, 'dataTime')
  const hasDataTime = items.some((item) => item.some(({ name }) => name.toLowerCase() === 'datatime'))
  return dataTime === '' || hasDataTime ? items : [[{ name: 'DataTime', value: dataTime }], ...items]
}

/**
 * The first field that a reader of the frame would find other than it was written, or that holds the mark of a frame's
 * beginning or end, by which other readers than ours may cut it; null when all come back.
 */
function changeOf(message: Hj212Message, frame: Buffer): string | null {
  const events = createFramer().push(frame)
  const [event] = events
  if (events.length !== 1 || event?.kind !== 'frame' || !event.crcOk) return 'frame'
  const parsed = parseSegment(event.segment)
  if (!parsed.ok) return 'cn'
  const read = parsed.message
  const names = ['qn', 'st', 'cn', 'pw', 'mn', 'flag', 'pnum', 'pno'] as const
  const changed = names.find((name) => read[name] !== message[name])
  if (changed !== undefined) return changed
  if (message.cpText.includes('&&') || message.cpText.includes('##') || /[\r\n]/.test(message.cpText)) return 'cp'
  if (JSON.stringify(read.others) !== JSON.stringify(message.others)) return 'others'
  return JSON.stringify(read.cp) === JSON.stringify(message.cp) ? null : 'cp'
}
