import type { Db } from '../../platform/foundation.ts'

/** What the register tells of a person's account. */
export interface KnownAccount {
  signInName: string
  /** Wall clock [epoch ms]; null: never, or not since it is written down. */
  signedInAt: number | null
}

export async function accountsOf(db: Db, countyId: string): Promise<Map<string, KnownAccount>> {
  const rows = await db
    .selectFrom('account')
    .select(['personId', 'signInName', 'signedInAt'])
    .where('countyId', '=', countyId)
    .execute()
  return new Map(rows.map(({ personId, ...account }) => [personId, account]))
}

/** @returns null when the person has no account */
export async function accountOf(db: Db, countyId: string, personId: string): Promise<KnownAccount | null> {
  return (await accountsOf(db, countyId)).get(personId) ?? null
}

/** @param at wall clock [epoch ms] */
export async function noteSignIn(db: Db, countyId: string, personId: string, at: number): Promise<void> {
  await db
    .updateTable('account')
    .set({ signedInAt: at })
    .where('countyId', '=', countyId)
    .where('personId', '=', personId)
    .execute()
}

/** Ends every session of a person. @returns their ids */
export async function endSessionsOf(db: Db, countyId: string, personId: string): Promise<string[]> {
  const rows = await db
    .deleteFrom('session')
    .where('countyId', '=', countyId)
    .where('personId', '=', personId)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
