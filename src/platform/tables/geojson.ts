import { z } from 'zod'
import { type FileTable, type TableRow, UnreadableTable } from './model.ts'

/** The column that a geometry stands in, as JSON. */
export const GEOMETRY_COLUMN = 'geometry'

/** Most of a file of features: it is read whole, and may have been packed. [characters] */
export const MOST_GEOJSON = 128 * 1_048_576

const feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullish(),
  geometry: z.looseObject({ type: z.string() }).nullable(),
})
const collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(feature) })

const point = z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]).rest(z.number()) })

/** Does a text begin as an object of JSON? No table does. */
export function isJsonObject(text: string): boolean {
  return /^\s*\{\s*"/.test(text)
}

/**
 * A FeatureCollection (GeoJSON, RFC 7946) as a table: a row for each feature under a header of all property names. Properties
 * that are objects give a column for each member (`parent.adcode`). Points give the columns `lon` and `lat`, any other geometry
 * one column of JSON. The line of a row is that of its feature, counted from 2 as in a table.
 * @param text of the whole file
 * @throws UnreadableTable
 */
export function geoJsonTable(text: string): FileTable {
  const { features } = read(text)
  if (features.length === 0) throw new UnreadableTable('empty')
  const flat = features.map(({ properties }) => flattened(properties ?? {}))
  const names = [...new Set(flat.flatMap((each) => [...each.keys()]))]
  const points = features.map(({ geometry }) => point.safeParse(geometry).data)
  const arePoints = points.every((each) => each !== undefined)
  const header = [...names, ...(arePoints ? ['lon', 'lat'] : [GEOMETRY_COLUMN])]
  const rows: TableRow[] = features.map(({ geometry }, at) => {
    const properties = names.map((name) => flat[at]?.get(name) ?? '')
    const place = points[at]?.coordinates.slice(0, 2).map(String) ?? []
    const shape = geometry === null ? '' : JSON.stringify(geometry)
    return { line: at + 2, cells: [...properties, ...(arePoints ? place : [shape])] }
  })
  return {
    form: 'geojson',
    sheets: [],
    sheet: null,
    async *rows() {
      yield [{ line: 1, cells: header }, ...rows]
    },
  }
}

function read(text: string): z.infer<typeof collection> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new UnreadableTable('damaged', 1, error)
  }
  const found = collection.safeParse(json)
  if (!found.success) throw new UnreadableTable('not-a-table', 1, found.error)
  return found.data
}

function flattened(properties: Readonly<Record<string, unknown>>): Map<string, string> {
  const cells = new Map<string, string>()
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [member, inner] of Object.entries(value)) cells.set(`${name}.${member}`, textOf(inner))
    } else cells.set(name, textOf(value))
  }
  return cells
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
