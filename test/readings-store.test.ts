import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IncomingFrame } from '../src/domain/readings/model.ts'
import type { ReadingsStore } from '../src/domain/readings/store.ts'
import { HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import {
  type FrameWords,
  frameOf,
  idOf,
  keptOf,
  type OpenReadings,
  openReadings,
  told,
  writeOf,
} from './setup/readings.ts'

const NOON = Date.parse('2026-11-18T12:00:00+08:00')
const PM = 'a34004-Rtd'
const HOURLY = 'a34004-Avg'

describe.each(databaseKinds)('the readings on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let open: OpenReadings
  let readings: ReadingsStore
  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    open = await openReadings(fresh)
    readings = open.readings
  })
  afterAll(async () => {
    await open?.close()
    await fresh?.remove()
  })

  let made = 0
  /** A county of its own for each test, and a device in it. */
  function place() {
    made += 1
    const [countyId, deviceId, second] = [idOf(made * 10), idOf(made * 10 + 1), idOf(made * 10 + 2)]
    const frame = (words: Omit<FrameWords, 'countyId' | 'deviceId'> & { deviceId?: string }) =>
      frameOf({ countyId, deviceId, ...words })
    const all = async (resolution: 'realtime' | 'hour' | 'minute' = 'realtime', from = 0, store = readings) => {
      const query = { deviceIds: [deviceId, second], resolution, from, to: NOON * 2, limit: 10_000 }
      return told(await store.range(countyId, query), NOON).map((text) => text.replace(/^(\d+)/, (id) => id.slice(-1)))
    }
    return { countyId, deviceId, second, frame, all }
  }

  const stored = (seq: number) => ({ result: 'stored', seq })
  const duplicate = { result: 'duplicate', seq: null }
  const parts = async () => {
    const found = await open.pool.query<{ part: string }>('select part from weike.reading_parts()')
    return found.rows.map((row) => row.part)
  }

  describe('frames', () => {
    it('are there with their values, marks and reasons when they are answered, in the order in which they came', async () => {
      const { countyId, frame, all } = place()
      const outcomes = await readings.append([
        frame({ at: NOON, values: { [PM]: 35.5, 'a34002-Rtd': null } }),
        frame({ at: NOON + MINUTE_MS, values: { [PM]: 36 }, flags: { [PM]: 'D' }, reasons: { [PM]: 'mark-fault' } }),
        frame({ at: NOON + 2 * MINUTE_MS, values: { [PM]: 37 }, flags: { [PM]: null } }),
      ])
      expect(outcomes).toEqual([stored(1), stored(2), stored(3)])
      expect(await readings.head(countyId)).toBe(3)
      expect(await all()).toEqual([
        '1 +0 a34004-Rtd: 35.5',
        '1 +0 a34002-Rtd: null',
        '1 +1 a34004-Rtd: 36 invalid mark-fault D',
        '1 +2 a34004-Rtd: 37',
      ])
    })

    it('the same frame again is answered and stored once, in one batch and in the next', async () => {
      const { frame, all } = place()
      const one = frame({ at: NOON, values: { [PM]: 35 } })
      const other = frame({ at: NOON + MINUTE_MS, values: { [PM]: 36 } })
      expect(await readings.append([one, one, other])).toEqual([stored(1), duplicate, stored(3)])
      expect(await readings.append([other, one])).toEqual([duplicate, duplicate])
      expect(await all()).toEqual(['1 +0 a34004-Rtd: 35', '1 +1 a34004-Rtd: 36'])
    })

    it('with other values for the same period are versions of it, in one batch and over several', async () => {
      const { countyId, deviceId, frame, all } = place()
      const version = (value: number, more = {}) => frame({ at: NOON, values: { [PM]: value, ...more } })
      await readings.append([
        version(1, { 'a34002-Rtd': 60 }),
        version(2),
        frame({ at: NOON + 1, values: { [PM]: 9 } }),
        version(3),
      ])
      await readings.append([version(4)])
      expect((await all()).slice(0, 2)).toEqual(['1 +0 a34002-Rtd: 60', '1 +0 a34004-Rtd: 4'].toSorted().toReversed())
      const layers = await readings.layers(countyId, deviceId, 'realtime', NOON)
      expect(
        layers.map(({ version: number, seq, source, readings: [first] }) => [number, seq, source, first?.value]),
      ).toEqual([
        [1, 1, 'frame', 1],
        [2, 2, 'frame', 2],
        [3, 4, 'frame', 3],
        [4, 5, 'frame', 4],
      ])
    })

    it('of a logger that divides its factors stand together', async () => {
      const { frame, all } = place()
      for (const at of [NOON, NOON + MINUTE_MS])
        await readings.append([frame({ at, values: { [PM]: 35 } }), frame({ at, values: { 'a21026-Rtd': 8 } })])
      expect(await all()).toEqual([
        '1 +0 a34004-Rtd: 35',
        '1 +0 a21026-Rtd: 8',
        '1 +1 a34004-Rtd: 35',
        '1 +1 a21026-Rtd: 8',
      ])
    })

    it('of more factors than any index could hold by name are stored, read and the same order again', async () => {
      const { countyId, deviceId, frame } = place()
      const columns = Array.from({ length: 400 }, (_, place) => `a${String(50_000 + place)}-Avg`)
      const values = (first: number) => Object.fromEntries(columns.map((column, place) => [column, first + place]))
      const hour = (place: number, first: number) =>
        frame({ at: NOON + place * HOUR_MS, values: values(first), resolution: 'hour' })
      expect(await readings.append([hour(0, 1000), hour(1, 2000)])).toEqual([stored(1), stored(2)])
      // Another process does not remember the order.
      const another = open.another()
      expect(await another.append([hour(2, 3000)])).toEqual([stored(3)])
      const query = { deviceIds: [deviceId], resolution: 'hour', from: 0, to: NOON * 2, limit: 10 } as const
      const rows = await another.range(countyId, query)
      expect(rows.map((row) => row.readings.map((one) => [`${one.factor}-${one.statistic}`, one.value]))).toEqual(
        [1000, 2000, 3000].map((first) => columns.map((column, place) => [column, first + place])),
      )
      const ofOne = await another.range(countyId, { ...query, factor: 'a50399' })
      expect(ofOne.map((row) => row.readings.map((one) => one.value))).toEqual([[1399], [2399], [3399]])
      const orders = await open.pool.query('select id from weike.reading_layout where county_id = $1', [countyId])
      expect(orders.rows).toEqual([{ id: 1 }])
    })

    it('from any month find their part of the table, what ends at midnight the one that ends', async () => {
      const { frame, all } = place()
      const at = (text: string) => Date.parse(`${text}+08:00`)
      const before = await parts()
      await readings.append([
        frame({ at: at('2019-03-01T00:00:00'), values: { [PM]: 1 } }),
        frame({ at: at('2019-03-01T00:00:01'), values: { [PM]: 2 } }),
        frame({ at: at('2020-01-01T00:00:00'), values: { [HOURLY]: 3 }, resolution: 'hour' }),
        frame({ at: at('2019-05-31T23:50:00'), values: { [HOURLY]: 4 }, resolution: 'minute' }),
      ])
      const fresh = (await parts()).filter((part) => !before.includes(part))
      expect(fresh).toEqual([
        'reading_hour_2019',
        'reading_minute_201905',
        'reading_realtime_201902',
        'reading_realtime_201903',
      ])
      expect(
        [...(await all()), ...(await all('hour')), ...(await all('minute'))].map((text) => text.slice(-1)),
      ).toEqual([...['1', '2', '3', '4']])
    })

    it('have their part made once, whoever makes it at the same moment', async () => {
      const { countyId, deviceId, frame } = place()
      const stores = [readings, open.another(), open.another(), open.another()]
      const months = Array.from({ length: 60 }, (_, n) => Date.UTC(2010, n, 15))
      for (const at of months)
        await Promise.all(stores.map((store, by) => store.append([frame({ at, values: { [PM]: by } })])))
      const query = { deviceIds: [deviceId], resolution: 'realtime', from: 0, to: NOON, limit: 100 } as const
      expect((await readings.range(countyId, query)).map((row) => row.periodEnd)).toEqual(months)
    })

    it('find their part again when it was dropped behind the back of this process', async () => {
      const { frame, all } = place()
      const at = Date.parse('2018-07-05T12:00:00+08:00')
      await readings.append([frame({ at, values: { [PM]: 1 } })])
      await open.pool.query(`select weike.drop_reading_part('realtime', '201807')`)
      expect(await all()).toEqual([])
      expect(await readings.append([frame({ at, values: { [PM]: 2 } })])).toEqual([stored(2)])
      expect((await all()).map((text) => text.slice(-1))).toEqual(['2'])
    })

    it('bring events of their device along, whatever a broken one puts into them', async () => {
      const { countyId, frame } = place()
      const data = { Info: 'a\0b \ud800 "c" \\ 门开' }
      const event = { id: idOf(made * 10 + 5), kind: 'log', data }
      const odd = frame({ at: NOON, values: { [PM]: 1 }, flags: { [PM]: 'N\0"\\' } })
      await readings.append([
        { ...odd, cn: '3020\0', event },
        { ...odd, event },
      ])
      const events = await open.pool.query(
        'select id, mn, at, kind, frame_seq, data from weike.device_event where county_id = $1',
        [countyId],
      )
      expect(events.rows).toEqual([
        {
          id: event.id,
          mn: odd.mn,
          at: NOON,
          kind: 'log',
          frame_seq: 1,
          data: { Info: 'a\uFFFDb \uFFFD "c" \\ 门开' },
        },
      ])
      const [layer] = await readings.layers(countyId, odd.mn, 'realtime', NOON)
      expect(layer?.readings[0]?.flag).toBe('N\uFFFD"\\')
    })

    it('that take up kept ones say so, once or again and again', async () => {
      const { countyId, frame } = place()
      const [first, second, third] = [1, 2, 3].map((value) => frame({ at: NOON + value, values: { [PM]: value } }))
      if (first === undefined || second === undefined || third === undefined) throw new Error('three were made')
      await readings.append([keptOf(first), keptOf(second), keptOf(third), second])
      const taken: IncomingFrame[] = [
        { ...first, replays: 1 },
        { ...second, replays: 2 },
      ]
      const replayed = async () => {
        const rows = await open.pool.query(
          'select seq, replayed_seq from weike.frame where county_id = $1 order by seq',
          [countyId],
        )
        return rows.rows.map((row) => [row.seq, row.replayed_seq])
      }
      expect(await readings.append(taken)).toEqual([stored(5), duplicate])
      // The second had come by itself before: then it was taken as that one.
      const expected = [
        [1, 5],
        [2, 4],
        [3, null],
        [4, null],
        [5, null],
      ]
      expect(await replayed()).toEqual(expected)
      expect(await readings.append(taken)).toEqual([duplicate, duplicate])
      expect(await replayed()).toEqual(expected)
    })

    it('of a batch that fails leave nothing, and what it would have made is made by the next', async () => {
      const { countyId, frame, all } = place()
      const event = { id: idOf(made * 10 + 5), kind: 'log', data: {} }
      const columns = { 'a00001-Rtd': 1, 'a00002-Rtd': 2 }
      const good = frame({ at: NOON, values: columns })
      const bad = { ...frame({ at: NOON + 1, values: columns }), event }
      await expect(
        readings.append([good, bad, { ...frame({ at: NOON + 2, values: columns }), event }]),
      ).rejects.toThrow('device_event')
      expect(await readings.head(countyId)).toBe(0)
      expect(await all()).toEqual([])
      expect(await readings.append([good, bad])).toEqual([stored(1), stored(2)])
      expect(await readings.since(countyId, 0, 2)).toHaveLength(2)
    })

    it('of several counties come together, each with numbers of its own', async () => {
      const [here, there] = [place(), place()]
      const outcomes = await readings.append([
        there.frame({ at: NOON, values: { [PM]: 1 } }),
        here.frame({ at: NOON, values: { [PM]: 2 } }),
        there.frame({ at: NOON + MINUTE_MS, values: { [PM]: 3 } }),
      ])
      expect(outcomes).toEqual([stored(1), stored(1), stored(2)])
      expect(await here.all()).toEqual(['1 +0 a34004-Rtd: 2'])
      expect(await there.all()).toEqual(['1 +0 a34004-Rtd: 1', '1 +1 a34004-Rtd: 3'])
    })

    it('written by several processes at the same moment get each a number, a version and a column order of one id', async () => {
      const { countyId, deviceId, frame } = place()
      const stores = [readings, open.another(), open.another()]
      const at = Date.parse('2017-02-03T04:05:00+08:00')
      await Promise.all(
        stores.flatMap((store, by) =>
          [0, 1, 2, 3].map((batch) => {
            const values = { [PM]: by * 10 + batch, [`b${batch % 2}-Rtd`]: 1 }
            return store.append([frame({ at, values }), frame({ at, values, mark: 'again' })])
          }),
        ),
      )
      const layers = await readings.layers(countyId, deviceId, 'realtime', at)
      expect(layers.map((layer) => layer.version)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
      expect(layers.map((layer) => layer.seq)).toEqual(layers.map((layer) => layer.version))
      const orders = await open.pool.query('select id from weike.reading_layout where county_id = $1 order by id', [
        countyId,
      ])
      expect(orders.rows).toEqual([{ id: 1 }, { id: 2 }])
    })
  })

  describe('layers that no frame brought', () => {
    const [correctionId, otherId] = [idOf(1), idOf(2)]

    it('named by what they come from are written once, however often and at whatever moment they are handed over', async () => {
      const { countyId, deviceId, frame, all } = place()
      await readings.append([frame({ at: NOON, values: { [HOURLY]: 350, 'a34002-Avg': 60 }, resolution: 'hour' })])
      const about = { deviceId, column: HOURLY, recordedAt: NOON + 5 }
      const layers = [0, 1].map((hours) =>
        writeOf({
          ...about,
          at: NOON + hours * HOUR_MS,
          source: 'correction',
          sourceId: correctionId,
          value: 35,
          reason: 'corrected',
        }),
      )
      await readings.write(countyId, layers)
      await readings.write(countyId, layers)
      await Promise.all([readings, open.another(), open.another()].map((store) => store.write(countyId, layers)))
      expect(await readings.head(countyId)).toBe(3)
      const [, ...corrected] = await readings.layers(countyId, deviceId, 'hour', NOON)
      expect(corrected).toMatchObject([
        { version: 2, seq: 2, source: 'correction', sourceId: correctionId, recordedAt: NOON + 5 },
      ])
      expect(await all('hour')).toEqual([
        '1 +0 a34004-Avg: 35 corrected',
        '1 +0 a34002-Avg: 60',
        '1 +60 a34004-Avg: 35 corrected',
      ])

      await readings.write(countyId, [
        ...layers,
        writeOf({ ...about, at: NOON, source: 'correction', sourceId: otherId, reason: 'voided' }),
      ])
      expect(await readings.head(countyId)).toBe(4)
      expect((await all('hour'))[0]).toBe('1 +0 a34004-Avg: 350 invalid voided')
    })

    it('handed over twice in one call, too; a judgement that comes from nothing is written each time', async () => {
      const { countyId, deviceId } = place()
      const imported = {
        deviceId,
        column: HOURLY,
        recordedAt: NOON,
        at: NOON,
        source: 'import',
        sourceId: correctionId,
        value: 40,
      } as const
      const judged = { ...imported, source: 'quality', sourceId: null, value: null, reason: 'spike' } as const
      await readings.write(countyId, [writeOf(imported), writeOf(imported), writeOf(judged), writeOf(judged)])
      const layers = await readings.layers(countyId, deviceId, 'hour', NOON)
      expect(layers.map(({ version, seq, source }) => [version, seq, source])).toEqual([
        [1, 1, 'import'],
        [2, 2, 'quality'],
        [3, 3, 'quality'],
      ])
      await readings.write(countyId, [])
      expect(await readings.head(countyId)).toBe(3)
    })

    it('go to months that have no part yet, too', async () => {
      const { countyId, deviceId, all } = place()
      const at = Date.parse('2009-05-06T07:00:00+08:00')
      const layer = writeOf({
        deviceId,
        column: HOURLY,
        recordedAt: NOON,
        at,
        source: 'import',
        sourceId: otherId,
        value: 40,
      })
      await readings.write(countyId, [layer])
      expect(await all('hour')).toHaveLength(1)
      expect(await parts()).toContain('reading_hour_2009')
    })
  })

  describe('a range', () => {
    it('of several devices, page by page, has every period once and in order, however many layers and gaps it has', async () => {
      const { countyId, deviceId, second, frame } = place()
      const frames: IncomingFrame[] = []
      // A gap of years, a dense stretch with versions, and a device that begins later.
      for (const at of [
        NOON - 900 * 24 * HOUR_MS,
        ...Array.from({ length: 40 }, (_, index) => NOON + index * MINUTE_MS),
      ]) {
        for (const value of [1, 2, 3]) frames.push(frame({ at, values: { [PM]: value } }))
        if (at >= NOON + 10 * MINUTE_MS) frames.push(frame({ at, deviceId: second, values: { [PM]: 9 } }))
      }
      await readings.append(frames)
      const query = {
        deviceIds: [second, deviceId],
        resolution: 'realtime',
        from: 0,
        to: NOON + 39 * MINUTE_MS,
      } as const
      const whole = await readings.range(countyId, { ...query, limit: 1_000 })
      expect(whole).toHaveLength(41 + 30)
      expect(whole.every((row) => row.readings[0]?.value === (row.deviceId === second ? 9 : 3))).toBe(true)
      const order = whole.map((row) => `${row.periodEnd} ${row.deviceId}`)
      expect(order).toEqual(order.toSorted())
      for (const limit of [1, 2, 7, 30]) {
        const paged: typeof whole = []
        for (;;) {
          const last = paged.at(-1)
          const after = last === undefined ? {} : { after: { periodEnd: last.periodEnd, deviceId: last.deviceId } }
          const page = await readings.range(countyId, { ...query, ...after, limit })
          paged.push(...page)
          if (page.length < limit) break
        }
        expect(paged).toEqual(whole)
      }
      const only = await readings.range(countyId, {
        ...query,
        deviceIds: [deviceId],
        from: NOON,
        to: NOON + MINUTE_MS,
        limit: 10,
      })
      expect(only.map((row) => row.periodEnd)).toEqual([NOON + MINUTE_MS])
    })

    it('a period with more layers than are read at once is whole', async () => {
      const { countyId, deviceId, frame } = place()
      const layers = Array.from({ length: 1_203 }, (_, value) => frame({ at: NOON, values: { [PM]: value } }))
      await readings.append([...layers, frame({ at: NOON + 1, values: { [PM]: 7 } })])
      const query = { deviceIds: [deviceId], resolution: 'realtime', from: 0, to: NOON * 2, limit: 1 } as const
      const [row] = await readings.range(countyId, query)
      expect(row?.readings.map(({ value, version }) => [value, version])).toEqual([[1_202, 1_203]])
      expect(await readings.range(countyId, { ...query, limit: 5 })).toHaveLength(2)
    })

    it('of one factor is the whole less the others, wherever its columns stand', async () => {
      const { countyId, deviceId, frame } = place()
      const hour = (at: number, values: Record<string, number | null>, flags = {}, reasons = {}) =>
        frame({ at, values, flags, reasons, resolution: 'hour' })
      await readings.append([
        hour(NOON, { 'a34004-Min': 1, 'a34004-Avg': 2, 'a34004-Max': 3, 'a34002-Avg': 60 }),
        hour(NOON + HOUR_MS, { 'a34002-Avg': 61 }),
        hour(
          NOON + 2 * HOUR_MS,
          { 'a34002-Avg': 62, 'a34004-Avg': null, 'a01001-Avg': 5, 'a34004-Max': 6 },
          { 'a34004-Max': 'D', 'a01001-Avg': 'M' },
          { 'a34004-Max': 'mark-fault' },
        ),
      ])
      await readings.write(countyId, [
        writeOf({
          deviceId,
          column: 'a34004-Max',
          recordedAt: NOON,
          at: NOON,
          source: 'quality',
          sourceId: null,
          reason: 'spike',
        }),
      ])
      const query = { deviceIds: [deviceId], resolution: 'hour', from: 0, to: NOON * 2, limit: 10 } as const
      const whole = await readings.range(countyId, query)
      const own = whole.map((row) => ({ ...row, readings: row.readings.filter((one) => one.factor === 'a34004') }))
      const expected = own.filter((row) => row.readings.length > 0)
      expect(expected.flatMap((row) => row.readings)).toHaveLength(5)
      expect(await readings.range(countyId, { ...query, factor: 'a34004' })).toEqual(expected)
      expect(await open.another().range(countyId, { ...query, factor: 'a34004' })).toEqual(expected)
      expect(await readings.range(countyId, { ...query, factor: 'a99999' })).toEqual([])
    })

    it('as known at an instant is what had been recorded by then', async () => {
      const { countyId, deviceId, frame } = place()
      await readings.append([frame({ at: NOON, receivedAt: NOON + 10, values: { [PM]: 1 } })])
      await readings.append([frame({ at: NOON, receivedAt: NOON + 20, values: { [PM]: 2 } })])
      const known = async (knownAt: number) => {
        const query = { deviceIds: [deviceId], resolution: 'realtime', from: 0, to: NOON, limit: 10, knownAt } as const
        return (await readings.range(countyId, query)).map((row) => row.readings[0]?.value)
      }
      expect(await Promise.all([9, 10, 19, 20].map((after) => known(NOON + after)))).toEqual([[], [1], [1], [2]])
    })

    it('of nobody, or before all time, is empty', async () => {
      const { countyId, deviceId } = place()
      const query = { resolution: 'hour', from: 0, to: NOON, limit: 10 } as const
      expect(await readings.range(countyId, { ...query, deviceIds: [] })).toEqual([])
      expect(await readings.range(countyId, { ...query, deviceIds: [deviceId, idOf(9)] })).toEqual([])
    })
  })

  describe('the newest value', () => {
    const newest = async (
      { countyId, deviceId, second }: ReturnType<typeof place>,
      resolution: 'realtime' | 'hour' = 'realtime',
    ) => {
      const rows = await readings.latest(countyId, [deviceId, second], resolution)
      return told(rows, NOON).map((text) => text.replace(/^(\d+)/, (id) => id.slice(-1)))
    }

    it('of each factor is found, however a logger divides them over frames and periods', async () => {
      const there = place()
      const { frame, second } = there
      const minute = (n: number, values: Record<string, number>, deviceId = there.deviceId) =>
        frame({ at: NOON + n * MINUTE_MS, values, deviceId })
      await readings.append([
        minute(-200, { 'a99054-Rtd': 1 }),
        minute(-59, { 'a05024-Rtd': 100 }),
        minute(-2, { 'a21026-Rtd': 7, 'a21004-Rtd': 20 }),
        minute(-1, { 'a21026-Rtd': 8, 'a21004-Rtd': 21 }),
        minute(-1, { [PM]: 34, 'a34002-Rtd': 60 }),
        minute(0, { [PM]: 35 }),
        minute(-300, { [PM]: 50 }, second),
      ])
      expect(await newest(there)).toEqual([
        '1 +-59 a05024-Rtd: 100',
        '1 +-1 a21026-Rtd: 8',
        '1 +-1 a21004-Rtd: 21',
        '1 +-1 a34002-Rtd: 60',
        '1 +0 a34004-Rtd: 35',
        '2 +-300 a34004-Rtd: 50',
      ])
      expect(await newest(there, 'hour')).toEqual([])
    })

    it('is the effective one', async () => {
      const there = place()
      const { countyId, deviceId, frame } = there
      const hour = (at: number, value: number) => frame({ at, values: { [HOURLY]: value }, resolution: 'hour' })
      await readings.append([hour(NOON - HOUR_MS, 30), hour(NOON, 350), hour(NOON, 351)])
      const about = { deviceId, column: HOURLY, recordedAt: NOON }
      await readings.write(countyId, [
        writeOf({ ...about, at: NOON, source: 'quality', sourceId: null, reason: 'spike' }),
        writeOf({
          ...about,
          at: NOON - HOUR_MS,
          source: 'correction',
          sourceId: idOf(3),
          value: 31,
          reason: 'corrected',
        }),
      ])
      expect(await newest(there, 'hour')).toEqual(['1 +0 a34004-Avg: 351 suspect spike'])
    })
  })

  describe('changes', () => {
    it('are the same from memory and from the database, whoever made them', async () => {
      const { countyId, deviceId, frame } = place()
      const first = frame({
        at: NOON,
        values: { [PM]: 1, 'a34002-Rtd': null },
        flags: { [PM]: 'D' },
        reasons: { [PM]: 'mark-fault' },
      })
      await readings.append([first, first, keptOf(first), frame({ at: NOON, values: { [PM]: 2 } })])
      await readings.write(countyId, [
        writeOf({
          deviceId,
          column: PM,
          at: NOON,
          resolution: 'realtime',
          recordedAt: NOON,
          source: 'quality',
          sourceId: null,
          reason: 'spike',
        }),
      ])
      const afresh = open.another()
      expect((await afresh.since(countyId, 0, 5)).map(({ seq, version, source }) => [seq, version, source])).toEqual([
        [1, 1, 'frame'],
        [4, 2, 'frame'],
        [5, 3, 'quality'],
      ])
      for (const [after, upTo] of [
        [0, 5],
        [0, 4],
        [1, 3],
        [3, 5],
        [5, 5],
      ] as const)
        expect(await readings.since(countyId, after, upTo)).toEqual(await afresh.since(countyId, after, upTo))

      // Another process goes on: memory has a gap, the answer none.
      await afresh.append([frame({ at: NOON + 1, values: { [PM]: 3 } })])
      await readings.append([frame({ at: NOON + 2, values: { [PM]: 4 } })])
      expect((await readings.since(countyId, 3, 7)).map((layer) => layer.seq)).toEqual([4, 5, 6, 7])
    })
  })

  it('the mean over hours takes the usable ones', async () => {
    const { countyId, deviceId, second, frame } = place()
    const hour = (n: number, value: number | null, reason?: string, device = deviceId) =>
      frame({
        at: NOON + n * HOUR_MS,
        deviceId: device,
        resolution: 'hour',
        values: { [HOURLY]: value, 'a34004-Max': 999 },
        reasons: reason === undefined ? {} : { [HOURLY]: reason },
      })
    await readings.append([
      hour(0, 1_000),
      hour(1, 30),
      hour(2, 40, 'spike'),
      hour(3, 500, 'mark-fault'),
      hour(4, null, 'unreadable'),
      hour(5, 50),
      hour(2, 70, undefined, second),
      hour(6, 1_000),
    ])
    await readings.write(countyId, [
      writeOf({
        deviceId,
        column: HOURLY,
        at: NOON + 5 * HOUR_MS,
        recordedAt: NOON,
        source: 'correction',
        sourceId: idOf(4),
        reason: 'voided',
      }),
    ])
    expect(await readings.meanOfHours(countyId, [deviceId, second], NOON, NOON + 5 * HOUR_MS)).toEqual([
      { deviceId, factor: 'a34004', mean: 35, hours: 2 },
      { deviceId: second, factor: 'a34004', mean: 70, hours: 1 },
    ])
  })

  it('a device is heard of when one of its frames comes, of whatever kind and period, not when others speak of it', async () => {
    const { countyId, deviceId, second, frame } = place()
    await readings.append([
      frame({ at: NOON, receivedAt: NOON + 10, values: { [PM]: 1 } }),
      frame({ at: NOON - HOUR_MS, receivedAt: NOON + 20, values: { [HOURLY]: 1 }, resolution: 'hour' }),
    ])
    const judged = {
      deviceId,
      column: HOURLY,
      source: 'quality',
      sourceId: null,
      recordedAt: NOON + 500,
      reason: 'spike',
    } as const
    await readings.write(countyId, [writeOf({ ...judged, at: NOON - HOUR_MS }), writeOf({ ...judged, at: NOON })])
    for (const store of [readings, open.another()])
      expect(await store.lastHeard(countyId, [deviceId, second])).toEqual(new Map([[deviceId, NOON + 20]]))
    // Old data that were asked for again say that it is there, too.
    const late = frame({ at: NOON - 5 * HOUR_MS, receivedAt: NOON + 90, values: { [PM]: 1 } })
    await readings.append([late])
    expect(await readings.lastHeard(countyId, [deviceId])).toEqual(new Map([[deviceId, NOON + 90]]))
  })
})
