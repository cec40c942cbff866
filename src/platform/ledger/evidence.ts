import { z } from 'zod'
import type { JsonValue } from './model.ts'

/**
 * A county's evidence as a stream of records: what the verifier reads, from the live database or from an export, and what
 * an export holds, one record a line. In this order: header, head, days, events (each telemetry event followed by its
 * frames), stray frames, payloads, subjects, end.
 */
export const EVIDENCE_FORMAT = 'weike-evidence'
export const EVIDENCE_VERSION = 1

const bytesAs = (encoding: 'hex' | 'base64', pattern: RegExp) =>
  z.codec(z.string().regex(pattern), z.instanceof(Buffer), {
    decode: (text) => Buffer.from(text, encoding),
    encode: (bytes) => bytes.toString(encoding),
  })
const hex = bytesAs('hex', /^([0-9a-f]{2})*$/)
const base64 = bytesAs('base64', /^[A-Za-z0-9+/]*={0,2}$/)
const count = z.int().min(0)
const instant = z.int().min(-8.64e15).max(8.64e15)

const header = z.object({
  record: z.literal('header'),
  format: z.literal(EVIDENCE_FORMAT),
  version: z.literal(EVIDENCE_VERSION),
  county: z.string(),
  exportedAt: instant,
  /** Of who exported; believed only as far as somebody else vouches for it. */
  publicKey: base64,
  /** `hashes`: contents were left out. */
  payloads: z.enum(['contents', 'hashes']),
  /** Types of subjects whose states follow. */
  subjects: z.array(z.string()),
  /** The purges, told ahead, so that a frame without bytes can be judged when it comes; each must be in the chain. */
  purges: z.array(z.object({ seq: count, sealedThrough: count, kept: z.array(count) })),
})

const head = z.object({ record: z.literal('head'), seq: count, hash: hex })

const day = z.object({
  record: z.literal('day'),
  day: z.iso.date(),
  seq: count,
  hash: hex,
  publicKey: base64,
  signature: base64,
})

/** `bytes` is the event; the columns beside it are what queries go by, and must say the same. */
const event = z.object({
  record: z.literal('event'),
  seq: count,
  previousHash: hex,
  hash: hex,
  bytes: base64,
  id: z.string(),
  kind: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  recordedAt: instant,
})

const frame = z.object({
  record: z.literal('frame'),
  sealedSeq: count,
  seq: count,
  mn: z.string(),
  dataHour: instant,
  sha256: hex,
  bytes: base64.nullable(),
})

const payload = z.object({
  record: z.literal('payload'),
  id: z.string(),
  hash: hex,
  salt: hex.nullable(),
  text: z.string().nullable(),
  fileSha256: z.string().nullable(),
  erasedAt: instant.nullable(),
  /** What lies in the file store under `fileSha256`; null when nobody looked. */
  file: z.enum(['there', 'missing', 'changed']).nullable(),
})

/** What the tables say of a subject, for the checker of its type. */
const subject = z.object({
  record: z.literal('subject'),
  type: z.string(),
  id: z.string(),
  state: z.custom<JsonValue>((value) => value !== undefined),
})

/** Closes the stream; without it, it was cut. */
const end = z.object({ record: z.literal('end'), records: count })

export const evidenceRecord = z.discriminatedUnion('record', [header, head, day, event, frame, payload, subject, end])

export type EvidenceRecord = z.output<typeof evidenceRecord>
export type HeaderRecord = z.output<typeof header>
export type DayRecord = z.output<typeof day>
export type EventRecord = z.output<typeof event>
export type FrameRecord = z.output<typeof frame>
export type PayloadRecord = z.output<typeof payload>

/** A line of an export that is no record. */
export interface UnreadableRecord {
  record: 'unreadable'
  /** from 1 */
  line: number
}

export type EvidenceSource = AsyncIterable<EvidenceRecord | UnreadableRecord>
