import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addStaleRule } from '../src/app/prepare.ts'
import { everywhere, type Rule, type RuleDraft, type RuleFrame, staleFeeds } from '../src/domain/alerts/model.ts'
import {
  addRule,
  changeRule,
  engineMemory,
  evaluateStep,
  replayRules,
  rulesOf,
  silenceAlerts,
} from '../src/domain/alerts/service.ts'
import { pauseFeed, watchFeeds } from '../src/domain/feeds/service.ts'
import { feedToSee } from '../src/domain/feeds/views.ts'
import { addChannel } from '../src/domain/messages/service.ts'
import { usualRadiiKm } from '../src/domain/stations/model.ts'
import { addStation } from '../src/domain/stations/service.ts'
import { HOUR_MS, isoShanghai, MINUTE_MS } from '../src/standards/civil-time.ts'
import { answers, answersJson, type FeedSource, openFeedSource } from './setup/feed-source.ts'
import { draftOf, type FeedHouse, feedHouse } from './setup/feeds.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { type House, NOON, openHouse, type Place } from './setup/house.ts'

const condition = { kind: 'stale', params: {} } as const
const label = (end: number) => isoShanghai(end).slice(0, 19).replace('T', ' ')
const hourOf = (code: string, end: number, pm25 = 40) => ({ code, time: label(end), pm25, pm10: 70 })

describe.each(kindsOfLongChains)('feeds in the room of alerts on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let feeds: FeedHouse
  let source: FeedSource
  let place: Place
  let stationId: string

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    feeds = feedHouse(house, fresh.dataDir)
    source = await openFeedSource()
  })
  afterAll(async () => {
    await feeds?.worker.stop()
    await source?.close()
    await house?.close()
    await fresh?.remove()
  })
  beforeEach(async () => {
    // Feeds of the tests before rest: each test has the source for itself.
    await house.installation.foundation.db.updateTable('feed').set({ paused: true }).execute()
    house.domain.set(NOON)
    house.wall.set(NOON)
    place = await house.found()
    stationId = await place.station(`S${place.countyId.slice(-6)}`)
    source.does(answersJson(() => ({ data: [hourOf('1001A', NOON)] })))
    await addChannel(foundation(), place.console, place.act(), { name: '群', url: 'http://127.0.0.1:9/' })
  })

  const foundation = () => house.installation.foundation
  const draft = (stations = [{ code: '1001A', stationId }]) => draftOf({ url: `${source.url}/hours`, stations })
  const add = () => feeds.add(place, draft())
  const staleRule = async (more: Partial<RuleFrame> = {}) =>
    (await addRule(foundation(), place.console, place.act(), { ...staleFeeds, name: '停更', ...more, ...condition })).id
  const look = (memory = engineMemory()) =>
    evaluateStep(foundation(), house.installation.readings, place.countyId, undefined, memory)
  /** Feeds are watched and the rules look, as the leader has both do all the time. */
  async function passes(minutes: number) {
    for (let gone = 0; gone < minutes; gone += 1) {
      house.pass(MINUTE_MS)
      await watchFeeds(foundation(), place.countyId)
      await look()
    }
  }
  const pulled = async (id: string) => {
    // The next time by the schedule is ten minutes off at most, and a jitter.
    house.pass(11 * MINUTE_MS)
    await feeds.pulled(place, id)
    await look()
  }
  const alerts = () =>
    foundation()
      .db.selectFrom('alert')
      .selectAll()
      .where('countyId', '=', place.countyId)
      .orderBy('raisedAt')
      .orderBy('id')
      .execute()
  async function told() {
    const { db } = foundation()
    const rows = await db
      .selectFrom('outbox')
      .select(['body', 'createdAt'])
      .where('countyId', '=', place.countyId)
      .execute()
    return rows.toSorted((a, b) => a.createdAt - b.createdAt).map(({ body }) => body)
  }

  it('one that goes stale raises one alert and one message, and hours resolve it', async () => {
    const ruleId = await staleRule()
    const id = await add()
    await feeds.pulled(place, id)
    // 13:05 or up to 45 s later the hour of 13:00 is fetched first, half an hour behind that it is missed.
    await passes(94)
    expect(await alerts()).toEqual([])
    await passes(3)
    const [alert, ...others] = await alerts()
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      ruleId,
      stationId,
      feedId: id,
      factor: '',
      state: 'open',
      unit: 'min',
      exceedances: 1,
    })
    expect(alert).toMatchObject({ severity: 'attention', firstValue: 95, threshold: 95 })
    const missed = (alert?.firstPeriodEnd ?? 0) - NOON
    expect(missed).toBeGreaterThanOrEqual(95 * MINUTE_MS)
    expect(missed).toBeLessThan(96 * MINUTE_MS)
    await passes(180)
    expect(await alerts()).toHaveLength(1)
    const [message, ...further] = await told()
    expect(further).toEqual([])
    expect(message).toContain('停更：省站接口')
    expect(message).toContain('最新小时：2026-11-18 12:00')
    expect(message).toContain(alert?.number)
    source.does(answersJson(() => ({ data: [hourOf('1001A', NOON + 4 * HOUR_MS)] })))
    await pulled(id)
    expect(await alerts()).toMatchObject([{ id: alert?.id, state: 'resolved' }])
    expect((await told()).map((body) => body.split('\n')[0])).toEqual([
      message?.split('\n')[0],
      '**数据接入恢复** 省站接口',
    ])
    expect((await place.verify()).findings).toEqual([])
  })

  it('the same days run again, and a preview’s rule, say the same at the same instants', async () => {
    const ruleId = await staleRule({ threshold: 30, groupWindowMs: HOUR_MS })
    const id = await add()
    await feeds.pulled(place, id)
    await passes(180)
    source.does(answersJson(() => ({ data: [hourOf('1001A', NOON + 3 * HOUR_MS)] })))
    await pulled(id)
    await passes(600)
    const live = await alerts()
    expect(live).toHaveLength(2)
    const rules: Rule[] = (await rulesOf(foundation().db, place.countyId)).filter((rule) => rule.id === ruleId)
    const plan = { rules, radiiKm: usualRadiiKm, from: NOON, to: house.domain.now() }
    const { alerts: again } = await replayRules(foundation(), house.installation.readings, place.countyId, plan)
    const facts = (one: Pick<(typeof again)[number], 'episode' | 'firstPeriodEnd' | 'peakValue' | 'resolvedAt'>) => [
      one.episode,
      one.firstPeriodEnd,
      one.peakValue,
      one.resolvedAt,
    ]
    expect(again.map(facts)).toEqual(live.map(facts))
    // Half an hour beyond the patience of the feed.
    expect(again.map(({ raisedAt, firstPeriodEnd }) => raisedAt - firstPeriodEnd)).toEqual(
      [30, 30].map((n) => n * MINUTE_MS),
    )
  })

  it('one that rests raises none, and resting ends what it raised', async () => {
    await staleRule()
    const id = await add()
    await feeds.pulled(place, id)
    const pause = async (paused: boolean) => {
      const { feed } = await feedToSee(feeds.seeing, place.console, id)
      await pauseFeed(foundation(), place.console, { ...place.act(), expects: feed.version }, id, paused)
    }
    await pause(true)
    await passes(200)
    expect(await alerts()).toEqual([])
    await pause(false)
    await passes(200)
    expect(await alerts()).toMatchObject([{ state: 'open' }])
    await pause(true)
    await passes(2)
    expect(await alerts()).toMatchObject([{ state: 'resolved' }])
  })

  it('one that has never brought anything raises one when its first hour was due, and says why', async () => {
    await staleRule()
    source.does(answers(500, 'out of order'))
    const id = await add()
    await feeds.pulled(place, id)
    await passes(94)
    expect(await alerts()).toEqual([])
    await passes(3)
    expect(await alerts()).toMatchObject([{ feedId: id, state: 'open', exceedances: 1 }])
    const [message = ''] = await told()
    expect(message).toContain('最新小时：还没有')
    expect(message).toContain('500')
  })

  it('of several stations it is one alert, at the foremost of those at which the rule looks', async () => {
    const code = `N${place.countyId.slice(-6)}`
    const where = { name: code, level: 'national' as const, lonWgs84: 113.5, latWgs84: 29.5 }
    const { id: national } = await addStation(foundation(), place.console, place.act(), { ...where, code })
    const both = await staleRule()
    const micro = await staleRule({ narrowing: { ...everywhere, level: 'micro' } })
    // No station of the feed is of this level.
    await staleRule({ narrowing: { ...everywhere, level: 'provincial' } })
    const id = await feeds.add(
      place,
      draft([
        { code: '1001A', stationId },
        { code: '1002A', stationId: national },
      ]),
    )
    await feeds.pulled(place, id)
    await passes(100)
    const raised = (await alerts()).map(({ ruleId, stationId: at }) => `${ruleId} ${at}`)
    expect(new Set(raised)).toEqual(new Set([`${both} ${national}`, `${micro} ${stationId}`]))
  })

  it('a device with a socket is none of its business, nor are feeds that of the silence of devices', async () => {
    const stale = await staleRule()
    const silent = await place.rule({ factor: null, threshold: 15 }, { kind: 'silent', params: {} })
    const logger = await place.logger(await place.station(`L${place.countyId.slice(-6)}`))
    await logger.sample(NOON, 40)
    const id = await add()
    await feeds.pulled(place, id)
    await passes(100)
    const raised = (await alerts()).map(({ ruleId, deviceId, feedId }) => `${ruleId} ${feedId ?? deviceId}`)
    expect(new Set(raised)).toEqual(new Set([`${silent} ${logger.deviceId}`, `${stale} ${id}`]))
    expect(await told()).toHaveLength(2)
  })

  it('a rule that begins while a feed is stale, or begins anew, finds it; one that is off tells nobody', async () => {
    const id = await add()
    await feeds.pulled(place, id)
    await passes(100)
    expect(await told()).toEqual([])
    const off = await staleRule({ enabled: false })
    await passes(2)
    expect(await alerts()).toEqual([])
    const wanted: RuleDraft = { ...staleFeeds, name: '停更' }
    await changeRule(foundation(), place.console, { ...place.act(), expects: 1 }, off, wanted)
    await passes(2)
    expect(await alerts()).toMatchObject([{ ruleId: off, state: 'open' }])
    await changeRule(foundation(), place.console, { ...place.act(), expects: 2 }, off, { ...wanted, name: '另名' })
    await passes(2)
    expect(await alerts()).toMatchObject([{ ruleId: off, state: 'open', exceedances: 1 }])
    expect(await told()).toHaveLength(1)
  })

  it('in a silence it is counted and told to nobody, neither that it is over', async () => {
    const ruleId = await staleRule()
    const dispatcher = await place.person('调度员', 'dispatcher')
    const scope = { ruleId, stationId: null, factor: null, reason: '接口升级', until: NOON + 24 * HOUR_MS }
    await silenceAlerts(foundation(), dispatcher, place.act(), scope)
    const id = await add()
    await feeds.pulled(place, id)
    await passes(100)
    expect(await alerts()).toMatchObject([{ state: 'silenced', swallowed: 1 }])
    source.does(answersJson(() => ({ data: [hourOf('1001A', NOON + HOUR_MS)] })))
    await pulled(id)
    expect(await alerts()).toMatchObject([{ state: 'resolved' }])
    expect(await told()).toEqual([])
  })

  it('a server that was off asks first what it missed', async () => {
    const id = await add()
    await feeds.pulled(place, id)
    house.pass(10 * HOUR_MS)
    const since = house.domain.now()
    expect(await watchFeeds(foundation(), place.countyId, since)).toBe(0)
    source.does(answersJson(() => ({ data: [hourOf('1001A', NOON + 10 * HOUR_MS)] })))
    await feeds.pulled(place, id)
    expect(await watchFeeds(foundation(), place.countyId, since)).toBe(0)
    expect((await feedToSee(feeds.seeing, place.console, id)).state).toBe('good')
    // One that nobody comes to ask is missed all the same.
    house.pass(10 * HOUR_MS)
    const again = house.domain.now()
    house.pass(10 * MINUTE_MS)
    expect(await watchFeeds(foundation(), place.countyId, again)).toBe(1)
  })

  it('a county from before gets the rule once, and not again when somebody switched it off', async () => {
    const { db } = foundation()
    await Promise.all([addStaleRule(foundation(), place.countyId), addStaleRule(foundation(), place.countyId)])
    const [rule, ...others] = await rulesOf(db, place.countyId)
    expect(others).toEqual([])
    expect(rule).toMatchObject({ kind: 'stale', name: '数据接入停更', threshold: 0, enabled: true })
    const off: RuleDraft = { ...staleFeeds, name: '不要', enabled: false }
    await changeRule(foundation(), place.console, { ...place.act(), expects: 1 }, rule?.id ?? '', off)
    await addStaleRule(foundation(), place.countyId)
    expect(await rulesOf(db, place.countyId)).toMatchObject([{ id: rule?.id, enabled: false }])
  })
})
