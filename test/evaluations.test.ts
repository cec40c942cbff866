import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateStep } from '../src/domain/evaluations/service.ts'
import { calendarOf, statisticsOf } from '../src/domain/evaluations/views.ts'
import { addSubregion } from '../src/domain/regions/service.ts'
import type { StationLevel } from '../src/domain/stations/model.ts'
import { addStation } from '../src/domain/stations/service.ts'
import { civilDayAt, dayNumberOf, monthPeriod } from '../src/standards/civil-days.ts'
import { HOUR_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { hourFrame, type Measured } from './setup/hours.ts'
import { type House, type Logger, openHouse, type Place } from './setup/house.ts'
import { writeOf } from './setup/readings.ts'

const FINE = 'a34004'
const OZONE = 'a05024'
const plainRules = { basis: 'unrounded', reading: 'strict' } as const

/** A county of two towns: A and B national in the first, C a micro-station in the second. */
interface Air {
  place: Place
  towns: readonly [string, string]
  stations: Readonly<Record<'A' | 'B' | 'C', string>>
  loggers: Readonly<Record<'A' | 'B' | 'C', Logger>>
}
type Name = keyof Air['stations']

describe.each(databaseKinds)('the statistics of the law on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })

  async function air(): Promise<Air> {
    const place = await house.found()
    const { foundation } = house.installation
    const town = async (code: string) =>
      (await addSubregion(foundation, place.console, place.act(), { code, name: `镇 ${code}`, level: 'town' })).id
    const towns = [await town('101'), await town('102')] as const
    const station = async (code: string, level: StationLevel, regionId: string) => {
      const where = { lonWgs84: 113.5, latWgs84: 29.5, regionId }
      return (await addStation(foundation, place.console, place.act(), { code, name: code, level, ...where })).id
    }
    const stations = {
      A: await station('A', 'national', towns[0]),
      B: await station('B', 'national', towns[0]),
      C: await station('C', 'micro', towns[1]),
    }
    const loggers = {
      A: await place.logger(stations.A),
      B: await place.logger(stations.B),
      C: await place.logger(stations.C),
    }
    return { place, towns, stations, loggers }
  }

  /** Hours of a day, labelled 01:00–24:00, of PM2.5 or what else is measured. */
  async function hours(
    { place, loggers }: Air,
    name: Name,
    day: string,
    values: readonly (Measured | null)[],
    factor = FINE,
  ) {
    const { countyId } = place
    const from = { countyId, ...loggers[name] }
    const frames = values.flatMap((value, at) =>
      value === null ? [] : [hourFrame(from, startOfCivilDay(day) + (at + 1) * HOUR_MS, { [factor]: value })],
    )
    await house.installation.readings.append(frames)
  }

  /** Roll-ups and days are brought up to date. @returns days that changed */
  async function catchUp({ place }: Pick<Air, 'place'>): Promise<number> {
    const { foundation, readings } = house.installation
    while ((await readings.rollUp(place.countyId, foundation.clocks.domain.now())) > 0);
    let changed = 0
    for (;;) {
      const step = await evaluateStep(foundation, readings, place.countyId)
      changed += step.changed
      if (step.taken === 0) return changed
    }
  }

  /** All kept days: `subject day values usable inputs`, in order. */
  async function kept({ place }: Pick<Air, 'place'>): Promise<string[]> {
    const found = await sql<{ row: string }>`
      select subject_id || ' ' || day || ' ' || day_values::text || ' ' || usable::text || ' ' || inputs::text as row
      from weike.evaluated_day where county_id = ${place.countyId} order by subject_id, day`.execute(
      house.installation.foundation.db,
    )
    return found.rows.map(({ row }) => row)
  }

  const fineOn = async ({ place }: Air, subject: string | undefined, date: string) => {
    const { days } = await calendarOf(house.installation.foundation, place.console, { subject, year: 2026 })
    const [fine] = days.find((day) => day.date === date)?.factors ?? []
    return fine === undefined ? null : { value: fine.value, usable: fine.usable, inputs: fine.inputs }
  }

  const constant = (value: number, count = 24) => Array.from({ length: 24 }, (_, at) => (at < count ? value : null))

  it('an area is the mean of its national stations, and micro-stations alone are told and not for judgement', async () => {
    const one = await air()
    await hours(one, 'A', '2026-10-01', constant(30))
    await hours(one, 'B', '2026-10-01', constant(50))
    await hours(one, 'C', '2026-10-01', constant(90))
    await catchUp(one)
    expect(await fineOn(one, undefined, '2026-10-01')).toEqual({ value: 40, usable: true, inputs: 2 })
    expect(await fineOn(one, one.towns[0], '2026-10-01')).toEqual({ value: 40, usable: true, inputs: 2 })
    expect(await fineOn(one, one.towns[1], '2026-10-01')).toEqual({ value: 90, usable: true, inputs: 1 })
    expect(await fineOn(one, one.stations.C, '2026-10-01')).toEqual({ value: 90, usable: true, inputs: 24 })
    const { items } = await statisticsOf(
      house.installation.foundation,
      one.place.console,
      monthPeriod(2026, 10),
      plainRules,
    )
    const official = items.map(({ subject }) => [subject.code, subject.by?.level, subject.isOfficial])
    expect(official.slice(1)).toEqual([
      ['101', 'national', true],
      ['102', 'micro', false],
      ['A', 'national', true],
      ['B', 'national', true],
      ['C', 'micro', false],
    ])
  })

  it('by another setting of the county its days are made again, by the stations that it names', async () => {
    const one = await air()
    await hours(one, 'A', '2026-10-01', constant(30))
    await hours(one, 'C', '2026-10-01', constant(90))
    await catchUp(one)
    expect(await fineOn(one, undefined, '2026-10-01')).toMatchObject({ value: 30 })
    const { foundation, readings } = house.installation
    const { countyId } = one.place
    const levelsOf = () => ['micro', 'national'] as const
    // The county goes by the micro-station; the first town has none and the second no other.
    expect((await evaluateStep(foundation, readings, countyId, levelsOf)).changed).toBe(1)
    expect(await fineOn(one, undefined, '2026-10-01')).toMatchObject({ value: 90 })
    expect(await evaluateStep(foundation, readings, countyId, levelsOf)).toEqual({ taken: 0, changed: 0 })
  })

  it('with fewer than three quarters of its stations an area has no valid day, and what there is is told', async () => {
    const one = await air()
    await hours(one, 'A', '2026-10-01', constant(30))
    await hours(one, 'B', '2026-10-01', constant(50))
    await hours(one, 'A', '2026-10-02', constant(30))
    await hours(one, 'B', '2026-10-02', constant(50, 19))
    await catchUp(one)
    expect(await fineOn(one, one.stations.B, '2026-10-02')).toEqual({ value: 50, usable: false, inputs: 19 })
    expect(await fineOn(one, undefined, '2026-10-02')).toEqual({ value: 40, usable: false, inputs: 1 })
    // Before it had measured for the first time a station is not missed: the day of A alone is the county's.
    await hours(one, 'A', '2026-09-30', constant(35))
    await catchUp(one)
    expect(await fineOn(one, undefined, '2026-09-30')).toEqual({ value: 35, usable: true, inputs: 1 })
  })

  it('a late hour and a void one change their day, at the station and in its areas, and nothing else', async () => {
    const one = await air()
    for (const day of ['2026-10-01', '2026-10-02', '2026-10-03']) {
      await hours(one, 'A', day, constant(30))
      await hours(one, 'B', day, constant(50, 20))
    }
    await catchUp(one)
    const before = await kept(one)
    expect(await catchUp(one)).toBe(0)
    // The 21st hour of B on the second day: 20 × 50 and one of 92.
    const late = Array.from({ length: 24 }, (_, at) => (at === 20 ? 92 : null))
    await hours(one, 'B', '2026-10-02', late)
    expect(await catchUp(one)).toBe(3)
    expect(await fineOn(one, one.stations.B, '2026-10-02')).toEqual({ value: 52, usable: true, inputs: 21 })
    expect(await fineOn(one, undefined, '2026-10-02')).toEqual({ value: 41, usable: true, inputs: 2 })
    const changed = (await kept(one)).filter((row) => !before.includes(row))
    expect(changed.map((row) => civilDayAt(Number(row.split(' ')[1])))).toEqual(Array(3).fill('2026-10-02'))
    // Two people void the hour again: the day is as it was.
    const { countyId } = one.place
    const at = startOfCivilDay('2026-10-02') + 21 * HOUR_MS
    const { deviceId } = one.loggers.B
    const voided = { deviceId, source: 'correction', sourceId: randomUUID(), recordedAt: at } as const
    await house.installation.readings.write(countyId, [
      writeOf({ ...voided, at, column: `${FINE}-Avg`, reason: 'voided' }),
    ])
    expect(await catchUp(one)).toBe(3)
    expect(await kept(one)).toEqual(before)
  })

  it('a device that moves takes its next days with it and leaves the past where it was', async () => {
    const one = await air()
    await hours(one, 'A', '2026-10-01', constant(30))
    await hours(one, 'A', '2026-10-02', constant(60))
    await catchUp(one)
    const { db } = house.installation.foundation
    const moved = startOfCivilDay('2026-10-02')
    const { countyId } = one.place
    const { deviceId } = one.loggers.A
    await db
      .updateTable('deviceBinding')
      .set({ validTo: moved })
      .where('countyId', '=', countyId)
      .where('deviceId', '=', deviceId)
      .execute()
    const subject = { subjectType: 'station', subjectId: one.stations.C } as const
    await db
      .insertInto('deviceBinding')
      .values({ countyId, deviceId, ...subject, validFrom: moved, validTo: null })
      .execute()
    await db.deleteFrom('deviceBinding').where('deviceId', '=', one.loggers.C.deviceId).execute()
    await catchUp(one)
    expect(await fineOn(one, one.stations.A, '2026-10-01')).toEqual({ value: 30, usable: true, inputs: 24 })
    expect(await fineOn(one, one.stations.A, '2026-10-02')).toBeNull()
    expect(await fineOn(one, one.stations.C, '2026-10-02')).toEqual({ value: 60, usable: true, inputs: 24 })
  })

  it('the running day is shown as far as it has come, and is in no statistic', async () => {
    const one = await air()
    const today = civilDayAt(dayNumberOf('2026-11-18'))
    await hours(one, 'A', '2026-11-17', constant(40))
    await hours(one, 'A', today, constant(80, 12))
    await catchUp(one)
    const { foundation } = house.installation
    const { days, months } = await calendarOf(foundation, one.place.console, { subject: one.stations.A, year: 2026 })
    expect(days.map(({ date, aqi, isProvisional }) => [date, aqi, isProvisional])).toEqual([
      // PM2.5 40: 50 + (40 − 35) × 50/25 = 60; 80: 100 + (80 − 60) × 50/55 = 118.2, upward (HJ 633-2026).
      ['2026-11-17', 60, false],
      ['2026-11-18', 119, true],
    ])
    expect(months).toEqual([{ month: 11, byLevel: [0, 0, 0, 0, 0, 0], countedDays: 0, goodDays: 0, ratio: null }])
    const { items } = await statisticsOf(foundation, one.place.console, monthPeriod(2026, 11), plainRules)
    const [fine] = items.find(({ subject }) => subject.id === one.stations.A)?.reported.factors ?? []
    expect(fine).toMatchObject({ validDays: 1, mean: 40 })
  })

  it('days kept while hours come in whatever order are those made anew from all of them, and a second count agrees', async () => {
    const names = ['A', 'B', 'C'] as const
    const batch = fc.record({
      name: fc.constantFrom(...names),
      day: fc.nat(4),
      from: fc.nat(6),
      until: fc.integer({ min: 15, max: 24 }),
      value: fc.integer({ min: 1, max: 400 }),
      factor: fc.constantFrom(FINE, OZONE),
      looks: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 12 }), async (batches) => {
        const one = await air()
        const told = new Map<string, number>()
        for (const { name, day, from, until, value, factor, looks } of batches) {
          const date = civilDayAt(dayNumberOf('2026-10-01') + day)
          const values = Array.from({ length: 24 }, (_, at) => (at >= from && at < until ? value + at : null))
          await hours(one, name, date, values, factor)
          for (const [at, said] of values.entries()) if (said !== null) told.set(`${name} ${factor} ${day} ${at}`, said)
          if (looks) await catchUp(one)
        }
        await catchUp(one)
        const incremental = await kept(one)
        const { countyId } = one.place
        const { db } = house.installation.foundation
        await db.deleteFrom('evaluatedDay').where('countyId', '=', countyId).execute()
        await db.deleteFrom('evaluatedSubject').where('countyId', '=', countyId).execute()
        await catchUp(one)
        expect(await kept(one)).toEqual(incremental)
        // Another way of counting, of PM2.5: 20 of 24 hours, and of the two stations of the first town both.
        for (let day = 0; day < 5; day += 1) {
          const date = civilDayAt(dayNumberOf('2026-10-01') + day)
          const means = new Map<Name, number>()
          for (const name of names) {
            const said = Array.from({ length: 24 }, (_, at) => told.get(`${name} ${FINE} ${day} ${at}`)).filter(
              (value) => value !== undefined,
            )
            if (said.length >= 20) means.set(name, said.reduce((a, b) => a + b, 0) / said.length)
            const shown = await fineOn(one, one.stations[name], date)
            expect(shown?.usable === true ? shown.value : undefined).toEqual(
              means.has(name) ? expect.closeTo(means.get(name) ?? 0, 8) : undefined,
            )
          }
          const begun = (name: Name) =>
            [...told.keys()].some((key) => key.startsWith(name) && Number(key.split(' ')[2]) <= day)
          const counting = (['A', 'B'] as const).filter(begun)
          const valid = counting.flatMap((name) => means.get(name) ?? [])
          const hasTown = counting.length > 0 && valid.length >= counting.length * 0.75
          const town = await fineOn(one, one.towns[0], date)
          expect(town?.usable === true ? town.value : undefined).toEqual(
            hasTown ? expect.closeTo(valid.reduce((a, b) => a + b, 0) / valid.length, 8) : undefined,
          )
        }
      }),
      { numRuns: 6 },
    )
  })
})
