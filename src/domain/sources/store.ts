import { type Insertable, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { containing } from '../../platform/db/like.ts'
import type { SourceTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { Degrees } from '../../standards/places.ts'
import { kindsOf, type Source, type SourceClass, type SourceKind, type SourceState, sourceKinds } from './model.ts'

const stored = z.object({
  kind: z.enum(sourceKinds),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
})

function toSource(row: Selectable<SourceTable>): Source {
  return { ...row, ...stored.parse(row) }
}

function toRow(source: Source): Insertable<SourceTable> {
  return { ...source, attributes: JSON.stringify(source.attributes) }
}

export async function insertSource(db: Db, source: Source): Promise<void> {
  await db.insertInto('source').values(toRow(source)).execute()
}

export async function saveSource(db: Db, source: Source): Promise<void> {
  const { countyId, id, ...changed } = toRow(source)
  await db.updateTable('source').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

export async function sourceById(db: Db, countyId: string, id: string): Promise<Source | undefined> {
  const row = await db
    .selectFrom('source')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toSource(row)
}

export async function sourceForUpdate(db: Db, countyId: string, id: string): Promise<Source | undefined> {
  const row = await db
    .selectFrom('source')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toSource(row)
}

export async function sourceByCode(db: Db, countyId: string, code: string): Promise<Source | undefined> {
  const row = await db
    .selectFrom('source')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('code', '=', code)
    .executeTakeFirst()
  return row === undefined ? undefined : toSource(row)
}

/** What a list is narrowed to: by whom it may be seen. Null members give nothing. */
export interface Sight {
  regionPath: string | null
  unitId: string | null
  personId: string
}

export interface SourcesQuery {
  sight: Sight | 'county'
  class?: SourceClass | undefined
  kind?: SourceKind | undefined
  /** Left out: all but those retired. */
  state?: SourceState | 'all' | undefined
  /** With all regions below it. */
  regionPath?: string | undefined
  /** Part of the code, the name, the address or the owner. */
  text?: string | undefined
  /** Not farther than so many metres from a place. */
  near?: { place: Degrees; withinM: number } | undefined
  /** Behind this code. */
  after?: string | undefined
  limit: number
}

/** Sources by code, narrowed in the database. */
export async function listSources(db: Db, countyId: string, query: SourcesQuery): Promise<Source[]> {
  const { sight, state, regionPath, text, near, after } = query
  let select = db.selectFrom('source').selectAll().where('countyId', '=', countyId)
  if (query.kind !== undefined) select = select.where('kind', '=', query.kind)
  if (query.class !== undefined) select = select.where('kind', 'in', [...kindsOf[query.class]])
  if (state === undefined) select = select.where('state', '<>', 'retired')
  else if (state !== 'all') select = select.where('state', '=', state)
  if (regionPath !== undefined) select = select.where(inRegion(regionPath))
  if (text !== undefined && text !== '') {
    const part = containing(text)
    select = select.where((eb) =>
      eb.or((['code', 'name', 'address', 'ownerName'] as const).map((column) => eb(column, 'ilike', part))),
    )
  }
  if (near !== undefined) select = select.where(isNear(near.place, near.withinM))
  if (after !== undefined) select = select.where('code', '>', after)
  if (sight !== 'county') {
    select = select.where((eb) =>
      eb.or([
        eb('personId', '=', sight.personId),
        ...(sight.unitId === null ? [] : [eb('unitId', '=', sight.unitId), eb('ownerUnitId', '=', sight.unitId)]),
        ...(sight.regionPath === null ? [] : [inRegion(sight.regionPath)]),
      ]),
    )
  }
  const rows = await select.orderBy('code').limit(query.limit).execute()
  return rows.map(toSource)
}

function inRegion(path: string) {
  return sql<boolean>`exists (select 1 from weike.region r where r.county_id = source.county_id and r.id = source.region_id
    and starts_with(r.path, ${path}))`
}

/** The distance as `metresBetween` has it: along a great circle of a sphere of 6371.009 km. */
function isNear({ lon, lat }: Degrees, withinM: number) {
  return sql<boolean>`2 * 6371009 * asin(least(1, sqrt(
    power(sin(radians(lat_wgs84 - ${lat}) / 2), 2)
    + cos(radians(${lat})) * cos(radians(lat_wgs84)) * power(sin(radians(lon_wgs84 - ${lon}) / 2), 2)))) <= ${withinM}`
}

/** Every source of the county, retired ones too. */
export async function sourcesOf(db: Db, countyId: string): Promise<Source[]> {
  const rows = await db.selectFrom('source').selectAll().where('countyId', '=', countyId).orderBy('code').execute()
  return rows.map(toSource)
}
