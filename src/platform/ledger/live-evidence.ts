import type { ControlledTransaction, Kysely } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'
import type { FileStore } from '../files.ts'
import {
  EVIDENCE_FORMAT,
  EVIDENCE_VERSION,
  type EventRecord,
  type EvidenceRecord,
  type PayloadRecord,
} from './evidence.ts'
import { lockToRead } from './evidence-lock.ts'
import type { FrameArchive } from './frame-archive.ts'
import { framesByEvent } from './live-frames.ts'
import { readEvent } from './model.ts'
import { purgesOf } from './purge.ts'
import { sha256 } from './sha256.ts'
import type { SubjectChecker } from './subjects.ts'
import { readSeal, type TelemetrySeal } from './telemetry.ts'

export interface EvidenceDeps {
  db: Kysely<WeikeTables>
  archive: FrameArchive
  files: FileStore
  checkers: readonly SubjectChecker[]
}

export interface EvidenceOptions {
  countyId: string
  /** Wall or domain clock, as the caller likes; only told. [epoch ms] */
  at: number
  /** SPKI DER of this installation. */
  publicKey: Buffer
  /** Texts of payloads are personal: an export has them only when asked. */
  withPayloads: boolean
}

const ROWS_AT_ONCE = 1000

/**
 * Reads a county's evidence from the database: the ledger, its payloads and subjects as they were at one moment; the frames
 * as they are, which may be later, since readings share no transaction with anything.
 * Frames that an event holds but that are not marked yet (a crash, or a pass under way) count as that event's.
 */
export async function* liveEvidence(deps: EvidenceDeps, options: EvidenceOptions): AsyncGenerator<EvidenceRecord> {
  let records = 0
  for await (const record of contentOf(deps, options)) {
    records += 1
    yield record
  }
  yield { record: 'end', records: records + 1 }
}

async function* contentOf(deps: EvidenceDeps, options: EvidenceOptions): AsyncGenerator<EvidenceRecord> {
  const lock = await lockToRead(deps.db, options.countyId)
  try {
    const snapshot = await deps.db
      .startTransaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute()
    try {
      yield* ledgerIn(snapshot, deps, options)
      yield* payloadsIn(snapshot, deps.files, options)
      yield* subjectsIn(snapshot, deps.checkers, options.countyId)
    } finally {
      await snapshot.rollback().execute()
    }
  } finally {
    await lock.release()
  }
}

type Snapshot = ControlledTransaction<WeikeTables>

async function* ledgerIn(
  snapshot: Snapshot,
  deps: EvidenceDeps,
  options: EvidenceOptions,
): AsyncGenerator<EvidenceRecord> {
  const { countyId, at, publicKey, withPayloads } = options
  const purges = await purgesOf(snapshot, countyId)
  yield {
    record: 'header',
    format: EVIDENCE_FORMAT,
    version: EVIDENCE_VERSION,
    county: countyId,
    exportedAt: at,
    publicKey,
    payloads: withPayloads ? 'contents' : 'hashes',
    subjects: deps.checkers.map((checker) => checker.type),
    purges: purges.map(({ seq, purge }) => ({ seq, sealedThrough: purge.sealedThrough, kept: purge.kept })),
  }
  const head = await headOf(snapshot, countyId)
  if (head !== undefined) yield { record: 'head', ...head }
  const days = await snapshot
    .selectFrom('ledgerDay')
    .select(['day', 'seq', 'hash', 'publicKey', 'signature'])
    .where('countyId', '=', countyId)
    .orderBy('day')
    .execute()
  for (const day of days) yield { record: 'day', ...day }

  const frames = await framesByEvent(deps.archive, countyId)
  for await (const event of eventsIn(snapshot, countyId)) {
    yield* frames.before(event.seq)
    yield event
    yield* frames.of(event.seq, sealIn(event))
  }
  // What was sealed since the snapshot is not strange, only newer.
  const newest = await headOf(deps.db, countyId)
  yield* frames.strays(head?.seq ?? 0, newest?.seq ?? 0)
}

function sealIn(event: EventRecord): TelemetrySeal | null {
  // By the column, to spare reading most events twice; one that lies is found out by the verifier.
  return event.subjectType === 'telemetry' ? readSeal(readEvent(event.bytes)?.data) : null
}

async function headOf(db: Kysely<WeikeTables>, countyId: string): Promise<{ seq: number; hash: Buffer } | undefined> {
  return db.selectFrom('ledgerHead').select(['seq', 'hash']).where('countyId', '=', countyId).executeTakeFirst()
}

async function* eventsIn(snapshot: Snapshot, countyId: string): AsyncGenerator<EventRecord> {
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = await snapshot
      .selectFrom('ledgerEvent')
      .select(['seq', 'previousHash', 'hash', 'bytes', 'id', 'kind', 'subjectType', 'subjectId', 'recordedAt'])
      .where('countyId', '=', countyId)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) yield { record: 'event', ...row }
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_AT_ONCE) return
    after = last.seq
  }
}

async function* payloadsIn(
  snapshot: Snapshot,
  files: FileStore,
  options: EvidenceOptions,
): AsyncGenerator<PayloadRecord> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await snapshot
      .selectFrom('payload')
      .select(['id', 'hash', 'salt', 'contentText', 'contentFile', 'erasedAt'])
      .where('countyId', '=', options.countyId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const { id, hash, salt, contentText, contentFile, erasedAt } of rows) {
      const record = { record: 'payload' as const, id, hash, erasedAt }
      if (options.withPayloads) {
        const file = contentFile === null ? null : await fileState(files, contentFile)
        yield { ...record, salt, text: contentText, fileSha256: contentFile, file }
      } else {
        yield { ...record, salt: null, text: null, fileSha256: null, file: null }
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_AT_ONCE) return
    after = last.id
  }
}

async function fileState(files: FileStore, sha: string): Promise<'there' | 'missing' | 'changed'> {
  const bytes = await files.get(sha)
  if (bytes === null) return 'missing'
  return sha256(bytes).toString('hex') === sha ? 'there' : 'changed'
}

async function* subjectsIn(
  snapshot: Snapshot,
  checkers: readonly SubjectChecker[],
  countyId: string,
): AsyncGenerator<EvidenceRecord> {
  for (const { type, snapshots } of checkers) {
    for await (const { id, state } of snapshots(snapshot, countyId)) yield { record: 'subject', type, id, state }
  }
}
