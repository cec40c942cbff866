import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import type { Outline, Ring } from '../../standards/places.ts'
import type { Region } from '../regions/model.ts'
import { outlinedRegions, regionsById } from '../regions/service.ts'
import { stationsOf } from '../stations/service.ts'
import { type CoordinateWatch, outlineInWgs84 } from './coordinate-watch.ts'
import { regionLevelNames } from './fields.ts'
import type { ImportPlan } from './model.ts'
import type { RecordRead } from './new-record.ts'
import { levelOf, type Row, refused, regionOf } from './record-cells.ts'

/** Corners that are compared of borders that are known already. */
const CORNERS_COMPARED = 100

/**
 * Regions below the county, and borders of regions. A file of a whole province has other counties too: they are none of ours.
 * Borders that are known already are drawn anew where the file has others.
 */
export async function regionReader(
  db: Db,
  countyId: string,
  plan: ImportPlan,
  watch: CoordinateWatch,
): Promise<(row: Row) => RecordRead> {
  const regions = [...(await regionsById(db, countyId)).values()]
  const root = regions.find(({ parentId }) => parentId === null)
  const outlines = new Map((await outlinedRegions(db, countyId)).map(({ region, outline }) => [region.id, outline]))
  const stations = await stationsOf(db, countyId)
  const added = new Set<string>()

  /** What speaks for or against the declared system: stations that lie there, and borders as they are known. */
  function look(region: Region, written: Outline): void {
    const inside = region === root ? stations : stations.filter(({ regionId }) => regionId === region.id)
    watch.holds(
      written,
      inside.map(({ lonWgs84, latWgs84 }) => ({ lon: lonWgs84, lat: latWgs84 })),
    )
    const [known, now] = [outlines.get(region.id)?.flat(2) ?? [], written.flat(2)]
    if (known.length !== now.length) return
    for (const [at, [lon, lat]] of now.slice(0, CORNERS_COMPARED).entries()) {
      const there = known[at]
      if (there !== undefined) watch.point({ lon, lat }, { lon: there[0], lat: there[1] })
    }
  }

  return (row) => {
    const [code, name, parent] = [row('code') ?? '', row('name') ?? '', row('parent')]
    if (!/^[\w-]{1,20}$/.test(code)) return refused('too-long', code)
    const shape = row('outline')
    const written = shape === null ? null : outlineOf(shape)
    if (shape !== null && written === null) return refused('outline', name)
    const level = levelOf(row('level'), regionLevelNames, code === root?.code ? 'county' : 'town')
    if (level === null) return refused('level', row('level'))
    if (level === 'county' && code !== root?.code) return { ok: true, record: null, isOfOthers: true }
    const polygons = written === null ? null : outlineInWgs84(written, plan.coordinates)
    const known = regions.find((one) => one.code === code)
    if (known !== undefined) {
      const isSame = known.name === name && (row('level') === null || known.level === level)
      if (!isSame) return refused('differs', code)
      if (written === null || polygons === null) return { ok: true, record: null }
      look(known, written)
      const isThere = JSON.stringify(outlines.get(known.id)) === JSON.stringify(polygons)
      return { ok: true, record: isThere ? null : { kind: 'outlines', regionId: known.id, polygons } }
    }
    if (regionOf(regions, parent) === null && !added.has(parent ?? '')) return refused('region-unknown', parent)
    added.add(code)
    return { ok: true, record: { kind: 'regions', code, name, level, parent, polygons } }
  }
}

/** Of a ring four points, the last of which is the first (RFC 7946, 3.1.6). */
const FEWEST_POINTS = 4

const position = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .rest(z.number())
  .transform(([lon, lat]): [number, number] => [lon, lat])
const ring = z
  .array(position)
  .transform(closed)
  .refine((points) => points.length >= FEWEST_POINTS)
const polygon = z.array(ring).min(1)
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygon }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
])

/** The borders that a geometry of GeoJSON draws; null when it draws none. */
function outlineOf(text: string): Outline | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const found = geometry.safeParse(json)
  if (!found.success) return null
  return found.data.type === 'Polygon' ? [found.data.coordinates] : found.data.coordinates
}

/** Some programs leave the last point out. */
function closed(points: [number, number][]): Ring {
  const [first, last] = [points[0], points.at(-1)]
  const isClosed = first === undefined || last === undefined || (first[0] === last[0] && first[1] === last[1])
  return isClosed ? points : [...points, first]
}
