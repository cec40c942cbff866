import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { firstRules } from '../src/domain/alerts/model.ts'
import { addRule, evaluateStep } from '../src/domain/alerts/service.ts'
import { deviceDirectory } from '../src/domain/devices/service.ts'
import { changeFeed, tokenToTry } from '../src/domain/feeds/service.ts'
import { feedToSee, hoursToSee } from '../src/domain/feeds/views.ts'
import { inspectFile, runImport } from '../src/domain/imports/service.ts'
import { usualRulesOf } from '../src/domain/readings/service.ts'
import { tryFeed } from '../src/gateways/feeds/try.ts'
import { steadyClock } from '../src/platform/clock.ts'
import { Problem } from '../src/platform/problem.ts'
import { DAY_MS, HOUR_MS, isoShanghai, MINUTE_MS } from '../src/standards/civil-time.ts'
import { eventually } from './setup/eventually.ts'
import { answersJson, type FeedSource, openFeedSource, redirects } from './setup/feed-source.ts'
import { draftOf, type FeedHouse, feedHouse, PM10, PM25 } from './setup/feeds.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, NOON, openHouse, type Place } from './setup/house.ts'

const hour = (ago: number) => NOON - ago * HOUR_MS
const label = (end: number) => isoShanghai(end).slice(0, 19).replace('T', ' ')
const row = (end: number, pm25: unknown, pm10: unknown) => ({ code: '1001A', time: label(end), pm25, pm10 })

describe.each(databaseKinds)('feeds from end to end on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let feeds: FeedHouse
  let source: FeedSource
  let place: Place
  let stationId: string
  let root: string
  let stationCode: string

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    root = join(fresh.dataDir, 'watched')
    await mkdir(root)
    feeds = feedHouse(house, fresh.dataDir, [root])
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
    stationCode = `S${place.countyId.slice(-6)}`
    stationId = await place.station(stationCode)
    // Feeds of the tests before rest: each test has the source for itself.
    await house.installation.foundation.db.updateTable('feed').set({ paused: true }).execute()
    source.seen.length = 0
    house.domain.set(NOON)
    house.wall.set(NOON)
  })

  const oneStation = () => [{ code: '1001A', stationId }]
  const add = (words: Partial<Parameters<typeof draftOf>[0]> = {}) =>
    feeds.add(place, draftOf({ url: `${source.url}/hours`, stations: oneStation(), ...words }))
  const view = (id: string) => feedToSee(feeds.seeing, place.console, id)
  const deviceOf = async (id: string) => (await view(id)).stations[0]?.deviceId ?? ''
  async function hoursOf(deviceId: string, resolution: 'hour' | 'day' = 'hour') {
    const query = { deviceIds: [deviceId], resolution, from: hour(24 * 40), to: hour(-24) }
    return house.installation.readings.range(place.countyId, { ...query, limit: 2_000 })
  }
  async function later(id: string, minutes = 11) {
    house.pass(minutes * MINUTE_MS)
    return (await feeds.pulled(place, id))[0]
  }

  it('asks for the hours that it lacks, and remembers which the source has not', async () => {
    // 100 hours back to the newest; the source has lost two of them for ever, and answers no more than asked.
    const lost = [hour(50), hour(51)]
    source.does(
      answersJson(({ query }) => {
        const [from, to] = [query.from, query.to].map((text) => Date.parse(`${text?.replace(' ', 'T')}+08:00`))
        const rows = []
        for (let end = from ?? 0; end <= (to ?? 0) && end <= house.domain.now(); end += HOUR_MS)
          if (!lost.includes(end)) rows.push(row(end, 20, 40))
        return { data: rows }
      }),
    )
    const id = await add({
      url: `${source.url}/hours?from={from}&to={to}`,
      request: { hoursAtOnce: 24, lookBackHours: 6 },
      since: hour(99),
    })
    const [first] = await feeds.pulled(place, id)
    expect(first).toMatchObject({ state: 'taken', newHours: 98 })
    // Newest first: the look back of six hours, then the gaps behind it, at most a day at once, to the hour where the feed begins.
    expect(source.seen.map(({ query }) => [query.from, query.to])).toEqual([
      [label(hour(5)), label(hour(0))],
      [label(hour(29)), label(hour(6))],
      [label(hour(53)), label(hour(30))],
      [label(hour(77)), label(hour(54))],
      [label(hour(99)), label(hour(78))],
    ])
    expect(await view(id)).toMatchObject({ gaps: 2, givenUp: 0 })
    const asksForLost = async (minutes: number) => {
      source.seen.length = 0
      await later(id, minutes)
      return source.seen.some(({ query }) => query.from === label(hour(51)) && query.to === label(hour(50)))
    }
    // Not within the hour, then once more after six; the third time was the last.
    expect(await asksForLost(30)).toBe(false)
    expect(await asksForLost(40)).toBe(true)
    expect(await asksForLost(5 * 60)).toBe(false)
    expect(await asksForLost(70)).toBe(true)
    expect(await view(id)).toMatchObject({ gaps: 2, givenUp: 2 })
    expect(await asksForLost(3 * 24 * 60)).toBe(false)
    const [seen] = await hoursToSee(feeds.seeing, place.console, id, { from: hour(53), to: hour(48) })
    expect(seen?.hours.map(({ state }) => state)).toEqual(['received', 'none', 'none', 'received', 'received'])
  })

  it('an hour above a rule’s line raises an alert as that of a device does, once', async () => {
    const { foundation, readings } = house.installation
    const [draft] = firstRules.filter((one) => one.kind === 'threshold' && one.resolution === 'hour')
    if (draft === undefined) throw new Error('no first rule for hours')
    const act = { actId: foundation.ids.next(), actedAt: house.domain.now() }
    const rule = await addRule(foundation, place.console, act, { ...draft, name: 'PM2.5 小时值' })
    const look = () => evaluateStep(foundation, readings, place.countyId)
    await look()
    source.does(answersJson(() => ({ data: [row(hour(1), 60, 80), row(hour(0), 88.5, 120)] })))
    const id = await add()
    await feeds.pulled(place, id)
    // Once for what was there before, once for the feed.
    const raised = [...(await look()).raised, ...(await look()).raised]
    expect(raised).toEqual([stationId])
    await later(id)
    expect((await look()).raised).toEqual([])
    const alerts = await house.installation.foundation.db
      .selectFrom('alert')
      .select(['ruleId', 'stationId', 'peakValue', 'firstPeriodEnd', 'exceedances'])
      .where('countyId', '=', place.countyId)
      .execute()
    expect(alerts).toEqual([{ ruleId: rule.id, stationId, peakValue: 88.5, firstPeriodEnd: hour(0), exceedances: 1 }])
  })

  it('a day of a feed is the day of a file with the same hours', async () => {
    const day = Date.parse('2026-11-17T00:00:00+08:00')
    const hours = Array.from({ length: 24 }, (_, at) => ({
      end: day + (at + 1) * HOUR_MS,
      pm25: 20 + at * 1.5,
      pm10: 50 + at,
    }))
    source.does(answersJson(() => ({ data: hours.map(({ end, pm25, pm10 }) => row(end, pm25, pm10)) })))
    const id = await add({ since: day })
    await feeds.pulled(place, id)
    const { foundation, readings, auth } = house.installation
    const otherCode = `${stationCode}-2`
    const otherStation = await place.station(otherCode)
    const path = join(root, `${stationCode}.csv`)
    const lines = hours.map(({ end, pm25, pm10 }) => `${label(end)},${otherCode},${pm25},${pm10}`)
    await writeFile(path, ['时间,站点,PM2.5,PM10', ...lines].join('\n'))
    const importing = { foundation, readings, passwords: auth.passwords, rulesOf: usualRulesOf }
    const { plan } = await inspectFile(importing, place.console, path)
    await runImport(importing, place.console, {
      ...{
        path,
        plan,
        importId: foundation.ids.next(),
        only: null,
        refusedPath: `${path}.refused`,
        accountsPath: null,
      },
      ...{ language: 'zh', signal: new AbortController().signal, isFromStart: false, total: null, told: () => {} },
    })
    while ((await readings.rollUp(place.countyId, house.domain.now())) > 0);
    const bindings = await foundation.db
      .selectFrom('deviceBinding')
      .select('deviceId')
      .where('countyId', '=', place.countyId)
      .where('subjectId', '=', otherStation)
      .execute()
    const told = async (deviceId: string) =>
      (await hoursOf(deviceId, 'day')).map((one) => [
        one.periodEnd,
        ...one.readings.map(({ factor, statistic, value, quality }) => `${factor}-${statistic} ${value} ${quality}`),
      ])
    const ofFeed = await told(await deviceOf(id))
    // The mean of 20, 21.5 … 54.5 is 37.25, that of 50 … 73 is 61.5 (rounded by GB/T 8170 where it is shown).
    expect(ofFeed).toEqual([
      [day + DAY_MS, `${PM10}-Avg 61.5 valid`, `${PM10}-N 24 valid`, `${PM25}-Avg 37.25 valid`, `${PM25}-N 24 valid`],
    ])
    expect(await told(bindings[0]?.deviceId ?? '')).toEqual(ofFeed)
  })

  it('a feed goes on where an import began: past and future are one series of one device', async () => {
    const { foundation, readings, auth } = house.installation
    const path = join(root, `${stationCode}-past.csv`)
    await writeFile(path, `时间,站点,PM2.5\n${label(hour(30))},${stationCode},11\n`)
    const importing = { foundation, readings, passwords: auth.passwords, rulesOf: usualRulesOf }
    const { plan } = await inspectFile(importing, place.console, path)
    await runImport(importing, place.console, {
      ...{
        path,
        plan,
        importId: foundation.ids.next(),
        only: null,
        refusedPath: `${path}.refused`,
        accountsPath: null,
      },
      ...{ language: 'zh', signal: new AbortController().signal, isFromStart: false, total: null, told: () => {} },
    })
    source.does(answersJson(() => ({ data: [row(hour(0), 12, 13)] })))
    const id = await add()
    await feeds.pulled(place, id)
    const values = (await hoursOf(await deviceOf(id))).flatMap((one) =>
      one.readings.map(({ value, source: from }) => [value, from]),
    )
    expect(values).toEqual([
      [11, 'import'],
      [13, 'feed'],
      [12, 'feed'],
    ])
  })

  it('the device of a feed speaks no HJ 212: the gateway does not know its MN', async () => {
    source.does(answersJson(() => ({ data: [] })))
    await add()
    const { foundation } = house.installation
    const directory = deviceDirectory(foundation, foundation.clocks.wall)
    expect(await directory.find(`FEED-${stationCode}`)).toBeUndefined()
  })

  it('what was written and not told before a crash is told after it; what was not written leaves nothing', async () => {
    source.does(answersJson(() => ({ data: [row(hour(1), 30, 50), row(hour(0), 31, 51)] })))
    const { readings, foundation } = house.installation
    const crashing = (before: boolean) =>
      feedHouse(
        {
          ...house,
          installation: {
            ...house.installation,
            readings: {
              ...readings,
              async importLayers(...given: Parameters<typeof readings.importLayers>) {
                if (!before) await readings.importLayers(...given)
                throw new Error('killed')
              },
            },
          },
        },
        fresh.dataDir,
      )
    const id = await add()
    for (const before of [true, false]) {
      const crashed = crashing(before)
      house.pass(20 * MINUTE_MS)
      await eventually('a crash', async () => {
        await crashed.worker.step()
        return crashed.wrong.length > 0 ? true : undefined
      })
      await crashed.worker.stop()
    }
    expect((await feeds.pulls(place, id)).map(({ state }) => state)).toEqual(['taking', 'taking'])
    await feeds.worker.takeOver()
    const [second, first] = await feeds.pulls(place, id)
    expect(first).toMatchObject({ state: 'failed', newHours: 0, fault: { code: 'internal' } })
    expect(second).toMatchObject({ state: 'taken', newHours: 2 })
    const told = await foundation.db
      .selectFrom('ledgerEvent')
      .select('id')
      .where('countyId', '=', place.countyId)
      .where('kind', '=', 'feed.pulled')
      .execute()
    expect(told.map((event) => event.id)).toEqual([second?.id])
    expect(await later(id, 20)).toMatchObject({ state: 'unchanged', newHours: 0, unchangedHours: 2 })
  })

  it('a token goes sealed into the database, to its server and nowhere else', async () => {
    const token = 's3cret/+&token'
    source.does(answersJson(({ headers }) => ({ data: [row(hour(0), 30, 50)], echo: headers.authorization })))
    const request = { headers: [{ name: 'Authorization', value: 'Bearer {token}' }] }
    const secured = { url: `${source.url}/hours?key={token}`, request, stations: oneStation() }
    const id = await add({ ...secured, token })
    await feeds.pulled(place, id)
    expect(source.seen[0]?.query.key).toBe(token)
    const { foundation } = house.installation
    for (const table of ['feed', 'act', 'ledger_event', 'feed_pull']) {
      const rows = await sql<{ text: string }>`select t::text as text from ${sql.table(table)} t`.execute(foundation.db)
      expect(rows.rows.filter(({ text }) => text.includes(token) || text.includes('s3cret'))).toEqual([])
    }
    // Elsewhere it must be given anew, also to be tried.
    const elsewhere = draftOf({ ...secured, url: 'http://10.1.1.1/hours?key={token}' })
    const act = { ...place.act(), expects: 1 }
    const limits = { folders: [root] }
    const refusal = await changeFeed(foundation, place.console, act, id, elsewhere, limits).catch(
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(Problem)
    expect(refusal).toMatchObject({ code: 'feed-unfit', params: { reason: 'token-needed' } })
    const { plan } = elsewhere
    const wish = { id, kind: 'http' as const, ...plan }
    await expect(tokenToTry(foundation, place.console, wish, limits)).rejects.toMatchObject({ code: 'feed-unfit' })
    // Tried on its own server, what is shown has it not.
    const same = { ...wish, request: { ...draftOf(secured).plan.request } as typeof plan.request }
    const kept = await tokenToTry(foundation, place.console, same, limits)
    const http = {
      wall: foundation.clocks.wall,
      ids: foundation.ids,
      temporary: root,
      mostBytes: 1e6,
      allowLocal: true,
    }
    const parts = { http, roots: [root], steady: steadyClock }
    const tried = await tryFeed(parts, same, kept, NOON, new AbortController().signal)
    expect(tried.head).toContain('Bearer {token}')
    expect(tried.head + tried.told).not.toContain('s3cret')
    expect(tried.read?.values.map(({ factor, value }) => [factor, value])).toEqual([
      [PM25, 30],
      [PM10, 50],
    ])
  })

  it('one pull of a feed at a time, however many look', async () => {
    const gate = Promise.withResolvers<void>()
    source.does(async (_request, response) => {
      await gate.promise
      response.end(JSON.stringify({ data: [row(hour(0), 30, 50)] }))
    })
    const others = [feedHouse(house, fresh.dataDir), feedHouse(house, fresh.dataDir)]
    const id = await add()
    for (const { worker } of [feeds, ...others, feeds, ...others]) await worker.step()
    await eventually('a request', async () => (source.seen.length > 0 ? true : undefined))
    for (const { worker } of [feeds, ...others]) await worker.step()
    gate.resolve()
    await eventually('the pull', async () => {
      const [pull] = await feeds.pulls(place, id)
      return pull === undefined || pull.state === 'taking' ? undefined : pull
    })
    expect(source.seen).toHaveLength(1)
    // Each has ended what it began: nothing is left to come.
    for (const { worker } of others) await worker.stop()
    expect((await feeds.pulls(place, id)).map(({ state }) => state)).toEqual(['taken'])
  })

  it('a token that a server echoes is not told, and no other server is sent what was meant for one', async () => {
    const token = 's3cret/+&token'
    const other = await openFeedSource()
    other.does(answersJson(() => ({ data: [] })))
    source.does((request, response) => {
      if (request.path === '/echo') return void response.end(`not JSON ${request.query.key}`)
      response.writeHead(307, { location: `${other.url}/stolen` }).end()
    })
    const echoed = await add({ url: `${source.url}/echo?key={token}`, token })
    expect((await feeds.pulled(place, echoed))[0]?.fault).toEqual({
      code: 'not-json',
      params: { at: 'not JSON {token}' },
    })
    const away = await house.found()
    const station = await away.station('W1')
    const headers = [{ name: 'Authorization', value: 'Bearer {token}' }]
    const stations = [{ code: '1001A', stationId: station }]
    const body = '{"token":"{token}"}'
    const posted = draftOf({ url: source.url, token, stations, request: { method: 'POST', body, headers } })
    const id = await feeds.add(away, posted)
    expect((await feeds.pulled(away, id))[0]?.fault).toEqual({ code: 'redirects', params: { to: other.url } })
    expect(other.seen).toEqual([])
    const got = draftOf({
      name: 'GET',
      url: source.url,
      token,
      stations: [{ code: 'x', stationId: await away.station('W2') }],
      request: { headers },
    })
    expect((await feeds.pulled(away, await feeds.add(away, got)))[0]).toMatchObject({ state: 'unchanged' })
    expect(other.seen.map((one) => [one.path, one.headers.authorization])).toEqual([['/stolen', undefined]])
    await other.close()
  })

  it('neither this machine nor its link is asked without the word of the operator, also not by a redirect or a name', async () => {
    const strict = feedHouse(house, fresh.dataDir, [], false)
    const reached: string[] = []
    source.does((request, response) => {
      reached.push(request.path)
      response.end('{}')
    })
    const places = [
      `127.0.0.1:${source.port}`,
      `localhost:${source.port}`,
      `[::ffff:127.0.0.1]:${source.port}`,
      '169.254.169.254',
      '2130706433',
    ]
    for (const [at, host] of places.entries()) {
      const other = await house.found()
      const station = await other.station(`X${at}`)
      const id = await strict.add(
        other,
        draftOf({ url: `http://${host}/x`, stations: [{ code: '1001A', stationId: station }] }),
      )
      expect((await strict.pulled(other, id))[0]).toMatchObject({ state: 'failed', fault: { code: 'address' } })
    }
    expect(reached).toEqual([])
    await strict.worker.stop()
    // Where loopback is allowed, metadata is not.
    source.does(redirects('http://169.254.169.254/latest/meta-data/'))
    const id = await add()
    expect((await feeds.pulled(place, id))[0]).toMatchObject({
      fault: { code: 'address', params: { address: '169.254.169.254' } },
    })
  })

  it('a folder is watched: whole files once, pieces not yet, changed ones again', async () => {
    const path = join(root, stationCode)
    await mkdir(path)
    const id = await add({
      kind: 'folder',
      folder: { path, pattern: '*.csv' },
      reading: { form: 'table', rows: '', needsLineEnd: true },
      schedule: { everyMinutes: 1 },
    })
    const csv = (...lines: string[]) => ['code,time,pm25,pm10', ...lines].map((line) => `${line}\r\n`).join('')
    const line = (ago: number, pm25: unknown) => `1001A,${label(hour(ago))},${pm25},60`
    expect((await feeds.pulled(place, id))[0]).toMatchObject({ state: 'unchanged', fileName: null })
    await writeFile(join(path, 'a.csv'), csv(line(2, 35), line(1, 'x')))
    await writeFile(join(path, 'b.txt'), 'nothing of ours')
    // The first look sees it, the second that it has not changed.
    expect(await later(id, 1)).toMatchObject({ state: 'unchanged', fileName: null })
    const taken = await later(id, 1)
    expect(taken).toMatchObject({ state: 'taken', fileName: 'a.csv', newHours: 1, refused: 1 })
    expect(await later(id, 1)).toMatchObject({ state: 'unchanged', fileName: null, rowCount: 0 })
    // Another name for the same content is no news.
    await rename(join(path, 'a.csv'), join(path, 'c.csv'))
    await later(id, 1)
    expect(await later(id, 1)).toMatchObject({ state: 'unchanged', fileName: null })
    // A file without its end is only a piece, however long it lies there.
    await writeFile(join(path, 'd.csv'), `${csv(line(1, 36))}1001A,${label(hour(0))},3`)
    await later(id, 1)
    expect(await later(id, 1)).toMatchObject({ state: 'failed', fileName: 'd.csv', fault: { code: 'cut' } })
    await writeFile(join(path, 'd.csv'), csv(line(1, 36), line(0, 37)))
    await later(id, 1)
    expect(await later(id, 1)).toMatchObject({ state: 'taken', fileName: 'd.csv', newHours: 2, fault: null })
    // The same file saved once more with another value revises it.
    await writeFile(join(path, 'd.csv'), csv(line(1, 40), line(0, 37)))
    await later(id, 1)
    expect(await later(id, 1)).toMatchObject({ state: 'taken', newHours: 0, revisedHours: 1, unchangedHours: 1 })
  })

  it('a folder that leads out of what is allowed is not looked into', async () => {
    const outside = join(fresh.dataDir, 'outside')
    await mkdir(outside)
    await writeFile(join(outside, 'a.csv'), 'code,time,pm25,pm10\n')
    await expect(add({ kind: 'folder', folder: { path: outside, pattern: '*' } })).rejects.toMatchObject({
      code: 'feed-unfit',
      params: { reason: 'folder-outside' },
    })
    const link = join(root, `${stationCode}-link`)
    await symlink(outside, link)
    const id = await add({ kind: 'folder', folder: { path: link, pattern: '*' } })
    expect((await feeds.pulled(place, id))[0]).toMatchObject({
      fault: { code: 'folder', params: { reason: 'outside' } },
    })
  })
})
