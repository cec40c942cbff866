import { passwordWeakness } from '../../platform/auth/password-policy.ts'
import type { Passwords } from '../../platform/auth/passwords.ts'
import type { Foundation } from '../../platform/foundation.ts'
import type { Principal } from '../access/model.ts'
import { addDevice } from '../devices/service.ts'
import { addPerson } from '../people/service.ts'
import { addSubregion, drawLandFeature, drawRegion } from '../regions/service.ts'
import { addSource } from '../sources/service.ts'
import { addStation } from '../stations/service.ts'
import type { NewRecord } from './new-record.ts'

/** A person's account as it was made: the password is told once. */
export interface NewAccount {
  name: string
  signInName: string
  password: string
}

/** Bytes of a password that is made for somebody. */
const PASSWORD_BYTES = 9

/**
 * Adds the records of a file in one transaction, all or none, each an act of its own in the ledger.
 * @param steps `told` after each record, how many are done; may throw to stop. `keep` gets the accounts whose passwords were made
 *   here before anything is committed, so that no account is there whose password nobody knows; `drop` when it came to nothing
 * @returns those accounts
 * @throws Problem of whatever service refuses
 */
export async function addRecords(
  foundation: Foundation,
  passwords: Passwords,
  principal: Principal,
  records: readonly NewRecord[],
  steps: {
    told(done: number): void
    keep(accounts: readonly NewAccount[]): Promise<void>
    drop(): Promise<void>
  },
): Promise<NewAccount[]> {
  const accounts: NewAccount[] = []
  // Hashing is slow on purpose, and must not happen while the ledger waits for this transaction.
  const hashes = new Map<string, string>()
  const prepared: NewRecord[] = []
  for (const record of records) {
    if (record.kind !== 'people') {
      prepared.push(record)
      continue
    }
    const password = record.password ?? foundation.randomness.bytes(PASSWORD_BYTES).toString('base64url')
    hashes.set(password, await passwords.hash(password))
    if (record.password === null) accounts.push({ name: record.name, signInName: record.signInName, password })
    prepared.push({ ...record, password })
    steps.told(0)
  }
  const hashed: Passwords = {
    ...passwords,
    hash: async (password) => hashes.get(password) ?? passwords.hash(password),
  }
  const adding = foundation.db.transaction().execute(async (db) => {
    const within = { ...foundation, db }
    for (const [done, record] of prepared.entries()) {
      const act = actOf(foundation)
      if (record.kind === 'stations') {
        const { kind: _kind, ...wanted } = record
        await addStation(within, principal, act, wanted)
      } else if (record.kind === 'devices') {
        const { kind: _kind, ...wanted } = record
        await addDevice(within, principal, act, { ...wanted, dataTimeNames: 'start' })
      } else if (record.kind === 'regions') {
        const { code, name, level, parent, polygons } = record
        if (level !== 'county') {
          const wanted = { code, name, level, parent: parent ?? undefined }
          const { id } = await addSubregion(within, principal, act, wanted)
          if (polygons !== null) await drawRegion(within, principal, actOf(foundation), { regionId: id, polygons })
        }
      } else if (record.kind === 'outlines') {
        const { regionId, polygons } = record
        await drawRegion(within, principal, act, { regionId, polygons })
      } else if (record.kind === 'landscape') {
        await drawLandFeature(within, principal, act, record.feature)
      } else if (record.kind === 'sources') {
        await addSource(within, principal, act, record.card)
      } else {
        const { name, signInName, role, unitId, regionId, password } = record
        const wanted = { name, roles: [role], unitId, regionId, signInName, password: password ?? '' }
        const { id } = await addPerson(within, hashed, principal, act, wanted)
        if (record.phone !== null) {
          const changedAt = foundation.clocks.domain.now()
          await foundation.vault.setContactWithin(db, principal.countyId, id, { phone: record.phone }, changedAt)
        }
      }
      steps.told(done + 1)
    }
    if (accounts.length > 0) await steps.keep(accounts)
  })
  try {
    await adding
  } catch (error) {
    if (accounts.length > 0) await steps.drop()
    throw error
  }
  return accounts
}

function actOf({ ids, clocks }: Foundation): { actId: string; actedAt: number } {
  return { actId: ids.next(), actedAt: clocks.domain.now() }
}

/** Would a password that a row brings be refused? */
export function isWeak(password: string | null, signInName: string): boolean {
  return password !== null && passwordWeakness(password, signInName) !== null
}
