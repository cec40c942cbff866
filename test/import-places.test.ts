import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { claimInstallation, countiesOf, foundCounty } from '../src/domain/counties/service.ts'
import { landFeatures, outlinedRegions } from '../src/domain/regions/service.ts'
import { sourcesOf } from '../src/domain/sources/service.ts'
import { containing, isInside, metresBetween } from '../src/standards/places.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { consoleOf, inInstallation } from './setup/in-installation.ts'
import { untidyRegister, untidyRegisterHas } from './setup/untidy-register.ts'
import { runWeike } from './setup/weike.ts'

const told = z.object({
  ...{ kind: z.string(), rows: z.int(), taken: z.int(), refused: z.int(), others: z.int() },
  ...{ added: z.int(), unchanged: z.int() },
  doubts: z.array(z.object({ doubt: z.string() }).loose()),
})

/** Published test vector of eviltransform: the same place in WGS 84 and in GCJ-02, some 470 m apart. */
const wgs = { lon: 121.5272106, lat: 31.1774276 }
const gcj = { lon: 121.531541859215, lat: 31.17530398364597 }

/** A square around a place, as a clerk's program writes one. [°] */
function square({ lon, lat }: { lon: number; lat: number }, half: number) {
  const [west, east, south, north] = [lon - half, lon + half, lat - half, lat + half]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}

const geoJson = (...features: { properties: object; geometry: object | null }[]) =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map((one) => ({ type: 'Feature', ...one })) })

describe.each(kindsOfLongChains)('sources and borders brought in on %s PostgreSQL', (kind) => {
  let place: FreshDatabase

  beforeAll(async () => {
    place = await freshDatabase(kind)
    await imported('towns.csv', '乡镇,区划代码\n东镇,101\n西镇,102\n', '--as', 'regions')
    const near = ['S1,国控站,国控', 'S2,二号,微站', 'S3,三号,微站'].map(
      (one, at) => `${one},${wgs.lon + at / 10_000},${wgs.lat}`,
    )
    await imported('stations.csv', ['站点编码,站点名称,级别,经度,纬度', ...near].join('\n'))
  })
  afterAll(async () => {
    await place?.remove()
  })

  const pathOf = (name: string) => join(place.dataDir, name)

  async function imported(name: string, content: string | Buffer, ...more: string[]) {
    await writeFile(pathOf(name), content)
    const { stdout, stderr } = await runWeike(place, ['import', pathOf(name), '--data', place.dataDir, ...more])
    const [line = ''] = stdout.trim().split('\n')
    if (!line.startsWith('{')) throw new Error(stderr)
    return told.parse(JSON.parse(line))
  }

  const inCounty = <T>(use: (db: Parameters<typeof sourcesOf>[0], countyId: string) => Promise<T>) =>
    inInstallation(place, async ({ foundation }) => {
      const [county] = await countiesOf(foundation.db)
      return use(foundation.db, consoleOf(county?.id ?? '').countyId)
    })

  const register = [
    '编号,名称,四源类别,种类,乡镇,经度,纬度,责任单位,业主,灶头数,净化器,绩效等级,施工阶段,面积（㎡）',
    `C1,老街饭店,生活源,餐饮,东镇,${gcj.lon},${gcj.lat},,王某,３,无,,,`,
    `C2,某砖厂,工业,工业企业,西镇,${gcj.lon},${gcj.lat},,,,,引领性,,`,
    `C3,安置房,扬尘源,工地,东镇,${gcj.lon},${gcj.lat},,,,,,主体,"12,000"`,
    `C4,堆场,,料场,,${gcj.lon},${gcj.lat},,,,,,,`,
    `C5,说不清的,移动源,,,${gcj.lon},${gcj.lat},,,,,,,`,
    `C6,错了类,移动源,餐饮,,${gcj.lon},${gcj.lat},,,,,,,`,
    `C7,没这种,,火星基地,,${gcj.lon},${gcj.lat},,,,,,,`,
    `C8,哪来的灶,扬尘源,工地,,${gcj.lon},${gcj.lat},,,3,,,,`,
    `C9,没有单位,,工地,,${gcj.lon},${gcj.lat},火星局,,,,,,`,
    'C10,没有地方,,工地,,,,,,,,,,',
    `C1,又一家,,餐饮,,${gcj.lon},${gcj.lat},,,,,,,`,
  ]

  it('a register of sources with Chinese words for classes, kinds and choices, places in GCJ-02', async () => {
    const outcome = await imported('四源.csv', register.join('\r\n'), '--coordinates', 'gcj02')
    expect(outcome).toMatchObject({ kind: 'sources', rows: 11, taken: 5, refused: 6, added: 5, doubts: [] })
    const there = await inCounty(sourcesOf)
    expect(there.map(({ code, kind: what, attributes, ownerName }) => [code, what, attributes, ownerName])).toEqual([
      ['C1', 'restaurant', { stoves: 3, purifier: false }, '王某'],
      ['C2', 'enterprise', { grade: 'leading' }, null],
      ['C3', 'construction-site', { stage: 'structure', areaM2: 12_000 }, null],
      ['C4', 'yard', {}, null],
      ['C5', 'other-mobile', {}, null],
    ])
    for (const { lonWgs84, latWgs84 } of there) {
      expect(metresBetween({ lon: lonWgs84, lat: latWgs84 }, wgs)).toBeLessThan(1)
    }
    const report = await readFile(pathOf('四源.csv.refused.csv'), 'utf8')
    const lines = report.split('\r\n').flatMap((line) => /,(\d+),(?:"[^"]*"|[^,]*)$/.exec(line)?.[1] ?? [])
    expect(lines).toEqual(['7', '8', '9', '10', '11', '12'])
  })

  it('an untidy register without codes: whatever names a place is taken, and each row that is not says why in words', async () => {
    const file = await untidyRegister('某县', ['东镇', '西镇', '东镇'])
    const outcome = await imported('台账.xlsx', file)
    const { rows, taken, others } = untidyRegisterHas
    expect(outcome).toMatchObject({ kind: 'sources', rows, taken, refused: 3, others, added: taken })
    const sources = await inCounty(sourcesOf)
    const of = (name: string) => sources.find((one) => one.name === name)
    // 113°25′48″ = 113.43° and 29°28′12″ = 29.47°; 113°34′30″ = 113.575° and 29°26′06″ = 29.435°.
    expect(of('顺达砂石料场')).toMatchObject({ code: 'D01', kind: 'other-dust', ownerName: '李某' })
    expect(of('顺达砂石料场')?.lonWgs84).toBeCloseTo(113.43, 6)
    expect(of('顺达砂石料场')?.latWgs84).toBeCloseTo(29.47, 6)
    expect(of('机械加工厂')?.lonWgs84).toBeCloseTo(113.575, 6)
    expect(of('机械加工厂')?.latWgs84).toBeCloseTo(29.435, 6)
    expect(of('四期工地')).toMatchObject({ code: 'D02', kind: 'construction-site', lonWgs84: 113.542 })
    expect(['宏盛建材厂', '机械加工厂', '南街加油站'].map((name) => of(name)?.code)).toEqual(['I01', 'I02', 'M01'])
    const report = await readFile(pathOf('台账.xlsx.refused.csv'), 'utf8')
    expect(report).toContain('repeats an earlier row of the file: 宏盛建材厂')
    expect(report).toContain('a needed cell is empty: Longitude')
    expect(report).toContain('longitude and latitude seem to have changed places: 29.6011, 113.4622')
    expect(await imported('台账.xlsx', file)).toMatchObject({ taken, added: 0, unchanged: taken, refused: 3 })
  })
  it('the same register again changes nothing; read in another system it is suspected by what is known', async () => {
    const again = await imported('四源.csv', register.join('\r\n'), '--coordinates', 'gcj02')
    expect(again).toMatchObject({ taken: 5, added: 0, unchanged: 5, refused: 6 })
    const wrong = await imported('四源.csv', register.slice(0, 6).join('\r\n'), '--coordinates', 'wgs84', '--check')
    expect(wrong.doubts).toMatchObject([{ doubt: 'coordinates', declared: 'wgs84', likely: 'gcj02', points: 5 }])
  })

  it('borders of towns from GeoJSON: holes stay, a town that is new comes with its own, others’ counties are left aside', async () => {
    const inner = square(wgs, 0.001).coordinates[0]
    const east = { type: 'Polygon', coordinates: [...square(wgs, 0.01).coordinates, inner] }
    const county = await inCounty(async (db, countyId) => {
      const root = await sql<{ code: string; name: string }>`select code, name from region
        where county_id = ${countyId} and parent_id is null`.execute(db)
      return root.rows[0]
    })
    const file = geoJson(
      { properties: { code: '101', name: '东镇', level: 'town' }, geometry: east },
      {
        properties: { code: '103', name: '北镇', level: '镇' },
        geometry: square({ lon: wgs.lon, lat: wgs.lat + 0.1 }, 0.01),
      },
      { properties: { code: county?.code, name: county?.name, level: 'district' }, geometry: square(wgs, 0.5) },
      { properties: { code: '999999', name: '邻县', level: 'district' }, geometry: square(wgs, 0.6) },
      { properties: { code: '102', name: '西镇', level: 'town' }, geometry: { type: 'LineString', coordinates: [] } },
    )
    const outcome = await imported('borders.geojson', file)
    expect(outcome).toMatchObject({ kind: 'regions', rows: 5, taken: 3, refused: 1, others: 1, added: 3, doubts: [] })
    expect(await imported('borders.geojson', file)).toMatchObject({ taken: 3, added: 0, unchanged: 3, refused: 1 })
    const outlined = await inCounty(outlinedRegions)
    const depth = { county: 0, town: 1, village: 2, grid: 3 } as const
    const regions = outlined.map(({ region, outline }) => ({ depth: depth[region.level], outline, name: region.name }))
    expect(regions.map(({ name }) => name)).toEqual([county?.name, '东镇', '北镇'])
    const nameAt = (lon: number, lat: number) => containing(regions, { lon, lat })?.name
    // In the hole of the east town only the county is.
    expect([nameAt(wgs.lon, wgs.lat), nameAt(wgs.lon + 0.005, wgs.lat), nameAt(wgs.lon, wgs.lat + 0.1)]).toEqual([
      county?.name,
      '东镇',
      '北镇',
    ])
    expect(nameAt(wgs.lon + 1, wgs.lat)).toBeUndefined()
  })

  it('roads, rivers and built-up areas for the map; what a map has besides is left aside, the same file again changes nothing', async () => {
    const road = (east: number) => ({
      type: 'LineString',
      coordinates: [
        [gcj.lon, gcj.lat],
        [gcj.lon + east, gcj.lat, 12],
      ],
    })
    const file = (...more: Parameters<typeof geoJson>) =>
      geoJson(
        { properties: { id: 'way/1', highway: 'motorway', name: '某高速' }, geometry: road(0.01) },
        { properties: { id: 'way/2', highway: '国道', name: null }, geometry: road(0.02) },
        { properties: { id: 'way/3', highway: '建成区', name: '城区' }, geometry: square(gcj, 0.01) },
        { properties: { id: 'way/4', highway: '河流' }, geometry: square(gcj, 0.002) },
        { properties: { id: 'way/5', highway: 'footway' }, geometry: road(0.03) },
        { properties: { id: 'way/6', highway: '河流' }, geometry: { type: 'LineString', coordinates: [[121, 31]] } },
        { properties: { id: 'way/7', highway: '建成区' }, geometry: road(0.01) },
        ...more,
      )
    const first = await imported('map.geojson', file(), '--coordinates', 'gcj02')
    expect(first).toMatchObject({ kind: 'landscape', rows: 7, taken: 4, refused: 2, others: 1, added: 4 })
    expect(await imported('map.geojson', file(), '--coordinates', 'gcj02')).toMatchObject({ added: 0, unchanged: 4 })
    const there = await inCounty(landFeatures)
    expect(there.map(({ code, kind, name, isArea }) => [code, kind, name, isArea])).toEqual([
      ['way/3', 'built-up', '城区', true],
      ['way/4', 'river', null, true],
      ['way/2', 'road', null, false],
      ['way/1', 'motorway', '某高速', false],
    ])
    const [lon = 0, lat = 0] = there.at(-1)?.parts[0]?.[0] ?? []
    expect(metresBetween({ lon, lat }, wgs)).toBeLessThan(1)
    const moved = geoJson({ properties: { id: 'way/1', highway: 'motorway', name: '某高速' }, geometry: road(0.05) })
    expect(await imported('moved.geojson', moved, '--coordinates', 'gcj02')).toMatchObject({ added: 1 })
    expect(await inCounty(landFeatures)).toHaveLength(4)
  })

  it('borders drawn anew take the place of the old ones, each drawing an event of the ledger', async () => {
    const feature = { properties: { code: '103', name: '北镇' }, geometry: square(gcj, 0.01) }
    expect(await imported('north.json', geoJson(feature), '--coordinates', 'gcj02')).toMatchObject({ added: 1 })
    const outlined = await inCounty(outlinedRegions)
    const north = outlined.find(({ region }) => region.code === '103')?.outline ?? []
    expect(isInside(north, wgs)).toBe(true)
    const corner = north[0]?.[0]?.[0] ?? [0, 0]
    // The offset hardly changes over a kilometre: the corner lies as far from the centre as it was written.
    expect(corner[0]).toBeCloseTo(wgs.lon - 0.01, 4)
    expect(corner[1]).toBeCloseTo(wgs.lat - 0.01, 4)
    const events = await inCounty((db) =>
      sql<{ n: number }>`select count(*)::int as n from ledger_event where kind = 'region.drawn'`.execute(db),
    )
    expect(events.rows).toEqual([{ n: 4 }])
  })

  it('sources in a wrong system are suspected by the borders that they should lie within', async () => {
    // Inside the town by 300 m as GCJ-02; taken for WGS 84 they lie beyond its border.
    const places = [0, 1, 2].map((at) => {
      const [lon, lat] = [gcj.lon + 0.0095 - at / 100_000, gcj.lat]
      return `B${at},某店${at},餐饮,北镇,${lon},${lat}`
    })
    const outcome = await imported('edge.csv', ['编号,名称,种类,乡镇,经度,纬度', ...places].join('\n'), '--check')
    expect(outcome.doubts).toMatchObject([
      { doubt: 'borders', declared: 'wgs84', likely: 'gcj02', places: 3, outside: 3, outsideLikely: 0 },
    ])
  })
})

const hunan = join(import.meta.dirname, '..', '..', 'shared', 'data', 'boundaries-hunan.geojson')

describe.skipIf(!existsSync(hunan))(
  'the borders of a province as published (skips where ../shared/data/boundaries-hunan.geojson is absent)',
  () => {
    it('are taken for GCJ-02 unless told otherwise; of them the own county’s is drawn, and holds its stations', async () => {
      const place = await freshDatabase('embedded')
      try {
        await inInstallation(place, async ({ foundation }) => {
          await claimInstallation(foundation, 'real')
          await foundCounty(foundation, { code: '430902', name: '资阳区' })
        })
        const run = async (...more: string[]) => {
          const words = ['import', hunan, '--data', place.dataDir, '--report', place.dataDir, '--as', 'regions']
          const { stdout } = await runWeike(place, [...words, ...more])
          return told.parse(JSON.parse(stdout.trim().split('\n')[0] ?? ''))
        }
        expect(await run('--coordinates', 'wgs84', '--check')).toMatchObject({
          doubts: [{ doubt: 'origin', declared: 'wgs84', likely: 'gcj02' }],
        })
        expect(await run()).toMatchObject({ rows: 122, taken: 1, others: 121, refused: 0, added: 1, doubts: [] })
        expect(await run()).toMatchObject({ taken: 1, added: 0, unchanged: 1 })
        const [drawn] = await inInstallation(place, async ({ foundation }) => {
          const [county] = await countiesOf(foundation.db)
          return outlinedRegions(foundation.db, county?.id ?? '')
        })
        const outline = drawn?.outline ?? []
        // By the national list of stations: 2467A and 2470A are its own, 2468A and 2471A of the district south of the river.
        const inside = [
          [112.4067, 28.6428],
          [112.3347, 28.6047],
          [112.3458, 28.5808],
          [112.3744, 28.5819],
        ].map(([lon = 0, lat = 0]) => isInside(outline, { lon, lat }))
        expect(inside).toEqual([true, true, false, false])
      } finally {
        await place.remove()
      }
    })
  },
)
