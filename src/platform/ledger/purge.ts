import type { Kysely, Transaction } from 'kysely'
import { civilDayOf, DAY_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import type { WeikeTables } from '../db/tables.ts'
import { appendEvent } from './append.ts'
import { lockToPurge } from './evidence-lock.ts'
import { isObject, type JsonValue, readEvent } from './model.ts'
import { TELEMETRY_ACTOR, type TelemetryDeps, telemetryKinds } from './telemetry.ts'

/** A device hour's subject always has an @. */
export const PURGE_SUBJECT = 'purged'

/** How long the bytes of frames are kept. [days] */
export const KEEP_FRAMES_DAYS = 30

/**
 * What one purge erased: the bytes of the frames whose leaf is in an event ≤ `sealedThrough`, except the kept ones.
 * `sealedThrough` is the last sealing event from before `receivedBefore`, so all those frames were received before it too.
 * Said in places of the chain and not in times of frames, because nobody can move an event to make a frame look expired.
 */
export interface TelemetryPurge {
  receivedBefore: number
  sealedThrough: number
  count: number
  /** seq of the frames that were left whole, ascending */
  kept: number[]
}

export interface PlacedPurge {
  seq: number
  purge: TelemetryPurge
}

/**
 * Erases the bytes of frames received (and sealed) before the civil day `olderThanDays` ago; leaves stay for ever.
 * The event comes first, the erasure after it. The next pass repeats the erasure of the last event, which does nothing
 * unless a crash came between.
 * @param keep frames to leave whole (seq), such as those behind an open case
 * @returns how many frames a new event covers; `busy` when somebody is reading the evidence
 */
export async function purgeFrames(
  deps: TelemetryDeps,
  countyId: string,
  keep: readonly number[],
  olderThanDays = KEEP_FRAMES_DAYS,
): Promise<{ purged: number } | 'busy'> {
  const lock = await lockToPurge(deps.db, countyId)
  if (lock === null) return 'busy'
  try {
    const last = await lastPurge(deps.db, countyId)
    // What has become worth keeping since is left to the next event.
    if (last !== undefined) await deps.archive.purge(countyId, last.sealedThrough, [...last.kept, ...keep])
    const purge = await planPurge(deps, countyId, keep, olderThanDays)
    if (purge === null) return { purged: 0 }
    await deps.db.transaction().execute((trx) => appendPurge(deps, trx, countyId, purge))
    await deps.archive.purge(countyId, purge.sealedThrough, purge.kept)
    return { purged: purge.count }
  } finally {
    await lock.release()
  }
}

/** @returns null when there is nothing to erase */
async function planPurge(
  deps: TelemetryDeps,
  countyId: string,
  keep: readonly number[],
  olderThanDays: number,
): Promise<TelemetryPurge | null> {
  const receivedBefore = startOfCivilDay(civilDayOf(deps.clock.now())) - olderThanDays * DAY_MS
  const lastSeal = await deps.db
    .selectFrom('ledgerEvent')
    .select('seq')
    .where('countyId', '=', countyId)
    .where('kind', 'in', [telemetryKinds.sealed, telemetryKinds.late])
    .where('recordedAt', '<', receivedBefore)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (lastSeal === undefined) return null
  const kept = [...new Set(keep)].sort((a, b) => a - b)
  const count = await deps.archive.countPurgeable(countyId, lastSeal.seq, kept)
  return count === 0 ? null : { receivedBefore, sealedThrough: lastSeal.seq, count, kept }
}

async function appendPurge(
  deps: TelemetryDeps,
  trx: Transaction<WeikeTables>,
  countyId: string,
  purge: TelemetryPurge,
): Promise<void> {
  const now = deps.clock.now()
  await appendEvent(trx, {
    countyId,
    id: deps.ids.next(),
    kind: telemetryKinds.purged,
    schemaVersion: 1,
    subject: { type: 'telemetry', id: PURGE_SUBJECT, version: null },
    actor: TELEMETRY_ACTOR,
    actedAt: now,
    receivedAt: now,
    data: { ...purge },
  })
}

/**
 * Packs the bytes of frames that were sealed since the last purge. Those from before are gone, or kept whole for what cites
 * them, and then stay as they are.
 * @returns blocks made
 */
export async function packFrames(deps: Pick<TelemetryDeps, 'db' | 'archive'>, countyId: string): Promise<number> {
  const last = await lastPurge(deps.db, countyId)
  return deps.archive.pack(countyId, last?.sealedThrough ?? 0)
}

/** The newest purge that can be read. */
async function lastPurge(db: Kysely<WeikeTables>, countyId: string): Promise<TelemetryPurge | undefined> {
  const newest = await db
    .selectFrom('ledgerEvent')
    .select('bytes')
    .where('countyId', '=', countyId)
    .where('subjectType', '=', 'telemetry')
    .where('subjectId', '=', PURGE_SUBJECT)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest === undefined) return undefined
  return readPurge(readEvent(newest.bytes)?.data) ?? (await purgesOf(db, countyId)).at(-1)?.purge
}

/** All purges of a county so far, in order. Unreadable ones are left out: the verifier names them. */
export async function purgesOf(db: Kysely<WeikeTables>, countyId: string): Promise<PlacedPurge[]> {
  const rows = await db
    .selectFrom('ledgerEvent')
    .select(['seq', 'bytes'])
    .where('countyId', '=', countyId)
    .where('subjectType', '=', 'telemetry')
    .where('subjectId', '=', PURGE_SUBJECT)
    .orderBy('seq')
    .execute()
  return rows.flatMap(({ seq, bytes }) => {
    const purge = readPurge(readEvent(bytes)?.data)
    return purge === null ? [] : [{ seq, purge }]
  })
}

/** Reads the data of a purge event; null when they are not that. */
export function readPurge(data: JsonValue | undefined): TelemetryPurge | null {
  if (!isObject(data)) return null
  const { receivedBefore, sealedThrough, count, kept } = data
  if (typeof receivedBefore !== 'number' || typeof sealedThrough !== 'number' || typeof count !== 'number') return null
  if (!Array.isArray(kept)) return null
  const seqs = kept.filter((seq) => typeof seq === 'number')
  return seqs.length === kept.length ? { receivedBefore, sealedThrough, count, kept: seqs } : null
}
