import { hash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresFrameArchive } from '../src/domain/readings/frame-archive.ts'
import type { IncomingFrame } from '../src/domain/readings/model.ts'
import type { DeviceHour, ReadingsStore } from '../src/domain/readings/store.ts'
import { manualClock } from '../src/platform/clock.ts'
import { createKysely } from '../src/platform/db/connect.ts'
import { seededRandomness, uuid7Maker } from '../src/platform/identity.ts'
import { HOUR_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type OpenReadings, openReadings } from './setup/readings.ts'

const MORNING = startOfCivilDay('2026-11-18') + 9 * HOUR_MS

describe.each(databaseKinds)('what is known of devices on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let home: OpenReadings
  let store: ReadingsStore
  const ids = uuid7Maker(manualClock(MORNING), seededRandomness(`device records ${kind}`))

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    home = await openReadings(fresh)
    store = home.readings
  })
  afterAll(async () => {
    await home.close()
    await fresh.remove()
  })

  describe('frames that were kept and not taken', () => {
    const frame = (countyId: string, mn: string, text: string, more: Partial<IncomingFrame> = {}): IncomingFrame => {
      const bytes = Buffer.from(`##${mn} ${text}`)
      return {
        ...{ countyId, mn, deviceId: null, receivedAt: MORNING, dataHour: MORNING, cn: '2011', qn: text, dataTime: '' },
        ...{ bytes, identity: hash('sha256', bytes, 'buffer'), disposition: 'quarantined', reason: 'unknown-device' },
        ...{ readings: null, event: null, replays: null },
        ...more,
      }
    }
    async function add(frames: readonly IncomingFrame[]): Promise<number[]> {
      return (await store.append(frames)).map((outcome) => outcome.seq ?? 0)
    }

    it('are listed newest first, page by page, of all or of one number, with what has become of them', async () => {
      const [county, other] = [ids.next(), ids.next()]
      const [a1, b1, , a2] = await add([
        frame(county, 'A', '1'),
        frame(county, 'B', '1', { disposition: 'bad-crc', reason: 'bad-crc' }),
        frame(county, 'A', 'stored', { disposition: 'stored', reason: null }),
        frame(county, 'A', '2', { reason: 'data-time-in-future', receivedAt: MORNING + 1 }),
        frame(other, 'A', 'elsewhere'),
      ])
      const list = async (query: { before?: number; limit?: number; mn?: string }) =>
        (await store.quarantine(county, { before: Number.MAX_SAFE_INTEGER, limit: 10, ...query })).map(
          (kept) => kept.seq,
        )
      expect(await list({})).toEqual([a2, b1, a1])
      expect(await list({ limit: 2 })).toEqual([a2, b1])
      expect(await list({ before: b1 ?? 0 })).toEqual([a1])
      expect(await list({ mn: 'A' })).toEqual([a2, a1])
      const [taken] = await add([
        frame(county, 'A', 'taken', { disposition: 'stored', reason: null, replays: a1 ?? 0 }),
      ])
      const kept = await store.quarantine(county, { before: Number.MAX_SAFE_INTEGER, limit: 10, mn: 'A' })
      expect(kept).toMatchObject([
        { seq: a2, disposition: 'quarantined', reason: 'data-time-in-future', replayedSeq: null },
        { seq: a1, mn: 'A', cn: '2011', receivedAt: MORNING, bytes: Buffer.from('##A 1'), replayedSeq: taken },
      ])
    })

    it('are counted by number and reason as long as nobody has taken them', async () => {
      const county = ids.next()
      const [first] = await add([
        frame(county, 'A', '1'),
        frame(county, 'A', '2', { receivedAt: MORNING + 5 }),
        frame(county, 'A', '3', { reason: 'password-wrong', receivedAt: MORNING + 9 }),
        frame(county, 'B', '1', { receivedAt: MORNING + 20 }),
      ])
      expect(await store.quarantined(county)).toEqual([
        { mn: 'B', frames: 1, firstAt: MORNING + 20, lastAt: MORNING + 20, reasons: { 'unknown-device': 1 } },
        {
          ...{ mn: 'A', frames: 3, firstAt: MORNING, lastAt: MORNING + 9 },
          reasons: { 'unknown-device': 2, 'password-wrong': 1 },
        },
      ])
      await add([frame(county, 'A', 'taken', { disposition: 'stored', reason: null, replays: first ?? 0 })])
      expect((await store.quarantined(county))[1]).toMatchObject({ frames: 2, firstAt: MORNING + 5 })
      expect(await store.quarantined(ids.next())).toEqual([])
    })

    it('are given oldest first, to be taken after all, and are whole when they were packed meanwhile', async () => {
      const county = ids.next()
      const seqs = await add(['1', '2', '3', '4'].map((text) => frame(county, 'A', text)))
      await add([frame(county, 'A', 'taken', { disposition: 'stored', reason: null, replays: seqs[1] ?? 0 })])
      const archive = postgresFrameArchive(createKysely(home.pool))
      const range = { firstSeq: seqs[0] ?? 0, lastSeq: seqs[2] ?? 0 }
      await archive.markSealed(county, { mn: 'A', dataHour: MORNING }, range, 7)
      expect(await archive.pack(county, 0)).toBe(1)
      const texts = async (after: number, limit = 10) =>
        (await store.keptOf(county, 'A', after, limit)).map((kept) => kept.bytes?.toString())
      expect(await texts(0)).toEqual(['##A 1', '##A 3', '##A 4'])
      expect(await texts(seqs[0] ?? 0, 1)).toEqual(['##A 3'])
      expect(await store.keptOf(county, 'B', 0, 10)).toEqual([])
    })
  })

  describe('the hours of devices', () => {
    const hour = (more: Partial<DeviceHour>): DeviceHour => ({
      ...{ mn: 'A', hourEnd: MORNING, frames: 10, duplicates: 0, kept: 0, offsets: null, errors: {} },
      ...more,
    })

    it('add up: counts and errors are sums, offsets keep their bounds, and the middle one leans to where most frames were', async () => {
      const county = ids.next()
      await store.note(county, [hour({ duplicates: 1, errors: { 'bad-crc': 2 } })], [])
      await store.note(
        county,
        [
          hour({ frames: 30, offsets: { min: -200, median: -100, max: 0 }, errors: { 'bad-crc': 1, length: 4 } }),
          hour({ mn: 'B', hourEnd: MORNING + HOUR_MS }),
        ],
        [],
      )
      // Twice in one note; forty frames were there, ten come.
      await store.note(
        county,
        [hour({ frames: 10, offsets: { min: -20, median: 400, max: 900 } }), hour({ frames: 0, kept: 3 })],
        [],
      )
      const hours = (from: number, to: number) => store.hoursOf(county, ['A', 'B', 'C'], from, to)
      expect(await hours(MORNING - 1, MORNING)).toEqual([
        hour({
          ...{ frames: 50, duplicates: 1, kept: 3, errors: { 'bad-crc': 3, length: 4 } },
          offsets: { min: -200, median: Math.round((-100 * 41 + 400 * 10) / 51), max: 900 },
        }),
      ])
      expect((await hours(MORNING, MORNING + HOUR_MS)).map((one) => one.mn)).toEqual(['B'])
      expect(await store.hoursOf(ids.next(), ['A'], 0, MORNING)).toEqual([])
    })

    it('lose nothing when two note at once', async () => {
      const county = ids.next()
      await Promise.all(
        Array.from({ length: 8 }, (_, at) => {
          const two = [hour({ errors: { x: 1 } }), hour({ mn: 'B', errors: { y: 1 } })]
          return (at % 2 === 0 ? store : home.another()).note(county, at % 2 === 0 ? two : two.toReversed(), [])
        }),
      )
      expect(await store.hoursOf(county, ['A', 'B'], 0, MORNING)).toEqual([
        hour({ frames: 80, errors: { x: 8 } }),
        hour({ mn: 'B', frames: 80, errors: { y: 8 } }),
      ])
    })
  })

  describe('events of devices', () => {
    it('are listed newest first, page by page, and are there once however often they are told', async () => {
      const county = ids.next()
      const event = (at: number, mn = 'A') => ({ id: ids.next(), mn, at, kind: 'online', frameSeq: null, data: { at } })
      // Two at the same instant.
      const events = [event(MORNING), event(MORNING + 1), event(MORNING + 1), event(MORNING + 2), event(MORNING, 'B')]
      await store.note(county, [], events)
      await store.note(county, [], events)
      const found: string[] = []
      let before: { at: number; id: string } | undefined
      for (;;) {
        const page = await store.eventsOf(county, 'A', before, 2)
        found.push(...page.map((one) => one.id))
        const last = page.at(-1)
        if (last === undefined) break
        before = { at: last.at, id: last.id }
      }
      expect(found).toEqual([3, 2, 1, 0].map((at) => events[at]?.id))
      expect((await store.eventsOf(county, 'A', undefined, 1))[0]).toEqual(events[3])
    })

    it('that hold what no text of a database may hold are kept readable', async () => {
      const county = ids.next()
      const data = { 'x\0': 'a\0b', list: ['c\0'], n: 1 }
      await store.note(county, [], [{ id: ids.next(), mn: 'A', at: MORNING, kind: 'log', frameSeq: 7, data }])
      expect((await store.eventsOf(county, 'A', undefined, 5))[0]?.data).toEqual({
        ...{ 'x\uFFFD': 'a\uFFFDb', list: ['c\uFFFD'], n: 1 },
      })
    })
  })

  it('a reader of changes moves on only from where it stood', async () => {
    const county = ids.next()
    expect(await store.cursor(county, 'quality')).toBe(0)
    await store.moveCursor(county, 'quality', 0, 5)
    await store.moveCursor(county, 'quality', 0, 3)
    expect(await store.cursor(county, 'quality')).toBe(5)
    await store.moveCursor(county, 'quality', 5, 9)
    expect(await store.cursor(county, 'quality')).toBe(9)
    expect(await store.cursor(ids.next(), 'quality')).toBe(0)
  })
})
