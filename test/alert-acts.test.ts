import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draftOfRule } from '../src/domain/alerts/model.ts'
import { listRules } from '../src/domain/alerts/rules.ts'
import {
  acknowledgeAlert,
  changeRule,
  endSilence,
  evaluateStep,
  pageOfAlerts,
  readAlert,
  silenceAlerts,
  verifyAlert,
} from '../src/domain/alerts/service.ts'
import { listSilences } from '../src/domain/alerts/silencing.ts'
import { addChannel } from '../src/domain/messages/service.ts'
import type { Foundation } from '../src/platform/foundation.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, type Logger, NOON, openHouse, type Person, type Place } from './setup/house.ts'

describe.each(databaseKinds)('what becomes of alerts on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let foundation: Foundation
  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    foundation = house.installation.foundation
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })

  interface Watched {
    place: Place
    logger: Logger
    stationId: string
    ruleId: string
    dispatcher: Person
  }

  /** PM2.5 over 75 µg/m³ at one station, grouped over half an hour; a robot to be told. */
  async function watched(): Promise<Watched> {
    house.domain.set(NOON)
    const place = await house.found()
    const stationId = await place.station('QY001')
    const logger = await place.logger(stationId)
    const ruleId = await place.rule()
    await addChannel(foundation, place.console, place.act(), { name: '群', url: 'http://127.0.0.1:9/' })
    const dispatcher = await place.person('陈一鸣', 'dispatcher')
    return { place, logger, stationId, ruleId, dispatcher }
  }

  async function look({ place }: Watched): Promise<void> {
    while ((await evaluateStep(foundation, house.installation.readings, place.countyId)).frames > 0);
  }

  /** A sample that comes as it is measured, so many minutes after noon. */
  async function sample(there: Watched, minute: number, value: number): Promise<void> {
    house.domain.set(NOON + minute * MINUTE_MS)
    await there.logger.sample(NOON + minute * MINUTE_MS, value)
    await look(there)
  }

  /** Nothing comes; the clock goes on. */
  async function wait(there: Watched, minute: number): Promise<void> {
    house.domain.set(NOON + minute * MINUTE_MS)
    await look(there)
  }

  async function alertsOf({ place }: Watched) {
    const { items } = await pageOfAlerts(foundation, place.console, { limit: 100 })
    return items.map(({ alert }) => alert).toSorted((a, b) => a.firstPeriodEnd - b.firstPeriodEnd)
  }
  async function onlyAlert(there: Watched) {
    const [alert, ...more] = await alertsOf(there)
    if (alert === undefined || more.length > 0) throw new Error(`${more.length + 1} alerts`)
    return alert
  }

  const messages = async ({ place }: Watched) =>
    (await foundation.db.selectFrom('outbox').selectAll().where('countyId', '=', place.countyId).execute()).length

  const kinds = async ({ place }: Watched) => {
    const events = foundation.db.selectFrom('ledgerEvent').select('kind').where('countyId', '=', place.countyId)
    const rows = await events.where('subjectType', 'in', ['alert', 'silence', 'rule']).orderBy('seq').execute()
    return rows.map((row) => row.kind)
  }

  const silence = ({ place, dispatcher }: Watched, more: Partial<Parameters<typeof silenceAlerts>[3]>) => {
    const nothing = { ruleId: null, stationId: null, factor: null, reason: '仪器检修' }
    return silenceAlerts(foundation, dispatcher, place.act(), { ...nothing, until: NOON + HOUR_MS, ...more })
  }
  const onlySilence = async ({ place }: Watched) => {
    const [one] = await listSilences(foundation, place.console)
    if (one === undefined) throw new Error('no silence')
    return one
  }

  it('an alert is over by itself, by the data, and told to nobody again', async () => {
    const there = await watched()
    await sample(there, 0, 90)
    await sample(there, 5, 60)
    await wait(there, 39)
    expect(await onlyAlert(there)).toMatchObject({ state: 'open', resolvedAt: null })
    // The window of half an hour, ten minutes for what comes in late, and a quarter of a minute that the clock is behind.
    await wait(there, 41)
    expect(await onlyAlert(there)).toMatchObject({ state: 'resolved', resolvedAt: NOON + 40 * MINUTE_MS, version: 2 })
    expect(await messages(there)).toBe(1)
    expect(await kinds(there)).toEqual(['rule.added', 'alert.raised', 'alert.resolved'])
    expect((await there.place.verify()).findings).toEqual([])
  })

  it('the stream is narrowed by severity, station, factor and kind, each alone and together', async () => {
    const there = await watched()
    const { place } = there
    const otherStation = await place.station('QY002')
    const other = await place.logger(otherStation)
    await place.rule({ name: 'PM10', factor: 'a34002', severity: 'notice', threshold: 100 })
    await place.rule(
      { name: '断线', factor: null, threshold: 30, severity: 'attention' },
      { kind: 'silent', params: {} },
    )
    await sample(there, 0, 90)
    await other.sample(NOON, 91)
    await look(there)
    await wait(there, 60)
    const of = async (query: Omit<Parameters<typeof pageOfAlerts>[2], 'limit'>) =>
      (await pageOfAlerts(foundation, place.console, { limit: 100, ...query })).items
        .map(({ rule, station }) => `${rule.name} ${station.code}`)
        .toSorted()
    const pm = ['PM2.5 > 75 QY001', 'PM2.5 > 75 QY002']
    const silent = ['断线 QY001', '断线 QY002']
    expect(await of({})).toEqual([...pm, ...silent].toSorted())
    expect(await of({ kind: 'silent' })).toEqual(silent)
    expect(await of({ severity: 'attention' })).toEqual(silent)
    expect(await of({ factor: 'a34004' })).toEqual(pm)
    expect(await of({ factor: '' })).toEqual(silent)
    expect(await of({ stationId: otherStation })).toEqual([pm[1], silent[1]].toSorted())
    expect(await of({ stationId: otherStation, kind: 'threshold' })).toEqual([pm[1]])
    expect(await of({ kind: 'rise' })).toEqual([])
  })

  it('an acknowledged one that something late opens again is acknowledged still', async () => {
    const there = await watched()
    await sample(there, 0, 90)
    await acknowledgeAlert(
      foundation,
      there.dispatcher,
      { ...there.place.act(), expects: 1 },
      (await onlyAlert(there)).id,
    )
    await wait(there, 60)
    expect(await onlyAlert(there)).toMatchObject({ state: 'resolved' })
    house.domain.set(NOON + 61 * MINUTE_MS)
    await there.logger.sample(NOON + 29 * MINUTE_MS, 95)
    await look(there)
    expect(await onlyAlert(there)).toMatchObject({ state: 'acknowledged', exceedances: 2, resolvedAt: null })
    await wait(there, 75)
    expect(await onlyAlert(there)).toMatchObject({ state: 'resolved', resolvedAt: NOON + 69 * MINUTE_MS })
    expect(await messages(there)).toBe(1)
  })

  describe('a silence', () => {
    it('swallows what it covers, expires by itself, and what lasts beyond it is told', async () => {
      const there = await watched()
      await silence(there, { ruleId: there.ruleId })
      await sample(there, 10, 90)
      await sample(there, 35, 95)
      await sample(there, 59, 92)
      expect(await onlyAlert(there)).toMatchObject({ state: 'silenced', exceedances: 3, swallowed: 3 })
      expect(await messages(there)).toBe(0)
      expect(await onlySilence(there)).toMatchObject({
        ...{ reason: '仪器检修', swallowed: { alerts: 1, exceedances: 3 }, isOver: false },
      })
      await sample(there, 60, 91)
      expect(await onlyAlert(there)).toMatchObject({ state: 'open', exceedances: 4, swallowed: 3, peakValue: 95 })
      expect(await messages(there)).toBe(1)
      expect(await onlySilence(there)).toMatchObject({ swallowed: { alerts: 1, exceedances: 3 }, isOver: true })
      expect(await kinds(there)).toEqual(['rule.added', 'silence.made', 'alert.silenced', 'alert.raised'])
      expect((await there.place.verify()).findings).toEqual([])
    })

    it('that is ended before its time swallows nothing more', async () => {
      const there = await watched()
      const { id } = await silence(there, { stationId: there.stationId })
      await sample(there, 10, 90)
      await endSilence(foundation, there.dispatcher, { ...there.place.act(), expects: 1 }, id)
      await sample(there, 11, 90)
      expect(await onlyAlert(there)).toMatchObject({ state: 'open', swallowed: 1 })
      const again = endSilence(foundation, there.dispatcher, { ...there.place.act(), expects: 2 }, id)
      await expect(again).rejects.toMatchObject({ code: 'wrong-state' })
    })

    it('covers neither another station nor another factor, nor what was open before it', async () => {
      const there = await watched()
      await sample(there, -10, 90)
      await silence(there, { factor: 'a34004' })
      await sample(there, 5, 90)
      expect(await onlyAlert(there)).toMatchObject({ state: 'open', exceedances: 2, swallowed: 0 })
      const other = await watched()
      await silence(other, { factor: 'a34002' })
      await silence(other, { stationId: await other.place.station('QY002') })
      await sample(other, 5, 90)
      expect(await onlyAlert(other)).toMatchObject({ state: 'open' })
    })

    it('resolves in silence too', async () => {
      const there = await watched()
      await silence(there, { ruleId: there.ruleId })
      await sample(there, 5, 90)
      await wait(there, 50)
      expect(await onlyAlert(there)).toMatchObject({ state: 'resolved', swallowed: 1 })
      expect(await messages(there)).toBe(0)
    })

    it('names what, and ends within a fortnight', async () => {
      const there = await watched()
      for (const until of [NOON, NOON + 14 * DAY_MS + 1]) {
        await expect(silence(there, { factor: 'a34004', until })).rejects.toMatchObject({ code: 'silence-unfit' })
      }
      await expect(silence(there, {})).rejects.toMatchObject({ code: 'silence-unfit', params: { reason: 'scope' } })
    })
  })

  describe('a verdict', () => {
    it('stands until another one, keeps its note, and acknowledges what nobody had', async () => {
      const there = await watched()
      await sample(there, 1, 90)
      const { id } = await onlyAlert(there)
      const say = (verdict: 'true' | 'weather', expects: number) =>
        verifyAlert(foundation, there.dispatcher, { ...there.place.act(), expects }, id, {
          verdict,
          note: `看过：${verdict}`,
        })
      await say('weather', 1)
      expect(await readAlert(foundation, there.place.console, id)).toMatchObject({
        ...{ alert: { state: 'acknowledged', verdict: 'weather', version: 2 }, verdictNote: '看过：weather' },
      })
      await expect(say('true', 1)).rejects.toMatchObject({ code: 'version-conflict' })
      await say('true', 2)
      expect(await readAlert(foundation, there.place.console, id)).toMatchObject({
        ...{ alert: { verdict: 'true', version: 3 }, verdictNote: '看过：true' },
      })
      const [one] = await listRules(foundation, there.place.console)
      expect(one?.record).toEqual({
        ...{ raised: 1, silenced: 0, byVerdict: { true: 1, weather: 0, instrument: 0 } },
        sinceApproval: { verified: 1, right: 1 },
      })
      expect((await there.place.verify()).findings).toEqual([])
    })

    it('after verdict makes a rule noisy, which must be approved again with a reason, and then begins anew', async () => {
      const there = await watched()
      const { place, dispatcher, ruleId } = there
      // Four are true, six are not: 40 % of ten.
      for (let n = 0; n < 10; n += 1) {
        await sample(there, 1 + n * 60, 90)
        const alert = (await alertsOf(there)).at(-1)
        if (alert === undefined) throw new Error('no alert')
        const verdict = n < 4 ? 'true' : n < 8 ? 'weather' : 'instrument'
        const act = { ...place.act(), expects: alert.version }
        await verifyAlert(foundation, dispatcher, act, alert.id, { verdict, note: '看过' })
        const [rule] = await listRules(foundation, place.console)
        expect(rule?.isNoisy, `after ${n + 1}`).toBe(n === 9)
      }
      const [before] = await listRules(foundation, place.console)
      if (before === undefined) throw new Error('no rule')
      expect(before.record).toEqual({
        ...{ raised: 10, silenced: 0, byVerdict: { true: 4, weather: 4, instrument: 2 } },
        sinceApproval: { verified: 10, right: 4 },
      })
      house.domain.advance(MINUTE_MS)
      const change = (expects: number, reason?: string) =>
        changeRule(foundation, dispatcher, { ...place.act(), expects }, ruleId, { ...draftOfRule(before.rule), reason })
      await expect(change(1)).rejects.toMatchObject({ code: 'reason-needed' })
      const after = await change(1, '下风向，仍需看')
      expect(after.isNoisy).toBe(false)
      expect(after.record.byVerdict.true).toBe(4)
      expect(after.record.sinceApproval).toEqual({ verified: 0, right: 0 })
      expect((await kinds(there)).at(-1)).toBe('rule.approved')
      expect((await change(2)).rule.version).toBe(3)
      expect((await kinds(there)).at(-1)).toBe('rule.changed')
    })
  })

  it('a rule cannot be what its kind does not allow', async () => {
    const there = await watched()
    const [known] = await listRules(foundation, there.place.console)
    if (known === undefined) throw new Error('no rule')
    const draft = draftOfRule(known.rule)
    const change = (more: object) =>
      changeRule(foundation, there.dispatcher, { ...there.place.act(), expects: 1 }, there.ruleId, {
        ...draft,
        ...more,
      })
    await expect(change({ factor: null })).rejects.toMatchObject({ params: { reason: 'factor' } })
    await expect(change({ resolution: 'year' })).rejects.toMatchObject({ params: { reason: 'resolution' } })
    await expect(change({ threshold: -1 })).rejects.toMatchObject({ params: { reason: 'threshold' } })
    await expect(change({ kind: 'rise', params: { windowMinutes: 60 } })).rejects.toMatchObject({
      params: { reason: 'kind' },
    })
    expect((await change({ threshold: 80 })).rule).toMatchObject({ threshold: 80, version: 2 })
  })
})
