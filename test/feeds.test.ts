import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { watchFeeds } from '../src/domain/feeds/service.ts'
import { feedToSee, hoursToSee, refusedToSee } from '../src/domain/feeds/views.ts'
import { HOUR_MS, isoShanghai, MINUTE_MS } from '../src/standards/civil-time.ts'
import {
  announcesTooLittle,
  answers,
  answersBytes,
  answersJson,
  drips,
  type FeedSource,
  hangs,
  openFeedSource,
  packs,
  redirects,
  sendsHalf,
  sendsHalfAsAll,
  signInPage,
} from './setup/feed-source.ts'
import { draftOf, type FeedHouse, feedHouse, PM10, PM25 } from './setup/feeds.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, NOON, openHouse, type Place } from './setup/house.ts'

const hour = (ago: number) => NOON - ago * HOUR_MS
const label = (end: number) => isoShanghai(end).slice(0, 19).replace('T', ' ')

/** Rows of a station: [hours ago, PM2.5, PM10]. */
const rowsOf = (code: string, values: readonly (readonly [number, unknown, unknown])[]) =>
  values.map(([ago, pm25, pm10]) => ({ code, time: label(hour(ago)), pm25, pm10 }))
const three = () => ({
  data: rowsOf('1001A', [
    [2, 35, 60],
    [1, 36.5, 61],
    [0, 37, 62],
  ]),
})

describe.each(databaseKinds)('feeds on %s PostgreSQL', (kind) => {
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
    place = await house.found()
    stationId = await place.station(`S${place.countyId.slice(-6)}`)
    // Feeds of the tests before rest: each test has the source for itself.
    await house.installation.foundation.db.updateTable('feed').set({ paused: true }).execute()
    source.seen.length = 0
    house.domain.set(NOON)
    house.wall.set(NOON)
  })

  const oneStation = () => [{ code: '1001A', stationId }]
  const url = () => `${source.url}/hours`
  const readings = () => house.installation.readings
  const add = (words: Partial<Parameters<typeof draftOf>[0]> = {}) =>
    feeds.add(place, draftOf({ url: url(), stations: oneStation(), ...words }))
  const view = (id: string) => feedToSee(feeds.seeing, place.console, id)
  const deviceOf = async (id: string) => (await view(id)).stations[0]?.deviceId ?? ''

  async function valuesOf(id: string, knownAt?: number) {
    const query = { deviceIds: [await deviceOf(id)], resolution: 'hour' as const, from: hour(200), to: hour(-2) }
    const rows = await readings().range(place.countyId, {
      ...query,
      limit: 1000,
      ...(knownAt === undefined ? {} : { knownAt }),
    })
    return rows.map((row) => [
      Math.round((NOON - row.periodEnd) / HOUR_MS),
      ...row.readings.map(({ factor, value, source: from }) => `${factor}=${value} ${from}`),
    ])
  }

  /** The next time by the schedule. */
  async function later(id: string, minutes = 11) {
    house.pass(minutes * MINUTE_MS)
    return (await feeds.pulled(place, id))[0]
  }

  it('hours come as layers of a device that has no socket, the same again is nothing', async () => {
    source.does(answersJson(three))
    const id = await add()
    const [first] = await feeds.pulled(place, id)
    expect(first).toMatchObject({ state: 'taken', rowCount: 3, newHours: 3, revisedHours: 0, refused: 0, status: 200 })
    expect(await valuesOf(id)).toEqual([
      [2, `${PM10}=60 feed`, `${PM25}=35 feed`],
      [1, `${PM10}=61 feed`, `${PM25}=36.5 feed`],
      [0, `${PM10}=62 feed`, `${PM25}=37 feed`],
    ])
    expect(await later(id)).toMatchObject({ state: 'unchanged', newHours: 0, revisedHours: 0, unchangedHours: 3 })
    expect((await view(id)).state).toBe('good')
    expect((await place.verify()).findings).toEqual([])
  })

  it('a late revision is another version; what was known before can still be asked', async () => {
    source.does(answersJson(three))
    const id = await add()
    await feeds.pulled(place, id)
    source.does(
      answersJson(() => ({
        data: rowsOf('1001A', [
          [2, 35, 60],
          [1, 46.5, 61],
          [0, 37, 62],
        ]),
      })),
    )
    expect(await later(id)).toMatchObject({ state: 'taken', newHours: 0, revisedHours: 1, unchangedHours: 2 })
    expect((await valuesOf(id))[1]).toEqual([1, `${PM10}=61 feed`, `${PM25}=46.5 feed`])
    expect((await valuesOf(id, NOON + MINUTE_MS))[1]).toEqual([1, `${PM10}=61 feed`, `${PM25}=36.5 feed`])
    const [seen] = await hoursToSee(feeds.seeing, place.console, id, { from: hour(3), to: hour(0) })
    expect(seen?.hours.map(({ state, versions }) => [state, versions])).toEqual([
      ['received', 1],
      ['revised', 2],
      ['received', 1],
    ])
  })

  it('the reviewed value stands over the real-time one, which stays beside it', async () => {
    source.does(
      answersJson((request) => (request.path === '/reviewed' ? { data: rowsOf('1001A', [[1, 30, '—']]) } : three())),
    )
    const id = await add()
    await feeds.pulled(place, id)
    const reviewed = await add({ name: '审核数据', brings: 'reviewed', url: `${source.url}/reviewed` })
    await feeds.pulled(place, reviewed)
    expect(await deviceOf(reviewed)).toBe(await deviceOf(id))
    expect((await valuesOf(id))[1]).toEqual([1, `${PM10}=61 feed`, `${PM25}=30 reviewed`])
    const layers = await readings().layers(place.countyId, await deviceOf(id), 'hour', hour(1))
    expect(layers.map((layer) => [layer.source, layer.readings.map(({ value }) => value)])).toEqual([
      ['feed', [61, 36.5]],
      ['reviewed', [30]],
    ])
    // A later real-time revision does not undo the review.
    source.does(
      answersJson(({ path }) => ({ data: rowsOf('1001A', path === '/reviewed' ? [[1, 30, '—']] : [[1, 99, 61]]) })),
    )
    await later(id)
    expect((await valuesOf(id))[1]).toEqual([1, `${PM10}=61 feed`, `${PM25}=30 reviewed`])
  })

  it('what review strikes out has no value any more, where the feed says so', async () => {
    source.does(answersJson(() => ({ data: rowsOf('1001A', [[1, '—', 61]]) })))
    const id = await add({ brings: 'reviewed', reading: { missingMeans: 'no-value' } })
    await feeds.pulled(place, id)
    expect(await valuesOf(id)).toEqual([[1, `${PM10}=61 reviewed`, `${PM25}=null reviewed`]])
  })

  it('rows are refused one by one, counted, and kept with what is wrong', async () => {
    const wrong = [
      { code: '1001A', time: label(hour(3)), pm25: '坏', pm10: 1 },
      { code: '9999Z', time: label(hour(3)), pm25: 1, pm10: 1 },
      { code: '1001A', time: label(hour(-3)), pm25: 1, pm10: 1 },
      { code: '1001A', time: '2026-11-18 09:30:00', pm25: 1, pm10: 1 },
      { code: '1001A', time: '昨天', pm25: 1, pm10: 1 },
    ]
    // A row that is there twice is once; one that contradicts it is refused.
    const twice = [...rowsOf('1001A', [[0, 37, 62]]), ...rowsOf('1001A', [[0, 38, 62]])]
    source.does(answersJson(() => ({ data: [...three().data, ...wrong, ...twice] })))
    const id = await add()
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ state: 'taken', rowCount: 10, newHours: 3, refused: 6 })
    const rows = await refusedToSee(feeds.seeing, place.console, id)
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [4, 'number'],
      [5, 'station-unknown'],
      [6, 'future'],
      [7, 'not-whole-hour'],
      [8, 'time'],
      [10, 'repeated'],
    ])
    expect(rows[0]?.cells).toEqual(['1001A', label(hour(3)), '坏', '1'])
    expect((await valuesOf(id)).at(-1)).toEqual([0, `${PM10}=62 feed`, `${PM25}=37 feed`])
  })

  const whole = () => JSON.stringify(three())
  it.each([
    ['an answer of 500', () => answers(500, 'oops'), 'status', { status: 500 }],
    ['an answer of 404', () => answers(404, ''), 'status', { status: 404 }],
    ['an answer of 401', () => answers(401, ''), 'signed-out', { status: 401 }],
    ['half a document', () => sendsHalf(whole()), 'cut', {}],
    ['half a document sent as all', () => sendsHalfAsAll(whole()), 'cut', {}],
    ['a length that is too small', () => announcesTooLittle(whole()), 'cut', {}],
    ['a sign-in page', () => signInPage, 'web-page', { title: '请登录' }],
    ['something else than JSON', () => answers(200, 'OK'), 'not-json', { at: 'OK' }],
    ['a circle of redirects', () => redirects(url()), 'redirects', {}],
    ['too much', () => answers(200, `[${' '.repeat(1_100_000)}]`), 'too-large', { megabytes: 1 }],
    ['a bomb', () => packs(`[${' '.repeat(3_000_000)}]`), 'too-large', { megabytes: 1 }],
  ])('%s is refused as a whole and told, and earlier hours stay', async (_what, behaviour, code, params) => {
    source.does(answersJson(three))
    const id = await add()
    await feeds.pulled(place, id)
    source.does(behaviour())
    const failed = await later(id)
    expect(failed).toMatchObject({ state: 'failed', newHours: 0, fault: { code, params } })
    expect(await valuesOf(id)).toHaveLength(3)
    source.does(answersJson(three))
    expect(await later(id)).toMatchObject({ state: 'unchanged', fault: null })
    expect((await view(id)).feed).toMatchObject({ fault: null, failures: 0, failingSince: null })
  })

  it.each([
    ['hangs', () => hangs],
    ['drips', () => drips(whole(), 100)],
  ])('a source that %s is given up after its time', async (_what, behaviour) => {
    source.does(behaviour())
    const id = await add({ request: { timeoutSeconds: 1 } })
    const [pull] = await feeds.pulled(place, id)
    expect(pull).toMatchObject({ state: 'failed', fault: { code: 'timeout', params: { seconds: 1 } } })
    expect(await valuesOf(id)).toEqual([])
  })

  it('a slow source that is whole in time is taken, and what it packed is unpacked', async () => {
    source.does(drips(whole(), 1))
    const id = await add()
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ state: 'taken', newHours: 3 })
    source.does(packs(JSON.stringify({ data: rowsOf('1001A', [[0, 40, 70]]) })))
    expect(await later(id)).toMatchObject({ state: 'taken', revisedHours: 1 })
  })

  it('429 is waited for as long as it says, whatever the schedule', async () => {
    source.does(answers(429, '', { 'retry-after': '3600' }))
    const id = await add()
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ fault: { code: 'busy' } })
    expect((await view(id)).feed.nextAt).toBe(NOON + HOUR_MS)
  })

  it('what passes by itself is tried again sooner and sooner late, and is failing from the third time', async () => {
    source.does(answers(503, ''))
    const id = await add({ schedule: { everyMinutes: 60 } })
    await feeds.pulled(place, id)
    expect((await view(id)).feed).toMatchObject({ failures: 1, failingSince: null, nextAt: NOON + 30_000 })
    house.pass(30_000)
    const [second] = await feeds.pulled(place, id)
    expect(second?.cause).toBe('retry')
    expect((await view(id)).feed).toMatchObject({ failures: 2, failingSince: null, nextAt: NOON + 90_000 })
    house.pass(60_000)
    await feeds.pulled(place, id)
    expect((await view(id)).feed).toMatchObject({ failures: 3, failingSince: NOON + 90_000 })
    expect((await view(id)).state).toBe('failing')
  })

  it('changed names are told with what is there instead; nothing is taken and earlier hours stay', async () => {
    source.does(answersJson(three))
    const id = await add()
    await feeds.pulled(place, id)
    const renamed = rowsOf('1001A', [[0, 1, 1]]).map(({ pm25, ...row }) => ({ ...row, pm2_5: pm25 }))
    source.does(answersJson(() => ({ data: renamed })))
    expect(await later(id)).toMatchObject({
      state: 'failed',
      fault: { code: 'field-missing', params: { fields: 'pm25', there: 'code, time, pm10, pm2_5', near: 'pm2_5' } },
    })
    source.does(answersJson(() => ({ datas: three().data })))
    expect(await later(id)).toMatchObject({
      fault: { code: 'rows-missing', params: { path: 'data', there: 'datas', near: 'datas' } },
    })
    expect(await valuesOf(id)).toHaveLength(3)
    expect((await view(id)).state).toBe('failing')
  })

  it('pages are taken together, to the one that is short', async () => {
    const all = rowsOf(
      '1001A',
      Array.from({ length: 5 }, (_, at) => [4 - at, at + 1, at + 1] as const),
    )
    source.does(answersJson(({ query }) => ({ data: all.slice((Number(query.page) - 1) * 2, Number(query.page) * 2) })))
    const id = await add({
      url: `${url()}?page={page}`,
      request: { paging: { kind: 'number', first: 1, size: 2 } },
    })
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ state: 'taken', requests: 3, rowCount: 5, newHours: 5 })
  })

  it('the next page is where the last one says, on the same server', async () => {
    source.does(
      answersJson(({ query }) =>
        query.at === undefined
          ? { ...three(), next: '/hours?at=2' }
          : { data: rowsOf('1001A', [[5, 1, 2]]), next: null },
      ),
    )
    const id = await add({ request: { paging: { kind: 'next', path: 'next' } } })
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ state: 'taken', requests: 2, newHours: 4 })
    source.does(answersJson(() => ({ ...three(), next: 'http://127.0.0.2:1/' })))
    expect(await later(id)).toMatchObject({ state: 'failed', fault: { code: 'redirects' } })
  })

  it('a page that repeats for ever ends the pull, and nothing of it is taken', async () => {
    source.does(answersJson(three))
    const id = await add({
      url: `${url()}?page={page}`,
      request: { paging: { kind: 'number', first: 1, size: null } },
    })
    expect((await feeds.pulled(place, id))[0]).toMatchObject({
      requests: 2,
      newHours: 0,
      fault: { code: 'pages-repeat' },
    })
  })

  it('what has not changed since is not sent again', async () => {
    const body = whole()
    source.does((request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end()
      response.writeHead(200, { etag: '"v1"' }).end(body)
    })
    const id = await add()
    await feeds.pulled(place, id)
    expect(await later(id)).toMatchObject({ state: 'unchanged', status: 304, bytes: 0, rowCount: 0 })
  })

  it('a CSV in GB18030 is read, one that was cut is refused', async () => {
    // 站点,pm25,pm10 with the header's Chinese in GB 2312.
    const header = Buffer.concat([Buffer.from('d5beb5e3', 'hex'), Buffer.from(',time,pm25,pm10\r\n')])
    const csv = (lines: string) => Buffer.concat([header, Buffer.from(lines)])
    source.does(answersBytes(csv(`1001A,${label(hour(1))},35,60\r\n1001A,${label(hour(0))},NA,-99\r\n`)))
    const id = await add({ reading: { form: 'table', rows: '', station: '站点' } })
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ state: 'taken', rowCount: 2, newHours: 1, others: 1 })
    source.does(answersBytes(csv(`1001A,${label(hour(1))},35,60\r\n1001A,${label(hour(0))},3`)))
    expect(await later(id)).toMatchObject({ state: 'failed', fault: { code: 'cut' }, newHours: 0 })
  })

  it("yesterday's data bring nothing: the feed goes stale in time, once, and says so when it recovers", async () => {
    source.does(answersJson(three))
    const { foundation } = house.installation
    const id = await add()
    await feeds.pulled(place, id)
    await later(id, 60)
    // The next hour is promised at 13:05 or up to 45 s later; half an hour behind that it is missed.
    expect(await watchFeeds(foundation, place.countyId)).toBe(0)
    await later(id, 34)
    expect(await watchFeeds(foundation, place.countyId)).toBe(0)
    house.pass(2 * MINUTE_MS)
    expect(await watchFeeds(foundation, place.countyId)).toBe(1)
    expect(await watchFeeds(foundation, place.countyId)).toBe(0)
    expect((await view(id)).state).toBe('stale')
    source.does(answersJson(() => ({ data: rowsOf('1001A', [[-1, 40, 70]]) })))
    await later(id)
    expect((await view(id)).state).toBe('good')
    const events = await foundation.db
      .selectFrom('ledgerEvent')
      .select('kind')
      .where('countyId', '=', place.countyId)
      .where('subjectId', '=', id)
      .orderBy('seq')
      .execute()
    expect(events.map((event) => event.kind)).toEqual([
      'feed.added',
      'feed.pulled',
      'feed.stale',
      'feed.recovered',
      'feed.pulled',
    ])
  })
})
