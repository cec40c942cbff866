import type { Kysely } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'
import type { LockState } from './lockout.ts'

/** The key of a person to a sign-in name and a password. */
export interface Account {
  countyId: string
  personId: string
  signInName: string
  /** PHC text of argon2id. */
  passwordHash: string
  /** Last change of the password, wall clock. [epoch ms] */
  changedAt: number
}

/** The table `account`. Names are unique in the whole installation: who signs in does not know a county's id. */
export interface AccountStore {
  find(signInName: string): Promise<Account | null>
  add(account: Account): Promise<void>
  /** A new password; also lifts a lock. */
  setPassword(countyId: string, personId: string, passwordHash: string, changedAt: number): Promise<void>
  /** The same password at another cost. */
  replaceHash(countyId: string, personId: string, passwordHash: string): Promise<void>
  /**
   * Changes the lock of a name in one step that no other sign-in can get between.
   * @param change the next state, or null to leave it
   * @returns false when nobody has the name
   */
  changeLock(signInName: string, change: (state: LockState) => LockState | null): Promise<boolean>
}

export function accountStore(db: Kysely<WeikeTables>): AccountStore {
  return {
    async find(signInName) {
      const row = await db
        .selectFrom('account')
        .select(['countyId', 'personId', 'signInName', 'passwordHash', 'changedAt'])
        .where('signInName', '=', signInName)
        .executeTakeFirst()
      return row ?? null
    },
    async add(account) {
      await db.insertInto('account').values(account).execute()
    },
    async setPassword(countyId, personId, passwordHash, changedAt) {
      await db
        .updateTable('account')
        .set({ passwordHash, changedAt, failures: 0, lockedUntil: 0 })
        .where('countyId', '=', countyId)
        .where('personId', '=', personId)
        .execute()
    },
    async replaceHash(countyId, personId, passwordHash) {
      await db
        .updateTable('account')
        .set({ passwordHash })
        .where('countyId', '=', countyId)
        .where('personId', '=', personId)
        .execute()
    },
    changeLock: (signInName, change) =>
      db.transaction().execute(async (tx) => {
        const state = await tx
          .selectFrom('account')
          .select(['failures', 'lockedUntil'])
          .where('signInName', '=', signInName)
          .forUpdate()
          .executeTakeFirst()
        if (state === undefined) return false
        const next = change(state)
        if (next !== null) await tx.updateTable('account').set(next).where('signInName', '=', signInName).execute()
        return true
      }),
  }
}
