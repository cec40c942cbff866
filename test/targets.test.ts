import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideExclusion, evaluateStep, proposeExclusion } from '../src/domain/evaluations/service.ts'
import { type NewTarget, setTarget } from '../src/domain/targets/service.ts'
import { listTargets, outlookOf, stripOf } from '../src/domain/targets/views.ts'
import { civilDayAt, dayNumberOf } from '../src/standards/civil-days.ts'
import { HOUR_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { hourFrame, type Measured } from './setup/hours.ts'
import { type House, type Logger, NOON, openHouse, type Person, type Place } from './setup/house.ts'

const FINE = 'a34004'
/** 18 November 2026, 14:20. */
const NOW = NOON + 2 * HOUR_MS + 20 * 60_000

describe.each(databaseKinds)('the targets on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let place: Place
  let administrator: Person
  let stationId: string
  let logger: Logger

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh, 'targets', NOW)
    place = await house.found()
    administrator = await place.person('管理员', 'administrator')
    stationId = await place.station('S1')
    logger = await place.logger(stationId)
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })

  const wanted = (more: Partial<NewTarget> = {}): NewTarget => ({
    subjectId: place.regionId,
    factor: FINE,
    averaging: 'year',
    year: 2026,
    month: null,
    value: 34,
    basis: '县政办〔2026〕3 号',
    replaces: null,
    ...more,
  })
  const set = (more: Partial<NewTarget> = {}, act = place.act()) =>
    setTarget(house.installation.foundation, administrator, act, wanted(more))
  const outlook = async () => {
    const { foundation, readings } = house.installation
    return outlookOf(foundation, readings, administrator, { station: 'S1', factor: FINE })
  }

  /** Hours of a civil day, labelled 01:00 and on. */
  async function hours(day: string, values: readonly (Measured | null)[]) {
    const from = { countyId: place.countyId, deviceId: logger.deviceId, mn: logger.mn }
    const frames = values.flatMap((value, at) =>
      value === null ? [] : [hourFrame(from, startOfCivilDay(day) + (at + 1) * HOUR_MS, { [FINE]: value })],
    )
    await house.installation.readings.append(frames)
  }

  async function catchUp() {
    const { foundation, readings } = house.installation
    while ((await readings.rollUp(place.countyId, foundation.clocks.domain.now())) > 0);
    while ((await evaluateStep(foundation, readings, place.countyId)).taken > 0);
  }

  it('a station without any target is held against the limits of the day, which say whose they are', async () => {
    const { rows, dayLimit } = await outlook()
    expect(
      rows.map(({ averaging, period, target, state, left }) => [averaging, period, target?.value, state, left]),
    ).toEqual([
      ['day', '2026-11-18', 60, 'open', 13],
      ['month', '2026-11', undefined, 'no-target', 13],
      ['year', '2026', 30, 'open', 44],
    ])
    expect(rows[0]?.target).toEqual({ value: 60, origin: 'standard', basis: 'GB 3095-2026 transitional' })
    expect(dayLimit).toEqual({ value: 60, table: 'GB 3095-2026 transitional' })
  })

  it('is set, set anew and taken back, each one act with one event, and nothing of it is forgotten', async () => {
    const act = place.act()
    const { id } = await set({}, act)
    expect(id).toBe(act.actId)
    // The same act again is the same act.
    expect(await set({}, act)).toEqual({ id })
    const second = await set({ value: 33.5, basis: '县政办〔2026〕9 号', replaces: id })
    await expect(set({ value: 33, replaces: id })).rejects.toMatchObject({ code: 'version-conflict' })
    await expect(set({ value: 33 })).rejects.toMatchObject({ code: 'version-conflict' })
    expect((await outlook()).rows[2]?.target).toEqual({ value: 33.5, origin: 'county', basis: '县政办〔2026〕9 号' })
    const third = await set({ value: null, basis: '文件撤销', replaces: second.id })
    expect((await outlook()).rows[2]?.target).toMatchObject({ value: 30, origin: 'standard' })
    const { items } = await listTargets(house.installation.foundation, administrator, 2026)
    expect(items.map((one) => [one.value, one.basis, one.isStanding, one.setBy])).toEqual([
      [null, '文件撤销', true, '管理员'],
      [33.5, '县政办〔2026〕9 号', false, '管理员'],
      [34, '县政办〔2026〕3 号', false, '管理员'],
    ])
    await set({ replaces: third.id })
    const events = await house.installation.foundation.db
      .selectFrom('ledgerEvent')
      .select('kind')
      .where('countyId', '=', place.countyId)
      .where('kind', 'like', 'target.%')
      .orderBy('seq')
      .execute()
    expect(events.map(({ kind: one }) => one)).toEqual(['target.set', 'target.set', 'target.taken-back', 'target.set'])
    expect((await place.verify()).findings).toEqual([])
  })

  it('of two people who set the first one at once, one is told to look again', async () => {
    const both = await Promise.allSettled([set({ averaging: 'day', value: 55 }), set({ averaging: 'day', value: 50 })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'version-conflict' })
    const { items } = await listTargets(house.installation.foundation, administrator, 2026)
    const [day] = items.filter(({ averaging, isStanding }) => averaging === 'day' && isStanding)
    await set({ averaging: 'day', value: null, basis: '误填', replaces: day?.id ?? null })
  })

  it('is not set by who may not, for what is not there, or as no standard rounds it', async () => {
    const { foundation } = house.installation
    for (const role of ['dispatcher', 'leader', 'analyst'] as const) {
      const person = await place.person(`甲 ${role}`, role)
      await expect(setTarget(foundation, person, place.act(), wanted())).rejects.toMatchObject({ code: 'not-allowed' })
    }
    const nobody = { subjectId: '00000000-0000-7000-8000-000000000000' }
    await expect(set(nobody)).rejects.toMatchObject({ code: 'target-unknown' })
    await expect(set({ averaging: 'month', month: 5, value: 40.25 })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('tells of the day, the month and the year what the rest may average', async () => {
    // Every day from 1 January to 17 November: 40 until 31 October, 46 in November; last year 42 all along.
    for (let day = dayNumberOf('2025-01-01'); day <= dayNumberOf('2025-12-31'); day += 1) {
      await hours(civilDayAt(day), Array(24).fill(42))
    }
    for (let day = dayNumberOf('2026-01-01'); day <= dayNumberOf('2026-11-17'); day += 1) {
      // 3 November has nineteen hours and is no valid day.
      const count = civilDayAt(day) === '2026-11-03' ? 19 : 24
      await hours(civilDayAt(day), Array(count).fill(day < dayNumberOf('2026-11-01') ? 40 : 46))
    }
    // Today: twelve hours of 50, one that its device calls a fault, one of 64.
    await hours('2026-11-18', [...Array(12).fill(50), [900, 'D'], 64])
    await catchUp()
    await set({ averaging: 'month', month: 11, value: 47 })
    const { rows, cumulated, asOf } = await outlook()
    expect(asOf).toBe('2026-11-18T14:20:00+08:00')
    expect(rows).toEqual([
      {
        ...{ averaging: 'day', period: '2026-11-18', have: 13, missing: 1, awaited: 0, takenOut: 0, left: 10 },
        // (12·50 + 64)/13 = 51.077; (60·23 − 664)/10 = 71.6
        ...{ soFar: 51.077, canBeValid: true, state: 'open', rest: 71.6 },
        target: { value: 60, origin: 'standard', basis: 'GB 3095-2026 transitional' },
      },
      {
        ...{ averaging: 'month', period: '2026-11', have: 16, missing: 1, awaited: 0, takenOut: 0, left: 13 },
        // (47·29 − 46·16)/13 = 48.23…
        ...{ soFar: 46, canBeValid: true, state: 'open', rest: 48.2 },
        target: { value: 47, origin: 'county', basis: '县政办〔2026〕3 号' },
      },
      {
        ...{ averaging: 'year', period: '2026', have: 320, missing: 1, awaited: 0, takenOut: 0, left: 44 },
        // 304 days of 40 and 16 of 46: 12896/320 = 40.3; (34·364 − 12896)/44 = −11.8
        ...{ soFar: 40.3, canBeValid: true, state: 'out-of-reach', rest: null },
        target: { value: 34, origin: 'county', basis: '县政办〔2026〕3 号' },
      },
    ])
    expect(cumulated.thisYear.values).toHaveLength(321)
    expect(cumulated.thisYear.values[303]).toBe(40)
    expect(cumulated.thisYear.values.at(-1)).toBe(40.3)
    expect(cumulated.lastYear.values).toHaveLength(365)
    expect(cumulated.lastYear.values.at(-1)).toBe(42)
    // (40.3 − 42)/42 = −4.05 %
    expect(cumulated.change).toEqual({ value: -4, unit: '%', direction: 'down' })
  })

  it('shows the last hours with their index, each with its state', async () => {
    const { foundation, readings } = house.installation
    const { to, hours: found } = await stripOf(foundation, readings, administrator, 'S1')
    expect(to).toBe(NOON + 2 * HOUR_MS)
    expect(found).toHaveLength(48)
    expect(found.slice(-2).map(({ factors: [fine], aqi }) => [fine?.value, fine?.quality, aqi])).toEqual([
      [900, 'invalid', null],
      // 100 + (64 − 60)·50/55 = 103.6, upward
      [64, 'valid', 104],
    ])
  })

  it('a target of the station goes before that of the county, for that station alone', async () => {
    await set({ subjectId: stationId, value: 41 })
    expect((await outlook()).rows[2]).toMatchObject({
      target: { value: 41, origin: 'station' },
      // (41·364 − 12896)/44 = 46.09…
      ...{ state: 'open', rest: 46 },
    })
    await place.station('S2')
    const { foundation, readings } = house.installation
    const other = await outlookOf(foundation, readings, administrator, { station: 'S2', factor: FINE })
    expect(other.rows[2]?.target).toMatchObject({ value: 34, origin: 'county' })
  })

  it('goes without the days that two people took out for the whole county, and says how many they are', async () => {
    const { foundation } = house.installation
    const dispatcher = await place.person('调度员', 'dispatcher')
    const analyst = await place.person('分析员', 'analyst')
    const { id } = await proposeExclusion(foundation, dispatcher, place.act(), {
      ...{ subjectId: place.regionId, kind: 'sand-dust', from: '2026-11-05', until: '2026-11-06', factors: [FINE] },
      ...{ authority: '总站', reference: '总站气字〔2026〕1 号', note: '沙尘' },
    })
    expect((await outlook()).rows[1]).toMatchObject({ have: 16, takenOut: 0 })
    await decideExclusion(foundation, analyst, { ...place.act(), expects: 1, name: 'approve' }, id)
    const [, month, year] = (await outlook()).rows
    // (47·27 − 46·14)/13 = 48.07…; 320 days and 12896 less two of 46: (41·362 − 12804)/44 = 46.31…
    expect(month).toMatchObject({ have: 14, missing: 1, takenOut: 2, soFar: 46, rest: 48, canBeValid: true })
    expect(year).toMatchObject({ have: 318, missing: 1, takenOut: 2, rest: 46.3, canBeValid: true })
  })
})
