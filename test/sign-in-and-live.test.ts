import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountStore } from '../src/platform/auth/accounts.ts'
import { createPasswords } from '../src/platform/auth/passwords.ts'
import { secretHash } from '../src/platform/auth/secrets.ts'
import { createSessions, defaultSessions } from '../src/platform/auth/sessions.ts'
import { createSignIn } from '../src/platform/auth/sign-in.ts'
import { createTokens } from '../src/platform/auth/tokens.ts'
import { manualClock } from '../src/platform/clock.ts'
import { connectClient } from '../src/platform/db/client.ts'
import { createKysely, createPool, type Database } from '../src/platform/db/connect.ts'
import { APP_ROLE, migrate } from '../src/platform/db/migrate.ts'
import type { WeikeTables } from '../src/platform/db/tables.ts'
import { csrfTokenOf } from '../src/platform/http/security.ts'
import { seededRandomness, uuid7Maker } from '../src/platform/identity.ts'
import { appendEvent } from '../src/platform/ledger/append.ts'
import { ledgerFeed } from '../src/platform/live/feed.ts'
import { createHub } from '../src/platform/live/hub.ts'
import { listenToLedger } from '../src/platform/live/ledger-listener.ts'
import { systemTimers } from '../src/platform/live/timers.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'

const start = 1_800_000_000_000
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let home: FreshDatabase
let database: Database
let owner: Kysely<WeikeTables>
let db: Kysely<WeikeTables>
const randomness = seededRandomness('sign-in and live')
const ids = uuid7Maker(manualClock(start), randomness)

async function newCounty(): Promise<string> {
  const countyId = ids.next()
  await db.insertInto('county').values({ id: countyId, code: countyId, name: '测试县', createdAt: start }).execute()
  return countyId
}

async function newPerson(countyId: string): Promise<{ countyId: string; personId: string }> {
  const [regionId, personId] = [ids.next(), ids.next()]
  const region = { id: regionId, parentId: null, level: 'county', code: regionId, name: '测试县', path: '/t/' } as const
  await db
    .insertInto('region')
    .values({ countyId, ...region })
    .execute()
  const person = { id: personId, name: '安', unitId: null, regionId, roles: ['auditor'], state: 'active' } as const
  await db
    .insertInto('person')
    .values({ countyId, ...person, roles: ['auditor'], createdAt: start })
    .execute()
  return { countyId, personId }
}

describe.each(databaseKinds)('on the %s PostgreSQL:', (kind) => {
  beforeAll(async () => {
    home = await freshDatabase(kind)
    database = await home.open()
    const ownersPool = createPool(database, { applicationName: 'sign-in test owner', max: 2 })
    owner = createKysely(ownersPool)
    await migrate(createKysely(ownersPool))
    db = createKysely(createPool(database, { role: APP_ROLE, applicationName: 'sign-in test', max: 8 }))
  })
  afterAll(async () => {
    await Promise.all([owner.destroy(), db.destroy()])
    await database.release()
    await home.remove()
  })

  describe('sessions', () => {
    async function house() {
      const wall = manualClock(start)
      const person = await newPerson(await newCounty())
      return { wall, person, sessions: createSessions({ db, wall, randomness, ids }) }
    }
    const seenAt = async (id: string) =>
      (await db.selectFrom('session').select('seenAt').where('id', '=', id).executeTakeFirst())?.seenAt

    it('the database keeps neither the secret nor the CSRF token', async () => {
      const { person, sessions } = await house()
      const { secret, csrfToken, session, maxAgeSeconds } = await sessions.start(person)
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
      expect([csrfToken, maxAgeSeconds]).toEqual([csrfTokenOf(secret), 7 * 86_400])
      const row = await db.selectFrom('session').selectAll().where('id', '=', session.id).executeTakeFirstOrThrow()
      expect(row.secretHash).toEqual(secretHash(secret))
      expect(await sessions.find(secret, true)).toEqual(session)
      expect(await sessions.find(`${secret}x`, true)).toBe(null)
    })

    it('being there is written down once a minute, and watching does not count', async () => {
      const { wall, person, sessions } = await house()
      const { secret, session } = await sessions.start(person)
      wall.advance(minute - 1)
      await sessions.find(secret, true)
      expect(await seenAt(session.id)).toBe(start)
      wall.advance(1)
      await sessions.find(secret, false)
      expect(await seenAt(session.id)).toBe(start)
      expect((await sessions.find(secret, true))?.seenAt).toBe(start + minute)
      expect(await seenAt(session.id)).toBe(start + minute)
    })

    it('ends after 12 idle hours, and after seven days whatever happens', async () => {
      const { wall, person, sessions } = await house()
      const idle = await sessions.start(person)
      wall.advance(12 * hour - 1)
      expect(await sessions.find(idle.secret, false)).not.toBe(null)
      wall.advance(1)
      expect(await sessions.find(idle.secret, true)).toBe(null)
      expect(await seenAt(idle.session.id)).toBe(undefined)
      const busy = await sessions.start(person)
      const begun = wall.now()
      while (wall.now() + 6 * hour < begun + 7 * day) {
        wall.advance(6 * hour)
        expect(await sessions.find(busy.secret, true)).not.toBe(null)
      }
      wall.set(begun + 7 * day)
      expect(await sessions.find(busy.secret, true)).toBe(null)
    })

    it('signing out ends one, a new password the others, another county none', async () => {
      const { wall, person, sessions } = await house()
      const other = await newPerson(await newCounty())
      const [one, two, three] = [
        await sessions.start(person),
        await sessions.start(person),
        await sessions.start(person),
      ]
      const foreign = await sessions.start(other)
      await sessions.end(other.countyId, one.session.id)
      expect(await sessions.find(one.secret, true)).not.toBe(null)
      await sessions.end(person.countyId, one.session.id)
      expect(await sessions.find(one.secret, true)).toBe(null)
      expect(await sessions.endAllOf(person.countyId, person.personId, two.session.id)).toBe(1)
      expect(await sessions.endAllOf(person.countyId, other.personId)).toBe(0)
      expect(await sessions.find(two.secret, true)).not.toBe(null)
      expect(await sessions.find(three.secret, true)).toBe(null)
      wall.advance(defaultSessions.idleMs)
      expect(await sessions.purge()).toBeGreaterThanOrEqual(2)
      expect(await seenAt(foreign.session.id)).toBe(undefined)
    })
  })

  describe('tokens', () => {
    it('are told once, kept as a hash, good until revoked in their own county', async () => {
      const tokens = createTokens({ db, wall: manualClock(start), randomness, ids })
      const [countyId, elsewhere] = [await newCounty(), await newCounty()]
      const { id, token } = await tokens.create({ countyId, name: 'provincial platform', role: 'analyst' })
      expect(token).toMatch(/^wk_[A-Za-z0-9_-]{43}$/)
      expect(await tokens.find(token)).toMatchObject({ countyId, id, role: 'analyst', name: 'provincial platform' })
      expect(await tokens.find(token.slice(3))).toBe(null)
      expect(await tokens.revoke(elsewhere, id)).toBe(false)
      expect(await tokens.list(elsewhere)).toEqual([])
      expect(await tokens.revoke(countyId, id)).toBe(true)
      expect(await tokens.revoke(countyId, id)).toBe(false)
      expect(await tokens.find(token)).toBe(null)
      expect(await tokens.list(countyId)).toMatchObject([{ id, revokedAt: start }])
    })
  })

  describe('signing in', () => {
    it('guesses at one instant share one try, and the lock is the database’s, so every process keeps it', async () => {
      const wall = manualClock(start)
      const passwords = createPasswords(randomness, { memoryKib: 8, passes: 1, lanes: 1 })
      const person = await newPerson(await newCounty())
      const accounts = accountStore(db)
      const signInName = `ann-${person.personId}`
      await accounts.add({
        ...person,
        signInName,
        passwordHash: await passwords.hash('sky over county'),
        changedAt: start,
      })
      const processes = [0, 1].map(() => createSignIn({ accounts, passwords, wall }))
      const tries = Array.from({ length: 16 }, async (_, guess) => {
        const answer = processes[guess % 2]?.check({
          signInName,
          password: `guess ${guess}`,
          address: `192.0.2.${guess}`,
        })
        return answer?.then(
          () => 'open',
          (error: { code: string }) => error.code,
        )
      })
      const answers = await Promise.all(tries)
      expect(answers.filter((answer) => answer === 'sign-in-failed')).toHaveLength(1)
      expect(answers.filter((answer) => answer === 'sign-in-locked')).toHaveLength(15)
      wall.advance(1000)
      const right = { signInName, password: 'sky over county', address: '192.0.2.1' }
      expect(await processes[0]?.check(right)).toMatchObject(person)
      const state = () =>
        db.selectFrom('account').select(['failures', 'lockedUntil']).where('signInName', '=', signInName)
      expect(await state().executeTakeFirst()).toEqual({ failures: 0, lockedUntil: 0 })
      for (const wait of [1, 2, 4, 8, 0]) {
        await expect(processes[1]?.check({ ...right, password: 'wrong' })).rejects.toMatchObject({
          code: 'sign-in-failed',
        })
        wall.advance(wait * 1000)
      }
      await expect(processes[0]?.check(right)).rejects.toMatchObject({
        code: 'sign-in-locked',
        params: { seconds: 900 },
      })
      await accounts.setPassword(person.countyId, person.personId, await passwords.hash('new sky'), wall.now())
      expect(await processes[0]?.check({ ...right, password: 'new sky' })).toMatchObject(person)
    })
  })

  describe('live push from the ledger', () => {
    it('tells each committed event once and in order, while writers race and the listening connection is killed', async () => {
      const log = { info: () => {}, warn: () => {}, error: () => {} }
      const hub = createHub({ feed: ledgerFeed(db), log })
      const listener = listenToLedger({
        connect: () => connectClient({ ...database.connectionConfig, application_name: 'weike live test' }),
        hub,
        timers: systemTimers,
        trouble: { failed: () => {}, worked: () => {} },
      })
      await listener.listening
      const [north, south] = [await newCounty(), await newCounty()]
      const total = 400
      const heard: number[] = []
      const all = Promise.withResolvers<void>()
      await hub.watch({
        countyId: north,
        filter: async () => true,
        send: (message) => {
          if (message.type !== 'event') return
          heard.push(message.event.seq)
          if (message.event.seq === total) all.resolve()
        },
        ended: () => all.reject(new Error('ended')),
      })
      const append = (countyId: string) =>
        db.transaction().execute((trx) =>
          appendEvent(trx, {
            countyId,
            id: ids.next(),
            kind: 'note.made',
            schemaVersion: 1,
            subject: { type: 'note', id: 'n', version: null },
            actor: 'console',
            actedAt: start,
            receivedAt: start,
            data: {},
          }),
        )
      let killed = 0
      const kill = async () => {
        const ours = sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'weike live test'`
        return (await ours.execute(owner)).rows.length
      }
      const writer = async (share: number) => {
        for (let each = 0; each < share; each += 1) {
          await append(north)
          if (each % 10 === 0) await append(south)
          if (each % 25 === 0) killed += await kill()
        }
      }
      await Promise.all(Array.from({ length: 4 }, () => writer(total / 4)))
      await all.promise
      expect(killed).toBeGreaterThan(0)
      expect(heard).toEqual(Array.from({ length: total }, (_, index) => index + 1))
      hub.close()
      await listener.stop()
    })
  })
})
