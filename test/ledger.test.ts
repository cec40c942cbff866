import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresFrameArchive } from '../src/domain/readings/frame-archive.ts'
import { type ManualClock, manualClock } from '../src/platform/clock.ts'
import { withClient } from '../src/platform/db/client.ts'
import { createKysely, createPool, type Database } from '../src/platform/db/connect.ts'
import { APP_ROLE, migrate, PERSONAL_ROLE } from '../src/platform/db/migrate.ts'
import type { PersonalTables, WeikeTables } from '../src/platform/db/tables.ts'
import { type FileStore, openFileStore } from '../src/platform/files.ts'
import { type IdMaker, seededRandomness, uuid7Maker } from '../src/platform/identity.ts'
import { type InstallationKeys, openKeys } from '../src/platform/keys.ts'
import { appendEvent } from '../src/platform/ledger/append.ts'
import { dayHeadBytes, type SignedHead, signDays } from '../src/platform/ledger/days.ts'
import { exportHead, readExport, readSignedHead, writeExport } from '../src/platform/ledger/export.ts'
import type { FrameArchive } from '../src/platform/ledger/frame-archive.ts'
import { recordImport } from '../src/platform/ledger/imports.ts'
import { liveEvidence } from '../src/platform/ledger/live-evidence.ts'
import { eventBytes, eventHash, type JsonValue, type LedgerEntry, readEvent } from '../src/platform/ledger/model.ts'
import { erasePayload, sealPayload } from '../src/platform/ledger/payload.ts'
import { purgeFrames } from '../src/platform/ledger/purge.ts'
import { sha256 } from '../src/platform/ledger/sha256.ts'
import type { SubjectChecker } from '../src/platform/ledger/subjects.ts'
import { sealTelemetry } from '../src/platform/ledger/telemetry.ts'
import { type VerifyOptions, verifyEvidence } from '../src/platform/ledger/verify.ts'
import { openVault, type Vault } from '../src/platform/personal/vault.ts'
import { civilDayOf, DAY_MS, HOUR_MS, hourEndingAt, startOfCivilDay } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'

const MORNING = startOfCivilDay('2026-11-18') + 9 * HOUR_MS

/** One installation for all tests on one database; each test has a county of its own. */
let home: FreshDatabase
let database: Database
let owner: Kysely<WeikeTables>
let app: Kysely<WeikeTables>
let personal: Kysely<PersonalTables>
let vault: Vault
let files: FileStore
let keys: InstallationKeys
let archive: FrameArchive
const randomness = seededRandomness('ledger test')
const ids: IdMaker = uuid7Maker(manualClock(MORNING), randomness)

/** A county in which things happen. */
interface Place {
  countyId: string
  clock: ManualClock
}

async function newPlace(): Promise<Place> {
  const countyId = ids.next()
  await app.insertInto('county').values({ id: countyId, code: countyId, name: '测试县', createdAt: MORNING }).execute()
  return { countyId, clock: manualClock(MORNING) }
}

function entryOf({ countyId, clock }: Place, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    countyId,
    id: ids.next(),
    kind: 'note.made',
    schemaVersion: 1,
    subject: { type: 'note', id: 'n', version: null },
    actor: 'console',
    actedAt: clock.now(),
    receivedAt: clock.now(),
    data: {},
    ...more,
  }
}

async function note(place: Place, data: JsonValue = {}): Promise<{ seq: number; hash: Buffer }> {
  return app.transaction().execute((trx) => appendEvent(trx, entryOf(place, { data })))
}

async function keepText(place: Place, text: string): Promise<string> {
  const id = ids.next()
  await app.transaction().execute(async (trx) => {
    const createdAt = place.clock.now()
    const hash = await sealPayload(trx, { countyId: place.countyId, id, salt: randomness.bytes(16), createdAt, text })
    await appendEvent(trx, entryOf(place, { data: { text: { id, hash } } }))
  })
  return id
}

async function keepFile(place: Place, bytes: Buffer): Promise<{ id: string; sha: string }> {
  const id = ids.next()
  const sha = await files.put(bytes)
  await app.transaction().execute(async (trx) => {
    const salt = randomness.bytes(16)
    const createdAt = place.clock.now()
    const hash = await sealPayload(trx, { countyId: place.countyId, id, salt, createdAt, fileSha256: sha })
    await appendEvent(trx, entryOf(place, { data: { photos: [{ id, hash }] } }))
  })
  return { id, sha }
}

/** Something whose state its events tell: a number that is raised. */
async function raise(place: Place, series: string, value: number): Promise<void> {
  await app.transaction().execute(async (trx) => {
    await trx
      .insertInto('numberCounter')
      .values({ countyId: place.countyId, series, value })
      .onConflict((conflict) => conflict.columns(['countyId', 'series']).doUpdateSet({ value }))
      .execute()
    const subject = { type: 'counter', id: series, version: value }
    await appendEvent(trx, entryOf(place, { kind: 'counter.raised', subject, data: { value } }))
  })
}

const counterChecker: SubjectChecker = {
  type: 'counter',
  async *snapshots(db, countyId) {
    const rows = await db.selectFrom('numberCounter').selectAll().where('countyId', '=', countyId).execute()
    for (const { series, value } of rows) yield { id: series, state: { value } }
  },
  start() {
    const told = new Map<string, { seq: number; data: JsonValue }>()
    return {
      event: (event) => {
        told.set(event.subject.id, { seq: event.seq, data: event.data })
      },
      finish: (snapshots) =>
        snapshots.flatMap(({ id, state }) => {
          const last = told.get(id)
          if (JSON.stringify(last?.data) === JSON.stringify(state)) return []
          const detail = { type: 'counter', subject: id, field: 'value' }
          return [{ code: 'subject-unlike-events' as const, seq: last?.seq ?? 0, detail }]
        }),
    }
  },
}

let frameSeq = 0

/** Frames as the gateway makes them durable. */
async function receive(place: Place, mn: string, texts: readonly string[], dataHour: number): Promise<number[]> {
  const rows = texts.map((text) => {
    frameSeq += 1
    const bytes = Buffer.from(`##${mn} ${text}`)
    return {
      countyId: place.countyId,
      seq: frameSeq,
      mn,
      deviceId: null,
      receivedAt: place.clock.now(),
      dataHour,
      cn: '2011',
      qn: '20261118090000001',
      dataTime: '20261118090000',
      disposition: 'stored' as const,
      reason: null,
      identity: sha256(bytes),
      sha256: sha256(bytes),
      bytes,
      sealedSeq: null,
    }
  })
  await app.insertInto('frame').values(rows).execute()
  return rows.map((row) => row.seq)
}

const telemetry = (place: Place, over: FrameArchive = archive) => ({ db: app, archive: over, ids, clock: place.clock })

const evidence = (place: Place, withPayloads = true) =>
  liveEvidence(
    { db: app, archive, files, checkers: [counterChecker] },
    { countyId: place.countyId, at: place.clock.now(), publicKey: keys.signer.publicKey, withPayloads },
  )

const options = (more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  checkers: [counterChecker],
  trustedKeys: [keys.signer.publicKey],
  ...more,
})

async function verifyLive(place: Place, more: Partial<VerifyOptions> = {}) {
  return verifyEvidence(evidence(place), options(more))
}

async function exportOf(place: Place, withPayloads = true): Promise<string> {
  let text = ''
  for await (const line of writeExport(evidence(place, withPayloads))) text += line
  return text
}

/** Read back in pieces that are cut anywhere. */
async function* inPieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 997) yield text.slice(at, at + 997)
}

async function verifyExport(text: string, more: Partial<VerifyOptions> = {}) {
  return verifyEvidence(readExport(inPieces(text)), options(more))
}

/** What somebody can do who owns the database: the trigger is no obstacle to him. */
async function tamper(place: Place, how: (countyId: string) => Promise<unknown>): Promise<void> {
  for (const table of ['ledger_event', 'ledger_day']) {
    await sql.raw(`alter table ${table} disable trigger user`).execute(owner)
  }
  try {
    await how(place.countyId)
  } finally {
    for (const table of ['ledger_event', 'ledger_day']) {
      await sql.raw(`alter table ${table} enable trigger user`).execute(owner)
    }
  }
}

/** A county with a bit of everything, four days old. Its chain is described by kinds. */
async function livelyPlace() {
  const place = await newPlace()
  const { clock, countyId } = place
  const text = await keepText(place, '工地未覆盖')
  const photo = await keepFile(place, randomness.bytes(500))
  await raise(place, 'cases', 1)
  const hour = hourEndingAt(clock.now() + 1)
  await receive(place, 'MN-A', ['a1', 'a2', 'a3'], hour)
  await receive(place, 'MN-B', ['b1'], hour)
  clock.advance(2 * HOUR_MS)
  await sealTelemetry(telemetry(place), countyId)
  await raise(place, 'cases', 2)
  await receive(place, 'MN-A', ['a4'], hour)
  await sealTelemetry(telemetry(place), countyId)
  clock.advance(DAY_MS)
  await note(place, { step: 'second day' })
  clock.advance(3 * DAY_MS)
  await note(place, { step: 'after two quiet days' })
  await signDays(app, countyId, clock.now(), keys.signer)
  return { ...place, text, photo, hour }
}

async function seqOf(place: Place, kind: string): Promise<number> {
  const row = await app
    .selectFrom('ledgerEvent')
    .select('seq')
    .where('countyId', '=', place.countyId)
    .where('kind', '=', kind)
    .orderBy('seq')
    .executeTakeFirstOrThrow()
  return row.seq
}

async function nameAt(place: Place, seq: number): Promise<{ seq: number; id: string; kind: string }> {
  return app
    .selectFrom('ledgerEvent')
    .select(['seq', 'id', 'kind'])
    .where('countyId', '=', place.countyId)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow()
}

describe.each(databaseKinds)('on the %s PostgreSQL:', (kind) => {
  beforeAll(async () => {
    home = await freshDatabase(kind)
    const { dataDir } = home
    database = await home.open()
    const ownersPool = createPool(database, { applicationName: 'ledger test owner', max: 2 })
    owner = createKysely(ownersPool)
    await migrate(createKysely(ownersPool))
    app = createKysely(createPool(database, { role: APP_ROLE, applicationName: 'ledger test', max: 8 }))
    personal = createKysely(
      createPool(database, { role: PERSONAL_ROLE, applicationName: 'ledger test personal', max: 2 }),
    )
    keys = await openKeys(dataDir, randomness, { mayCreate: true })
    vault = openVault(personal, keys.personal, randomness)
    files = openFileStore(dataDir, randomness)
    archive = postgresFrameArchive(app)
  })

  afterAll(async () => {
    await Promise.all([owner, app, personal].map((db) => db.destroy()))
    await database.release()
    await home.remove()
  })

  describe('the chain of a county', () => {
    it('has no gap and no fork when many append at once, and knows nothing of other counties', async () => {
      const [one, other] = [await newPlace(), await newPlace()]
      await Promise.all(Array.from({ length: 40 }, (_, index) => note(index % 2 === 0 ? one : other, { index })))
      for (const place of [one, other]) {
        const rows = await app.selectFrom('ledgerEvent').select('seq').where('countyId', '=', place.countyId).execute()
        expect(rows.map((row) => row.seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
        expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { events: 20 } })
      }
    })

    it('holds nothing of a change that was rolled back', async () => {
      const place = await newPlace()
      await note(place)
      const failed = app.transaction().execute(async (trx) => {
        await appendEvent(trx, entryOf(place))
        throw new Error('changed my mind')
      })
      await expect(failed).rejects.toThrow('changed my mind')
      expect((await note(place)).seq).toBe(2)
      expect((await verifyLive(place)).ok).toBe(true)
    })

    it('tells each event once it is committed', async () => {
      const place = await newPlace()
      await withClient(database.connectionConfig, async (client) => {
        const told = new Promise<string>((resolve) => {
          client.on('notification', (message) => {
            if (message.payload?.startsWith(place.countyId) === true) resolve(message.payload)
          })
        })
        await client.query('listen weike_ledger')
        await note(place)
        expect(await told).toBe(`${place.countyId}:1`)
      })
    })

    it('takes no id twice', async () => {
      const place = await newPlace()
      const entry = entryOf(place)
      await app.transaction().execute((trx) => appendEvent(trx, entry))
      await expect(app.transaction().execute((trx) => appendEvent(trx, entry))).rejects.toThrow('duplicate key')
    })

    it('cannot be changed by the application, nor by the owner of the database in passing', async () => {
      const place = await livelyPlace()
      for (const table of ['ledger_event', 'ledger_day']) {
        for (const act of [`update ${table} set seq = 0`, `delete from ${table}`, `truncate ${table}`]) {
          await expect(sql.raw(act).execute(app)).rejects.toThrow('permission denied')
          await expect(sql.raw(act).execute(owner)).rejects.toThrow('the ledger is append-only')
        }
      }
      expect((await verifyLive(place)).ok).toBe(true)
    })

    it('takes an import as one event with the file’s hash', async () => {
      const place = await newPlace()
      const id = ids.next()
      const fileSha256 = sha256(Buffer.from('a workbook')).toString('hex')
      const { countyId, clock } = place
      const at = { actedAt: clock.now(), receivedAt: clock.now() }
      const imported = { countyId, id, format: 'hours-xlsx', fileSha256, byteLength: 10, counts: { rows: 8760 } }
      await app.transaction().execute((trx) => recordImport(trx, { ...imported, actor: 'console', ...at }))
      const row = await app
        .selectFrom('ledgerEvent')
        .select('bytes')
        .where('countyId', '=', countyId)
        .executeTakeFirstOrThrow()
      expect(readEvent(row.bytes)).toMatchObject({
        kind: 'import.recorded',
        subject: { type: 'import', id },
        data: { fileSha256, counts: { rows: 8760 } },
      })
    })
  })

  describe('a county with a bit of everything', () => {
    it('verifies, live and from an export with or without its texts', async () => {
      const place = await livelyPlace()
      const counts = { events: 9, days: 4, hours: 2, frames: 5, expired: 0, payloads: 2, subjects: 1 }
      expect(await verifyLive(place)).toEqual({ ok: true, counts, findings: [], found: 0 })
      const [whole, bare] = [await exportOf(place), await exportOf(place, false)]
      expect(await verifyExport(whole)).toEqual({ ok: true, counts, findings: [], found: 0 })
      expect(await verifyExport(bare)).toEqual({ ok: true, counts, findings: [], found: 0 })
      expect(whole).toContain('工地未覆盖')
      expect(bare).not.toContain('工地未覆盖')
      expect(bare).not.toContain(place.photo.sha)
    })

    it('verifies while people go on acting and hours are sealed', async () => {
      const place = await livelyPlace()
      const source = evidence(place)
      const slowly = (async function* () {
        for await (const record of source) {
          if (record.record === 'event' && record.seq === 2) {
            await raise(place, 'cases', 3)
            await receive(place, 'MN-C', ['c1'], place.hour)
            await sealTelemetry(telemetry(place), place.countyId)
          }
          yield record
        }
      })()
      expect(await verifyEvidence(slowly, options())).toMatchObject({ ok: true, counts: { events: 9 } })
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { events: 11, frames: 6 } })
    })
  })

  describe('who owns the database and', () => {
    /** Verifies the live database and an export of it; both must say the same. */
    async function findingsOf(place: Place, more: Partial<VerifyOptions> = {}) {
      const live = await verifyLive(place, more)
      const exported = await verifyExport(await exportOf(place), more)
      expect(exported.findings).toEqual(live.findings)
      expect(live.ok).toBe(live.findings.length === 0)
      return live.findings
    }

    it('changes one byte of an event is told which', async () => {
      const place = await livelyPlace()
      const seq = await seqOf(place, 'counter.raised')
      await tamper(place, (countyId) =>
        sql`update ledger_event set bytes = set_byte(bytes, 40, get_byte(bytes, 40) # 1)
          where county_id = ${countyId} and seq = ${seq}`.execute(owner),
      )
      expect((await findingsOf(place))[0]).toEqual({
        code: 'changed',
        ...(await nameAt(place, seq)),
        detail: { part: 'bytes' },
      })
    })

    it('removes an event is told which', async () => {
      const place = await livelyPlace()
      const seq = await seqOf(place, 'counter.raised')
      await tamper(place, (countyId) =>
        owner.deleteFrom('ledgerEvent').where('countyId', '=', countyId).where('seq', '=', seq).execute(),
      )
      expect((await findingsOf(place))[0]).toEqual({ code: 'removed', seq, detail: { to: seq } })
    })

    it('removes the last events, and sets the head back, is told by the signed day', async () => {
      const place = await livelyPlace()
      await tamper(place, async (countyId) => {
        await owner.deleteFrom('ledgerEvent').where('countyId', '=', countyId).where('seq', '>=', 7).execute()
        const last = await owner
          .selectFrom('ledgerEvent')
          .select('hash')
          .where('countyId', '=', countyId)
          .where('seq', '=', 6)
          .executeTakeFirstOrThrow()
        await owner
          .updateTable('ledgerHead')
          .set({ seq: 6, hash: last.hash })
          .where('countyId', '=', countyId)
          .execute()
      })
      expect((await findingsOf(place))[0]).toEqual({ code: 'removed', seq: 7, detail: { to: 8 } })
    })

    it('swaps two events is told both', async () => {
      const place = await livelyPlace()
      await tamper(place, async (countyId) => {
        for (const [from, to] of [
          [2, -1],
          [6, 2],
          [-1, 6],
        ]) {
          await sql`update ledger_event set seq = ${to} where county_id = ${countyId} and seq = ${from}`.execute(owner)
        }
      })
      const second = await nameAt(place, 2)
      const sixth = await nameAt(place, 6)
      expect((await findingsOf(place))[0]).toEqual({
        code: 'swapped',
        ...second,
        detail: { other: 6, otherId: sixth.id, otherKind: sixth.kind },
      })
    })

    /** Changes an early event and makes everything behind it fit, the heads of days too if asked. */
    async function rewriteWhole(place: Place, withDays = true): Promise<void> {
      await tamper(place, async (countyId) => {
        const rows = await owner
          .selectFrom('ledgerEvent')
          .selectAll()
          .where('countyId', '=', countyId)
          .orderBy('seq')
          .execute()
        let previousHash: Buffer = Buffer.alloc(32)
        for (const row of rows) {
          const event = readEvent(row.bytes)
          if (event === null) throw new Error('cannot be read')
          const bytes = row.seq === 2 ? eventBytes({ ...event, actedAt: event.actedAt - 1 }) : row.bytes
          const hash = eventHash(previousHash, bytes)
          await owner
            .updateTable('ledgerEvent')
            .set({ bytes, previousHash, hash })
            .where('countyId', '=', countyId)
            .where('seq', '=', row.seq)
            .execute()
          if (withDays)
            await sql`update ledger_day set hash = ${hash} where county_id = ${countyId} and seq = ${row.seq}`.execute(
              owner,
            )
          previousHash = hash
        }
        await owner.updateTable('ledgerHead').set({ hash: previousHash }).where('countyId', '=', countyId).execute()
      })
    }

    async function resignDays(place: Place): Promise<void> {
      await tamper(place, async (countyId) => {
        for (const day of await owner.selectFrom('ledgerDay').selectAll().where('countyId', '=', countyId).execute()) {
          const signature = keys.signer.sign(dayHeadBytes(day))
          await owner
            .updateTable('ledgerDay')
            .set({ signature })
            .where('countyId', '=', countyId)
            .where('day', '=', day.day)
            .execute()
        }
      })
    }

    it('recomputes the whole chain is given away by the signed days, if he has not the key', async () => {
      const place = await livelyPlace()
      await rewriteWhole(place)
      expect((await findingsOf(place))[0]).toMatchObject({ code: 'day-signature-bad', detail: { day: '2026-11-18' } })
      const other = await livelyPlace()
      await rewriteWhole(other, false)
      expect((await findingsOf(other))[0]).toMatchObject({ code: 'day-unlike-chain', detail: { day: '2026-11-18' } })
    })

    it('recomputes the whole chain and has the key is given away only by a head taken away before', async () => {
      const place = await livelyPlace()
      const now = place.clock.now()
      const taken = readSignedHead(JSON.stringify(await exportHead(app, place.countyId, { now, signer: keys.signer })))
      if (taken === null) throw new Error('no head')
      const against = [{ head: taken, publicKey: keys.signer.publicKey }]
      expect(await findingsOf(place, { against })).toEqual([])
      await rewriteWhole(place)
      await resignDays(place)
      expect(await findingsOf(place)).toEqual([])
      expect(await findingsOf(place, { against })).toEqual([
        { code: 'rewritten', seq: 9, detail: { day: '2026-11-22', from: 1 } },
      ])
    })

    it('rewrites, between two heads that were taken away, is told from which place on', async () => {
      const place = await newPlace()
      const { countyId, clock } = place
      const take = async () => {
        const head = await exportHead(app, countyId, { now: clock.now(), signer: keys.signer })
        if (head === null) throw new Error('no head')
        return { head, publicKey: keys.signer.publicKey }
      }
      const against = []
      for (let index = 0; index < 4; index += 1) {
        await note(place)
        against.push(await take())
      }
      await rewriteWhole(place)
      const found = await findingsOf(place, { against })
      expect(found.map(({ code, seq, detail }) => [code, seq, detail.from])).toEqual([
        ['rewritten', 2, 2],
        ['rewritten', 3, 2],
        ['rewritten', 4, 2],
      ])
    })

    it('cuts the chain off, with its days, and sets the head back, is told by a head taken away before', async () => {
      const place = await livelyPlace()
      const head = await exportHead(app, place.countyId, { now: place.clock.now(), signer: keys.signer })
      if (head === null) throw new Error('no head')
      await tamper(place, async (countyId) => {
        await sql`delete from ledger_event where county_id = ${countyId} and seq > 7`.execute(owner)
        await sql`delete from ledger_day where county_id = ${countyId} and seq > 7`.execute(owner)
        await sql`update ledger_head set seq = 7, hash = e.hash from ledger_event e
                where e.county_id = ledger_head.county_id and e.county_id = ${countyId} and e.seq = 7`.execute(owner)
      })
      expect(await findingsOf(place)).toEqual([])
      const found = await findingsOf(place, { against: [{ head, publicKey: keys.signer.publicKey }] })
      expect(found).toEqual([{ code: 'removed', seq: 8, detail: { to: 9 } }])
    })

    it('appends after a head was taken away is no forger: the chain still runs through it', async () => {
      const place = await livelyPlace()
      const head = await exportHead(app, place.countyId, { day: '2026-11-19' })
      if (head === null) throw new Error('no head')
      await note(place)
      expect(await findingsOf(place, { against: [{ head, publicKey: keys.signer.publicKey }] })).toEqual([])
    })

    it('shows a head that he signed himself is not believed', async () => {
      const place = await livelyPlace()
      const head = await exportHead(app, place.countyId, { day: '2026-11-19' })
      if (head === null) throw new Error('no head')
      const forged: SignedHead = { ...head, hash: '0'.repeat(64) }
      const found = await findingsOf(place, { against: [{ head: forged, publicKey: keys.signer.publicKey }] })
      expect(found).toEqual([{ code: 'pinned-head-invalid', detail: { day: '2026-11-19' } }])
    })

    it('changes a day’s head, or takes a day out, is told which day', async () => {
      const place = await livelyPlace()
      await tamper(place, (countyId) =>
        sql`update ledger_day set seq = 7 where county_id = ${countyId} and day = '2026-11-19'`.execute(owner),
      )
      expect(await findingsOf(place)).toMatchObject([{ code: 'day-signature-bad', detail: { day: '2026-11-19' } }])
      const other = await livelyPlace()
      await tamper(other, (countyId) =>
        sql`delete from ledger_day where county_id = ${countyId} and day = '2026-11-20'`.execute(owner),
      )
      expect(await findingsOf(other)).toEqual([{ code: 'day-missing', detail: { day: '2026-11-20' } }])
    })

    it('changes a subject without an event is told which subject', async () => {
      const place = await livelyPlace()
      await owner.updateTable('numberCounter').set({ value: 7 }).where('countyId', '=', place.countyId).execute()
      expect(await findingsOf(place)).toMatchObject([
        { code: 'subject-unlike-events', detail: { type: 'counter', subject: 'cases' } },
      ])
    })

    it.each([
      [
        'changes a kept text',
        'payload-changed',
        (id: string) => sql`update payload set content_text = '工地已覆盖' where id = ${id}`,
      ],
      [
        'changes a kept text and makes its hash fit',
        'payload-changed',
        (id: string) =>
          sql`update payload set content_text = '甲', hash = sha256(salt || convert_to('甲', 'UTF8')) where id = ${id}`,
      ],
      [
        'empties a kept text',
        'payload-removed',
        (id: string) => sql`update payload set content_text = null, salt = null where id = ${id}`,
      ],
      ['removes a kept text', 'payload-removed', (id: string) => sql`delete from payload where id = ${id}`],
    ])('%s is told which', async (_name, code, how) => {
      const place = await livelyPlace()
      await how(place.text).execute(owner)
      expect(await findingsOf(place)).toEqual([{ code, seq: 1, detail: { payload: place.text } }])
    })

    it('exchanges a photo on the disk, or removes it, is told which', async () => {
      const place = await livelyPlace()
      const { sha, id } = place.photo
      const at = { seq: 2, detail: { payload: id, file: sha } }
      const whole = await files.get(sha)
      await files.remove(sha)
      expect(await findingsOf(place)).toEqual([{ code: 'file-missing', ...at }])
      const changed = { ...files, get: async () => Buffer.from('another photo') }
      const source = liveEvidence(
        { db: app, archive, files: changed, checkers: [counterChecker] },
        { countyId: place.countyId, at: 0, publicKey: keys.signer.publicKey, withPayloads: true },
      )
      expect((await verifyEvidence(source, options())).findings).toEqual([{ code: 'file-changed', ...at }])
      await files.put(whole ?? Buffer.alloc(0))
      expect(await findingsOf(place)).toEqual([])
    })

    const frameTampering: [string, string, (countyId: string) => ReturnType<typeof sql>][] = [
      [
        'changes the bytes of a frame',
        'frame-unlike-leaf',
        (county) => sql`update frame set bytes = 'x' where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
      [
        'changes the bytes of a frame and its leaf',
        'frame-unlike-leaf',
        (county) =>
          sql`update frame set bytes = 'x', sha256 = sha256('x') where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
      [
        'erases the bytes of a frame',
        'frame-removed',
        (county) => sql`update frame set bytes = null where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
      [
        'removes a frame',
        'leaf-missing',
        (county) => sql`delete from frame where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
      [
        'pushes a frame in',
        'frame-unknown',
        (county) => sql`
        insert into frame select county_id, seq + 1000000, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason,
          'another', sha256, bytes, sealed_seq from frame where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
      [
        'gives a frame to another event',
        'leaf-missing',
        (county) => sql`update frame set sealed_seq = 1 where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
      [
        'gives a frame to an event that never was',
        'leaf-missing',
        (county) => sql`update frame set sealed_seq = 99999 where county_id = ${county} and bytes = '##MN-A a2'`,
      ],
    ]
    it.each(frameTampering)('%s is told', async (_name, code, how) => {
      const place = await livelyPlace()
      await how(place.countyId).execute(owner)
      const found = await findingsOf(place)
      expect(found.map((finding) => finding.code)).toContain(code)
      expect(found.find((finding) => finding.code === code)).toMatchObject({
        detail: { mn: 'MN-A', hour: '2026-11-18T10:00:00+08:00' },
      })
    })

    it('cuts an export, or writes into it, is told so', async () => {
      const place = await livelyPlace()
      const lines = (await exportOf(place)).trimEnd().split('\n')
      expect((await verifyExport(lines.slice(0, -1).join('\n'))).findings).toEqual([{ code: 'export-cut', detail: {} }])
      const spoilt = await verifyExport([...lines.slice(0, 3), 'not a record', ...lines.slice(3)].join('\n'))
      expect(spoilt.findings).toContainEqual({ code: 'export-unreadable', detail: { line: 4 } })
      expect((await verifyExport('')).findings).toEqual([{ code: 'export-cut', detail: {} }])
      expect((await verifyExport(lines.slice(1).join('\n'))).ok).toBe(false)
    })
  })

  describe('telemetry in the ledger', () => {
    async function seals(place: Place) {
      const rows = await app
        .selectFrom('ledgerEvent')
        .select(['seq', 'kind', 'bytes'])
        .where('countyId', '=', place.countyId)
        .where('subjectType', '=', 'telemetry')
        .orderBy('seq')
        .execute()
      return rows.map(({ seq, kind, bytes }) => ({ seq, kind, data: readEvent(bytes)?.data }))
    }

    const unsealed = async (place: Place) => (await archive.unsealedFrames(place.countyId)).length

    it('is one event per device and hour, once the hour is over and its grace has passed; late frames get their own', async () => {
      const place = await newPlace()
      const { clock, countyId } = place
      const hour = hourEndingAt(clock.now() + 1)
      const [a1, a2] = await receive(place, 'MN-A', ['a1', 'a2'], hour)
      await receive(place, 'MN-B', ['b1'], hour)
      clock.set(hour + 10 * 60_000 - 1)
      expect(await sealTelemetry(telemetry(place), countyId)).toBe(0)
      clock.advance(1)
      expect(await sealTelemetry(telemetry(place), countyId)).toBe(2)
      expect(await sealTelemetry(telemetry(place), countyId)).toBe(0)
      const [a3] = await receive(place, 'MN-A', ['a3'], hour)
      await receive(place, 'MN-A', ['a4'], hour + HOUR_MS)
      expect(await sealTelemetry(telemetry(place), countyId)).toBe(1)
      expect(await seals(place)).toMatchObject([
        { kind: 'telemetry.sealed', data: { mn: 'MN-A', dataHour: hour, count: 2, firstSeq: a1, lastSeq: a2 } },
        { kind: 'telemetry.sealed', data: { mn: 'MN-B', dataHour: hour, count: 1 } },
        { kind: 'telemetry.late', data: { mn: 'MN-A', dataHour: hour, count: 1, firstSeq: a3, lastSeq: a3 } },
      ])
      expect(await unsealed(place)).toBe(1)
    })

    it('ends between two hours when Weike is to end, and the next pass does what is left', async () => {
      const place = await newPlace()
      const { clock, countyId } = place
      const hour = hourEndingAt(clock.now() + 1)
      for (const mn of ['MN-A', 'MN-B', 'MN-C']) await receive(place, mn, ['1'], hour)
      clock.advance(2 * HOUR_MS)
      let asked = 0
      const isToEnd = () => {
        asked += 1
        return asked > 2
      }
      expect(await sealTelemetry({ ...telemetry(place), isToEnd }, countyId)).toBe(2)
      expect(await sealTelemetry(telemetry(place), countyId)).toBe(1)
      expect(await seals(place)).toMatchObject(['MN-A', 'MN-B', 'MN-C'].map((mn) => ({ data: { mn, dataHour: hour } })))
    })

    it('is neither lost nor doubled when Weike dies between the event and the mark, and verifies meanwhile', async () => {
      const place = await newPlace()
      const { clock, countyId } = place
      const hour = hourEndingAt(clock.now() + 1)
      await receive(place, 'MN-A', ['a1', 'a2'], hour)
      clock.advance(2 * HOUR_MS)
      const dying: FrameArchive = { ...archive, markSealed: () => Promise.reject(new Error('killed')) }
      await expect(sealTelemetry(telemetry(place, dying), countyId)).rejects.toThrow('killed')
      await receive(place, 'MN-A', ['a3'], hour)
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { hours: 1, frames: 2 } })
      expect(await sealTelemetry(telemetry(place), countyId)).toBe(1)
      expect((await seals(place)).map(({ kind, data }) => [kind, data])).toMatchObject([
        ['telemetry.sealed', { count: 2 }],
        ['telemetry.late', { count: 1 }],
      ])
      expect(await unsealed(place)).toBe(0)
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { hours: 1, frames: 3 } })
    })

    it('is sealed once when two passes run at the same time', async () => {
      const place = await newPlace()
      const { clock, countyId } = place
      const hour = hourEndingAt(clock.now() + 1)
      for (const mn of ['MN-A', 'MN-B', 'MN-C']) await receive(place, mn, ['1', '2'], hour)
      clock.advance(2 * HOUR_MS)
      const written = await Promise.all([1, 2, 3].map(() => sealTelemetry(telemetry(place), countyId)))
      expect(written.reduce((a, b) => a + b)).toBe(3)
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { hours: 3, frames: 6 } })
    })

    it('loses bytes after 30 days by an event: expired is not removed, and kept frames stay whole', async () => {
      const place = await livelyPlace()
      const { clock, countyId, hour } = place
      const [keptSeq, releasedSeq] = await receive(place, 'MN-D', ['kept', 'kept for a while', 'not kept'], hour)
      await sealTelemetry(telemetry(place), countyId)
      clock.advance(29 * DAY_MS)
      expect(await purgeFrames(telemetry(place), countyId, [])).toEqual({ purged: 5 })
      clock.advance(2 * DAY_MS)
      await receive(place, 'MN-A', ['fresh'], hourEndingAt(clock.now() - HOUR_MS))
      await sealTelemetry(telemetry(place), countyId)
      const keep = [keptSeq ?? 0, releasedSeq ?? 0]
      expect(await purgeFrames(telemetry(place), countyId, keep)).toEqual({ purged: 1 })
      expect(await purgeFrames(telemetry(place), countyId, keep)).toEqual({ purged: 0 })
      expect(await purgeFrames(telemetry(place), countyId, [keptSeq ?? 0])).toEqual({ purged: 1 })
      const verified = await verifyLive(place)
      expect(verified).toMatchObject({ ok: true, counts: { frames: 9, expired: 7 } })
      expect(await verifyExport(await exportOf(place))).toEqual(verified)

      await sql`update frame set bytes = null where county_id = ${countyId} and seq = ${keptSeq}`.execute(owner)
      expect((await verifyLive(place)).findings).toMatchObject([{ code: 'frame-removed', detail: { frame: keptSeq } }])
    })

    it('is purged as the event says when Weike died between the event and the erasure', async () => {
      const place = await livelyPlace()
      const { clock, countyId } = place
      clock.advance(40 * DAY_MS)
      const dying: FrameArchive = {
        ...archive,
        purge: async (county, through, kept) => {
          if ((await seals(place)).some(({ kind }) => kind === 'telemetry.purged')) throw new Error('killed')
          return archive.purge(county, through, kept)
        },
      }
      await expect(purgeFrames(telemetry(place, dying), countyId, [])).rejects.toThrow('killed')
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { frames: 5, expired: 0 } })
      expect(await purgeFrames(telemetry(place), countyId, [])).toEqual({ purged: 0 })
      expect((await seals(place)).filter(({ kind }) => kind === 'telemetry.purged')).toMatchObject([
        { data: { count: 5 } },
      ])
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { frames: 5, expired: 5 } })
    })

    it('is not purged while somebody reads the evidence', async () => {
      const place = await livelyPlace()
      place.clock.advance(40 * DAY_MS)
      const reading = evidence(place)
      await reading.next()
      expect(await purgeFrames(telemetry(place), place.countyId, [])).toBe('busy')
      await reading.return(undefined)
      expect(await purgeFrames(telemetry(place), place.countyId, [])).toEqual({ purged: 5 })
    })
  })

  describe('the heads of days', () => {
    it('are signed once for each day that is over, quiet ones carrying the last head on', async () => {
      const place = await newPlace()
      const { clock, countyId } = place
      expect(await signDays(app, countyId, clock.now(), keys.signer)).toEqual([])
      const first = await note(place)
      expect(await signDays(app, countyId, clock.now(), keys.signer)).toEqual([])
      clock.set(startOfCivilDay('2026-11-21'))
      const second = await note(place)
      expect(await signDays(app, countyId, clock.now(), keys.signer)).toEqual([
        '2026-11-18',
        '2026-11-19',
        '2026-11-20',
      ])
      expect(await signDays(app, countyId, clock.now(), keys.signer)).toEqual([])
      clock.advance(DAY_MS)
      expect(await signDays(app, countyId, clock.now(), keys.signer)).toEqual(['2026-11-21'])
      const days = await app
        .selectFrom('ledgerDay')
        .select(['day', 'seq', 'hash'])
        .where('countyId', '=', countyId)
        .orderBy('day')
        .execute()
      expect(days.map(({ seq }) => seq)).toEqual([1, 1, 1, 2])
      expect(days.map(({ hash }) => hash)).toEqual([first.hash, first.hash, first.hash, second.hash])
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { days: 4 } })
    })

    it('signed by a key that nobody vouches for are told', async () => {
      const place = await livelyPlace()
      const found = await verifyLive(place, { trustedKeys: [Buffer.from('another key')] })
      expect(found.findings.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'day-key-unknown'))
    })

    it('can be taken away for a finished day and for the day that is going on', async () => {
      const place = await livelyPlace()
      const { countyId, clock } = place
      const finished = await exportHead(app, countyId, { day: '2026-11-18' })
      expect(finished).toMatchObject({
        county: countyId,
        day: '2026-11-18',
        publicKey: keys.signer.publicKey.toString('base64'),
      })
      const now = await exportHead(app, countyId, { now: clock.now(), signer: keys.signer })
      expect(now).toMatchObject({ day: civilDayOf(clock.now()), seq: 9 })
      expect(await exportHead(app, countyId, { day: '2026-11-30' })).toBeNull()
    })
  })

  describe('a payload', () => {
    it('can be erased, by an event, and its hash stays', async () => {
      const place = await livelyPlace()
      const { countyId, clock } = place
      const at = { actor: 'console', actedAt: clock.now(), receivedAt: clock.now() }
      const erase = (id: string) =>
        app.transaction().execute((trx) => erasePayload(trx, { countyId, id, eventId: ids.next(), ...at }))
      const again = await keepFile(place, (await files.get(place.photo.sha)) ?? Buffer.alloc(0))
      expect(await erase(place.text)).toEqual({ erased: true, file: null })
      expect(await erase(place.text)).toEqual({ erased: false, file: null })
      expect(await erase(place.photo.id)).toEqual({ erased: true, file: null })
      expect(await erase(again.id)).toEqual({ erased: true, file: place.photo.sha })
      await files.remove(place.photo.sha)
      const rows = await app.selectFrom('payload').selectAll().where('countyId', '=', countyId).execute()
      for (const row of rows) expect(row).toMatchObject({ salt: null, contentText: null, contentFile: null })
      expect(await verifyLive(place)).toMatchObject({ ok: true, counts: { payloads: 3, events: 13 } })

      await sql`update payload set salt = '1', content_text = '复活' where id = ${place.text}`.execute(owner)
      expect((await verifyLive(place)).findings).toMatchObject([{ code: 'payload-not-erased' }])
    })

    it('that no event names is told', async () => {
      const place = await newPlace()
      const id = ids.next()
      await app
        .transaction()
        .execute((trx) =>
          sealPayload(trx, { countyId: place.countyId, id, salt: randomness.bytes(16), createdAt: 0, text: '无名' }),
        )
      expect((await verifyLive(place)).findings).toEqual([{ code: 'payload-unknown', detail: { payload: id } }])
    })
  })

  describe('the vault', () => {
    it('gives each person of each county a pseudonym that lasts, until the person is erased', async () => {
      const [county, other, person] = [ids.next(), ids.next(), ids.next()]
      const pseudonym = await vault.pseudonym(county, person)
      expect(pseudonym).toMatch(/^[0-9a-f]{64}$/)
      expect(await vault.pseudonym(county, person)).toBe(pseudonym)
      expect(await openVault(personal, keys.personal, randomness).pseudonym(county, person)).toBe(pseudonym)
      expect(await vault.pseudonym(other, person)).not.toBe(pseudonym)
      await vault.erasePerson(county, person)
      const rows = await personal
        .selectFrom('personal.identityKey')
        .selectAll()
        .where('countyId', '=', county)
        .execute()
      expect(rows).toEqual([])
      expect(await vault.pseudonym(county, person)).not.toBe(pseudonym)
    })

    it('makes one key when two ask at once', async () => {
      const [county, person] = [ids.next(), ids.next()]
      const vaults = [1, 2, 3].map(() => openVault(personal, keys.personal, randomness))
      const given = await Promise.all(vaults.map((one) => one.pseudonym(county, person)))
      expect(new Set(given).size).toBe(1)
    })

    it('keeps contacts sealed to their person, and erases them with the person', async () => {
      const [county, person, other] = [ids.next(), ids.next(), ids.next()]
      expect(await vault.readContact(county, person)).toBeNull()
      await vault.setContact(county, person, { phone: '13800138000' }, MORNING)
      await vault.setContact(county, person, { phone: '13900139000', email: 'a@example.org' }, MORNING)
      expect(await vault.readContact(county, person)).toEqual({ phone: '13900139000', email: 'a@example.org' })
      const row = await personal
        .selectFrom('personal.contact')
        .selectAll()
        .where('personId', '=', person)
        .executeTakeFirstOrThrow()
      expect(row.contactSealed.includes('139')).toBe(false)
      await personal
        .insertInto('personal.contact')
        .values({ ...row, personId: other })
        .execute()
      await expect(vault.readContact(county, other)).rejects.toThrow()
      await vault.erasePerson(county, person)
      expect(await vault.readContact(county, person)).toBeNull()
    })

    it('is closed to the application, and the application to it', async () => {
      await expect(sql`select * from personal.contact`.execute(app)).rejects.toThrow('permission denied')
      await expect(sql`select * from personal.identity_key`.execute(app)).rejects.toThrow('permission denied')
      await expect(sql`select * from weike.ledger_event`.execute(personal)).rejects.toThrow('permission denied')
    })
  })
})
