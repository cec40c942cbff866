import { county, type Place, stations } from './place.ts'

/** East and north of the national-control station. [km] */
type Km = readonly [east: number, north: number]
type Line = readonly Km[]

const KM_PER_DEGREE = 111.32
/** Points between two that are written down, so that a line bends and does not break. */
const BETWEEN = 6
/** Half of the river from bank to bank. [km] */
const RIVER_HALF = 0.24

// All of it invented: a river from the west to the south-east, a motorway that passes the town in the west, the roads
// between the towns, and what is built up around their middles.
// biome-ignore format: lines to look at
const river: Line = [[-17, 3], [-13, 1.6], [-10, 0.8], [-7.5, -0.65], [-6.4, -1.4], [-5.3, -2.73], [-4.2, -3.6], [-3.1, -4.1], [-2, -3.9], [-1.3, -3.1], [-0.5, -2.7], [0.4, -2.8], [1.25, -3.3], [2.1, -3.65], [3.4, -3.7], [4.6, -3.4], [5.8, -3], [7.3, -2.6], [9.5, -2.4], [14, -1.4], [18, -0.6]]
// biome-ignore format: lines to look at
const roads: readonly { code: string; kind: 'motorway' | 'road'; zh: string; line: Line }[] = [
  { code: 'LM01', kind: 'motorway', zh: '屿北高速',   line: [[-14, 10], [-10, 7], [-7.5, 5], [-6.4, 4.2], [-5.3, 3.4], [-4.4, 2.3], [-3.9, 1.2], [-3.75, 0], [-3.7, -1.2], [-3.3, -2.4], [-2.4, -3.1], [-1.1, -4.5], [0.2, -6], [1.4, -8.6], [2, -11], [2.6, -14]] },
  { code: 'LR01', kind: 'road',     zh: '柳林大道',   line: [[-0.45, 0.15], [-0.9, 1.5], [-1.3, 2.5], [-2.3, 3.5], [-4.5, 5.6], [-7, 8.5], [-9, 11.5]] },
  { code: 'LR02', kind: 'road',     zh: '迎宾路',     line: [[-0.2, -2.1], [-0.42, 0.15], [-0.45, 1.2], [-0.3, 2.55], [0.4, 4.3], [0.7, 7], [1.2, 9.5], [2, 13]] },
  { code: 'LR03', kind: 'road',     zh: '绕城公路',   line: [[-3.2, 0.35], [-2.5, 1.9], [-0.6, 2.6], [1.6, 2.4], [2.9, 1.2], [3, -0.5], [2, -1.9], [0, -2.15], [-1.9, -1.8], [-3.05, -0.9], [-3.2, 0.35]] },
  { code: 'LR04', kind: 'road',     zh: '青石桥路',   line: [[-15, -2], [-11, -1.2], [-7.5, 0.1], [-4, -0.25], [-2, 0.1], [0, 0.15], [1.6, 0], [3.5, 0.9], [5.2, 1.6], [8, 1.9], [11.5, 3], [15, 3.8]] },
  { code: 'LR05', kind: 'road',     zh: '双溪路',     line: [[-0.2, -2.1], [-0.7, -3.6], [-1.3, -5.4], [-2.2, -8], [-2.4, -10], [-2.2, -13]] },
  { code: 'LR06', kind: 'road',     zh: '枫渡路',     line: [[2, -1.9], [3.2, -2.6], [4.7, -3.9], [6.2, -4.8], [8, -5.8], [10.5, -7], [14, -9.5]] },
  { code: 'LR07', kind: 'road',     zh: '荷塘路',     line: [[2.9, 1.2], [4.3, 2], [5.4, 3.2], [6.4, 5.4], [7.2, 8], [8.4, 12]] },
]
// biome-ignore format: lines to look at
const town: Line = [[-2.3, 0.3], [-2, 1.4], [-1.2, 2], [0.2, 2.2], [1.5, 2.5], [2.7, 2.6], [3.4, 1.9], [3.2, 0.6], [2.8, -0.7], [2, -1.9], [0.9, -2.3], [-0.4, -2.15], [-1.6, -1.6], [-2.2, -0.6]]
/** Middle and half the width of what is built up around a smaller place. */
// biome-ignore format: lines to look at
const villages: readonly { code: string; zh: string; at: Km; half: number }[] = [
  { code: 'LB02', zh: '柳林',   at: [-2.6, 3.3],  half: 0.75 },
  { code: 'LB03', zh: '荷塘',   at: [4.4, 2.4],   half: 0.8 },
  { code: 'LB04', zh: '白鹭湾', at: [-4.4, -0.9], half: 0.7 },
  { code: 'LB05', zh: '枫渡',   at: [6.2, -4.5],  half: 0.8 },
  { code: 'LB06', zh: '双溪',   at: [-1.5, -5.2], half: 0.7 },
  { code: 'LB07', zh: '金家坨', at: [0.4, 4.4],   half: 0.6 },
]

/** The river from bank to bank, as a ring of [longitude, latitude]. */
export function riverBanks(): readonly (readonly [number, number])[] {
  const middle = bent(river)
  const bank = (side: 1 | -1) =>
    middle.map(([east, north], at): Km => {
      const [before, after] = [middle[at - 1] ?? [east, north], middle[at + 1] ?? [east, north]]
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]]
      const far = (side * RIVER_HALF) / Math.hypot(dx, dy)
      return [east - dy * far, north + dx * far]
    })
  return closed([...bank(1), ...bank(-1).toReversed()].map(degrees))
}

/** Roads, the river and what is built up as GeoJSON (RFC 7946), with the columns that an import of a landscape knows. */
export function landscapeAsGeoJson(): string {
  const feature = (code: string, kind: string, name: string, geometry: object) => ({
    type: 'Feature',
    properties: { code, kind, name },
    geometry,
  })
  const area = (ring: readonly (readonly [number, number])[]) => ({ type: 'Polygon', coordinates: [ring] })
  const features = [
    feature(
      'LB01',
      '建成区',
      county.name.zh,
      area(
        closed(
          bent([...town, town[0] ?? [0, 0]])
            .slice(1)
            .map(degrees),
        ),
      ),
    ),
    ...villages.map(({ code, zh, at, half }) =>
      feature(code, '建成区', zh, area(closed(around(at, half).map(degrees)))),
    ),
    feature('LW01', '河流', '屿水', area(riverBanks())),
    ...roads.map(({ code, kind, zh, line }) =>
      feature(code, kind === 'motorway' ? '高速公路' : '公路', zh, {
        type: 'LineString',
        coordinates: bent(line).map(degrees),
      }),
    ),
  ]
  return JSON.stringify({ type: 'FeatureCollection', features })
}

/** A smooth line through points (Catmull and Rom 1974). */
function bent(line: Line): Line {
  const at = (place: number): Km => line[Math.min(Math.max(place, 0), line.length - 1)] ?? [0, 0]
  const along = (t: number, p0: number, p1: number, p2: number, p3: number) =>
    0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t ** 2 + (3 * p1 - p0 - 3 * p2 + p3) * t ** 3)
  const points = line.slice(0, -1).flatMap((_, leg) =>
    Array.from({ length: BETWEEN }, (_unused, step): Km => {
      const [p0, p1, p2, p3] = [at(leg - 1), at(leg), at(leg + 1), at(leg + 2)]
      const t = step / BETWEEN
      return [along(t, p0[0], p1[0], p2[0], p3[0]), along(t, p0[1], p1[1], p2[1], p3[1])]
    }),
  )
  return [...points, at(line.length - 1)]
}

/** A round place that is none too round. [km] */
function around([east, north]: Km, half: number): Line {
  return Array.from({ length: 24 }, (_, corner): Km => {
    const angle = (2 * Math.PI * corner) / 24
    const reach = half * (1 + 0.16 * Math.cos(3 * angle) + 0.1 * Math.sin(2 * angle))
    return [east + reach * Math.cos(angle), north + 0.85 * reach * Math.sin(angle)]
  })
}

function degrees([east, north]: Km): readonly [number, number] {
  const from: Place = stations[0] ?? { lonWgs84: 0, latWgs84: 0 }
  const perDegree = KM_PER_DEGREE * Math.cos((from.latWgs84 * Math.PI) / 180)
  return [round(from.lonWgs84 + east / perDegree), round(from.latWgs84 + north / KM_PER_DEGREE)]
}

function closed(ring: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const [first] = ring
  return first === undefined ? ring : [...ring, first]
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
