import type { Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import type { WeikeTables } from '../db/tables.ts'
import type { IdMaker, Randomness } from '../identity.ts'
import { makeSecret, secretHash } from './secrets.ts'

/** So that a token that got into a file or a chat is recognised for what it is. */
export const tokenPrefix = 'wk_'

/** A program's way in: sent as `Authorization: Bearer wk_…`. */
export interface AccessToken {
  countyId: string
  id: string
  name: string
  role: string
  createdAt: number
  revokedAt: number | null
  /** Wall clock, to the minute [epoch ms]; null: never. */
  usedAt: number | null
}

export interface Tokens {
  /** Makes a token, under an id that somebody has already or a new one. Its text is told once; the database keeps its SHA-256. */
  create(wanted: { countyId: string; name: string; role: string; id?: string }): Promise<{ id: string; token: string }>
  /** The token that is good now, or null; that it was used is written down. */
  find(token: string): Promise<AccessToken | null>
  list(countyId: string): Promise<AccessToken[]>
  /** @returns false when the county has no such token that is still good */
  revoke(countyId: string, id: string): Promise<boolean>
}

const columns = ['countyId', 'id', 'name', 'role', 'createdAt', 'revokedAt', 'usedAt'] as const

/** Written down at most so often. [ms] */
const USE_EVERY_MS = 60_000

export function createTokens(parts: {
  db: Kysely<WeikeTables>
  wall: Clock
  randomness: Randomness
  ids: IdMaker
}): Tokens {
  const { db, wall } = parts
  return {
    async create(wanted) {
      const token = tokenPrefix + makeSecret(parts.randomness)
      const id = wanted.id ?? parts.ids.next()
      await db
        .insertInto('accessToken')
        .values({ ...wanted, id, secretHash: secretHash(token), createdAt: wall.now(), revokedAt: null })
        .execute()
      return { id, token }
    },
    async find(token) {
      if (!token.startsWith(tokenPrefix)) return null
      const row = await db
        .selectFrom('accessToken')
        .select(columns)
        .where('secretHash', '=', secretHash(token))
        .where('revokedAt', 'is', null)
        .executeTakeFirst()
      if (row === undefined) return null
      const now = wall.now()
      if (row.usedAt !== null && now - row.usedAt < USE_EVERY_MS) return row
      const { countyId, id } = row
      await db
        .updateTable('accessToken')
        .set({ usedAt: now })
        .where('countyId', '=', countyId)
        .where('id', '=', id)
        .execute()
      return { ...row, usedAt: now }
    },
    list: (countyId) =>
      db.selectFrom('accessToken').select(columns).where('countyId', '=', countyId).orderBy('createdAt').execute(),
    async revoke(countyId, id) {
      const result = await db
        .updateTable('accessToken')
        .set({ revokedAt: wall.now() })
        .where('countyId', '=', countyId)
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .executeTakeFirst()
      return result.numUpdatedRows > 0n
    },
  }
}
