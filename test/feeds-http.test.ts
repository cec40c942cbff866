import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS, isoShanghai } from '../src/standards/civil-time.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { answersJson, type FeedSource, openFeedSource } from './setup/feed-source.ts'
import { type DraftWords, draftOf, PM25 } from './setup/feeds.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { demoWithoutSimulator, type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const PASSWORD = 'weike-demo'
const newest = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
const label = (end: number) => isoShanghai(end).slice(0, 19).replace('T', ' ')
const row = (ago: number, pm25: unknown) => ({ code: '1001A', time: label(newest - ago * HOUR_MS), pm25, pm10: 60 })

describe.each(kindsOfLongChains)('feeds set up in the browser on %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let admin: SignedIn
  let source: FeedSource
  let stationId: string
  let stationCode: string
  let inbox: string

  beforeAll(async () => {
    home = await freshDatabase(kind)
    inbox = join(home.dataDir, 'inbox')
    await mkdir(inbox, { recursive: true })
    const settings = { feeds: { allowPrivate: true, folders: ['inbox'] } }
    await writeFile(join(home.dataDir, 'weike.json'), JSON.stringify(settings))
    source = await openFeedSource()
    await start()
    const [station] = (await admin.call('GET /api/stations')).items
    stationId = station?.id ?? ''
    stationCode = station?.code ?? ''
  })
  afterAll(async () => {
    await source?.close()
    await weike?.kill()
    await home?.remove()
  })

  async function start() {
    weike = await startWeike(home, demoWithoutSimulator)
    admin = await signIn(weike.http, 'tangweidong', PASSWORD)
  }

  /** As the browser sends it: a draft that names no beginning. */
  const body = (words: Partial<DraftWords>) => draftOf({ stations: [{ code: '1001A', stationId }], ...words })
  const one = (id: string) => admin.call('GET /api/feeds/:id', { params: { id } })
  const pullsOf = async (id: string) => (await admin.call('GET /api/feeds/:id/pulls', { params: { id } })).items

  it('looked at, tried, set up, pulled, revised, killed and going on', async () => {
    source.does(answersJson(() => ({ code: 200, data: [row(1, 35), row(0, '坏')] })))
    const { plan } = body({ url: `${source.url}/hours` })
    const looked = await admin.call('POST /api/feeds/try', {
      body: { id: null, kind: 'http', request: plan.request, folder: null, reading: null, stations: [] },
    })
    expect(looked).toMatchObject({ status: 200, fault: null, read: null })
    expect(looked.found).toEqual([{ path: 'data[*]', rows: 2, fields: ['code', 'time', 'pm25', 'pm10'] }])
    const tried = await admin.call('POST /api/feeds/try', {
      body: { id: null, kind: 'http', ...plan },
    })
    expect(tried.read).toMatchObject({ rows: 2, refused: 1, problems: [{ line: 2, fault: 'number' }] })
    expect(tried.read?.values).toContainEqual(
      expect.objectContaining({ code: '1001A', factor: PM25, value: 35, unit: 'µg/m³' }),
    )
    expect((await admin.call('GET /api/feeds')).items).toEqual([])

    const { id } = await admin.call('POST /api/feeds', { body: { ...act(), ...body({ url: `${source.url}/hours` }) } })
    const pulled = await eventually('the first pull', async () =>
      (await one(id)).state === 'good' ? one(id) : undefined,
    )
    expect(pulled).toMatchObject({ name: '省站接口', hasToken: false, newest: isoShanghai(newest - HOUR_MS) })
    const [pull] = await pullsOf(id)
    expect(pull).toMatchObject({ cause: 'person', state: 'taken', newHours: 1, refused: 1, sha256: expect.any(String) })
    const file = await admin.bytes('GET /api/feeds/:id/pulls/:pullId/refused', {
      params: { id, pullId: pull?.id ?? '' },
    })
    expect(file.bytes.toString('utf8')).toBe(
      `\ufeffcode,time,pm25,pm10,行号,原因\r\n1001A,${label(newest)},坏,60,2,“pm25 = 坏”不是数值\r\n`,
    )
    const devices = (await admin.call('GET /api/devices')).items.filter((device) => device.kind === 'feed')
    expect(devices).toMatchObject([{ mn: `FEED-${stationCode}`, online: false, boundTo: { id: stationId } }])

    // A revision, and what was known before it.
    const before = new Date().toISOString()
    source.does(answersJson(() => ({ data: [row(1, 36.5)] })))
    await admin.call('POST /api/feeds/:id/pull', { params: { id }, body: act() })
    await eventually('the second pull', async () =>
      (await pullsOf(id)).filter(({ state }) => state !== 'taking').length === 2 ? true : undefined,
    )
    const query = {
      mn: `FEED-${stationCode}`,
      factor: 'PM2.5',
      resolution: 'hour',
      from: isoShanghai(newest - 2 * HOUR_MS),
      to: isoShanghai(newest),
    }
    const valuesOf = async (more = {}) =>
      (await admin.call('GET /api/readings', { query: { ...query, ...more } })).items.map(({ value, source: from }) => [
        value,
        from,
      ])
    expect(await valuesOf()).toEqual([[36.5, 'feed']])
    expect(await valuesOf({ knownAt: before })).toEqual([[35, 'feed']])
    const layers = await admin.call('GET /api/readings/layers', {
      query: { mn: `FEED-${stationCode}`, factor: 'PM2.5', resolution: 'hour', at: isoShanghai(newest - HOUR_MS) },
    })
    expect(layers.items.map((layer) => layer.source)).toEqual(['feed', 'feed'])
    // Nobody asks it for anything over HJ 212.
    const asked = await admin.ask('POST /api/devices/:id/commands', {
      params: { id: devices[0]?.id ?? '' },
      body: act({ kind: 'time' }),
    })
    expect(asked.verdict).toMatch(/^4\d\d/)

    const told = await runWeike(home, ['feed', 'pull', '省站接口', '--data', home.dataDir])
    expect({ status: told.status, told: JSON.parse(told.stdout) }).toMatchObject({
      status: 0,
      told: { state: 'unchanged', rows: 1 },
    })
    const listed = await runWeike(home, ['feed', 'list', '--data', home.dataDir])
    expect(JSON.parse(listed.stdout)).toMatchObject({
      name: '省站接口',
      state: 'good',
      newest: isoShanghai(newest - HOUR_MS),
    })
    expect((await runWeike(home, ['feed', 'pull', '没有', '--data', home.dataDir])).status).toBe(1)

    await weike.kill()
    await start()
    await admin.call('POST /api/feeds/:id/pull', { params: { id }, body: act() })
    const third = await eventually('a pull after the kill', async () => {
      const pulls = await pullsOf(id)
      return pulls.length >= 4 && pulls[0]?.state !== 'taking' ? pulls[0] : undefined
    })
    expect(third).toMatchObject({ state: 'unchanged', newHours: 0, unchangedHours: 1 })
  })

  it('a file that is saved into a folder is taken once it lies still', async () => {
    const stations = (await admin.call('GET /api/stations')).items
    const other = stations[1]?.id ?? ''
    const draft = body({
      ...{ name: '目录', kind: 'folder', folder: { path: inbox, pattern: '*.csv' }, schedule: { everyMinutes: 1 } },
      ...{ reading: { form: 'table', rows: '' }, stations: [{ code: 'S2', stationId: other }] },
    })
    await writeFile(join(inbox, 'a.csv'), `code,time,pm25,pm10\nS2,${label(newest)},12,30\n`)
    const { id } = await admin.call('POST /api/feeds', { body: { ...act(), ...draft } })
    const pull = await eventually('the file', async () =>
      (await pullsOf(id)).find(({ fileName, state }) => fileName === 'a.csv' && state !== 'taking'),
    )
    expect(pull).toMatchObject({ state: 'taken', newHours: 1 })
  })

  it('what cannot work is refused in words, with what is wrong', async () => {
    const refused = async (words: Partial<DraftWords>) =>
      (await admin.ask('POST /api/feeds', { body: { ...act(), ...body({ name: '不行', ...words }) } })).body
    expect(await refused({ url: 'ftp://x/' })).toMatchObject({ code: 'feed-unfit' })
    expect(await refused({ url: `${source.url}/?appkey=abc` })).toMatchObject({
      code: 'feed-unfit',
      detail: expect.stringContaining('appkey'),
    })
    expect(await refused({ kind: 'folder', folder: { path: '/etc', pattern: '*' } })).toMatchObject({
      detail: expect.stringContaining('/etc'),
    })
    expect(await refused({ url: source.url })).toMatchObject({
      code: 'feed-unfit',
      detail: expect.stringMatching(/另一个|Another/),
    })
  })
})
