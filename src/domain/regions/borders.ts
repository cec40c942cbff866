import { createHash } from 'node:crypto'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import type { Outline, Position, Ring } from '../../standards/places.ts'
import { outlineAreaKm2 } from '../../standards/rings.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { stationsOf } from '../stations/service.ts'
import { faultOfBorder } from './decide.ts'
import { outlineForUpdate, outlinesOf, regionById, saveOutline } from './store.ts'

type ActOnBorder = Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number }

/** A border as it stands after an act. */
export type DrawnBorder = { id: string; version: number; areaKm2: number }

/**
 * Draws the outer line of one part of a region's border: that part's holes and the other parts stay as they are; one part more than
 * there are is a new one. What was drawn before stays in the ledger as its hash.
 * @param wanted.part place in the outline, from 0
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `target-unknown` (part), `region-unfit` with what is wrong
 */
export async function drawBorder(
  foundation: Foundation,
  principal: Principal,
  { expects, ...act }: ActOnBorder,
  wanted: { regionId: string; part: number; ring: Ring },
): Promise<DrawnBorder> {
  const { countyId } = principal
  const { regionId, part, ring } = wanted
  allow(principal, 'manage-people', countyScope(countyId))
  const input = { regionId, part, expects, sha256: hashOf(ring) }
  const request = { countyId, ...act, kind: 'draw-border', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    const { version: before, polygons } = await borderForUpdate(trx, countyId, regionId, expects)
    if (part > polygons.length) throw new Problem('target-unknown', { params: { what: 'border-part', id: part + 1 } })
    const [, ...holes] = polygons[part] ?? []
    const fault = faultOfBorder(ring, {
      holes,
      others: polygons.map((polygon, at) => ({ part: at, polygon })).filter((other) => other.part !== part),
      known: await knownPlaces(trx, countyId, regionId),
    })
    if (fault !== null) throw new Problem('region-unfit', { params: { ...fault } })
    const drawn = polygons.toSpliced(part, 1, [ring, ...holes])
    const version = await saveOutline(trx, { countyId, regionId, polygons: drawn, changedAt: receivedAt })
    const areaKm2 = told(outlineAreaKm2(drawn))
    const points = drawn.flat().reduce((sum, each) => sum + each.length, 0)
    const data = { polygons: drawn.length, points, sha256: hashOf(drawn), part: part + 1, areaKm2, replaces: before }
    await record({ kind: 'region.drawn', subject: { type: 'region', id: regionId, version }, data })
    return { id: regionId, version, areaKm2 }
  })
}

/**
 * Takes a border away, or one part of it with its holes. The region itself stays, and so does what is filed under it.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `target-unknown` (nothing is drawn there)
 */
export async function removeBorder(
  foundation: Foundation,
  principal: Principal,
  { expects, ...act }: ActOnBorder,
  { regionId, part }: { regionId: string; part: number | null },
): Promise<DrawnBorder> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const input = { regionId, part, expects }
  const request = { countyId, ...act, kind: 'remove-border', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    const { version: before, polygons } = await borderForUpdate(trx, countyId, regionId, expects)
    if (polygons.length === 0 || (part ?? 0) >= polygons.length) {
      throw new Problem('target-unknown', { params: { what: 'border-part', id: (part ?? 0) + 1 } })
    }
    const left = part === null ? [] : polygons.toSpliced(part, 1)
    const version = await saveOutline(trx, { countyId, regionId, polygons: left, changedAt: receivedAt })
    const data = { polygons: left.length, part: part === null ? null : part + 1, replaces: before }
    await record({ kind: 'region.border-removed', subject: { type: 'region', id: regionId, version }, data })
    return { id: regionId, version, areaKm2: told(outlineAreaKm2(left)) }
  })
}

async function borderForUpdate(
  db: Db,
  countyId: string,
  regionId: string,
  expects: number,
): Promise<{ version: number; polygons: Outline }> {
  if ((await regionById(db, countyId, regionId)) === undefined) {
    throw new Problem('not-found', { params: { type: 'region', id: regionId } })
  }
  const border = await outlineForUpdate(db, countyId, regionId)
  if (border.version !== expects) throw new Problem('version-conflict', { params: { version: border.version } })
  return border
}

/** Corners of the other regions' borders, and stations. */
async function knownPlaces(db: Db, countyId: string, butNot: string): Promise<Position[]> {
  const [outlines, stations] = await Promise.all([outlinesOf(db, countyId), stationsOf(db, countyId)])
  const corners = [...outlines].flatMap(([id, outline]) => (id === butNot ? [] : outline.flat(2)))
  return [...corners, ...stations.map(({ lonWgs84, latWgs84 }): Position => [lonWgs84, latWgs84])]
}

function hashOf(drawn: Ring | Outline): string {
  return createHash('sha256').update(JSON.stringify(drawn)).digest('hex')
}

/** To a hundred square metres. [km²] */
function told(areaKm2: number): number {
  return Math.round(areaKm2 * 10_000) / 10_000
}
