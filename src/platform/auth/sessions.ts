import type { Kysely } from 'kysely'
import type { Clock } from '../clock.ts'
import { sharedRead } from '../db/shared-read.ts'
import type { WeikeTables } from '../db/tables.ts'
import { csrfTokenOf } from '../http/security.ts'
import type { IdMaker, Randomness } from '../identity.ts'
import { makeSecret, secretHash } from './secrets.ts'

/** All on the wall clock. [ms] */
export interface SessionSettings {
  /** Ends after so long without a request. */
  idleMs: number
  /** Ends after so long in any case. */
  absoluteMs: number
  /** A request is written down as activity at most so often. */
  touchEveryMs: number
}

export const defaultSessions: SessionSettings = {
  idleMs: 12 * 3_600_000,
  absoluteMs: 7 * 86_400_000,
  touchEveryMs: 60_000,
}

export interface Session {
  id: string
  countyId: string
  personId: string
  createdAt: number
  seenAt: number
  /** Absolute end. [epoch ms] */
  expiresAt: number
}

export interface StartedSession {
  session: Session
  /** Goes into the cookie and nowhere else. */
  secret: string
  /** Goes into the answer; the page sends it back with every unsafe call. */
  csrfToken: string
  /** Max-Age of the cookie. */
  maxAgeSeconds: number
}

export interface Sessions {
  start(person: { countyId: string; personId: string }): Promise<StartedSession>
  /**
   * The live session of a secret, or null; one that has run out is removed.
   * @param activity whether this counts as the person being there
   */
  find(secret: string, activity: boolean): Promise<Session | null>
  end(countyId: string, sessionId: string): Promise<void>
  /** Ends every session of a person, but perhaps the one that asks (password changed, suspended, erased). */
  endAllOf(countyId: string, personId: string, exceptSessionId?: string): Promise<number>
  /** Removes what has run out. To be called now and then. */
  purge(): Promise<number>
}

/** Whether a session is still good at `now`. */
export function isLive(
  session: Pick<Session, 'seenAt' | 'expiresAt'>,
  now: number,
  settings: SessionSettings = defaultSessions,
): boolean {
  return now < session.expiresAt && now - session.seenAt < settings.idleMs
}

/** @param hash of the secret, in hex */
const sessionOf = sharedRead(async (db: Kysely<WeikeTables>, hash: string) =>
  db
    .selectFrom('session')
    .select(['id', 'countyId', 'personId', 'createdAt', 'seenAt', 'expiresAt'])
    .where('secretHash', '=', Buffer.from(hash, 'hex'))
    .executeTakeFirst(),
)

export function createSessions(parts: {
  db: Kysely<WeikeTables>
  wall: Clock
  randomness: Randomness
  ids: IdMaker
  settings?: SessionSettings
}): Sessions {
  const { db, wall } = parts
  const settings = parts.settings ?? defaultSessions
  const remove = async (hash: Buffer) => {
    await db.deleteFrom('session').where('secretHash', '=', hash).execute()
  }
  return {
    async start({ countyId, personId }) {
      const now = wall.now()
      const secret = makeSecret(parts.randomness)
      const csrfToken = csrfTokenOf(secret)
      const session: Session = {
        id: parts.ids.next(),
        countyId,
        personId,
        createdAt: now,
        seenAt: now,
        expiresAt: now + settings.absoluteMs,
      }
      await db
        .insertInto('session')
        .values({ ...session, secretHash: secretHash(secret) })
        .execute()
      return { session, secret, csrfToken, maxAgeSeconds: Math.floor(settings.absoluteMs / 1000) }
    },
    async find(secret, activity) {
      const now = wall.now()
      const hash = secretHash(secret)
      const session = await sessionOf(db, hash.toString('hex'))
      if (session === undefined) return null
      if (!isLive(session, now, settings)) {
        await remove(hash)
        return null
      }
      if (!activity || now - session.seenAt < settings.touchEveryMs) return session
      await db.updateTable('session').set({ seenAt: now }).where('secretHash', '=', hash).execute()
      return { ...session, seenAt: now }
    },
    async end(countyId, sessionId) {
      await db.deleteFrom('session').where('countyId', '=', countyId).where('id', '=', sessionId).execute()
    },
    async endAllOf(countyId, personId, exceptSessionId) {
      const theirs = db.deleteFrom('session').where('countyId', '=', countyId).where('personId', '=', personId)
      const but = exceptSessionId === undefined ? theirs : theirs.where('id', '<>', exceptSessionId)
      return Number((await but.executeTakeFirst()).numDeletedRows)
    },
    async purge() {
      const now = wall.now()
      const result = await db
        .deleteFrom('session')
        .where((row) => row.or([row('expiresAt', '<=', now), row('seenAt', '<=', now - settings.idleMs)]))
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}
