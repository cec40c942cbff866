import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import type { Ring } from '../../standards/places.ts'
import { landFeatures } from '../regions/service.ts'
import { outlineInWgs84 } from './coordinate-watch.ts'
import { landKindNames } from './fields.ts'
import { foldName } from './header.ts'
import type { ImportPlan } from './model.ts'
import type { RecordRead } from './new-record.ts'
import { type Row, refused } from './record-cells.ts'

/**
 * Built-up areas, rivers and roads of GeoJSON. What has the code of one that is known is drawn anew where it differs; what is
 * none of these (forests, footpaths) is left aside, since files of maps have much more than a county's drawing shows.
 */
export async function landReader(db: Db, countyId: string, plan: ImportPlan): Promise<(row: Row) => RecordRead> {
  const known = new Map((await landFeatures(db, countyId)).map((feature) => [feature.code, feature]))
  return (row) => {
    const kind = landKindNames[foldName(row('kind') ?? '')]
    if (kind === undefined) return { ok: true, record: null, isOfOthers: true }
    const [code, name] = [row('code') ?? '', row('name')]
    const drawn = shapeOf(row('shape') ?? '')
    if (drawn === null || (kind === 'built-up' && !drawn.isArea)) return refused('shape', name ?? code)
    const feature = { code, kind, name, isArea: drawn.isArea, parts: inWgs84(drawn.parts, plan) }
    const there = known.get(code)
    const isThere =
      there !== undefined &&
      there.kind === kind &&
      there.name === name &&
      there.isArea === feature.isArea &&
      JSON.stringify(there.parts) === JSON.stringify(feature.parts)
    return { ok: true, record: isThere ? null : { kind: 'landscape', feature } }
  }
}

function inWgs84(parts: readonly Ring[], { coordinates }: ImportPlan): readonly Ring[] {
  return outlineInWgs84([parts], coordinates)[0] ?? []
}

const position = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
  .rest(z.number())
  .transform(([lon, lat]): [number, number] => [lon, lat])
const line = z.array(position).min(2)
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line).min(1) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(line).min(1) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(line).min(1)).min(1) }),
])

/** The lines or the rings that a geometry of GeoJSON draws; null when it draws none. */
function shapeOf(text: string): { isArea: boolean; parts: readonly Ring[] } | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const found = geometry.safeParse(json)
  if (!found.success) return null
  const { type, coordinates } = found.data
  switch (type) {
    case 'LineString':
      return { isArea: false, parts: [coordinates] }
    case 'MultiLineString':
      return { isArea: false, parts: coordinates }
    case 'Polygon':
      return { isArea: true, parts: coordinates }
    case 'MultiPolygon':
      return { isArea: true, parts: coordinates.flat() }
  }
}
