import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { regionOrCounty } from '../regions/service.ts'
import type { KeptStation, Station, StationLevel } from './model.ts'
import { insertStation, saveStation, stationByCode, stationById, stationForUpdate, stationsOf } from './store.ts'

export interface NewStation {
  code: string
  name: string
  level: StationLevel
  lonWgs84: number
  latWgs84: number
  regionId?: string | undefined
}

/**
 * Adds a station. The id of the act becomes the id of the station.
 * @throws Problem `not-allowed`, `already-exists` (code), `target-unknown` (region)
 */
export async function addStation(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: NewStation,
): Promise<KeptStation> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const request = {
    countyId,
    ...act,
    kind: 'add-station',
    actor: actorOf(principal),
    input: { ...wanted, regionId: wanted.regionId ?? null },
  }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    if ((await stationByCode(trx, countyId, wanted.code)) !== undefined) {
      throw new Problem('already-exists', { params: { what: 'station', id: wanted.code } })
    }
    const region = await regionOrCounty(trx, countyId, wanted.regionId)
    const station = {
      countyId,
      id: act.actId,
      code: wanted.code,
      name: wanted.name,
      level: wanted.level,
      regionId: region.id,
      lonWgs84: wanted.lonWgs84,
      latWgs84: wanted.latWgs84,
    }
    await insertStation(trx, { ...station, createdAt: receivedAt })
    await record({ kind: 'station.added', subject: { type: 'station', id: station.id, version: 1 }, data: station })
    return { ...station, version: 1 }
  })
}

/**
 * Changes what a station is called and where it stands. Its readings stay its own; where it stood is in the ledger.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `already-exists` (code), `target-unknown` (region)
 */
export async function changeStation(
  foundation: Foundation,
  principal: Principal,
  { expects, ...envelope }: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  id: string,
  wanted: Omit<Station, 'countyId' | 'id'>,
): Promise<KeptStation> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const input = { id, expects, ...wanted }
  const request = { countyId, ...envelope, kind: 'change-station', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, record }) => {
    const station = await stationForUpdate(trx, countyId, id)
    if (station === undefined) throw new Problem('not-found', { params: { type: 'station', id } })
    if (station.version !== expects) throw new Problem('version-conflict', { params: { version: station.version } })
    const other = await stationByCode(trx, countyId, wanted.code)
    if (other !== undefined && other.id !== id) {
      throw new Problem('already-exists', { params: { what: 'station', id: wanted.code } })
    }
    const region = await regionOrCounty(trx, countyId, wanted.regionId)
    const { version, ...next } = { ...station, ...wanted, regionId: region.id }
    const kept = { ...next, version: version + 1 }
    await saveStation(trx, kept)
    await record({ kind: 'station.changed', subject: { type: 'station', id, version: kept.version }, data: next })
    return kept
  })
}

export async function listStations(foundation: Foundation, principal: Principal): Promise<readonly KeptStation[]> {
  allow(principal, 'read-stations', countyScope(principal.countyId))
  return stationsOf(foundation.db, principal.countyId)
}

/** For other rooms: the station, or Problem `target-unknown`. */
export async function stationOr404(db: Db, countyId: string, id: string): Promise<Station> {
  const station = await stationById(db, countyId, id)
  if (station === undefined) throw new Problem('target-unknown', { params: { what: 'station', id } })
  return station
}

export { radiiInForce } from './circles.ts'
export { stationByCode, stationById, stationsOf }
