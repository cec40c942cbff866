import { randomUUID } from 'node:crypto'
import { act, signIn } from '../../setup/api-client.ts'
import { eventually } from '../../setup/eventually.ts'
import type { RunningWeike } from '../../setup/weike.ts'
import { DEMO_PASSWORD } from './stage.ts'

export interface SourceScenes {
  /** A construction site that was changed, paused and taken up again. */
  source: string
}

/** Places around the station of the demo county, each of another kind. */
// biome-ignore format: a table to proof-read
const register = [
  { code: 'D-101', name: '青石桥安置房二期',   kind: 'construction-site', east: 820,   north: 430,   unit: '区住建局',     attributes: { stage: 'earthwork', areaM2: 18_400 } },
  { code: 'D-102', name: '迎宾路（桥北段）',   kind: 'road-section',      east: -610,  north: 1180,  unit: '区城管局',     attributes: { lengthM: 1300 } },
  { code: 'D-103', name: '临江砂石堆场',       kind: 'yard',              east: 3300,  north: -1240, unit: '区交通局',     attributes: { areaM2: 5600, covered: false } },
  { code: 'D-104', name: '高铁新区裸土地块',   kind: 'bare-soil',         east: 2100,  north: 2600,  unit: '区自然资源局', attributes: { areaM2: 42_000, covered: true } },
  { code: 'I-201', name: '金沙建材',           kind: 'enterprise',        east: -1460, north: 1510,  unit: '区生态环境局', attributes: { grade: 'B', industry: '水泥制品' } },
  { code: 'I-202', name: '宏泰砖厂',           kind: 'enterprise',        east: -2740, north: 2430,  unit: '区生态环境局', attributes: { grade: 'D', industry: '砖瓦' } },
  { code: 'I-203', name: '金沙建材 1 号排放口', kind: 'outlet',           east: -1420, north: 1550,  unit: '区生态环境局', attributes: { permitCode: 'DA001', heightM: 25 } },
  { code: 'L-301', name: '老码头烧烤',         kind: 'restaurant',        east: 240,   north: -310,  unit: '区城管局',     attributes: { stoves: 4, purifier: true } },
  { code: 'L-302', name: '荷塘 7 号丘块',      kind: 'straw-plot',        east: 4150,  north: 2210,  unit: '区农业农村局', attributes: { areaMu: 36 } },
  { code: 'L-303', name: '枫渡烟花店',         kind: 'fireworks-shop',    east: 6000,  north: -4600, unit: '区应急局',     attributes: {} },
  { code: 'M-401', name: '金沙建材门禁',       kind: 'gate',              east: -1500, north: 1490,  unit: '区生态环境局', attributes: { vehiclesPerDay: 120 } },
  { code: 'M-402', name: '双溪物流停车场',     kind: 'truck-depot',       east: -1650, north: -5200, unit: '区交通局',     attributes: { vehicles: 85 } },
] as const

const station = { lon: 113.5151, lat: 29.4864 }
const [LON_M, LAT_M] = [111_320 * Math.cos((29.4864 * Math.PI) / 180), 111_320]
const at = (east: number, north: number) => ({ lon: station.lon + east / LON_M, lat: station.lat + north / LAT_M })

/** A register, with borders of the county and of two towns under it. */
export async function setSourceScenes(weike: RunningWeike): Promise<SourceScenes> {
  const dispatcher = await signIn(weike.http, 'chenyiming', DEMO_PASSWORD)
  const units = new Map((await dispatcher.call('GET /api/units')).items.map(({ name, id }) => [name, id]))
  const regions = new Map((await dispatcher.call('GET /api/regions')).items.map(({ name, id }) => [name, id]))
  const ids = new Map<string, string>()
  for (const { code, name, kind, east, north, unit, attributes } of register) {
    const { lon, lat } = at(east, north)
    const regionId = regions.get(north > 1300 ? '柳林镇' : '青石桥街道')
    const more = code === 'I-201' ? { ownerUnitId: units.get('金沙建材有限公司') } : { ownerName: `${name}业主` }
    const { id } = await dispatcher.call('POST /api/sources', {
      body: act({
        ...{ code, name, kind, regionId, attributes },
        lonWgs84: lon,
        latWgs84: lat,
        unitId: units.get(unit),
        ...more,
      }),
    })
    ids.set(code, id)
  }
  const source = ids.get('D-101') ?? ''
  for (const [expects, state, reason] of [
    [1, 'paused', '雨季停工'],
    [2, 'active', '复工'],
  ] as const) {
    await dispatcher.call('POST /api/sources/:id/state', {
      params: { id: source },
      body: act({ expects, state, reason }),
    })
  }
  await drawBorders(weike)
  return { source }
}

async function drawBorders(weike: RunningWeike): Promise<void> {
  const administrator = await signIn(weike.http, 'tangweidong', DEMO_PASSWORD)
  const ring = (corners: readonly (readonly [number, number])[]) => {
    const points = corners.map(([east, north]) => Object.values(at(east, north)))
    return { type: 'Polygon', coordinates: [[...points, points[0]]] }
  }
  // biome-ignore format: corners, metres east and north of the station
  const borders = [
    { code: '439901', name: '清屿区', level: 'district', geometry: ring([[-8200, -5600], [-3000, -7400], [2600, -6900], [7400, -5900], [8900, -1200], [7600, 4100], [3900, 6800], [-2500, 6300], [-7400, 3700]]) },
    { code: '001', name: '青石桥街道', level: 'street', geometry: ring([[-1700, -1500], [900, -1900], [1900, 300], [1500, 1300], [-900, 1700], [-1900, 700]]) },
    { code: '101', name: '柳林镇', level: 'town', geometry: ring([[-1900, 700], [-900, 1700], [1500, 1300], [1700, 4900], [-2500, 6300], [-5200, 4300]]) },
  ]
  const features = borders.map(({ geometry, ...properties }) => ({ type: 'Feature', properties, geometry }))
  const params = { id: randomUUID() }
  await administrator.call('PUT /api/imports/:id', {
    params,
    query: { name: 'borders.geojson' },
    bytes: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })),
    media: 'application/octet-stream',
  })
  const { plan } = await administrator.call('GET /api/imports/:id/proposal', { params })
  await administrator.call('POST /api/imports/:id/load', { params, body: { ...plan } })
  await eventually('the borders', async () => {
    const { items } = await administrator.call('GET /api/regions/outlines')
    return items.length === borders.length ? items : undefined
  })
}
