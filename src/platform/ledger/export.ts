import type { Kysely } from 'kysely'
import { z } from 'zod'
import { civilDayOf } from '../../standards/civil-time.ts'
import type { WeikeTables } from '../db/tables.ts'
import { type SignedHead, signHead } from './days.ts'
import { type EvidenceRecord, evidenceRecord, type UnreadableRecord } from './evidence.ts'
import type { Signer } from './signing.ts'

/** Evidence as NDJSON: one record a line, hashes and salts in hex, other bytes in base64. */
export async function* writeExport(evidence: AsyncIterable<EvidenceRecord>): AsyncGenerator<string> {
  for await (const record of evidence) yield `${JSON.stringify(z.encode(evidenceRecord, record))}\n`
}

/**
 * Reads an export back, from pieces of text cut anywhere. A line that is no record is passed on as such: what it means is
 * the verifier's to say.
 */
export async function* readExport(pieces: AsyncIterable<string>): AsyncGenerator<EvidenceRecord | UnreadableRecord> {
  let line = 0
  for await (const text of linesOf(pieces)) {
    line += 1
    yield readLine(text) ?? { record: 'unreadable', line }
  }
}

function readLine(text: string): EvidenceRecord | null {
  try {
    const parsed = evidenceRecord.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** A signed head as JSON, as `exportHead` gave it. */
const signedHead = z.object({
  format: z.literal('weike-ledger-head'),
  version: z.literal(1),
  county: z.string(),
  day: z.iso.date(),
  seq: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string(),
  signature: z.string(),
})

/** @returns null when the text is no signed head; whether its signature is good is the verifier's to say */
export function readSignedHead(text: string): SignedHead | null {
  try {
    const parsed = signedHead.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/**
 * The head that somebody takes away, against which a chain rewritten whole is seen.
 * @param at `{ day }`: the head signed for that civil day; `{ now, signer }`: the head as it stands, signed for the day that
 *   is still going on [epoch ms, domain clock]
 * @returns null when there is no such day, or no event yet
 */
export async function exportHead(
  db: Kysely<WeikeTables>,
  countyId: string,
  at: { day: string } | { now: number; signer: Signer },
): Promise<SignedHead | null> {
  if ('day' in at) return headOfDay(db, countyId, at.day)
  const head = await db
    .selectFrom('ledgerHead')
    .select(['seq', 'hash'])
    .where('countyId', '=', countyId)
    .executeTakeFirst()
  return head === undefined ? null : signHead({ countyId, day: civilDayOf(at.now), ...head }, at.signer)
}

async function headOfDay(db: Kysely<WeikeTables>, countyId: string, day: string): Promise<SignedHead | null> {
  const row = await db
    .selectFrom('ledgerDay')
    .select(['seq', 'hash', 'publicKey', 'signature'])
    .where('countyId', '=', countyId)
    .where('day', '=', day)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    format: 'weike-ledger-head',
    version: 1,
    county: countyId,
    day,
    seq: row.seq,
    hash: row.hash.toString('hex'),
    publicKey: row.publicKey.toString('base64'),
    signature: row.signature.toString('base64'),
  }
}
