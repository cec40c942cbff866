import type { Kysely } from 'kysely'
import { civilDayOf, DAY_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import type { WeikeTables } from '../db/tables.ts'
import { canonicalBytes } from './canonical.ts'
import type { Signer } from './signing.ts'

/** Where a county's chain stood when a civil day (Asia/Shanghai) ended. */
export interface DayHead {
  countyId: string
  /** `YYYY-MM-DD` */
  day: string
  seq: number
  hash: Buffer
}

/** What is signed: RFC 8785 of county, day, place and hash (hex). */
export function dayHeadBytes(head: DayHead): Buffer {
  return canonicalBytes({ county: head.countyId, day: head.day, seq: head.seq, hash: head.hash.toString('hex') })
}

/** Signs a head. */
export function signHead(head: DayHead, signer: Signer): SignedHead {
  return {
    format: 'weike-ledger-head',
    version: 1,
    county: head.countyId,
    day: head.day,
    seq: head.seq,
    hash: head.hash.toString('hex'),
    publicKey: signer.publicKey.toString('base64'),
    signature: signer.sign(dayHeadBytes(head)).toString('base64'),
  }
}

/** A signed head as it is exported: JSON that a third party keeps. `publicKey` is SPKI DER in base64. */
export interface SignedHead {
  format: 'weike-ledger-head'
  version: 1
  county: string
  day: string
  seq: number
  hash: string
  publicKey: string
  signature: string
}

/** The day behind a civil day. */
export function nextDay(day: string): string {
  return civilDayOf(startOfCivilDay(day) + DAY_MS)
}

/**
 * Signs the head of every civil day that has ended by the domain clock and is not signed yet, from the county's first event
 * on; a day without events carries the head on. To be called as often as one likes, by anybody.
 * @param now domain clock [epoch ms]
 * @returns the days that were signed
 */
export async function signDays(
  db: Kysely<WeikeTables>,
  countyId: string,
  now: number,
  signer: Signer,
): Promise<string[]> {
  const today = civilDayOf(now)
  const signed: string[] = []
  let before = await lastSignedDay(db, countyId)
  let day = before === undefined ? await firstDay(db, countyId) : nextDay(before.day)
  while (day !== undefined && day < today) {
    const end = await endOfDay(db, countyId, nextDay(day), before)
    const head = { countyId, day, ...end }
    await db
      .insertInto('ledgerDay')
      .values({ ...head, signedAt: now, publicKey: signer.publicKey, signature: signer.sign(dayHeadBytes(head)) })
      .onConflict((conflict) => conflict.columns(['countyId', 'day']).doNothing())
      .execute()
    signed.push(day)
    before = head
    day = nextDay(day)
  }
  return signed
}

async function lastSignedDay(db: Kysely<WeikeTables>, countyId: string): Promise<DayHead | undefined> {
  return db
    .selectFrom('ledgerDay')
    .select(['countyId', 'day', 'seq', 'hash'])
    .where('countyId', '=', countyId)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function firstDay(db: Kysely<WeikeTables>, countyId: string): Promise<string | undefined> {
  const first = await db
    .selectFrom('ledgerEvent')
    .select('recordedAt')
    .where('countyId', '=', countyId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return first === undefined ? undefined : civilDayOf(first.recordedAt)
}

/** The last event received before the day was over; never earlier in the chain than the day before it stood. */
async function endOfDay(
  db: Kysely<WeikeTables>,
  countyId: string,
  followingDay: string,
  before: DayHead | undefined,
): Promise<{ seq: number; hash: Buffer }> {
  const last = await db
    .selectFrom('ledgerEvent')
    .select(['seq', 'hash'])
    .where('countyId', '=', countyId)
    .where('seq', '>', before?.seq ?? 0)
    .where('recordedAt', '<', startOfCivilDay(followingDay))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const end = last ?? before
  if (end === undefined) throw new Error(`county ${countyId} has no event to sign`)
  return { seq: end.seq, hash: end.hash }
}
