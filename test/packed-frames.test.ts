import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresFrameArchive } from '../src/domain/readings/frame-archive.ts'
import { packBlock, unpackBlock } from '../src/domain/readings/frame-block.ts'
import type { ReadingsStore } from '../src/domain/readings/store.ts'
import { type ManualClock, manualClock } from '../src/platform/clock.ts'
import { createKysely, createPool, type Database } from '../src/platform/db/connect.ts'
import type { WeikeTables } from '../src/platform/db/tables.ts'
import { openFileStore } from '../src/platform/files.ts'
import { seededRandomness, uuid7Maker } from '../src/platform/identity.ts'
import { type InstallationKeys, openKeys } from '../src/platform/keys.ts'
import { readExport, writeExport } from '../src/platform/ledger/export.ts'
import type { FrameArchive } from '../src/platform/ledger/frame-archive.ts'
import { liveEvidence } from '../src/platform/ledger/live-evidence.ts'
import { packFrames, purgeFrames } from '../src/platform/ledger/purge.ts'
import { sealTelemetry } from '../src/platform/ledger/telemetry.ts'
import { verifyEvidence } from '../src/platform/ledger/verify.ts'
import { DAY_MS, HOUR_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type OpenReadings, openReadings } from './setup/readings.ts'

const MORNING = startOfCivilDay('2026-11-18') + 9 * HOUR_MS

/** A county whose frames come in, are sealed and packed. */
interface Place {
  countyId: string
  clock: ManualClock
  hour: number
}

describe.each(databaseKinds)('packed frames on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let home: OpenReadings
  let store: ReadingsStore
  let db: Kysely<WeikeTables>
  let database: Database
  let owner: Kysely<WeikeTables>
  let archive: FrameArchive
  let keys: InstallationKeys
  const randomness = seededRandomness(`packed frames ${kind}`)
  const ids = uuid7Maker(manualClock(MORNING), randomness)

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    home = await openReadings(fresh)
    store = home.readings
    db = createKysely(home.pool)
    database = await fresh.open()
    owner = createKysely(createPool(database, { applicationName: 'packed frames test owner', max: 1 }))
    archive = postgresFrameArchive(db)
    keys = await openKeys(fresh.dataDir, randomness, { mayCreate: true })
  })
  afterAll(async () => {
    await owner.destroy()
    await database.release()
    await home.close()
    await fresh.remove()
  })

  async function newPlace(): Promise<Place> {
    const countyId = ids.next()
    await db.insertInto('county').values({ id: countyId, code: countyId, name: '测试县', createdAt: MORNING }).execute()
    return { countyId, clock: manualClock(MORNING), hour: MORNING + HOUR_MS }
  }

  /** Frames as the gateway hands them over. @returns their numbers */
  async function receive({ countyId, clock, hour }: Place, mn: string, texts: readonly string[]): Promise<number[]> {
    const frames = texts.map((text) => {
      const bytes = Buffer.from(`##${mn} ${text}`)
      return {
        ...{
          countyId,
          mn,
          deviceId: null,
          receivedAt: clock.now(),
          dataHour: hour,
          cn: '2011',
          qn: text,
          dataTime: '',
        },
        ...{ bytes, identity: hash('sha256', bytes, 'buffer'), disposition: 'stored' as const, reason: null },
        ...{ readings: null, event: null, replays: null },
      }
    })
    const outcomes = await store.append(frames)
    return outcomes.map((outcome) => outcome.seq ?? 0)
  }

  const telemetry = ({ clock }: Place, over: FrameArchive = archive) => ({ db, archive: over, ids, clock })
  const pack = (place: Place) => packFrames(telemetry(place), place.countyId)

  /** Two devices' hour, sealed and packed, and a late frame of one of them. */
  async function packedPlace() {
    const place = await newPlace()
    const seqs = await receive(place, 'MN-A', ['a1', 'a2', 'a3'])
    await receive(place, 'MN-B', ['b1'])
    place.clock.advance(2 * HOUR_MS)
    await sealTelemetry(telemetry(place), place.countyId)
    await receive(place, 'MN-A', ['a4'])
    await sealTelemetry(telemetry(place), place.countyId)
    expect(await pack(place)).toBe(3)
    return { ...place, seqs }
  }

  const evidence = (place: Place) =>
    liveEvidence(
      { db, archive, files: openFileStore(fresh.dataDir, randomness), checkers: [] },
      { countyId: place.countyId, at: place.clock.now(), publicKey: keys.signer.publicKey, withPayloads: true },
    )

  /** On the database and on an export of it; both must say the same. */
  async function verify(place: Place) {
    const options = { checkers: [], trustedKeys: [keys.signer.publicKey] }
    const live = await verifyEvidence(evidence(place), options)
    const lines = (async function* () {
      yield* writeExport(evidence(place))
    })()
    expect(await verifyEvidence(readExport(lines), options)).toEqual(live)
    return live
  }

  const rows = async ({ countyId }: Place) => ({
    withBytes: (
      await db
        .selectFrom('frame')
        .select('seq')
        .where('countyId', '=', countyId)
        .where('bytes', 'is not', null)
        .orderBy('seq')
        .execute()
    ).map((row) => row.seq),
    blocks: (await db.selectFrom('frameBlock').select('sealedSeq').where('countyId', '=', countyId).execute()).length,
  })

  describe('once their hour is sealed', () => {
    it('lie in one block an event, and are read as before, live and offline', async () => {
      const place = await packedPlace()
      expect(await rows(place)).toEqual({ withBytes: [], blocks: 3 })
      expect(await verify(place)).toMatchObject({ ok: true, counts: { hours: 2, frames: 5, expired: 0 } })
      const found = await store.frames(place.countyId, place.seqs)
      expect(found.map((frame) => frame.bytes?.toString())).toEqual(['##MN-A a1', '##MN-A a2', '##MN-A a3'])
      expect(await pack(place)).toBe(0)
    })

    it('are as they came as long as the hour is open', async () => {
      const place = await newPlace()
      const seqs = await receive(place, 'MN-A', ['a1'])
      expect(await pack(place)).toBe(0)
      expect(await rows(place)).toEqual({ withBytes: seqs, blocks: 0 })
    })

    it('are cut into blocks that can be unpacked one by one, when an hour is very full', async () => {
      const place = await newPlace()
      const seqs = await receive(
        place,
        'MN-A',
        Array.from({ length: 180 }, (_, at) => `${at} ${randomness.bytes(6_000).toString('hex')}`),
      )
      place.clock.advance(2 * HOUR_MS)
      await sealTelemetry(telemetry(place), place.countyId)
      // 180 × 12 kB, at most 1 MiB a block
      expect(await pack(place)).toBe(3)
      const sample = [seqs[0], seqs[90], seqs[179]].map((seq) => seq ?? 0)
      const found = await store.frames(place.countyId, sample)
      expect(
        found.map((frame) => [frame.seq, frame.bytes && hash('sha256', frame.bytes, 'buffer').equals(frame.sha256)]),
      ).toEqual(sample.map((seq) => [seq, true]))
      expect(await verify(place)).toMatchObject({ ok: true, counts: { frames: 180 } })
    })

    it('verify while they are being packed', async () => {
      const place = await newPlace()
      await receive(place, 'MN-A', ['a1', 'a2'])
      await receive(place, 'MN-B', ['b1'])
      place.clock.advance(2 * HOUR_MS)
      await sealTelemetry(telemetry(place), place.countyId)
      const source = evidence(place)
      const slowly = (async function* () {
        for await (const record of source) {
          if (record.record === 'frame' && record.mn === 'MN-A') await pack(place)
          yield record
        }
      })()
      const told = await verifyEvidence(slowly, { checkers: [], trustedKeys: [] })
      expect(told).toMatchObject({ ok: true, counts: { frames: 3 } })
      expect((await rows(place)).blocks).toBe(2)
    })

    it('are whole after a pass that died between the block and the rows', async () => {
      const place = await newPlace()
      const seqs = await receive(place, 'MN-A', ['a1', 'a2'])
      place.clock.advance(2 * HOUR_MS)
      await sealTelemetry(telemetry(place), place.countyId)
      await sql`create function weike.die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`.execute(
        owner,
      )
      await sql`create trigger die before update on weike.frame for each row execute function weike.die()`.execute(
        owner,
      )
      try {
        await expect(pack(place)).rejects.toThrow('killed')
      } finally {
        await sql`drop function weike.die() cascade`.execute(owner)
      }
      expect(await rows(place)).toEqual({ withBytes: seqs, blocks: 0 })
      expect(await pack(place)).toBe(1)
      expect((await verify(place)).ok).toBe(true)
    })
  })

  describe('that expire', () => {
    it('go with their block, by an event; those that are kept go back to their rows and stay there', async () => {
      const place = await packedPlace()
      const [, kept = 0, released = 0] = place.seqs
      place.clock.advance(31 * DAY_MS)
      expect(await purgeFrames(telemetry(place), place.countyId, [kept, released])).toEqual({ purged: 3 })
      expect(await rows(place)).toEqual({ withBytes: [kept, released], blocks: 0 })
      expect(await verify(place)).toMatchObject({ ok: true, counts: { frames: 5, expired: 3 } })
      expect(await pack(place)).toBe(0)
      expect(await purgeFrames(telemetry(place), place.countyId, [kept, released])).toEqual({ purged: 0 })
      expect(await purgeFrames(telemetry(place), place.countyId, [kept])).toEqual({ purged: 1 })
      const found = await store.frames(place.countyId, place.seqs)
      expect(found.map((frame) => frame.bytes?.toString() ?? null)).toEqual([null, '##MN-A a2', null])
      expect(await verify(place)).toMatchObject({ ok: true, counts: { frames: 5, expired: 4 } })

      await sql`update weike.frame set bytes = null where county_id = ${place.countyId} and seq = ${kept}`.execute(
        owner,
      )
      expect((await verify(place)).findings).toMatchObject([{ code: 'frame-removed', detail: { frame: kept } }])
    })

    it('are erased as the event says when Weike died between the event and the erasure', async () => {
      const place = await packedPlace()
      place.clock.advance(40 * DAY_MS)
      let purges = 0
      const dying: FrameArchive = {
        ...archive,
        purge: async () => {
          purges += 1
          throw new Error('killed')
        },
      }
      await expect(purgeFrames(telemetry(place, dying), place.countyId, [])).rejects.toThrow('killed')
      expect(purges).toBe(1)
      expect(await verify(place)).toMatchObject({ ok: true, counts: { frames: 5, expired: 0 } })
      expect(await purgeFrames(telemetry(place), place.countyId, [])).toEqual({ purged: 0 })
      expect(await rows(place)).toEqual({ withBytes: [], blocks: 0 })
      expect(await verify(place)).toMatchObject({ ok: true, counts: { frames: 5, expired: 5 } })
    })
  })

  describe('who owns the database and', () => {
    async function blockOf({ countyId }: Place, seq: number) {
      return db
        .selectFrom('frameBlock')
        .selectAll()
        .where('countyId', '=', countyId)
        .where('firstSeq', '<=', seq)
        .where('lastSeq', '>=', seq)
        .executeTakeFirstOrThrow()
    }

    async function write({ countyId }: Place, firstSeq: number, content: Buffer): Promise<void> {
      await owner
        .updateTable('frameBlock')
        .set({ content })
        .where('countyId', '=', countyId)
        .where('firstSeq', '=', firstSeq)
        .execute()
    }

    const at = { mn: 'MN-A', hour: '2026-11-18T10:00:00+08:00' }

    it('changes a frame in a block is told which', async () => {
      const place = await packedPlace()
      const [first = 0, changed = 0] = place.seqs
      const { content } = await blockOf(place, changed)
      const frames = [...((await unpackBlock(content)) ?? [])].map(([seq, bytes]) => ({
        seq,
        bytes: seq === changed ? Buffer.from('##MN-A xx') : bytes,
      }))
      await write(place, first, await packBlock(frames))
      expect((await verify(place)).findings).toMatchObject([
        { code: 'frame-unlike-leaf', detail: { ...at, frame: changed } },
      ])
    })

    it('takes a frame out of a block is told which, and that it did not expire', async () => {
      const place = await packedPlace()
      const [first = 0, gone = 0] = place.seqs
      const { content } = await blockOf(place, gone)
      const frames = [...((await unpackBlock(content)) ?? [])].map(([seq, bytes]) => ({ seq, bytes }))
      await write(place, first, await packBlock(frames.filter((frame) => frame.seq !== gone)))
      expect((await verify(place)).findings).toMatchObject([
        { code: 'frame-unlike-leaf', detail: { ...at, frame: gone } },
      ])
      await expect(store.frames(place.countyId, [gone])).rejects.toThrow('verify the ledger')
    })

    it('spoils a block is told all its frames', async () => {
      const place = await packedPlace()
      const [first = 0] = place.seqs
      const { content } = await blockOf(place, first)
      await write(place, first, content.subarray(0, content.length - 3))
      expect((await verify(place)).findings).toMatchObject(
        place.seqs.map((frame) => ({ code: 'frame-unlike-leaf', detail: { ...at, frame } })),
      )
    })

    it('removes a block is told that its frames were removed', async () => {
      const place = await packedPlace()
      const [first = 0] = place.seqs
      await owner
        .deleteFrom('frameBlock')
        .where('countyId', '=', place.countyId)
        .where('firstSeq', '=', first)
        .execute()
      expect((await verify(place)).findings).toMatchObject(
        place.seqs.map((frame) => ({ code: 'frame-removed', detail: { ...at, frame } })),
      )
    })

    it('removes the row of a packed frame is told that a leaf is missing', async () => {
      const place = await packedPlace()
      const [, gone = 0] = place.seqs
      await owner.deleteFrom('frame').where('countyId', '=', place.countyId).where('seq', '=', gone).execute()
      expect((await verify(place)).findings).toMatchObject([{ code: 'leaf-missing', detail: { ...at, missing: 1 } }])
    })
  })
})
