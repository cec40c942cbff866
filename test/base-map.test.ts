import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../src/domain/access/table.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { country, countryFile, putMap } from './setup/tile-country.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'

const KEY = '0123456789abcdef0123456789abcdef'
const who: readonly Role[] = ['administrator', 'grid-member', 'auditor']
const plan: CountyPlan = {
  code: '439952',
  name: '底图县',
  towns: ['town-1'],
  units: [{ key: 'unit-1', town: 'town-1' }],
  people: who.map((role) => ({ key: role, roles: [role], unit: 'unit-1', town: 'town-1' })),
  stations: [{ code: 'S1', town: 'town-1', mn: '439952010000A05C1E7B0001', pw: '100001' }],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}
const none = { kind: 'none', picture: null, file: null, credit: '', key: null }

describe.each(databaseKinds)('what lies under the maps, on %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let county: FoundCounty
  let administrator: SignedIn
  let member: SignedIn
  let auditor: SignedIn

  beforeAll(async () => {
    home = await freshDatabase(kind)
    county = await inInstallation(home, (installation) => foundCountyAs(installation, plan))
    await putMap(home.dataDir, 'county.pmtiles', countryFile())
    await putMap(home.dataDir, 'notes.pmtiles', Buffer.from('no tiles'))
    await putMap(home.dataDir, 'readme.txt', Buffer.from('not asked for'))
    weike = await startWeike(home)
    administrator = await signIn(weike.http, county.signInName('administrator'), PASSWORD)
    member = await signIn(weike.http, county.signInName('grid-member'), PASSWORD)
    auditor = await signIn(weike.http, county.signInName('auditor'), PASSWORD)
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const set = (expects: number, more: object) =>
    administrator.ask('POST /api/base-map', { body: act({ ...none, expects, ...more }) })
  const tiles = (headers: Record<string, string> = {}) =>
    fetch(`${weike.http}/api/base-map/tiles`, { headers: { ...member.headers, ...headers } })
  const policy = async () => (await fetch(`${weike.http}/api/health`)).headers.get('content-security-policy')

  it('is nothing until somebody sets it; the files that were found are told with what is wrong with them', async () => {
    expect(await member.call('GET /api/base-map')).toEqual({ ...none, form: null })
    const { version, files, folder } = await administrator.call('GET /api/base-map/setting')
    expect([version, folder]).toEqual([0, join(home.dataDir, 'maps')])
    expect(files).toEqual([
      {
        ...{ name: 'county.pmtiles', bytes: countryFile().length, fault: null, form: 'vector' },
        ...{ minZoom: 8, maxZoom: 13, bounds: country.bounds },
      },
      {
        ...{ name: 'notes.pmtiles', bytes: 8, fault: 'not-pmtiles', form: null },
        ...{ minZoom: null, maxZoom: null, bounds: null },
      },
    ])
    expect((await tiles()).status).toBe(404)
  })

  it('a file is set by its name, once, and sent to whoever signed in: whole, by ranges, or not again', async () => {
    expect((await set(0, { kind: 'pmtiles', file: '../keys/device.key' })).verdict).toBe('422 target-unknown')
    expect((await set(0, { kind: 'pmtiles', file: 'notes.pmtiles' })).verdict).toBe('400 invalid-input')
    const body = act({ ...none, expects: 0, kind: 'pmtiles', file: 'county.pmtiles', credit: '审图号' })
    expect(await administrator.call('POST /api/base-map', { body })).toEqual({ version: 1 })
    // The same act once more, as after an answer that got lost.
    expect(await administrator.call('POST /api/base-map', { body })).toEqual({ version: 1 })
    expect((await set(0, {})).verdict).toBe('409 version-conflict')
    expect(await member.call('GET /api/base-map')).toEqual({
      ...{ ...none, kind: 'pmtiles', file: 'county.pmtiles', credit: '审图号', form: 'vector' },
    })

    const file = countryFile()
    const whole = await tiles()
    expect([whole.status, whole.headers.get('accept-ranges')]).toEqual([200, 'bytes'])
    expect(whole.headers.get('content-type')).toBe('application/vnd.pmtiles')
    expect(Buffer.from(await whole.arrayBuffer()).equals(file)).toBe(true)
    const etag = whole.headers.get('etag') ?? ''
    for (const [range, from, to] of [
      ['bytes=0-126', 0, 126],
      ['bytes=127-1126', 127, 1126],
      ['bytes=-100', file.length - 100, file.length - 1],
      [`bytes=${file.length - 1}-`, file.length - 1, file.length - 1],
    ] as const) {
      const part = await tiles({ range, 'if-range': etag })
      expect(part.status).toBe(206)
      expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to}/${file.length}`)
      expect(part.headers.get('content-length')).toBe(String(to - from + 1))
      expect(Buffer.from(await part.arrayBuffer()).equals(file.subarray(from, to + 1))).toBe(true)
    }
    const behind = await tiles({ range: `bytes=${file.length}-` })
    expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${file.length}`])
    expect((await tiles({ 'if-none-match': etag })).status).toBe(304)
    // A part of what is not what the rest is of: all of it.
    expect((await tiles({ range: 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200)
    expect((await fetch(`${weike.http}/api/base-map/tiles`)).status).toBe(401)
    expect(await policy()).not.toContain('tianditu')
  })

  it('another file of the same name has another mark; one that has gone is told so and breaks nothing', async () => {
    const before = (await tiles({ range: 'bytes=0-9' })).headers.get('etag')
    const other = Buffer.concat([countryFile(), Buffer.from('more')])
    await writeFile(join(home.dataDir, 'maps', 'county.pmtiles'), other)
    const after = await tiles({ range: 'bytes=-4' })
    expect(after.headers.get('etag')).not.toBe(before)
    expect(await after.text()).toBe('more')
    await rm(join(home.dataDir, 'maps', 'county.pmtiles'))
    expect(await member.call('GET /api/base-map')).toMatchObject({ kind: 'pmtiles', form: null })
    expect((await tiles()).status).toBe(404)
  })

  it('Tianditu’s hosts are open to the pages, and its key known to browsers, only while it is set', async () => {
    const wanted = { kind: 'tianditu', picture: 'vector' }
    expect((await set(1, wanted)).verdict).toBe('400 invalid-input')
    expect((await set(1, { ...wanted, key: 'tk=1&x' })).verdict).toBe('400 invalid-input')
    const body = act({ ...none, expects: 1, ...wanted, key: KEY })
    expect((await administrator.ask('POST /api/base-map', { body })).verdict).toBe('200')
    expect(await member.call('GET /api/base-map')).toMatchObject({ ...wanted, key: KEY })
    const setting = await auditor.ask('GET /api/base-map/setting')
    expect(setting.body).toMatchObject({ ...wanted, hasKey: true, version: 2 })
    expect(JSON.stringify(setting.body)).not.toContain(KEY)
    // Another picture with the key that is kept.
    expect((await set(2, { ...wanted, picture: 'imagery' })).verdict).toBe('200')
    expect(await member.call('GET /api/base-map')).toMatchObject({ picture: 'imagery', key: KEY })
    const hosts = Array.from({ length: 8 }, (_, at) => `https://t${at}.tianditu.gov.cn`).join(' ')
    expect(await policy()).toContain(`connect-src 'self' ${hosts};`)
    await weike.stop()
    weike = await startWeike(home)
    expect(await policy()).toContain(hosts)
    administrator = await signIn(weike.http, county.signInName('administrator'), PASSWORD)
    expect((await set(3, {})).verdict).toBe('200')
    expect(await policy()).not.toContain('tianditu')
    // The act of then once more, as out of a long sleep: it opens nothing.
    expect((await administrator.ask('POST /api/base-map', { body })).verdict).toBe('200')
    expect(await policy()).not.toContain('tianditu')
    // The key went with it.
    expect((await set(4, wanted)).verdict).toBe('400 invalid-input')
  })

  it('who set what stands in the ledger, and the key nowhere: not there, not in what the server says', async () => {
    auditor = await signIn(weike.http, county.signInName('auditor'), PASSWORD)
    const { items } = await auditor.call('GET /api/changes', { query: { type: 'base-map' } })
    expect(items.map((one) => one.kind)).toEqual(Array(4).fill('base-map.set'))
    expect(new Set(items.map(({ subject }) => subject))).toEqual(new Set(['底图县']))
    const exported = (await auditor.bytes('GET /api/ledger/export')).bytes.toString('utf8')
    const events = [...exported.matchAll(/"bytes":"([^"]+)"/g)].map(([, packed = '']) => atob(packed))
    const told = events.filter((event) => event.includes('"kind":"base-map.set"'))
    expect(told.map((event) => event.includes('"hasNewKey":true'))).toEqual([false, true, false, false])
    expect([exported, ...events].filter((text) => text.includes(KEY))).toEqual([])
    expect(weike.said()).not.toContain(KEY)
  })
})
