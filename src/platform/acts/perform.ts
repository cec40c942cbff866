import { createHash } from 'node:crypto'
import { Transaction } from 'kysely'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import type { WeikeTables } from '../db/tables.ts'
import type { Db, Foundation } from '../foundation.ts'
import { appendEvent } from '../ledger/append.ts'
import { canonicalBytes } from '../ledger/canonical.ts'
import type { JsonValue } from '../ledger/model.ts'
import { sealPayload } from '../ledger/payload.ts'
import { Problem } from '../problem.ts'

/** Who acts, as the ledger will say it. */
export type Actor =
  | { kind: 'person'; personId: string }
  | { kind: 'token'; tokenId: string }
  | { kind: 'console' }
  | { kind: 'system'; name: string }

export interface ActRequest {
  countyId: string
  /** Made by the client; the same id again returns the first reply and changes nothing. */
  actId: string
  /** When the person acted [epoch ms]; may be long before now, when a phone was offline. */
  actedAt: number
  kind: string
  actor: Actor
  /** What was asked, to tell a repetition from another act under the same id. */
  input: JsonValue
}

export interface ActRecord {
  kind: string
  subject: { type: string; id: string; version: number | null }
  data: JsonValue
}

/** What the work of an act is done with: one transaction, one ledger event. */
export interface Performing {
  trx: Transaction<WeikeTables>
  actId: string
  actedAt: number
  receivedAt: number
  /** Keeps a free text as an erasable payload; the ledger gets its salted hash. */
  keepText(text: string): Promise<{ id: string; hash: string }>
  /** Keeps a file's hash the same way. */
  keepFile(sha256: string): Promise<{ id: string; hash: string }>
  /** The stand-in of a person in the ledger. */
  pseudonym(personId: string): Promise<string>
  /** The one ledger event of this act. */
  record(event: ActRecord): Promise<{ seq: number }>
}

/** A device's clock may be a little ahead. */
const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS

/**
 * Runs one act: remembers its id, does the work, writes the ledger event, all in one transaction.
 * Two arrivals of the same id at the same moment are put in line by the database; the second gets the first one's reply.
 * @throws Problem `acted-in-future`, `act-id-reused`, and whatever the work throws (then nothing of it remains)
 */
export async function performAct<R extends JsonValue>(
  foundation: Foundation,
  request: ActRequest,
  work: (performing: Performing) => Promise<R>,
): Promise<R> {
  const receivedAt = foundation.clocks.domain.now()
  if (request.actedAt > receivedAt + FUTURE_TOLERANCE_MS) throw new Problem('acted-in-future')
  const actor = await actorText(foundation, request.countyId, request.actor)
  const requestHash = createHash('sha256')
    .update(canonicalBytes({ kind: request.kind, actor, input: request.input }))
    .digest()
  return withinTransaction(foundation.db, async (trx) => {
    const claimed = await trx
      .insertInto('act')
      .values({
        countyId: request.countyId,
        id: request.actId,
        kind: request.kind,
        actor,
        requestHash,
        reply: 'null',
        receivedAt,
      })
      .onConflict((conflict) => conflict.columns(['countyId', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (claimed === undefined) return (await earlierReply(trx, request, requestHash)) as R
    const reply = await work(performingIn(foundation, trx, request, actor, receivedAt))
    await trx
      .updateTable('act')
      .set({ reply: JSON.stringify(reply) })
      .where('countyId', '=', request.countyId)
      .where('id', '=', request.actId)
      .execute()
    return reply
  })
}

/** A transaction of its own, or the one that several acts share, all or none. */
async function withinTransaction<R>(db: Db, work: (trx: Transaction<WeikeTables>) => Promise<R>): Promise<R> {
  return db instanceof Transaction ? work(db) : db.transaction().execute(work)
}

async function earlierReply(trx: Transaction<WeikeTables>, request: ActRequest, requestHash: Buffer): Promise<unknown> {
  const earlier = await trx
    .selectFrom('act')
    .select(['requestHash', 'reply'])
    .where('countyId', '=', request.countyId)
    .where('id', '=', request.actId)
    .executeTakeFirstOrThrow()
  if (!earlier.requestHash.equals(requestHash)) throw new Problem('act-id-reused')
  return earlier.reply
}

async function actorText(foundation: Foundation, countyId: string, actor: Actor): Promise<string> {
  if (actor.kind === 'person') return `person:${await foundation.vault.pseudonym(countyId, actor.personId)}`
  if (actor.kind === 'token') return `token:${actor.tokenId}`
  if (actor.kind === 'system') return `system:${actor.name}`
  return 'console'
}

function performingIn(
  foundation: Foundation,
  trx: Transaction<WeikeTables>,
  request: ActRequest,
  actor: string,
  receivedAt: number,
): Performing {
  const keep = async (content: { text: string } | { fileSha256: string }) => {
    const id = foundation.ids.next()
    const salt = foundation.randomness.bytes(16)
    const hash = await sealPayload(trx, { countyId: request.countyId, id, salt, createdAt: receivedAt, ...content })
    return { id, hash }
  }
  return {
    trx,
    actId: request.actId,
    actedAt: request.actedAt,
    receivedAt,
    keepText: (text) => keep({ text }),
    keepFile: (fileSha256) => keep({ fileSha256 }),
    pseudonym: (personId) => foundation.vault.pseudonym(request.countyId, personId),
    record: (event) =>
      appendEvent(trx, {
        countyId: request.countyId,
        id: request.actId,
        kind: event.kind,
        schemaVersion: 1,
        subject: event.subject,
        actor,
        actedAt: request.actedAt,
        receivedAt,
        data: event.data,
      }),
  }
}
