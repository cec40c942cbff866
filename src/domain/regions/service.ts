import { createHash } from 'node:crypto'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import type { Outline } from '../../standards/places.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { type LandFeature, mayLieUnder, type Region, type RegionLevel } from './model.ts'
import {
  insertRegion,
  landscapeOf,
  outlinesOf,
  outlineVersionsOf,
  regionById,
  regionsOf,
  rootRegion,
  saveLandFeature,
  saveOutline,
  saveRegion,
} from './store.ts'

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

export interface NewRegion {
  code: string
  name: string
  level: Exclude<RegionLevel, 'county'>
  /** Code or name of the region above; left out: the county itself. */
  parent?: string | undefined
}

/** A region that a person adds lies under one of a level above its own. @throws Problem `region-unfit` as well */
export async function addRegionUnder(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  { parentId, ...wanted }: Omit<NewRegion, 'parent'> & { parentId: string },
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const parent = await regionOrCounty(foundation.db, countyId, parentId)
  if (!mayLieUnder(wanted.level, parent.level)) throw new Problem('region-unfit', { params: { reason: 'level' } })
  return addSubregion(foundation, principal, act, { ...wanted, parent: parent.code })
}

/**
 * Adds a town, village or grid. The id of the act becomes the id of the region.
 * @throws Problem `not-allowed`, `already-exists` (code), `target-unknown` (the region above)
 */
export async function addSubregion(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: NewRegion,
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const input = { ...wanted, parent: wanted.parent ?? null }
  const request = { countyId, ...act, kind: 'add-region', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, record }) => {
    const regions = await regionsOf(trx, countyId)
    const { code, name, level } = wanted
    if (regions.some((region) => region.code === code)) {
      throw new Problem('already-exists', { params: { what: 'region', id: code } })
    }
    const parent = regions.find((region) =>
      wanted.parent === undefined
        ? region.parentId === null
        : region.code === wanted.parent || region.name === wanted.parent,
    )
    if (parent === undefined)
      throw new Problem('target-unknown', { params: { what: 'region', id: wanted.parent ?? '' } })
    const { id } = await addRegion(trx, { countyId, id: act.actId, level, code, name, parent })
    const data = { code, name, level, parentId: parent.id }
    await record({ kind: 'region.added', subject: { type: 'region', id, version: 1 }, data })
    return { id }
  })
}

/**
 * The county has another code and name: its own region bears them, and the paths below begin with the code.
 * @returns the region of the county itself
 * @throws Problem `already-exists` (code of a region below)
 */
export async function renameRoot(db: Db, countyId: string, wanted: { code: string; name: string }): Promise<Region> {
  const regions = await regionsOf(db, countyId)
  const root = await regionOrCounty(db, countyId, undefined)
  if (regions.some(({ id, code }) => id !== root.id && code === wanted.code)) {
    throw new Problem('already-exists', { params: { what: 'region', id: wanted.code } })
  }
  const path = `/${wanted.code}/`
  for (const region of regions) {
    const named = region.id === root.id ? { ...region, ...wanted } : region
    await saveRegion(db, { ...named, path: path + region.path.slice(root.path.length) })
  }
  return { ...root, ...wanted, path }
}

/**
 * Writes down where the borders of a region run, over what was known of them. The ledger has how many points and their hash.
 * @throws Problem `not-allowed`, `target-unknown`
 */
export async function drawRegion(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: { regionId: string; polygons: Outline },
): Promise<{ id: string }> {
  const { countyId } = principal
  const { regionId, polygons } = wanted
  allow(principal, 'manage-people', countyScope(countyId))
  const sha256 = createHash('sha256').update(JSON.stringify(polygons)).digest('hex')
  const request = { countyId, ...act, kind: 'draw-region', actor: actorOf(principal), input: { regionId, sha256 } }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    if ((await regionById(trx, countyId, regionId)) === undefined) {
      throw new Problem('target-unknown', { params: { what: 'region', id: regionId } })
    }
    const version = await saveOutline(trx, { countyId, regionId, polygons, changedAt: receivedAt })
    const points = polygons.flat().reduce((sum, ring) => sum + ring.length, 0)
    const data = { polygons: polygons.length, points, sha256 }
    await record({ kind: 'region.drawn', subject: { type: 'region', id: regionId, version }, data })
    return { id: regionId }
  })
}

/**
 * Draws a road, a river or a built-up area, over the one that had its code. The ledger has how many points and their hash.
 * @throws Problem `not-allowed`
 */
export async function drawLandFeature(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: LandFeature,
): Promise<{ id: string }> {
  const { countyId } = principal
  const { code, kind, name, isArea, parts } = wanted
  allow(principal, 'manage-people', countyScope(countyId))
  const sha256 = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  const input = { code, kind, name, isArea, sha256 }
  const request = { countyId, ...act, kind: 'draw-land-feature', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    const id = await saveLandFeature(trx, { countyId, id: act.actId, ...wanted, changedAt: receivedAt })
    const points = parts.reduce((sum, part) => sum + part.length, 0)
    await record({
      kind: 'landscape.drawn',
      subject: { type: 'landscape', id, version: null },
      data: { ...input, points },
    })
    return { id }
  })
}

/** What the map shows on the ground beside borders. @throws Problem `not-allowed` */
export async function listLandscape(
  foundation: Foundation,
  principal: Principal,
): Promise<(LandFeature & { id: string })[]> {
  allow(principal, 'read-stations', countyScope(principal.countyId))
  return landscapeOf(foundation.db, principal.countyId)
}

/** For other rooms: what the county's map shows on the ground. */
export async function landFeatures(db: Db, countyId: string): Promise<(LandFeature & { id: string })[]> {
  return landscapeOf(db, countyId)
}

/** The regions whose borders are known, from the county down. @throws Problem `not-allowed` */
export async function listOutlines(
  foundation: Foundation,
  principal: Principal,
): Promise<{ region: Region; outline: Outline }[]> {
  allow(principal, 'read-stations', countyScope(principal.countyId))
  return outlinedRegions(foundation.db, principal.countyId)
}

/** For other rooms: the regions whose borders are known, from the county down. */
export async function outlinedRegions(db: Db, countyId: string): Promise<{ region: Region; outline: Outline }[]> {
  const [regions, outlines] = await Promise.all([regionsOf(db, countyId), outlinesOf(db, countyId)])
  return regions.flatMap((region) => {
    const outline = outlines.get(region.id)
    return outline === undefined ? [] : [{ region, outline }]
  })
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

/**
 * The regions of the county, from the county down, and which version their borders have (0: they were never drawn).
 * @throws Problem `not-allowed`
 */
export async function listRegions(
  foundation: Foundation,
  principal: Principal,
): Promise<(Region & { outlineVersion: number })[]> {
  const { countyId } = principal
  allow(principal, 'read-stations', countyScope(countyId))
  const [regions, versions] = await Promise.all([
    regionsOf(foundation.db, countyId),
    outlineVersionsOf(foundation.db, countyId),
  ])
  return regions.map((region) => ({ ...region, outlineVersion: versions.get(region.id) ?? 0 }))
}
