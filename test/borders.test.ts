import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../src/domain/access/table.ts'
import { drawRegion } from '../src/domain/regions/service.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { at, type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { eventually } from './setup/eventually.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { actNow, consoleOf, inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const who: readonly Role[] = ['administrator', 'dispatcher', 'auditor']
const plan: CountyPlan = {
  code: '439961',
  name: '画界县',
  towns: ['town-1', 'town-2'],
  units: [{ key: 'unit-1', town: 'town-1' }],
  people: who.map((role) => ({ key: role, roles: [role], unit: 'unit-1', town: 'town-1' })),
  stations: [
    { code: 'S1', town: 'town-1', mn: '439961010000A05C1E7B0001', pw: '100001' },
    { code: 'S2', town: 'town-1', mn: '439961010000A05C1E7B0002', pw: '100002' },
  ],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}

type Corner = [number, number]
const box = (west: number, south: number, side: number): Corner[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
]
/** A square with a lake in it, and an island beyond, as a file brings them in. */
const withLake = [[box(113, 29, 0.04), box(113.01, 29.01, 0.01)], [box(113.06, 29, 0.01)]]

describe.each(databaseKinds)('borders that people draw, and circles that they set, on %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let county: FoundCounty
  let administrator: SignedIn
  let auditor: SignedIn

  beforeAll(async () => {
    home = await freshDatabase(kind)
    county = await inInstallation(home, async (installation) => {
      const found = await foundCountyAs(installation, plan)
      const { foundation } = installation
      // Two kilometres from each other: 0.018° of latitude, 111.2 km a degree.
      const stand = (code: string, level: 'national' | 'micro', latWgs84: number) =>
        foundation.db
          .updateTable('station')
          .set({ level, lonWgs84: 113.02, latWgs84 })
          .where('countyId', '=', found.countyId)
          .where('code', '=', code)
          .execute()
      await stand('S1', 'national', 29.02)
      await stand('S2', 'micro', 29.038)
      const wanted = { regionId: at(found.regions, 'town-2'), polygons: withLake }
      await drawRegion(foundation, consoleOf(found.countyId), actNow(installation), wanted)
      return found
    })
    weike = await startWeike(home)
    administrator = await signIn(weike.http, county.signInName('administrator'), PASSWORD)
    auditor = await signIn(weike.http, county.signInName('auditor'), PASSWORD)
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const outlineOf = async (id: string) =>
    (await administrator.call('GET /api/regions/outlines')).items.find(({ regionId }) => regionId === id)?.polygons
  const versionOf = async (id: string) =>
    (await administrator.call('GET /api/regions')).items.find((one) => one.id === id)?.outlineVersion
  const draw = (id: string, body: { expects: number; part: number; ring: Corner[]; actId?: string }) =>
    administrator.ask('POST /api/regions/:id/border', { params: { id }, body: { ...act(), ...body } })
  const detail = ({ body }: { body: unknown }) => JSON.stringify(body)

  it('a grid is added under its town and drawn; the same act again draws nothing', async () => {
    const parentId = at(county.regions, 'town-1')
    const body = act({ code: 'G-1', name: '一网格', level: 'grid' as const, parentId })
    const { id } = await administrator.call('POST /api/regions', { body })
    expect(await administrator.call('POST /api/regions', { body })).toEqual({ id })
    expect(await versionOf(id)).toBe(0)
    const actId = randomUUID()
    const first = { ...act({ expects: 0, part: 0, ring: box(113.02, 29.02, 0.01) }), actId }
    const drawn = await administrator.call('POST /api/regions/:id/border', { params: { id }, body: first })
    // A hundredth of a degree each way at 29.025° N, by the series of NGA: 110 836.8 m times 97 415.3 m.
    expect(drawn).toEqual({ id, version: 1, areaKm2: 1.0797 })
    expect(await administrator.call('POST /api/regions/:id/border', { params: { id }, body: first })).toEqual(drawn)
    expect(await outlineOf(id)).toEqual([[box(113.02, 29.02, 0.01)]])
    expect(await versionOf(id)).toBe(1)

    const level = await administrator.ask('POST /api/regions', {
      body: act({ code: 'T-9', name: '镇下之镇', level: 'town', parentId: id }),
    })
    expect(level.verdict).toBe('422 region-unfit')
    const taken = await administrator.ask('POST /api/regions', {
      body: act({ code: 'G-1', name: '又一', level: 'grid', parentId }),
    })
    expect(taken.verdict).toBe('409 already-exists')
  })

  it('of two who draw upon the same version one is told so, and the last line stands', async () => {
    const id = at(county.regions, 'town-1')
    const both = await Promise.all([
      draw(id, { expects: 0, part: 0, ring: box(113.01, 29.01, 0.03) }),
      draw(id, { expects: 0, part: 0, ring: box(113.01, 29.01, 0.02) }),
    ])
    expect(both.map(({ verdict }) => verdict).toSorted()).toEqual(['200', '409 version-conflict'])
    expect((await draw(id, { expects: 1, part: 0, ring: box(113.01, 29.01, 0.02) })).verdict).toBe('200')
    expect(await outlineOf(id)).toEqual([[box(113.01, 29.01, 0.02)]])
  })

  it('a line that is no border is refused, and the words say which edges or points', async () => {
    const id = at(county.regions, 'town-1')
    const before = await outlineOf(id)
    const expects = 2
    const bowTie: Corner[] = [
      [113, 29],
      [113.01, 29.01],
      [113.01, 29],
      [113, 29.01],
      [113, 29],
    ]
    const crossing = await draw(id, { expects, part: 0, ring: bowTie })
    expect(crossing.verdict).toBe('422 region-unfit')
    expect(detail(crossing)).toContain('1×3')
    const open = await draw(id, { expects, part: 0, ring: box(113, 29, 0.01).slice(0, 4) })
    expect([open.verdict, detail(open).includes('没有闭合')]).toEqual(['422 region-unfit', true])
    const turned = await draw(id, { expects, part: 0, ring: box(29, 83, 0.01) })
    expect([turned.verdict, detail(turned).includes('写反')]).toEqual(['422 region-unfit', true])
    expect((await draw(id, { expects, part: 2, ring: box(113, 29, 0.01) })).verdict).toBe('422 target-unknown')
    expect((await draw(id, { expects, part: 0, ring: [[200, 29]] })).verdict).toBe('400 invalid-input')
    expect((await draw(randomUUID(), { expects, part: 0, ring: box(113, 29, 0.01) })).verdict).toBe('404 not-found')
    expect(await outlineOf(id)).toEqual(before)
    expect(await versionOf(id)).toBe(2)
  })

  it('of a border that came by a file one part is drawn anew: its lake and its island stay as they were', async () => {
    const id = at(county.regions, 'town-2')
    const [mainland = [], island = []] = withLake
    const lake = mainland[1] ?? []
    expect((await draw(id, { expects: 1, part: 0, ring: box(113, 29, 0.05) })).verdict).toBe('200')
    expect(await outlineOf(id)).toEqual([[box(113, 29, 0.05), lake], island])
    const cut = await draw(id, { expects: 2, part: 0, ring: box(113.015, 29, 0.03) })
    expect([cut.verdict, detail(cut).includes('第 1 个空洞')]).toEqual(['422 region-unfit', true])
    const over = await draw(id, { expects: 2, part: 0, ring: box(113, 29, 0.065) })
    expect([over.verdict, detail(over).includes('第 2 块重叠')]).toEqual(['422 region-unfit', true])
    // One more part, in the lake; then that one alone is taken away, then everything.
    expect((await draw(id, { expects: 2, part: 2, ring: box(113.012, 29.012, 0.004) })).verdict).toBe('200')
    const remove = (expects: number, part: number | null) =>
      administrator.ask('POST /api/regions/:id/border/remove', { params: { id }, body: act({ expects, part }) })
    expect((await remove(2, 2)).verdict).toBe('409 version-conflict')
    expect((await remove(3, 2)).verdict).toBe('200')
    expect(await outlineOf(id)).toEqual([[box(113, 29, 0.05), lake], island])
    expect((await remove(4, null)).verdict).toBe('200')
    expect(await outlineOf(id)).toBeUndefined()
    expect((await remove(5, null)).verdict).toBe('422 target-unknown')
    // Its version goes on, so that nobody draws over what they have not seen.
    expect((await draw(id, { expects: 1, part: 0, ring: box(113, 29, 0.01) })).verdict).toBe('409 version-conflict')
    expect((await draw(id, { expects: 5, part: 0, ring: box(113, 29, 0.01) })).verdict).toBe('200')
  })

  it('the circles are the usual ones until the county says otherwise, and again when it takes that back', async () => {
    const usual = { radiiKm: [1, 3, 5], usualKm: [1, 3, 5], isOwn: false, version: 0 }
    expect(await administrator.call('GET /api/circles')).toEqual(usual)
    const set = (expects: number, radiiKm: number[]) =>
      administrator.ask('POST /api/circles', { body: act({ expects, radiiKm }) })
    expect((await set(0, [1, 3, 2])).verdict).toBe('422 circles-unfit')
    expect((await set(0, [0.05])).verdict).toBe('400 invalid-input')
    const body = act({ expects: 0, radiiKm: [0.5, 2, 4, 8] })
    const own = { radiiKm: [0.5, 2, 4, 8], usualKm: [1, 3, 5], isOwn: true, version: 1 }
    expect(await administrator.call('POST /api/circles', { body })).toEqual(own)
    expect(await administrator.call('POST /api/circles', { body })).toEqual(own)
    expect(await auditor.call('GET /api/circles')).toEqual(own)
    expect((await set(0, [1])).verdict).toBe('409 version-conflict')
    expect((await set(1, [])).verdict).toBe('200')
    expect(await administrator.call('GET /api/circles')).toEqual({ ...usual, version: 2 })
  })

  it('rules that look by circle judge by the county’s own circles from then on', async () => {
    const rule = {
      ...{ name: '核心圈超标', kind: 'threshold', params: { durationMinutes: 0 }, factor: 'a34004' },
      ...{ resolution: 'realtime', stationId: null, threshold: 75, severity: 'urgent', groupWindowMinutes: 30 },
      ...{ narrowing: { level: null, circle: 'core', hours: null, period: null }, enabled: true },
    } as const
    const { id } = await administrator.call('POST /api/rules', { body: act({ rule }) })
    const alertsOf = async (rule: string) => (await administrator.call('GET /api/alerts', { query: { rule } })).items
    const exceed = (ago: number) => {
      const at = Date.now() - ago
      return sendFrames(weike.hj212, [uploadFrame({ ...second, at, data: 'a34004-Rtd=90' })])
    }
    const [, second = { mn: '', pw: '' }] = plan.stations
    await exceed(60_000)
    // The rule for every station has seen the frame; two kilometres are not within the core of one.
    await eventually('the alert of the rule for all', async () => (await alertsOf(county.ruleId))[0])
    expect(await alertsOf(id)).toEqual([])
    await administrator.call('POST /api/circles', { body: act({ expects: 2, radiiKm: [2.5] }) })
    await exceed(0)
    const alert = await eventually('the alert of the core', async () => (await alertsOf(id))[0])
    expect(alert.stationCode).toBe('S2')
  })

  it('who drew and who set what is told, each act is one event, and the chain holds', async () => {
    const changes = async (type: string) =>
      (await auditor.call('GET /api/changes', { query: { type } })).items.map((one) => [one.kind, one.subject])
    expect(await changes('circles')).toEqual([
      ['circles.set', '画界县'],
      ['circles.taken-back', '画界县'],
      ['circles.set', '画界县'],
    ])
    const kinds = (await changes('region')).map(([what]) => what)
    expect(kinds.filter((what) => what === 'region.border-removed')).toHaveLength(2)
    // By hand: the grid 1, the first town 2, the second 3; and the one of the file.
    expect(kinds.filter((what) => what === 'region.drawn')).toHaveLength(7)
    const versions = await inInstallation(home, ({ foundation }) =>
      sql<{ n: number }>`select count(*)::int as n from act where kind in ('draw-border', 'remove-border')`.execute(
        foundation.db,
      ),
    )
    expect(versions.rows).toEqual([{ n: 8 }])
    const verified = await runWeike(home, ['verify-ledger', '--data', home.dataDir])
    expect({ status: verified.status, said: verified.stderr }).toMatchObject({ status: 0 })
  })
})
