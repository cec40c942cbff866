import { canonicalBytes, type JsonValue } from './canonical.ts'
import { sha256 } from './sha256.ts'

export type { JsonValue } from './canonical.ts'

/** What an event is about; `version` is the subject's version after the act, null where the subject has none. */
export interface LedgerSubject {
  type: string
  id: string
  version: number | null
}

/**
 * One event, before it has a place in the chain.
 * Nobody is named: a person is `person:<pseudonym>`, free text and files are `{ id, hash }` of a payload.
 */
export interface LedgerEntry {
  countyId: string
  /** Of the event; the act's own id where an act is recorded. */
  id: string
  kind: string
  /** Of `data` under this kind. */
  schemaVersion: number
  subject: LedgerSubject
  actor: string
  /** When it was done, by the clock of who did it. [epoch ms] */
  actedAt: number
  /** When Weike learned of it, by the domain clock. [epoch ms] */
  receivedAt: number
  data: JsonValue
}

/** An event in its place. Places count from 1, without gaps, per county. */
export interface LedgerEvent extends LedgerEntry {
  seq: number
}

/** What stands before the first event of each county; the county itself is inside every event's bytes. */
export const GENESIS_HASH: Buffer = Buffer.alloc(32)

/** The bytes that are stored and hashed (RFC 8785): the whole event, its county and its place. */
export function eventBytes(event: LedgerEvent): Buffer {
  const { countyId, seq, id, kind, schemaVersion, subject, actor, actedAt, receivedAt, data } = event
  const { type, id: subjectId, version } = subject
  return canonicalBytes({
    countyId,
    seq,
    id,
    kind,
    schemaVersion,
    subject: { type, id: subjectId, version },
    actor,
    actedAt,
    receivedAt,
    data,
  })
}

/** hash = SHA-256(hash of the event before ‖ bytes) */
export function eventHash(previousHash: Buffer, bytes: Buffer): Buffer {
  return sha256(previousHash, bytes)
}

/** Reads stored bytes back; null when they are not exactly what `eventBytes` writes. */
export function readEvent(bytes: Buffer): LedgerEvent | null {
  const value = parseJson(bytes)
  if (!isObject(value) || !isObject(value.subject)) return null
  const { countyId, seq, id, kind, schemaVersion, actor, actedAt, receivedAt, data } = value
  const { type, id: subjectId, version } = value.subject
  if (!isText(countyId) || !isText(id) || !isText(kind) || !isText(actor) || !isText(type) || !isText(subjectId))
    return null
  if (!isCount(seq) || !isCount(schemaVersion) || !isInstant(actedAt) || !isInstant(receivedAt)) return null
  if (version !== null && !isCount(version)) return null
  if (data === undefined) return null
  const subject = { type, id: subjectId, version }
  const event = { countyId, seq, id, kind, schemaVersion, subject, actor, actedAt, receivedAt, data }
  // Anything beyond, twice or in another order makes other bytes.
  return eventBytes(event).equals(bytes) ? event : null
}

function parseJson(bytes: Buffer): JsonValue {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

/** Is it an object of JSON, not an array and not null? */
export function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string'
}

function isCount(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Is it an instant that a calendar can name? [epoch ms; ECMA-262, 21.4.1.1] */
export function isInstant(value: JsonValue | undefined): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) <= 8.64e15
}
