import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evidenceDeps } from '../src/app/evidence.ts'
import { identify, mayEver } from '../src/app/identify.ts'
import { words } from '../src/app/words.ts'
import type { Principal } from '../src/domain/access/model.ts'
import { correctionsApi } from '../src/domain/corrections/api.ts'
import { correctionsRoutes } from '../src/domain/corrections/routes.ts'
import { applyApproved, correctedFrames, decideCorrection, judgeStep } from '../src/domain/corrections/service.ts'
import { peopleApi } from '../src/domain/people/api.ts'
import { peopleRoutes } from '../src/domain/people/routes.ts'
import { principalOf } from '../src/domain/people/service.ts'
import { readingsApi } from '../src/domain/readings/api.ts'
import { readingsRoutes } from '../src/domain/readings/routes.ts'
import type { ReadingsStore } from '../src/domain/readings/service.ts'
import { createHttpServer, type HttpServer } from '../src/platform/http/server.ts'
import { seededRandomness } from '../src/platform/identity.ts'
import { liveEvidence } from '../src/platform/ledger/live-evidence.ts'
import { readEvent } from '../src/platform/ledger/model.ts'
import { verifyEvidence } from '../src/platform/ledger/verify.ts'
import { Problem } from '../src/platform/problem.ts'
import { HOUR_MS, isoShanghai, MINUTE_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { type Caller, type SignedIn, signIn } from './setup/api-client.ts'
import { at, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { beginCheck } from './setup/gas-check.ts'
import { hourFrame, type Measured, periodFrame, type Speaker } from './setup/hours.ts'
import { type House, NOON, openHouse } from './setup/house.ts'

const FIRST_DAY = startOfCivilDay('2026-11-16')
/** The hour labelled n o'clock of the first day; 25 is 01:00 of the next. */
const hour = (n: number) => FIRST_DAY + n * HOUR_MS
const PM25 = 'a34004'
const PM10 = 'a34002'
const STATIONS = ['S1', 'S2', 'S3', 'S4', 'S5']

describe.each(databaseKinds)('checks and corrections on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let http: HttpServer<Principal>
  let url: string
  let readings: ReadingsStore
  let founded = 0
  /** How often a route said that two people have agreed. */
  let woken = 0

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    const { foundation, auth } = house.installation
    readings = house.installation.readings
    http = createHttpServer<Principal>({
      clocks: foundation.clocks,
      ids: foundation.ids,
      log: { info: () => {}, warn: () => {}, error: (...said) => console.error(...said) },
      words,
      identify: (credentials) => identify(house.installation, credentials),
      placeOf: async () => 0,
      mayEver,
    })
    http.serve(
      peopleApi,
      peopleRoutes(foundation, auth, { demo: false, speed: 1 }, () => {}),
    )
    http.serve(readingsApi, readingsRoutes(foundation, readings))
    http.serve(
      correctionsApi,
      correctionsRoutes(foundation, readings, () => {
        woken += 1
      }),
    )
    ;({ url } = await http.listen('127.0.0.1', 0))
  })
  afterAll(async () => {
    await http?.close()
    await house?.close()
    await fresh?.remove()
  })

  interface Place {
    county: FoundCounty
    countyId: string
    speaker(station: string): Speaker
    enter(who: string): Promise<SignedIn>
  }

  /** A county with five stations at one place, each a neighbour of the others, and the people of a correction. */
  async function found(): Promise<Place> {
    house.domain.set(NOON)
    founded += 1
    const code = String(439_930 + founded)
    const mnOf = (station: string) => `${code}010000A05C1E7B${station}`
    const county = await foundCountyAs(house.installation, {
      code,
      name: '订正县',
      towns: ['town'],
      units: [{ key: 'unit', town: null }],
      people: [
        { key: 'analyst', roles: ['analyst'], unit: 'unit', town: null },
        { key: 'second', roles: ['analyst'], unit: 'unit', town: null },
        { key: 'dispatcher', roles: ['dispatcher'], unit: 'unit', town: null },
        { key: 'leader', roles: ['leader'], unit: 'unit', town: null },
      ],
      stations: STATIONS.map((station) => ({ code: station, town: 'town', mn: mnOf(station), pw: '100001' })),
      tokens: [],
      robotUrl: 'http://127.0.0.1:9/',
    })
    const { countyId } = county
    return {
      county,
      countyId,
      speaker: (station) => ({ countyId, deviceId: at(county.devices, station), mn: mnOf(station) }),
      enter: (who) => signIn(url, county.signInName(who), PASSWORD),
    }
  }

  const send = (place: Place, station: string, n: number, values: Record<string, Measured>) =>
    readings.append([hourFrame(place.speaker(station), hour(n), values)])

  const judge = async ({ countyId }: Place, store = readings) => {
    const total = { verdicts: 0, findings: 0 }
    for (;;) {
      const step = await judgeStep(house.installation.foundation, store, countyId)
      total.verdicts += step.verdicts
      total.findings += step.findings
      if (step.changes === 0) return total
    }
  }
  const checked = ({ countyId, speaker }: Place, station: string, factor: string) =>
    beginCheck(house.installation.foundation, countyId, speaker(station).deviceId, factor)
  const apply = ({ countyId }: Place, store = readings) => applyApproved(house.installation.foundation, store, countyId)

  /** Reason of what stands of a factor, by the labels of the hours. */
  async function reasons(place: Place, station: string, factor = PM25): Promise<Record<number, string | null>> {
    const rows = await readings.range(place.countyId, {
      deviceIds: [place.speaker(station).deviceId],
      resolution: 'hour',
      factor,
      from: hour(0),
      to: hour(200),
      limit: 1000,
    })
    const main = rows.flatMap((row) => row.readings.filter((one) => one.statistic === 'Avg'))
    return Object.fromEntries(main.map((one) => [(one.periodEnd - FIRST_DAY) / HOUR_MS, one.reason]))
  }

  /** Findings of a state as `S1 a34004 flat-line 2–5`, by station and hour. */
  async function findings(caller: Caller, state = 'open'): Promise<string[]> {
    const { items } = (await caller.ask('GET /api/quality-findings', { query: { state, limit: 500 } })).body as Answered
    const label = (end: string) => (Date.parse(end) - FIRST_DAY) / HOUR_MS
    return items
      .map((one) => `${one.station?.code} ${one.factor} ${one.rule} ${label(one.firstEnd)}–${label(one.lastEnd)}`)
      .sort()
  }
  interface Answered {
    items: { station: { code: string } | null; factor: string; rule: string; firstEnd: string; lastEnd: string }[]
  }

  /** The envelope of an act, by the house's clock. */
  const did = <T extends object>(more: T) => ({
    actId: house.installation.foundation.ids.next(),
    actedAt: isoShanghai(house.domain.now()),
    ...more,
  })

  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'taken',
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    )

  async function layersOf(caller: Caller, place: Place, station: string, n: number, factor = PM25) {
    const query = { mn: place.speaker(station).mn, resolution: 'hour', at: isoShanghai(hour(n)), factor }
    const { items } = await caller.call('GET /api/readings/layers', { query })
    return items.map(({ source, value, quality, reason, stands }) => ({ source, value, quality, reason, stands }))
  }

  /** What the ledger holds of corrections, in order. */
  async function told({ countyId }: Place): Promise<string[]> {
    const rows = await house.installation.foundation.db
      .selectFrom('ledgerEvent')
      .select('bytes')
      .where('countyId', '=', countyId)
      .where('subjectType', '=', 'correction')
      .orderBy('seq')
      .execute()
    return rows.flatMap((row) => readEvent(row.bytes)?.kind ?? [])
  }

  describe('checks', () => {
    it('find a flat line, and it grows and goes as hours come late and change', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      for (const n of [2, 3, 4]) await send(place, 'S1', n, { [PM25]: 31 })
      await judge(place)
      expect(await findings(analyst)).toEqual([])
      await send(place, 'S1', 6, { [PM25]: 31 })
      await send(place, 'S1', 1, { [PM25]: 30 })
      await send(place, 'S1', 5, { [PM25]: 31 })
      await judge(place)
      expect(await findings(analyst)).toEqual([`S1 ${PM25} flat-line 2–6`])
      expect(await reasons(place, 'S1')).toEqual({
        1: null,
        2: 'flat-line',
        3: 'flat-line',
        4: 'flat-line',
        5: 'flat-line',
        6: 'flat-line',
      })
      // Sent again with another value: the run falls apart, and no four of it are left in a row.
      await send(place, 'S1', 4, { [PM25]: 33 })
      await judge(place)
      expect(await findings(analyst)).toEqual([])
      expect(await findings(analyst, 'gone')).toEqual([`S1 ${PM25} flat-line 2–6`])
      expect(Object.values(await reasons(place, 'S1'))).toEqual([null, null, null, null, null, null])
    })

    it('find what a station alone shows, beside its neighbours', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      for (const [offset, station] of STATIONS.entries()) {
        for (const n of [1, 2, 3]) await send(place, station, n, { [PM25]: 30 + offset + n })
      }
      await send(place, 'S1', 4, { [PM25]: 140 })
      for (const [offset, station] of STATIONS.slice(1).entries()) {
        await send(place, station, 4, { [PM25]: 36 + offset })
      }
      await judge(place)
      expect(await findings(analyst)).toEqual([`S1 ${PM25} spike 4–4`])
      // The step lasts: an hour later it is no step any more, but the station still stands apart.
      await send(place, 'S1', 5, { [PM25]: 138 })
      for (const [offset, station] of STATIONS.slice(1).entries()) {
        await send(place, station, 5, { [PM25]: 37 + offset })
      }
      await judge(place)
      expect(await findings(analyst)).toEqual([`S1 ${PM25} neighbours 5–5`, `S1 ${PM25} spike 4–4`])
    })

    it('look again at a station when an hour of its neighbours was sent anew', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      for (const [station, values] of [
        ['S1', [29, 30, 95]],
        ['S2', [30, 31, 33]],
        ['S3', [24, 25, 28]],
      ] as const) {
        for (const [n, value] of values.entries()) await send(place, station, n + 1, { [PM25]: value })
      }
      await judge(place)
      expect(await findings(analyst)).toEqual([`S1 ${PM25} spike 3–3`])
      // Their change to the third hour is now 31 and 26: three times the median is more than 65.
      for (const station of ['S2', 'S3']) await send(place, station, 2, { [PM25]: 2 })
      await judge(place)
      expect(await reasons(place, 'S1')).toEqual({ 1: null, 2: null, 3: null })
      expect(await findings(analyst)).toEqual([])
    })

    it('do not send anybody after a short and small inversion, and take it back when PM10 was corrected', async () => {
      const place = await found()
      const [analyst, leader] = [await place.enter('analyst'), await place.enter('leader')]
      await send(place, 'S1', 1, { [PM25]: 41, [PM10]: 40 })
      await judge(place)
      expect(await findings(analyst)).toEqual([])
      expect([await reasons(place, 'S1'), await reasons(place, 'S1', PM10)]).toEqual([
        { 1: 'pm-inversion' },
        { 1: 'pm-inversion' },
      ])
      const proposed = await analyst.call('POST /api/corrections', {
        body: did({
          mn: place.speaker('S1').mn,
          factor: 'PM10',
          resolution: 'hour',
          kind: 'replace',
          changes: [{ end: isoShanghai(hour(1)), value: 60 }],
          reason: '采样管漏气，按备用机数据',
        }),
      })
      await leader.call('POST /api/corrections/:id/approve', {
        params: { id: proposed.id },
        body: did({ expects: proposed.version }),
      })
      await apply(place)
      await judge(place)
      expect([await reasons(place, 'S1'), await reasons(place, 'S1', PM10)]).toEqual([
        { 1: 'dispelled' },
        { 1: 'corrected' },
      ])
      expect((await judge(place)).verdicts).toBe(0)
    })

    it('of hours in whatever order, with changes in between, come to what judging all of them at once does', async () => {
      const [piecemeal, whole] = [await found(), await found()]
      const sent = lotOfHours(kind)
      for (const [place, { station, n, values }] of sent.entries()) {
        await send(piecemeal, station, n, values)
        if (place % 16 === 0) await judge(piecemeal)
      }
      await judge(piecemeal)
      // Of each hour what came last, in the order of time.
      const last = new Map(sent.map((one) => [`${one.station} ${one.n}`, one]))
      const frames = [...last.values()].toSorted((a, b) => a.n - b.n)
      await readings.append(frames.map(({ station, n, values }) => hourFrame(whole.speaker(station), hour(n), values)))
      await judge(whole)
      const seen = new Set<string | null>()
      for (const station of STATIONS) {
        for (const factor of [PM25, PM10, 'a21026']) {
          const expected = await reasons(whole, station, factor)
          expect(await reasons(piecemeal, station, factor), `${station} ${factor}`).toEqual(expected)
          for (const reason of Object.values(expected)) seen.add(reason)
        }
      }
      expect([...seen]).toEqual(expect.arrayContaining([null, 'flat-line', 'spike', 'neighbours', 'pm-inversion']))
      const [inPieces, atOnce] = [await piecemeal.enter('analyst'), await whole.enter('analyst')]
      expect(await findings(inPieces)).toEqual(await findings(atOnce))
    })

    it('repeat harmlessly after a crash before the cursor was moved, and beside another process', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      for (const n of [1, 2, 3, 4]) await send(place, 'S1', n, { [PM25]: 31 })
      const crashing: ReadingsStore = {
        ...readings,
        moveCursor: async () => {
          throw new Error('killed')
        },
      }
      expect(await refusal(judge(place, crashing))).toBe('Error: killed')
      const before = [await layersOf(analyst, place, 'S1', 2), await findings(analyst)]
      expect(before).toEqual([
        [
          { source: 'frame', value: 31, quality: 'valid', reason: null, stands: true },
          { source: 'quality', value: 31, quality: 'suspect', reason: 'flat-line', stands: true },
        ],
        [`S1 ${PM25} flat-line 1–4`],
      ])
      expect(await Promise.all([judge(place), judge(place)])).toEqual([
        { verdicts: 0, findings: 0 },
        { verdicts: 0, findings: 0 },
      ])
      expect([await layersOf(analyst, place, 'S1', 2), await findings(analyst)]).toEqual(before)
    })

    it('void what was measured while a check with gas was under way', async () => {
      const place = await found()
      const { deviceId } = place.speaker('S1')
      house.domain.set(hour(1))
      const check = await checked(place, 'S1', 'a21026')
      await check.answered()
      house.domain.set(hour(1) + 20 * MINUTE_MS)
      await check.done()
      const minutes = [5, 10, 30].map((minute) =>
        periodFrame(place.speaker('S1'), 'minute', hour(1) + (minute - 5) * MINUTE_MS, hour(1) + minute * MINUTE_MS, {
          a21026: 2 + minute,
          [PM25]: 30 + minute,
        }),
      )
      await readings.append(minutes)
      await send(place, 'S1', 2, { a21026: 60, [PM25]: 33 })
      await judge(place)
      const rows = await readings.range(place.countyId, {
        deviceIds: [deviceId],
        resolution: 'minute',
        from: hour(1),
        to: hour(2),
        limit: 10,
      })
      expect(rows.map((row) => row.readings.map((one) => one.reason))).toEqual([
        ['zero-span', null],
        ['zero-span', null],
        [null, null],
      ])
      // Twenty minutes of the hour: forty-five would not be left.
      expect([await reasons(place, 'S1', 'a21026'), await reasons(place, 'S1')]).toEqual([
        { 2: 'zero-span' },
        { 2: null },
      ])
    })

    describe('look again when a check with gas changes after its readings were judged:', () => {
      const SO2 = 'a21026'
      /** Reasons of SO2 samples and minutes, by minutes past the hour labelled 1. */
      const shortReasons = async (place: Place) => {
        const found: Record<string, string | null> = {}
        for (const resolution of ['realtime', 'minute'] as const) {
          const span = { deviceIds: [place.speaker('S1').deviceId], from: hour(0), to: hour(9), limit: 100 }
          for (const row of await readings.range(place.countyId, { ...span, resolution, factor: SO2 }))
            found[`${resolution} ${(row.periodEnd - hour(1)) / MINUTE_MS}`] = row.readings[0]?.reason ?? null
        }
        return found
      }
      const sample = (place: Place, minute: number) => {
        const at = hour(1) + minute * MINUTE_MS
        return periodFrame(place.speaker('S1'), 'realtime', at, at, { [SO2]: 20 + minute })
      }
      const fiveMinutes = (place: Place, minute: number) => {
        const end = hour(1) + minute * MINUTE_MS
        return periodFrame(place.speaker('S1'), 'minute', end - 5 * MINUTE_MS, end, { [SO2]: 20 + minute })
      }
      const clock = (minute: number) => house.domain.set(hour(1) + minute * MINUTE_MS)

      it('it is accepted late, ends, or is refused after all', async () => {
        const place = await found()
        clock(40)
        const check = await checked(place, 'S1', SO2)
        await readings.append([sample(place, 30), sample(place, 41), fiveMinutes(place, 45)])
        clock(60)
        await send(place, 'S1', 2, { [SO2]: 60, [PM25]: 33 })
        await judge(place)
        const untouched = { 'realtime 30': null, 'realtime 41': null, 'minute 45': null }
        expect([await shortReasons(place), await reasons(place, 'S1', SO2)]).toEqual([untouched, { 2: null }])
        await check.answered()
        expect(await judge(place)).toMatchObject({ verdicts: 3 })
        const touched = { ...untouched, 'realtime 41': 'zero-span', 'minute 45': 'zero-span' }
        expect([await shortReasons(place), await reasons(place, 'S1', SO2)]).toEqual([touched, { 2: 'zero-span' }])
        expect(await judge(place)).toEqual({ verdicts: 0, findings: 0 })
        await check.answered(2)
        expect(await judge(place)).toMatchObject({ verdicts: 3 })
        expect([await shortReasons(place), await reasons(place, 'S1', SO2)]).toEqual([untouched, { 2: null }])
        expect(await reasons(place, 'S1')).toEqual({ 2: null })
      })

      it('it ends before the end of an hour that a fast clock told early', async () => {
        const place = await found()
        clock(44)
        const check = await checked(place, 'S1', SO2)
        await check.answered()
        clock(56)
        await readings.append([sample(place, 58)])
        await send(place, 'S1', 2, { [SO2]: 60 })
        await judge(place)
        expect([await shortReasons(place), await reasons(place, 'S1', SO2)]).toEqual([
          { 'realtime 58': 'zero-span' },
          { 2: 'zero-span' },
        ])
        clock(57)
        await check.done()
        await judge(place)
        // Thirteen minutes of the hour: enough are left.
        expect([await shortReasons(place), await reasons(place, 'S1', SO2)]).toEqual([
          { 'realtime 58': null },
          { 2: null },
        ])
      })

      it('it is sent anew, which is another one and leaves the first as it was', async () => {
        const place = await found()
        clock(0)
        const check = await checked(place, 'S1', SO2)
        await check.answered()
        clock(10)
        await check.done(3)
        await readings.append([sample(place, 5), sample(place, 15), sample(place, 25)])
        await judge(place)
        const first = { 'realtime 5': 'zero-span', 'realtime 15': null, 'realtime 25': null }
        expect(await shortReasons(place)).toEqual(first)
        clock(20)
        await check.again()
        await judge(place)
        expect(await shortReasons(place)).toEqual(first)
        await check.answered()
        clock(30)
        await check.done()
        await judge(place)
        expect(await shortReasons(place)).toEqual({ ...first, 'realtime 25': 'zero-span' })
      })

      it('the hours beside it and its neighbours are looked at again too', async () => {
        const place = await found()
        const { enter } = place
        const analyst = await enter('analyst')
        for (const n of [2, 3, 4, 5]) await send(place, 'S1', n, { [PM25]: 40 })
        clock(120)
        const check = await checked(place, 'S1', PM25)
        clock(150)
        await judge(place)
        expect(await findings(analyst)).toEqual(['S1 a34004 flat-line 2–5'])
        await check.answered()
        clock(151)
        await check.done()
        await judge(place)
        // Of what is left no four in a row are the same.
        expect(await findings(analyst)).toEqual([])
        expect(await reasons(place, 'S1')).toEqual({ 2: null, 3: null, 4: 'zero-span', 5: null })
      })
    })
  })

  describe('a finding', () => {
    /** `S1 a34004 implausible 2–4: 540–700 µg/m³ (Avg, 3 of 3, suspect)`, in the order of the list. */
    async function listed(caller: Caller, query: Record<string, string | number> = {}): Promise<string[]> {
      const { items } = await caller.call('GET /api/quality-findings', { query })
      const label = (end: string) => (Date.parse(end) - FIRST_DAY) / HOUR_MS
      return items.map((one) => {
        const { values } = one
        const told =
          values === null
            ? 'nothing'
            : `${values.low}–${values.high} ${values.unit} (${values.statistics}, ${values.readings} of ${one.periods}, ${values.qualities})`
        return `${one.station?.code} ${one.factor} ${one.rule} ${label(one.firstEnd)}–${label(one.lastEnd)}: ${told}`
      })
    }

    /** Three hours of PM2.5 that nobody believes, five of the same O3, and an hour of more PM2.5 than PM10. */
    async function threeKinds() {
      const place = await found()
      for (const [n, value] of [40, 620, 540, 700, 43].entries()) await send(place, 'S1', n + 1, { [PM25]: value })
      for (const n of [7, 8, 9, 10, 11]) await send(place, 'S2', n, { a05024: 88 })
      await send(place, 'S3', 20, { [PM25]: 60, [PM10]: 50 })
      await judge(place)
      return { place, analyst: await place.enter('analyst') }
    }
    const high = 'S1 a34004 implausible 2–4: 540–700 µg/m³ (Avg, 3 of 3, suspect)'
    const flat = 'S2 a05024 flat-line 7–11: 88–88 µg/m³ (Avg, 5 of 5, suspect)'
    const inverted = [
      'S3 a34002 pm-inversion 20–20: 50–50 µg/m³ (Avg, 1 of 1, suspect)',
      'S3 a34004 pm-inversion 20–20: 60–60 µg/m³ (Avg, 1 of 1, suspect)',
    ]

    it('shows what it is about: the value, or from the lowest to the highest, with unit and state', async () => {
      const { analyst } = await threeKinds()
      const all = await listed(analyst)
      // Both of the same hour, in whatever order.
      expect([all.slice(0, 2).sort(), ...all.slice(2)]).toEqual([inverted, flat, high])
    })

    it('is among those of its station, its factor and its check', async () => {
      const { analyst } = await threeKinds()
      expect(await listed(analyst, { station: 'S2' })).toEqual([flat])
      expect((await listed(analyst, { factor: 'PM2.5' })).map((one) => one.slice(0, 26))).toEqual([
        'S3 a34004 pm-inversion 20–',
        'S1 a34004 implausible 2–4:',
      ])
      expect(await listed(analyst, { factor: 'a34002' })).toEqual([inverted[0]])
      expect(await listed(analyst, { rule: 'flat-line' })).toEqual([flat])
      expect(await listed(analyst, { rule: 'pm-inversion', factor: 'a34004', station: 'S3' })).toEqual([inverted[1]])
      expect(await listed(analyst, { rule: 'pm-inversion', station: 'S1' })).toEqual([])
      // Page by page the same, and what can be chosen is what there is, whatever was chosen.
      const kinds = { factors: ['a05024', 'a34002', 'a34004'], rules: ['flat-line', 'implausible', 'pm-inversion'] }
      const one = await analyst.call('GET /api/quality-findings', { query: { rule: 'pm-inversion', limit: 1 } })
      expect(one).toMatchObject({ items: [{ factor: expect.any(String) }], open: 4, ...kinds })
      const cursor = one.next ?? ''
      const two = await analyst.call('GET /api/quality-findings', { query: { rule: 'pm-inversion', limit: 1, cursor } })
      expect(two).toMatchObject({ items: [{ rule: 'pm-inversion' }], next: null, open: 4, ...kinds })
      expect(two.items[0]?.factor).not.toBe(one.items[0]?.factor)
      expect((await analyst.ask('GET /api/quality-findings', { query: { station: 'S9' } })).verdict).toBe(
        '422 target-unknown',
      )
    })

    it('of a peak within the hour shows the peak and not the mean', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      const frame = hourFrame(place.speaker('S1'), hour(12), { a05024: 90 })
      const { readings: sent } = frame
      if (sent === null) throw new Error('a frame without readings')
      const peaked = { columns: ['a05024-Avg', 'a05024-Max'], values: [90, 1300], flags: ['N', 'N'] }
      await readings.append([{ ...frame, readings: { ...sent, ...peaked, qualities: [null, null] } }])
      await judge(place)
      expect(await listed(analyst)).toEqual(['S1 a05024 out-of-range 12–12: 1300–1300 µg/m³ (Max, 1 of 1, invalid)'])
    })

    it('of which no reading is there says so', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      for (const n of [1, 2, 3, 4]) await send(place, 'S1', n, { [PM25]: 31 })
      await judge(place)
      const told = await listed(analyst)
      expect(told).toEqual(['S1 a34004 flat-line 1–4: 31–31 µg/m³ (Avg, 4 of 4, suspect)'])
      await house.installation.foundation.db
        .updateTable('qualityFinding')
        .set({ firstEnd: hour(3), lastEnd: hour(6) })
        .where('countyId', '=', place.countyId)
        .execute()
      expect(await listed(analyst)).toEqual(['S1 a34004 flat-line 3–6: 31–31 µg/m³ (Avg, 2 of 4, suspect)'])
      await house.installation.foundation.db
        .updateTable('qualityFinding')
        .set({ firstEnd: hour(30), lastEnd: hour(33) })
        .where('countyId', '=', place.countyId)
        .execute()
      expect(await listed(analyst)).toEqual(['S1 a34004 flat-line 30–33: nothing'])
    })

    it('that was corrected still shows what was judged', async () => {
      const { place, analyst } = await threeKinds()
      const dispatcher = await place.enter('dispatcher')
      const changes = [2, 3, 4].map((n) => ({ end: isoShanghai(hour(n)), value: 45 }))
      const proposed = await analyst.call('POST /api/corrections', {
        body: did({
          ...{ mn: place.speaker('S1').mn, factor: 'PM2.5', resolution: 'hour', kind: 'replace' },
          ...{ changes, reason: '按备用机数据' },
        }),
      })
      await dispatcher.call('POST /api/corrections/:id/approve', {
        params: { id: proposed.id },
        body: did({ expects: proposed.version }),
      })
      await apply(place)
      await judge(place)
      expect(await listed(analyst, { factor: 'PM2.5' })).toEqual([inverted[1]])
      expect(await listed(analyst, { state: 'corrected' })).toEqual([high])
      // Sent again with what nobody doubts: the flat line is gone, and shows what stands.
      for (const [n, value] of [81, 84, 80, 79, 85].entries()) await send(place, 'S2', n + 7, { a05024: value })
      await judge(place)
      expect(await listed(analyst, { state: 'gone' })).toEqual([
        'S2 a05024 flat-line 7–11: 79–85 µg/m³ (Avg, 5 of 5, valid)',
      ])
    })
  })

  describe('a correction', () => {
    /** A county with one hour that is too high, found by the checks. */
    async function tooHigh() {
      const place = await found()
      const [analyst, dispatcher] = [await place.enter('analyst'), await place.enter('dispatcher')]
      for (const [n, value] of [40, 620, 43].entries()) await send(place, 'S1', n + 1, { [PM25]: value })
      await judge(place)
      const { items, open } = await analyst.call('GET /api/quality-findings')
      expect(open).toBe(1)
      expect(items).toMatchObject([{ rule: 'implausible', periods: 1, state: 'open', station: { code: 'S1' } }])
      const [finding] = items
      if (finding === undefined) throw new Error('nothing was found')
      return { place, analyst, dispatcher, finding }
    }

    const wanted = (place: Place, more: object = {}) =>
      did({
        mn: place.speaker('S1').mn,
        factor: 'PM2.5',
        resolution: 'hour',
        kind: 'void',
        changes: [{ end: isoShanghai(hour(2)), value: null }],
        reason: '站房停电后恢复，数据不可信',
        ...more,
      })

    const onCorrection = ({ id, version }: { id: string; version: number }, more: object = {}) => ({
      params: { id },
      body: did({ expects: version, ...more }),
    })

    it('of one person takes effect when another has agreed, and the original stays to be seen', async () => {
      const { place, analyst, dispatcher, finding } = await tooHigh()
      const proposed = await analyst.call('POST /api/corrections', { body: wanted(place, { findingId: finding.id }) })
      expect(proposed).toMatchObject({ state: 'proposed', version: 1 })

      // The one who proposed is refused, from another desk too.
      const elsewhere = await place.enter('analyst')
      for (const who of [analyst, elsewhere]) {
        const answer = await who.ask('POST /api/corrections/:id/approve', onCorrection(proposed))
        expect(answer.verdict).toBe('409 second-person-needed')
        const other = await who.ask('POST /api/corrections/:id/refuse', onCorrection(proposed, { reason: '算了' }))
        expect(other.verdict).toBe('409 second-person-needed')
      }
      const seenBy = async (who: Caller) => (await who.call('GET /api/corrections')).items[0]
      expect(await seenBy(analyst)).toMatchObject({ mayDecide: false, proposedBy: 'analyst' })
      expect(await seenBy(dispatcher)).toMatchObject({
        mayDecide: true,
        state: 'proposed',
        kind: 'void',
        mn: place.speaker('S1').mn,
        factor: PM25,
        changes: [{ end: isoShanghai(hour(2)), before: 620, after: null, unit: 'µg/m³' }],
        reason: '站房停电后恢复，数据不可信',
        findingId: finding.id,
        decidedBy: null,
        appliedAt: null,
      })

      // Agreed, and the machine stops before the readings have it.
      const wakenBefore = woken
      house.pass(MINUTE_MS)
      const approved = await dispatcher.call('POST /api/corrections/:id/approve', onCorrection(proposed))
      expect(approved).toMatchObject({ state: 'approved', version: 2 })
      expect(woken).toBe(wakenBefore + 1)
      expect(await reasons(place, 'S1')).toEqual({ 1: null, 2: 'implausible', 3: null })
      expect(await findings(analyst)).toEqual([`S1 ${PM25} implausible 2–2`])

      // Started again, it does; once.
      house.pass(MINUTE_MS)
      expect(await apply(place)).toBe(1)
      const layers = await layersOf(analyst, place, 'S1', 2)
      expect(layers).toMatchObject([
        { source: 'frame', value: 620, reason: 'implausible' },
        { source: 'correction', quality: 'invalid', reason: 'voided', stands: true },
      ])
      expect(await apply(place)).toBe(0)
      expect(await layersOf(analyst, place, 'S1', 2)).toEqual(layers)
      expect(await reasons(place, 'S1')).toEqual({ 1: null, 2: 'voided', 3: null })
      expect(await seenBy(analyst)).toMatchObject({
        state: 'applied',
        version: 3,
        decidedBy: 'dispatcher',
        decidedAt: isoShanghai(NOON + MINUTE_MS),
        appliedAt: isoShanghai(NOON + 2 * MINUTE_MS),
        mayDecide: false,
      })

      // The work list follows.
      await judge(place)
      const { items, open } = await analyst.call('GET /api/quality-findings', { query: { state: 'corrected' } })
      expect(open).toBe(0)
      expect(items).toMatchObject([
        { id: finding.id, state: 'corrected', handledBy: 'dispatcher', handledAt: isoShanghai(NOON + MINUTE_MS) },
      ])

      expect(await told(place)).toEqual(['correction.proposed', 'correction.approved', 'correction.applied'])
      expect(await verified(place)).toEqual([])
    })

    it('is refused by another person who sits at the proposer’s session', async () => {
      const { place, analyst } = await tooHigh()
      const { foundation } = house.installation
      const proposed = await analyst.call('POST /api/corrections', { body: wanted(place) })
      const { proposerSession } = await foundation.db
        .selectFrom('approval')
        .select('proposerSession')
        .where('subjectId', '=', proposed.id)
        .executeTakeFirstOrThrow()
      const second = { countyId: place.countyId, personId: at(place.county.people, 'second') }
      const decideOn = async (sessionId: string) => {
        const person = await principalOf(foundation.db, { ...second, id: sessionId })
        if (person === null) throw new Error('nobody')
        const act = { actId: foundation.ids.next(), actedAt: NOON, expects: 1, name: 'approve' as const }
        return refusal(decideCorrection(foundation, readings, person, act, proposed.id))
      }
      expect(await decideOn(proposerSession)).toBe('second-person-needed')
      expect(await decideOn(foundation.ids.next())).toBe('taken')
    })

    it('that reached the readings but was not marked before a crash is not written twice', async () => {
      const { place, analyst, dispatcher } = await tooHigh()
      const proposed = await analyst.call('POST /api/corrections', { body: wanted(place) })
      await dispatcher.call('POST /api/corrections/:id/approve', onCorrection(proposed))
      const crashing: ReadingsStore = {
        ...readings,
        async write(countyId, layers) {
          await readings.write(countyId, layers)
          throw new Error('killed')
        },
      }
      expect(await refusal(apply(place, crashing))).toBe('Error: killed')
      const written = await layersOf(analyst, place, 'S1', 2)
      expect(written.filter((one) => one.source === 'correction')).toHaveLength(1)
      expect((await analyst.call('GET /api/corrections')).items[0]?.state).toBe('approved')
      const both = await Promise.all([apply(place), apply(place)])
      expect(both.toSorted()).toEqual([0, 1])
      expect(await layersOf(analyst, place, 'S1', 2)).toEqual(written)
      expect(await told(place)).toEqual(['correction.proposed', 'correction.approved', 'correction.applied'])
    })

    it('with another value stands in the hour and in the day that is built on it', async () => {
      const place = await found()
      const [analyst, leader] = [await place.enter('analyst'), await place.enter('leader')]
      for (let n = 1; n <= 24; n += 1) await send(place, 'S1', n, { [PM25]: n === 2 ? 74 : 26 })
      const { deviceId } = place.speaker('S1')
      const dayMean = async () => {
        while ((await readings.rollUp(place.countyId, NOON)) > 0);
        const days = {
          deviceIds: [deviceId],
          resolution: 'day',
          factor: PM25,
          from: FIRST_DAY,
          to: hour(24),
          limit: 1,
        } as const
        const [day] = await readings.range(place.countyId, days)
        return day?.readings.find((one) => one.statistic === 'Avg')?.value
      }
      // (23 × 26 + 74) / 24
      expect(await dayMean()).toBe(28)
      const body = wanted(place, { kind: 'replace', changes: [{ end: isoShanghai(hour(2)), value: 50 }] })
      const proposed = await analyst.call('POST /api/corrections', { body })
      await leader.call('POST /api/corrections/:id/approve', onCorrection(proposed))
      expect(await dayMean()).toBe(28)
      await apply(place)
      // (23 × 26 + 50) / 24
      expect(await dayMean()).toBe(27)
      expect(await layersOf(analyst, place, 'S1', 2)).toMatchObject([
        { source: 'frame', value: 74, quality: 'valid', stands: false },
        { source: 'correction', value: 50, quality: 'valid', reason: 'corrected', stands: true },
      ])
    })

    it('that is refused leaves everything as it was, and says why', async () => {
      const { place, analyst, dispatcher, finding } = await tooHigh()
      const proposed = await analyst.call('POST /api/corrections', { body: wanted(place, { findingId: finding.id }) })
      const refused = await dispatcher.call(
        'POST /api/corrections/:id/refuse',
        onCorrection(proposed, { reason: '当时确有沙尘' }),
      )
      expect(refused).toMatchObject({ state: 'refused', version: 2 })
      expect(await apply(place)).toBe(0)
      expect(await reasons(place, 'S1')).toEqual({ 1: null, 2: 'implausible', 3: null })
      const [item] = (await analyst.call('GET /api/corrections', { query: { state: 'refused' } })).items
      expect(item).toMatchObject({ decisionReason: '当时确有沙尘', decidedBy: 'dispatcher', appliedAt: null })
      const again = await dispatcher.ask('POST /api/corrections/:id/approve', onCorrection(refused))
      expect(again.verdict).toBe('409 wrong-state')
      // Somebody may propose anew.
      const next = await dispatcher.ask('POST /api/corrections', { body: wanted(place, { findingId: finding.id }) })
      expect(next.verdict).toBe('200')
      expect(await told(place)).toEqual(['correction.proposed', 'correction.refused', 'correction.proposed'])
      expect(await verified(place)).toEqual([])
    })

    it('may say that a finding is right as it is', async () => {
      const { place, analyst, dispatcher, finding } = await tooHigh()
      const keep = (who: Caller, expects = finding.version) =>
        who.ask('POST /api/quality-findings/:id/keep', {
          params: { id: finding.id },
          body: did({ expects, reason: '邻县同时段同样偏高，确有沙尘' }),
        })
      expect((await keep(analyst, finding.version + 1)).verdict).toBe('409 version-conflict')
      expect((await keep(analyst)).verdict).toBe('200')
      expect((await keep(dispatcher)).verdict).toBe('409 already-exists')
      const [proposed] = (await dispatcher.call('GET /api/corrections')).items
      expect(proposed).toMatchObject({
        kind: 'keep',
        findingId: finding.id,
        changes: [{ end: isoShanghai(hour(2)), before: 620, after: 620 }],
      })
      if (proposed === undefined) throw new Error('nothing was proposed')
      await dispatcher.call('POST /api/corrections/:id/approve', onCorrection(proposed))
      await apply(place)
      await judge(place)
      expect(await reasons(place, 'S1')).toEqual({ 1: null, 2: 'kept', 3: null })
      expect(await findings(analyst)).toEqual([])
      expect(await findings(analyst, 'kept')).toEqual([`S1 ${PM25} implausible 2–2`])
      expect((await keep(analyst, finding.version + 1)).verdict).toBe('409 wrong-state')
    })

    it('of what has changed since it was proposed cannot be agreed to, only refused', async () => {
      const { place, analyst, dispatcher } = await tooHigh()
      const proposed = await analyst.call('POST /api/corrections', { body: wanted(place) })
      await send(place, 'S1', 2, { [PM25]: 42 })
      const approve = await dispatcher.ask('POST /api/corrections/:id/approve', onCorrection(proposed))
      expect(approve).toMatchObject({ verdict: '409 wrong-state', body: { params: { what: 'readings' } } })
      const refuse = await dispatcher.ask(
        'POST /api/corrections/:id/refuse',
        onCorrection(proposed, { reason: '已补传' }),
      )
      expect(refuse.verdict).toBe('200')
      expect(await reasons(place, 'S1')).toEqual({ 1: null, 2: null, 3: null })
    })

    it('needs a reading, a device, a value, and a finding of its own', async () => {
      const { place, analyst, finding } = await tooHigh()
      const change = (n: number, value: number | null) => ({ end: isoShanghai(hour(n)), value })
      const verdict = async (more: object) =>
        (await analyst.ask('POST /api/corrections', { body: wanted(place, more) })).verdict
      expect(await verdict({ changes: [change(9, null)] })).toBe('422 target-unknown')
      expect(await verdict({ factor: 'SO2' })).toBe('422 target-unknown')
      expect(await verdict({ mn: 'nobody' })).toBe('422 target-unknown')
      expect(await verdict({ findingId: place.countyId })).toBe('422 target-unknown')
      expect(await verdict({ factor: 'PM10', findingId: finding.id })).toBe('422 target-unknown')
      expect(await verdict({ kind: 'replace', changes: [change(2, null)] })).toBe('400 invalid-input')
      expect(await verdict({ changes: [change(2, null), change(2, null)] })).toBe('400 invalid-input')
      expect(await verdict({ changes: [] })).toBe('400 invalid-input')
      expect(await verdict({ reason: ' ' })).toBe('400 invalid-input')
      const tooMany = Array.from({ length: 2001 }, (_, n) => change(n, null))
      expect(await verdict({ changes: tooMany })).toBe('400 invalid-input')
      expect((await analyst.call('GET /api/corrections')).items).toEqual([])
      expect(await told(place)).toEqual([])
    })

    it('sent twice under one id is one, and its reply stays the same', async () => {
      const { place, analyst, dispatcher } = await tooHigh()
      const body = wanted(place)
      const first = await analyst.call('POST /api/corrections', { body })
      const approval = onCorrection(first)
      const approved = await dispatcher.call('POST /api/corrections/:id/approve', approval)
      await apply(place)
      expect(await analyst.call('POST /api/corrections', { body })).toEqual(first)
      expect(await dispatcher.call('POST /api/corrections/:id/approve', approval)).toEqual(approved)
      expect((await analyst.call('GET /api/corrections')).items).toHaveLength(1)
    })

    it('that waits comes before all others, page by page', async () => {
      const { place, analyst, dispatcher } = await tooHigh()
      const ids: string[] = []
      for (const n of [1, 2, 3, 1]) {
        house.pass(MINUTE_MS)
        const body = wanted(place, { changes: [{ end: isoShanghai(hour(n)), value: null }] })
        ids.push((await analyst.call('POST /api/corrections', { body })).id)
      }
      // The second and the fourth are decided.
      for (const id of [ids[1], ids[3]]) {
        await dispatcher.call(
          'POST /api/corrections/:id/refuse',
          onCorrection({ id: id ?? '', version: 1 }, { reason: '不必' }),
        )
      }
      const listed: string[] = []
      let cursor: string | null = null
      do {
        const query: Record<string, string | number> = { limit: 1, ...(cursor === null ? {} : { cursor }) }
        const page = await analyst.call('GET /api/corrections', { query })
        listed.push(...page.items.map((one) => one.id))
        cursor = page.next
      } while (cursor !== null)
      expect(listed).toEqual([ids[2], ids[0], ids[3], ids[1]])
    })

    it('keeps the frames it rests on, superseded ones too, unless it was refused', async () => {
      const { place, analyst, dispatcher } = await tooHigh()
      await send(place, 'S1', 2, { [PM25]: 630 })
      const seqs = (await readings.layers(place.countyId, place.speaker('S1').deviceId, 'hour', hour(2)))
        .filter((layer) => layer.source === 'frame')
        .map((layer) => layer.seq)
      expect(seqs).toHaveLength(2)
      const kept = () => correctedFrames(house.installation.foundation.db, place.countyId)
      expect(await kept()).toEqual([])
      const proposed = await analyst.call('POST /api/corrections', { body: wanted(place) })
      expect(await kept()).toEqual(seqs)
      await dispatcher.call('POST /api/corrections/:id/refuse', onCorrection(proposed, { reason: '不必' }))
      expect(await kept()).toEqual([])
    })

    it('of an hour that was rolled up keeps the frames of its minutes', async () => {
      const place = await found()
      const analyst = await place.enter('analyst')
      const minutes = Array.from({ length: 6 }, (_, n) =>
        periodFrame(place.speaker('S1'), 'minute', hour(1) + n * 10 * MINUTE_MS, hour(1) + (n + 1) * 10 * MINUTE_MS, {
          [PM25]: 30 + n,
        }),
      )
      const seqs = (await readings.append(minutes)).map((one) => one.seq)
      while ((await readings.rollUp(place.countyId, NOON)) > 0);
      const [hours] = await readings.range(place.countyId, {
        deviceIds: [place.speaker('S1').deviceId],
        resolution: 'hour',
        factor: PM25,
        from: hour(1),
        to: hour(2),
        limit: 1,
      })
      expect(hours?.readings.find((one) => one.statistic === 'Avg')).toMatchObject({ value: 32.5, source: 'rollup' })
      await analyst.call('POST /api/corrections', { body: wanted(place) })
      expect(await correctedFrames(house.installation.foundation.db, place.countyId)).toEqual(seqs)
    })
  })

  async function verified({ countyId }: Place): Promise<unknown[]> {
    const { publicKey } = house.installation.foundation.keys.signer
    const deps = evidenceDeps(house.installation)
    const wanted = { countyId, at: house.domain.now(), publicKey, withPayloads: true }
    const result = await verifyEvidence(liveEvidence(deps, wanted), {
      checkers: deps.checkers,
      trustedKeys: [publicKey],
    })
    return result.findings
  }
})

/** A day and a half of hours of five stations, shuffled, a third of them sent again with something else: always the same for a seed. */
function lotOfHours(seed: string): { station: string; n: number; values: Record<string, number> }[] {
  const chance = seededRandomness(seed)
  const random = () => chance.bytes(4).readUInt32BE() / 2 ** 32
  const pick = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0]
  const values = () => ({
    [PM25]: pick([30, 30, 30, 31, 33, 36, 120, 122]),
    [PM10]: pick([50, 50, 50, 52, 55, 29, 31]),
    a21026: pick([8, 8, 8, 8, 8, 8, 8, 8, 8, 9]),
  })
  const hours = STATIONS.flatMap((station) =>
    Array.from({ length: 36 }, (_, n) => ({ station, n: n + 1, values: values() })),
  )
  const again = hours.filter(() => random() < 1 / 3).map((one) => ({ ...one, values: values() }))
  const shuffled = (all: typeof hours) =>
    all
      .map((one) => ({ one, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ one }) => one)
  return [...shuffled(hours), ...shuffled(again)]
}
