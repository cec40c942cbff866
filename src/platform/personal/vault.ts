import { createHmac } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { APP_ROLE, PERSONAL_ROLE } from '../db/migrate.ts'
import type { PersonalTables, WeikeTables } from '../db/tables.ts'
import type { Randomness } from '../identity.ts'
import { openBytes, sealBytes } from '../keys.ts'

/** How to reach a person. */
export interface Contact {
  phone?: string
  email?: string
}

/**
 * What is personal, apart from everything else: a schema, a database role and a key of its own.
 * The ledger knows a person by a pseudonym, an HMAC under a key that only this person has; when the key is erased, nobody
 * can tell any more whose acts those were.
 */
export interface Vault {
  /** 64 hex digits: HMAC-SHA256(the person's key, person id). The key is made at first need. */
  pseudonym(countyId: string, personId: string): Promise<string>
  setContact(countyId: string, personId: string, contact: Contact, changedAt: number): Promise<void>
  /** The same in a transaction of the application: both stand or neither does. */
  setContactWithin(
    trx: Transaction<WeikeTables>,
    countyId: string,
    personId: string,
    contact: Contact,
    changedAt: number,
  ): Promise<void>
  /** null when there is none */
  readContact(countyId: string, personId: string): Promise<Contact | null>
  /** Erases key and contact for good. A pseudonym asked for later is another one. */
  erasePerson(countyId: string, personId: string): Promise<void>
}

const PERSON_KEY_BYTES = 32

/** Pseudonyms held in memory: more than a county has people who act in a day. */
const CACHED = 10_000

/**
 * @param db a pool that acts as the role `weike_personal`
 * @param personalKey the installation's, 32 bytes
 */
export function openVault(db: Kysely<PersonalTables>, personalKey: Buffer, randomness: Randomness): Vault {
  const pseudonyms = new Map<string, string>()
  /** Counts erasures, so that a pseudonym worked out across one is not cached. */
  let erasures = 0

  async function personKey(countyId: string, personId: string): Promise<Buffer> {
    const find = () =>
      db
        .selectFrom('personal.identityKey')
        .select('keySealed')
        .where('countyId', '=', countyId)
        .where('personId', '=', personId)
        .executeTakeFirst()
    const context = contextOf('identity-key', countyId, personId)
    const found = await find()
    if (found !== undefined) return openBytes(personalKey, found.keySealed, context)
    const keySealed = sealBytes(personalKey, randomness.bytes(PERSON_KEY_BYTES), context, randomness)
    await db
      .insertInto('personal.identityKey')
      .values({ countyId, personId, keySealed })
      .onConflict((conflict) => conflict.columns(['countyId', 'personId']).doNothing())
      .execute()
    // Read back: of two processes that made one, the first decides.
    const made = await find()
    if (made === undefined) throw new Error(`the identity key of person ${personId} was erased while it was made`)
    return openBytes(personalKey, made.keySealed, context)
  }

  async function saveContact(
    on: Kysely<PersonalTables> | Transaction<WeikeTables>,
    countyId: string,
    personId: string,
    contact: Contact,
    changedAt: number,
  ): Promise<void> {
    const plain = Buffer.from(JSON.stringify(contact), 'utf8')
    const contactSealed = sealBytes(personalKey, plain, contextOf('contact', countyId, personId), randomness)
    await sql`insert into personal.contact (county_id, person_id, contact_sealed, changed_at)
      values (${countyId}, ${personId}, ${contactSealed}, ${changedAt})
      on conflict (county_id, person_id) do update set contact_sealed = ${contactSealed}, changed_at = ${changedAt}`.execute(
      on,
    )
  }

  return {
    async pseudonym(countyId, personId) {
      const place = `${countyId}/${personId}`
      const cached = pseudonyms.get(place)
      if (cached !== undefined) return cached
      const erasuresBefore = erasures
      const key = await personKey(countyId, personId)
      const pseudonym = createHmac('sha256', key).update(personId, 'utf8').digest('hex')
      if (erasures === erasuresBefore) {
        if (pseudonyms.size >= CACHED) pseudonyms.clear()
        pseudonyms.set(place, pseudonym)
      }
      return pseudonym
    },

    setContact: (countyId, personId, contact, changedAt) => saveContact(db, countyId, personId, contact, changedAt),

    async setContactWithin(trx, countyId, personId, contact, changedAt) {
      // The application's role has no way into this schema: for this one statement the transaction acts as the vault's.
      await sql.raw(`set local role ${PERSONAL_ROLE}`).execute(trx)
      await saveContact(trx, countyId, personId, contact, changedAt)
      await sql.raw(`set local role ${APP_ROLE}`).execute(trx)
    },

    async readContact(countyId, personId) {
      const row = await db
        .selectFrom('personal.contact')
        .select('contactSealed')
        .where('countyId', '=', countyId)
        .where('personId', '=', personId)
        .executeTakeFirst()
      if (row === undefined) return null
      const plain = openBytes(personalKey, row.contactSealed, contextOf('contact', countyId, personId))
      return JSON.parse(plain.toString('utf8'))
    },

    async erasePerson(countyId, personId) {
      erasures += 1
      await db.transaction().execute(async (trx) => {
        for (const table of ['personal.identityKey', 'personal.contact'] as const) {
          await trx.deleteFrom(table).where('countyId', '=', countyId).where('personId', '=', personId).execute()
        }
      })
      erasures += 1
      pseudonyms.delete(`${countyId}/${personId}`)
    },
  }
}

/** Binds sealed bytes to what they are and whose, so that rows cannot be exchanged. */
function contextOf(what: string, countyId: string, personId: string): string {
  return `weike/personal/${what}/${countyId}/${personId}`
}
