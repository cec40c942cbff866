import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Resolution } from '../src/domain/readings/model.ts'
import { periodOf, rolledFrom, rolledResolutions } from '../src/domain/readings/periods.ts'
import { postgresCore } from '../src/domain/readings/postgres-core.ts'
import { HOUR_SETTLES_MS, postgresRollups, type RollupCore } from '../src/domain/readings/postgres-rollup.ts'
import { hasPrsa, prsaAbsent, prsaFactors, prsaHours, prsaReference } from '../src/domain/readings/prsa.fixture.ts'
import { defaultRetention, keptSince } from '../src/domain/readings/retention.ts'
import { rollUpOf } from '../src/domain/readings/rollup.ts'
import type { LayerWrite, ReadingsStore } from '../src/domain/readings/store.ts'
import { manualClock } from '../src/platform/clock.ts'
import { createKysely } from '../src/platform/db/connect.ts'
import type { WeikeTables } from '../src/platform/db/tables.ts'
import { seededRandomness, uuid7Maker } from '../src/platform/identity.ts'
import { civilOf, DAY_MS, HOUR_MS, instantOf, MINUTE_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { frameOf, type OpenReadings, openReadings } from './setup/readings.ts'

const MIDNIGHT = startOfCivilDay('2026-11-18')
const LATER = MIDNIGHT + 400 * DAY_MS

/** A value, or one with the reason why it may not be used. */
type Said = number | null | { value: number | null; reason: string }

/** Values of a period by column (`code-Statistic`). */
type Told = Readonly<Record<string, Said>>

const numberOf = (said: Said) => (typeof said === 'object' && said !== null ? said.value : said)
const reasonOf = (said: Said) => (typeof said === 'object' && said !== null ? said.reason : null)

describe.each(databaseKinds)('roll-ups on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let home: OpenReadings
  let store: ReadingsStore
  let db: Kysely<WeikeTables>
  const ids = uuid7Maker(manualClock(MIDNIGHT), seededRandomness(`roll-ups ${kind}`))

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    home = await openReadings(fresh)
    store = home.readings
    db = createKysely(home.pool)
  })
  afterAll(async () => {
    await home.close()
    await fresh.remove()
  })

  /** A county with one device. */
  function place() {
    const [countyId, deviceId] = [ids.next(), ids.next()]
    let received = LATER
    const send = async (
      resolution: Resolution,
      length: number,
      ends: readonly number[],
      told: (end: number) => Told,
    ) => {
      const frames = ends.map((at) => {
        received += 1
        const entries = Object.entries(told(at))
        const frame = frameOf({
          ...{ countyId, deviceId, at, resolution, receivedAt: received, mark: String(received) },
          values: Object.fromEntries(entries.map(([column, said]) => [column, numberOf(said)])),
          reasons: Object.fromEntries(
            entries.flatMap(([column, said]) => (reasonOf(said) === null ? [] : [[column, reasonOf(said) ?? '']])),
          ),
        })
        return { ...frame, readings: frame.readings && { ...frame.readings, periodStart: at - length } }
      })
      await store.append(frames)
    }
    const lay = (source: LayerWrite['source'], periodEnd: number, told: Told) =>
      store.write(countyId, [
        {
          deviceId,
          resolution: 'hour',
          periodStart: periodEnd - HOUR_MS,
          periodEnd,
          source,
          sourceId: source === 'quality' ? null : ids.next(),
          columns: Object.keys(told),
          values: Object.values(told).map(numberOf),
          flags: Object.keys(told).map(() => null),
          qualities: Object.values(told).map(reasonOf),
          recordedAt: LATER,
        },
      ])
    return {
      countyId,
      deviceId,
      hours: (ends: readonly number[], told: (end: number) => Told) => send('hour', HOUR_MS, ends, told),
      days: (ends: readonly number[], told: (end: number) => Told) => send('day', DAY_MS, ends, told),
      minutes: (ends: readonly number[], told: (end: number) => Told) => send('minute', MINUTE_MS, ends, told),
      lay,
    }
  }

  async function settle(countyId: string, now = LATER, by: Pick<ReadingsStore, 'rollUp'> = store): Promise<number> {
    for (let steps = 0; ; steps += 1) if ((await by.rollUp(countyId, now)) === 0) return steps
  }

  type Content = Record<string, [number | null, string, string]>

  /** What stands of a resolution, by end, column by column: value, quality and source. */
  async function standing(countyId: string, deviceId: string, resolution: Resolution): Promise<Map<number, Content>> {
    const query = { deviceIds: [deviceId], resolution, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 }
    const rows = await store.range(countyId, query)
    return new Map(
      rows.map((row) => [
        row.periodEnd,
        Object.fromEntries(
          row.readings
            .map((one): [string, Content[string]] => [
              `${one.factor}-${one.statistic}`,
              [one.value, one.quality, one.source],
            ])
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      ]),
    )
  }

  const labels = (from: number, to: number, midnight = MIDNIGHT) =>
    Array.from({ length: to - from + 1 }, (_, at) => midnight + (from + at) * HOUR_MS)
  const minutesOf = (hourEnd: number, count = 60) =>
    Array.from({ length: count }, (_, at) => hourEnd - HOUR_MS + (at + 1) * MINUTE_MS)
  const pm = (value: number) => () => ({ 'a34004-Avg': value })
  const DAY_END = MIDNIGHT + DAY_MS

  it('of a day under way are told to readers of changes as they stand, from memory as from the database', async () => {
    const at = place()
    const NOW = MIDNIGHT + 6 * HOUR_MS
    await at.hours(labels(1, 1), pm(80))
    await settle(at.countyId, NOW)
    await at.hours(labels(2, 2), pm(40))
    await settle(at.countyId, NOW + HOUR_MS)
    const changes = async (by: ReadingsStore) => {
      const layers = await by.since(at.countyId, 0, await by.head(at.countyId))
      return layers.map((one) => [
        one.resolution,
        one.seq,
        one.version,
        one.readings.find((reading) => reading.statistic === 'Avg')?.value,
      ])
    }
    const told = await changes(store)
    expect(told).toEqual(await changes(home.another()))
    expect(told.filter(([resolution]) => resolution === 'day').map(([, , , mean]) => mean)).toEqual([60])
  })

  describe('an hour', () => {
    it('is rolled up from its minutes once it has ended and settled, and then makes its day', async () => {
      const at = place()
      const end = MIDNIGHT + HOUR_MS
      await at.minutes(minutesOf(end), pm(35))
      await settle(at.countyId, end + HOUR_SETTLES_MS - 1)
      expect((await standing(at.countyId, at.deviceId, 'hour')).size).toBe(0)
      await settle(at.countyId, end + HOUR_SETTLES_MS)
      expect((await standing(at.countyId, at.deviceId, 'hour')).get(end)).toEqual({
        'a34004-Avg': [35, 'valid', 'rollup'],
        'a34004-N': [60, 'valid', 'rollup'],
      })
      expect((await standing(at.countyId, at.deviceId, 'day')).get(DAY_END)).toEqual({
        'a34004-Avg': [35, 'insufficient', 'rollup'],
        'a34004-N': [1, 'valid', 'rollup'],
      })
    })

    it('that the device has sent itself is left alone, in what it speaks of', async () => {
      const at = place()
      const end = MIDNIGHT + HOUR_MS
      await at.hours([end], pm(40))
      await at.minutes(minutesOf(end), () => ({ 'a34004-Avg': 35, 'a34002-Avg': 70 }))
      await settle(at.countyId)
      expect((await standing(at.countyId, at.deviceId, 'hour')).get(end)).toEqual({
        'a34002-Avg': [70, 'valid', 'rollup'],
        'a34002-N': [60, 'valid', 'rollup'],
        'a34004-Avg': [40, 'valid', 'frame'],
        'a34004-N': [60, 'valid', 'rollup'],
      })
    })

    it('that comes late stands over what was rolled up, and its day follows', async () => {
      const at = place()
      const ends = labels(1, 24)
      for (const end of ends) await at.minutes(minutesOf(end), pm(35))
      await settle(at.countyId)
      await at.hours(ends.slice(0, 1), pm(59))
      await settle(at.countyId)
      expect((await standing(at.countyId, at.deviceId, 'hour')).get(ends[0] ?? 0)?.['a34004-Avg']).toEqual([
        59,
        'valid',
        'frame',
      ])
      expect((await standing(at.countyId, at.deviceId, 'day')).get(DAY_END)?.['a34004-Avg']).toEqual([
        36,
        'valid',
        'rollup',
      ])
    })

    it('is told to whoever reads changes, under a number of its own', async () => {
      const at = place()
      await at.minutes(minutesOf(MIDNIGHT + HOUR_MS), pm(35))
      const before = await store.head(at.countyId)
      await settle(at.countyId)
      const told = await store.since(at.countyId, before, await store.head(at.countyId))
      expect(told.map((layer) => [layer.resolution, layer.source])).toEqual(
        rolledResolutions.map((resolution) => [resolution, 'rollup']),
      )
      expect(new Set(told.map((layer) => layer.seq)).size).toBe(4)
    })
  })

  describe('a day', () => {
    const layersOf = async (at: { countyId: string; deviceId: string }, resolution: Resolution, end: number) =>
      (await store.layers(at.countyId, at.deviceId, resolution, end)).map((layer) => layer.version)

    it('is replaced in place while it is open, and by a new version once it is over', async () => {
      const at = place()
      for (const end of labels(1, 24)) {
        await at.hours([end], pm(35))
        await settle(at.countyId, end + MINUTE_MS)
      }
      expect(await layersOf(at, 'day', DAY_END)).toHaveLength(1)
      const monthEnd = periodOf('month', DAY_END).end
      expect(await layersOf(at, 'month', monthEnd)).toHaveLength(1)
      await at.lay('correction', MIDNIGHT + HOUR_MS, { 'a34004-Avg': { value: 59, reason: 'corrected' } })
      await settle(at.countyId, DAY_END + 2 * DAY_MS)
      expect(await layersOf(at, 'day', DAY_END)).toEqual([1, 2])
      expect((await standing(at.countyId, at.deviceId, 'day')).get(DAY_END)?.['a34004-Avg']).toEqual([
        36,
        'valid',
        'rollup',
      ])
      // The month is still open.
      expect(await layersOf(at, 'month', monthEnd)).toHaveLength(1)
    })

    it('gets no version where nothing of it has changed', async () => {
      const at = place()
      await at.hours(labels(1, 24), pm(35))
      await settle(at.countyId)
      await at.hours(labels(3, 3), pm(35))
      expect(await settle(at.countyId)).toBeGreaterThan(0)
      expect(await layersOf(at, 'day', DAY_END)).toEqual([1])
    })

    it('that a logger sent itself yields to what its hours make of it', async () => {
      const at = place()
      await at.hours(labels(1, 24), pm(35))
      await settle(at.countyId)
      await at.days([DAY_END], pm(99))
      await settle(at.countyId)
      expect((await standing(at.countyId, at.deviceId, 'day')).get(DAY_END)?.['a34004-Avg']).toEqual([
        35,
        'valid',
        'rollup',
      ])
    })
  })

  describe('step by step', () => {
    const factors = ['a34004', 'a05024'] as const
    const value = fc.integer({ min: 0, max: 400 })
    const label = fc.integer({ min: 1, max: 24 * 45 })
    const factor = fc.constantFrom(...factors)
    /** A stretch of hours as loggers send them, late ones and all; a change is the same hour once more. */
    const op = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          kind: fc.constant('hours' as const),
          label,
          count: fc.integer({ min: 1, max: 30 }),
          value,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('minutes' as const),
          label,
          count: fc.integer({ min: 40, max: 60 }),
          value,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('import' as const),
          label,
          count: fc.integer({ min: 1, max: 5 }),
          value,
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const), label, factor }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('correct' as const), label, factor, value }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('flag' as const),
          label,
          reason: fc.constantFrom('out-of-range', 'spike'),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const), label }) },
    )
    type Op = typeof op extends fc.Arbitrary<infer T> ? T : never

    /** Does one thing to a device. @param own ends of the hours that the device has sent itself, which a check may judge */
    async function doTo(
      at: ReturnType<typeof place>,
      one: Op,
      own: number[],
      stores: readonly Pick<ReadingsStore, 'rollUp'>[],
    ) {
      const end = MIDNIGHT + one.label * HOUR_MS
      const whole = (value: number): Told => Object.fromEntries(factors.map((code) => [`${code}-Avg`, value]))
      switch (one.kind) {
        case 'hours': {
          const ends = Array.from({ length: one.count }, (_, place) => end + place * HOUR_MS)
          own.push(...ends)
          return at.hours(ends, (each) => whole((one.value + each / HOUR_MS) % 400))
        }
        case 'minutes':
          return at.minutes(minutesOf(end, one.count), (each) => whole((one.value + each / MINUTE_MS) % 300))
        case 'import':
          for (let place = 0; place < one.count; place += 1) {
            own.push(end + place * HOUR_MS)
            await at.lay('import', end + place * HOUR_MS, whole(one.value))
          }
          return
        case 'void':
          return at.lay('correction', end, { [`${one.factor}-Avg`]: { value: null, reason: 'voided' } })
        case 'correct':
          return at.lay('correction', end, { [`${one.factor}-Avg`]: { value: one.value, reason: 'corrected' } })
        case 'flag': {
          const judged = own[one.label % Math.max(1, own.length)]
          if (judged === undefined) return
          return at.lay('quality', judged, { 'a34004-Avg': { value: null, reason: one.reason } })
        }
        case 'step': {
          // Several look at once, at an instant that may lie in the middle of it all, and one may die of it.
          await Promise.allSettled(stores.map((each) => each.rollUp(at.countyId, end)))
          return
        }
      }
    }

    const all = async (at: { countyId: string; deviceId: string }) =>
      Promise.all(rolledResolutions.map((resolution) => standing(at.countyId, at.deviceId, resolution)))

    /** What the effective values of the shorter make of the longer, by the pure function. */
    async function recomputed(at: { countyId: string; deviceId: string }, resolution: 'day' | 'month' | 'year') {
      const query = { deviceIds: [at.deviceId], from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 }
      const inputs = await store.range(at.countyId, { ...query, resolution: rolledFrom[resolution] })
      const groups = Map.groupBy(inputs, (row) => periodOf(resolution, row.periodEnd).end)
      return new Map(
        [...groups].map(([end, rows]) => {
          const { columns, values, qualities } = rollUpOf(resolution, end, rows)
          const content = columns.map((column, place): [string, Content[string]] => [
            column,
            [values[place] ?? null, qualities[place] ?? 'valid', 'rollup'],
          ])
          return [end, Object.fromEntries(content)]
        }),
      )
    }

    /** Another process, which dies now and then after all its statements and before its commit. */
    function dying(): Pick<ReadingsStore, 'rollUp'> {
      const { change, hands, ...core } = postgresCore(home.pool)
      let lives = 3
      const mortal: RollupCore['change'] = (countyId, use) =>
        change(countyId, async (given) => {
          const result = await use(given)
          lives -= 1
          if (lives % 3 === 0) throw new Error('killed')
          return result
        })
      return postgresRollups(home.pool, hands.layouts, { ...core, change: mortal })
    }

    it('come to what a computation from nothing comes to, whatever came late, changed, was voided, judged, or died between', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(op, { minLength: 30, maxLength: 70 }), async (ops) => {
          const at = place()
          const stores = [store, home.another(), dying()]
          const own: number[] = []
          for (const one of ops) await doTo(at, one, own, stores)
          await settle(at.countyId)
          const stepwise = await all(at)
          for (const resolution of ['day', 'month', 'year'] as const)
            expect(await standing(at.countyId, at.deviceId, resolution)).toEqual(await recomputed(at, resolution))

          const { countyId } = at
          await db.deleteFrom('reading').where('countyId', '=', countyId).where('source', '=', 'rollup').execute()
          await db.deleteFrom('readingCursor').where('countyId', '=', countyId).execute()
          await db.deleteFrom('rollupDue').where('countyId', '=', countyId).execute()
          await settle(countyId, LATER, home.another())
          expect(await all(at)).toEqual(stepwise)
        }),
        { numRuns: 5 },
      )
    })

    it('never write what was computed before a change that somebody else has taken in meanwhile', async () => {
      const at = place()
      await at.hours(labels(1, 24), pm(35))
      const { change, hands, ...core } = postgresCore(home.pool)
      const [hasRead, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const slow = postgresRollups(home.pool, hands.layouts, {
        ...core,
        change,
        async range(countyId, query) {
          const rows = await core.range(countyId, query)
          hasRead.resolve()
          await mayGoOn.promise
          return rows
        },
      })
      const slowly = slow.rollUp(at.countyId, LATER)
      await hasRead.promise
      await at.hours(labels(1, 1), pm(59))
      // The other takes the change in, and dies before it has computed anything.
      let changes = 0
      const other = postgresRollups(home.pool, hands.layouts, {
        ...core,
        change: async (countyId, use) => {
          changes += 1
          if (changes > 1) throw new Error('killed')
          return change(countyId, use)
        },
      })
      await expect(other.rollUp(at.countyId, LATER)).rejects.toThrow('killed')
      mayGoOn.resolve()
      await slowly
      await settle(at.countyId)
      const layers = await store.layers(at.countyId, at.deviceId, 'day', DAY_END)
      expect(layers.map((layer) => layer.readings[0]?.value)).toEqual([36])
    })

    it('are nobody’s twice: when four look at once, each change is a layer once', async () => {
      const at = place()
      await at.hours(labels(1, 24 * 20), pm(35))
      const four = [store, ...[1, 2, 3].map(() => home.another())]
      await Promise.all(four.map((each) => settle(at.countyId, LATER, each)))
      const layers = await db
        .selectFrom('reading')
        .select(['resolution', 'periodEnd'])
        .where('countyId', '=', at.countyId)
        .where('source', '=', 'rollup')
        .execute()
      expect(layers.filter((layer) => layer.resolution === 'day')).toHaveLength(20)
      // Twenty days of two months of one year.
      expect(new Set(layers.map(({ resolution, periodEnd }) => `${resolution}|${periodEnd}`)).size).toBe(20 + 2 + 1)
    })
  })

  it.skipIf(!hasPrsa)(
    `a real site-year gives the daily values that independent code gave${hasPrsa ? '' : ` (${prsaAbsent})`}`,
    async () => {
      const [countyId, deviceId] = [ids.next(), ids.next()]
      const year = prsaHours('Tiantan').filter(({ periodEnd }) => civilOf(periodEnd - 1).year === 2014)
      const layers = year.map(({ periodStart, periodEnd, readings }): LayerWrite => {
        const missing = readings.map(({ value }) => (value === null ? 'unreadable' : null))
        return {
          ...{ deviceId, resolution: 'hour', periodStart, periodEnd, source: 'import', sourceId: null },
          columns: readings.map(({ factor, statistic }) => `${factor}-${statistic}`),
          values: readings.map(({ value }) => value),
          ...{ flags: missing.map(() => null), qualities: missing, recordedAt: LATER },
        }
      })
      for (let from = 0; from < layers.length; from += 2_000)
        await store.write(countyId, layers.slice(from, from + 2_000))
      await settle(countyId)
      const days = await standing(countyId, deviceId, 'day')
      const reference = prsaReference('daily-values-prsa-2014.csv.gz').filter((row) => row.station === 'Tiantan')
      const unlike = reference.flatMap((row) => {
        const day = days.get(startOfCivilDay(row.date ?? '') + DAY_MS) ?? {}
        return prsaFactors.flatMap(({ name, factor }) => {
          const [statistic, cell] = name === 'O3' ? ['Mda8', row.O3_mda8] : ['Avg', row[`${name}_mean`]]
          const [value, quality] = day[`${factor}-${statistic}`] ?? [null, 'insufficient']
          const ours = quality === 'valid' ? value : null
          const theirs = cell === '' || cell === undefined ? null : Number(cell)
          const agrees = ours === null || theirs === null ? ours === theirs : Math.abs(ours - theirs) <= 0.5e-4 + 1e-9
          return agrees ? [] : [[row.date, name, ours, theirs]]
        })
      })
      expect(unlike).toEqual([])
      expect(reference.length).toBeGreaterThan(350)
    },
  )

  describe('what came and what did not', () => {
    it('is told by civil day: hours received, hours usable, minutes', async () => {
      const at = place()
      await at.hours(labels(1, 24), pm(35))
      await at.hours(labels(26, 30), () => ({ 'a34004-Avg': 35, 'a34002-Avg': null }))
      await at.hours(labels(31, 31), () => ({ 'a34004-Avg': { value: 9_999, reason: 'out-of-range' } }))
      await at.minutes(minutesOf(MIDNIGHT + 30 * HOUR_MS, 50), pm(3))
      await at.minutes(minutesOf(MIDNIGHT + 30 * HOUR_MS, 10), pm(4))
      const days = (factors: readonly string[], to = DAY_END + 2 * DAY_MS) =>
        store.completeness(at.countyId, at.deviceId, factors, MIDNIGHT, to)
      expect(await days(['a34004'])).toEqual([
        { dayEnd: DAY_END, hours: { received: 24, usable: 24 }, minutes: 0 },
        { dayEnd: DAY_END + DAY_MS, hours: { received: 6, usable: 5 }, minutes: 50 },
        { dayEnd: DAY_END + 2 * DAY_MS, hours: { received: 0, usable: 0 }, minutes: 0 },
      ])
      expect((await days(['a34004', 'a34002'])).map((day) => day.hours.usable)).toEqual([0, 0, 0])
      expect((await days([])).map((day) => day.hours.usable)).toEqual([24, 0, 0])
      expect(await days([], DAY_END - 1)).toEqual([])
    })

    it('lacks the hours that neither the device nor a file has told, whatever was rolled up', async () => {
      const at = place()
      await at.hours(labels(1, 3), pm(35))
      await at.lay('import', MIDNIGHT + 5 * HOUR_MS, { 'a34004-Avg': 35 })
      await at.minutes(minutesOf(MIDNIGHT + 4 * HOUR_MS), pm(35))
      await settle(at.countyId)
      const span = [MIDNIGHT + HOUR_MS, MIDNIGHT + 7 * HOUR_MS] as const
      const stranger = ids.next()
      const all = await store.missingHours(at.countyId, [at.deviceId, stranger], ...span)
      const hoursOf = (deviceId: string) => all.get(deviceId)?.map((end) => (end - MIDNIGHT) / HOUR_MS)
      expect(hoursOf(at.deviceId)).toEqual([4, 6, 7])
      expect(hoursOf(stranger)).toEqual([2, 3, 4, 5, 6, 7])
      const none = await store.missingHours(at.countyId, [stranger], MIDNIGHT, MIDNIGHT + 1)
      expect(none).toEqual(new Map([[stranger, []]]))
      // The minutes of the fourth hour began later than the first hour that was sent.
      const told = await store.firstTold(at.countyId, [at.deviceId, stranger])
      expect(told).toEqual(new Map([[at.deviceId, MIDNIGHT]]))
    })
  })

  describe('old readings', () => {
    const first = (year: number, month: number) => instantOf({ year, month, day: 1, hour: 0, minute: 0, second: 0 })

    it('go by whole months and years that are over, of their resolution alone', async () => {
      // What others here have left of earlier times.
      await store.dropBefore({ minute: first(2021, 1), hour: first(2021, 1) })
      const at = place()
      const monthEnds = [first(2021, 2), first(2021, 3), first(2021, 3) + MINUTE_MS]
      await at.minutes(monthEnds, pm(1))
      await at.hours(monthEnds, pm(2))
      // February's last minute ends with March's first instant and is February's.
      expect(await store.dropBefore({ minute: first(2021, 3) })).toEqual([
        'reading_minute_202101',
        'reading_minute_202102',
      ])
      expect([...(await standing(at.countyId, at.deviceId, 'minute')).keys()]).toEqual([first(2021, 3) + MINUTE_MS])
      expect((await standing(at.countyId, at.deviceId, 'hour')).size).toBe(3)
      expect(await store.dropBefore({ minute: first(2021, 4) - 1, hour: first(2022, 1) - 1 })).toEqual([])
      expect(await store.dropBefore({ hour: first(2022, 1) })).toEqual(['reading_hour_2021'])
      // What comes for a part that was dropped makes it again.
      await at.minutes([first(2021, 1) + MINUTE_MS], pm(5))
      expect((await standing(at.countyId, at.deviceId, 'minute')).size).toBe(2)
    })

    it('are left to the next time while somebody reads them', async () => {
      const at = place()
      await at.minutes([first(2022, 2)], pm(1))
      const reader = await home.pool.connect()
      await reader.query("begin; select count(*) from weike.reading where resolution = 'minute'")
      expect(await store.dropBefore({ minute: first(2022, 3) })).toEqual([])
      await reader.query('commit')
      reader.release()
      expect(await store.dropBefore({ minute: first(2022, 3) })).toContain('reading_minute_202201')
    })

    it('leave what was rolled up from them as it was, even if one of them comes once more', async () => {
      const at = place()
      const now = first(2026, 11) + 5 * DAY_MS
      const kept = keptSince(defaultRetention, now)
      expect(kept).toEqual({ realtime: first(2026, 8), minute: first(2024, 11) })
      const end = first(2024, 10) + HOUR_MS
      await at.minutes(minutesOf(end), pm(35))
      await settle(at.countyId, end + HOUR_MS)
      await store.dropBefore(kept)
      await at.minutes(minutesOf(end, 1), pm(500))
      await settle(at.countyId, now)
      expect((await standing(at.countyId, at.deviceId, 'hour')).get(end)?.['a34004-Avg']).toEqual([
        35,
        'valid',
        'rollup',
      ])
      expect(await db.selectFrom('rollupDue').selectAll().where('countyId', '=', at.countyId).execute()).toEqual([])
    })
  })
})
