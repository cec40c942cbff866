import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { Region } from './model.ts'
import { insertRegion, regionById, regionsOf, rootRegion } from './store.ts'

/** Adds a region under its parent (null: the county itself). */
export async function addRegion(
  db: Db,
  region: Omit<Region, 'path' | 'parentId'> & { parent: Region | null },
): Promise<Region> {
  const { parent, ...rest } = region
  const added: Region = { ...rest, parentId: parent?.id ?? null, path: `${parent?.path ?? '/'}${region.code}/` }
  await insertRegion(db, added)
  return added
}

/** The region, or the whole county when none is named. @throws Problem `target-unknown` */
export async function regionOrCounty(db: Db, countyId: string, id: string | undefined): Promise<Region> {
  const region = id === undefined ? await rootRegion(db, countyId) : await regionById(db, countyId, id)
  if (region === undefined) throw new Problem('target-unknown', { params: { what: 'region', id: id ?? '' } })
  return region
}

/** Names and paths of all regions of a county by id. */
export async function regionsById(db: Db, countyId: string): Promise<Map<string, Region>> {
  const regions = await regionsOf(db, countyId)
  return new Map(regions.map((region) => [region.id, region]))
}

/** The regions of the county, from the county down. @throws Problem `not-allowed` */
export async function listRegions(foundation: Foundation, principal: Principal): Promise<Region[]> {
  allow(principal, 'read-stations', countyScope(principal.countyId))
  return regionsOf(foundation.db, principal.countyId)
}
