import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { sealBytes } from '../../platform/keys.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { maySetBaseMap, type WantedBaseMap } from './decide.ts'
import { tiandituHosts } from './model.ts'
import type { MapShelf } from './shelf.ts'
import { baseMapForUpdate, countiesOnTianditu, saveBaseMap } from './store.ts'

/** Where the sealed key of a county belongs; it opens nowhere else. */
export const keyPlace = (countyId: string) => `base-map-key:${countyId}`

/**
 * Sets what lies under the maps. The key is kept sealed, stands in no event, and goes with the base map when another one is set.
 * @throws Problem `not-allowed`, `version-conflict`, `invalid-input` (picture, key, file), `target-unknown` (file)
 */
export async function setBaseMap(
  foundation: Foundation,
  shelf: MapShelf,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  wanted: WantedBaseMap,
): Promise<{ version: number }> {
  const { countyId } = principal
  allow(principal, 'manage-base-map', countyScope(countyId))
  const { expects, ...envelope } = act
  const { key, ...told } = wanted
  const found = await shelf.found()
  const request = {
    ...{ countyId, ...envelope, kind: 'set-base-map', actor: actorOf(principal) },
    input: asJson({ ...told, expects, hasNewKey: key !== null }),
  }
  return performAct(foundation, request, async ({ trx, record }) => {
    const before = await baseMapForUpdate(trx, countyId)
    const version = before?.version ?? 0
    if (version !== expects) throw new Problem('version-conflict', { params: { version } })
    const may = maySetBaseMap(wanted, (before?.keySealed ?? null) !== null, found)
    if (!may.ok) throw new Problem(may.problem, { params: may.params })
    const keySealed = told.kind === 'tianditu' ? sealed(foundation, countyId, key, before?.keySealed ?? null) : null
    if (!(await saveBaseMap(trx, { countyId, ...told, keySealed, version: version + 1 }))) {
      throw new Problem('version-conflict', { params: { version: 1 } })
    }
    await record({
      kind: 'base-map.set',
      subject: { type: 'base-map', id: countyId, version: version + 1 },
      data: asJson({ ...told, hasNewKey: key !== null }),
    })
    return { version: version + 1 }
  })
}

function sealed(
  { keys, randomness }: Foundation,
  countyId: string,
  key: string | null,
  before: Buffer | null,
): Buffer | null {
  return key === null ? before : sealBytes(keys.device, Buffer.from(key, 'utf8'), keyPlace(countyId), randomness)
}

/** The foreign hosts that the pages may ask, as long as some county's maps lie on them. */
export interface TileHosts {
  now(): readonly string[]
  /** Looks anew at what counties have set. */
  look(): Promise<void>
}

export async function openTileHosts({ db }: Pick<Foundation, 'db'>): Promise<TileHosts> {
  let isAny = false
  const look = async () => {
    isAny = (await countiesOnTianditu(db)).length > 0
  }
  await look()
  return { now: () => (isAny ? tiandituHosts : []), look }
}
