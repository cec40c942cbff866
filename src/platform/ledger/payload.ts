import type { Transaction } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'
import type { Db } from '../foundation.ts'
import { appendEvent } from './append.ts'
import { isObject, type JsonValue } from './model.ts'
import { sha256 } from './sha256.ts'

/**
 * Free text and photos are not in the ledger. They are payloads: rows that can be erased. The ledger holds, as
 * `{ id, hash }` anywhere in an event's data, the SHA-256 over a secret salt and the content, so that nobody can guess
 * an erased text by trying, and nobody can change a kept one unnoticed.
 */
export interface PayloadRef {
  id: string
  /** 64 hex digits */
  hash: string
}

export type PayloadContent =
  | { text: string }
  /** 64 hex digits; the bytes are in the file store. */
  | { fileSha256: string }

/** SHA-256(salt ‖ UTF-8 of the text), or SHA-256(salt ‖ the 32 bytes of the file's SHA-256). */
export function payloadHash(salt: Buffer, content: PayloadContent): Buffer {
  const bytes = 'text' in content ? Buffer.from(content.text, 'utf8') : Buffer.from(content.fileSha256, 'hex')
  return sha256(salt, bytes)
}

/**
 * Keeps a content under a new id.
 * @param payload `salt`: at least 16 random bytes of its own
 * @returns the hash as 64 hex digits, for the event that must name it as `{ id, hash }`
 */
export async function sealPayload(
  trx: Transaction<WeikeTables>,
  payload: { countyId: string; id: string; salt: Buffer; createdAt: number } & PayloadContent,
): Promise<string> {
  const hash = payloadHash(payload.salt, payload)
  await trx
    .insertInto('payload')
    .values({
      countyId: payload.countyId,
      id: payload.id,
      salt: payload.salt,
      contentText: 'text' in payload ? payload.text : null,
      contentFile: 'text' in payload ? null : payload.fileSha256,
      hash,
      createdAt: payload.createdAt,
      erasedAt: null,
    })
    .execute()
  return hash.toString('hex')
}

/** The texts of some payloads; null: erased. */
export async function textsOf(db: Db, countyId: string, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('payload')
    .select(['id', 'contentText'])
    .where('countyId', '=', countyId)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row.contentText]))
}

export const PAYLOAD_ERASED = 'payload.erased'

export interface Erasure {
  countyId: string
  /** Of the payload. */
  id: string
  /** Of the ledger event. */
  eventId: string
  actor: string
  actedAt: number
  receivedAt: number
}

/**
 * Erases salt and content for good; the hash stays, and the erasure is an event of the ledger.
 * A file is only named: the caller removes it from the file store after the commit, when `file` is not null.
 * @returns `erased: false` when there is no such payload or it was erased before (then nothing is written);
 *   `file`: SHA-256 of the file that no payload names any more
 */
export async function erasePayload(
  trx: Transaction<WeikeTables>,
  erasure: Erasure,
): Promise<{ erased: boolean; file: string | null }> {
  const { countyId, id } = erasure
  const found = await trx
    .selectFrom('payload')
    .select(['hash', 'contentFile'])
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .where('erasedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (found === undefined) return { erased: false, file: null }
  await trx
    .updateTable('payload')
    .set({ salt: null, contentText: null, contentFile: null, erasedAt: erasure.receivedAt })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
  await appendEvent(trx, {
    countyId,
    id: erasure.eventId,
    kind: PAYLOAD_ERASED,
    schemaVersion: 1,
    subject: { type: 'payload', id, version: null },
    actor: erasure.actor,
    actedAt: erasure.actedAt,
    receivedAt: erasure.receivedAt,
    data: { payload: { id, hash: found.hash.toString('hex') } },
  })
  const stillNamed = found.contentFile !== null && (await isFileNamed(trx, found.contentFile))
  return { erased: true, file: stillNamed ? null : found.contentFile }
}

/** Files are shared by content, also between counties. */
async function isFileNamed(trx: Transaction<WeikeTables>, sha: string): Promise<boolean> {
  const other = await trx.selectFrom('payload').select('id').where('contentFile', '=', sha).limit(1).executeTakeFirst()
  return other !== undefined
}

/** Every `{ id, hash }` in an event's data, however deep. */
export function payloadRefsIn(data: JsonValue): PayloadRef[] {
  if (Array.isArray(data)) return data.flatMap(payloadRefsIn)
  if (!isObject(data)) return []
  const { id, hash } = data
  const own = typeof id === 'string' && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? [{ id, hash }] : []
  return [...own, ...Object.values(data).flatMap(payloadRefsIn)]
}
