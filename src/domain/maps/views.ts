import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import type { Ranged } from '../../platform/http/handler.ts'
import { openBytes } from '../../platform/keys.ts'
import { Problem } from '../../platform/problem.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { mapsApi } from './api.ts'
import type { BaseMap } from './model.ts'
import { keyPlace } from './service.ts'
import type { MapShelf } from './shelf.ts'
import { baseMapOf } from './store.ts'

const nothing: Pick<BaseMap, 'kind' | 'picture' | 'file' | 'credit'> = {
  ...{ kind: 'none', picture: null, file: null, credit: '' },
}

/** What a map of the pages needs. @throws Problem `not-allowed` (a program draws no map) */
export async function baseMapFor(
  { db, keys }: Foundation,
  shelf: MapShelf,
  principal: Principal,
): Promise<Reply<(typeof mapsApi)['GET /api/base-map']>> {
  refusePrograms(principal)
  const { countyId } = principal
  const set = await baseMapOf(db, countyId)
  const { kind, picture, file, credit } = set ?? nothing
  const sealed = set?.keySealed ?? null
  const there = file === null ? undefined : (await shelf.found()).find(({ name }) => name === file)
  return {
    ...{ kind, picture, file, credit },
    key: sealed === null ? null : openBytes(keys.device, sealed, keyPlace(countyId)).toString('utf8'),
    form: there?.head?.form ?? null,
  }
}

/** The chosen file. @throws Problem `not-allowed`, `not-found` (none is chosen, or it has gone) */
export async function tilesFor({ db }: Foundation, shelf: MapShelf, principal: Principal): Promise<Ranged> {
  refusePrograms(principal)
  const file = (await baseMapOf(db, principal.countyId))?.file ?? null
  const ranged = file === null ? null : await shelf.take(file)
  if (ranged === null) throw new Problem('not-found', { params: { type: 'map-file', id: file ?? '' } })
  return ranged
}

/** What the screen of settings shows. @throws Problem `not-allowed` */
export async function baseMapSetting(
  { db }: Foundation,
  shelf: MapShelf,
  principal: Principal,
): Promise<Reply<(typeof mapsApi)['GET /api/base-map/setting']>> {
  const { countyId } = principal
  allow(principal, 'read-settings', countyScope(countyId))
  const [set, found] = await Promise.all([baseMapOf(db, countyId), shelf.found()])
  const { kind, picture, file, credit } = set ?? nothing
  return {
    ...{ kind, picture, file, credit, folder: shelf.folder },
    hasKey: (set?.keySealed ?? null) !== null,
    version: set?.version ?? 0,
    files: found.map(({ name, bytes, fault, head }) => ({
      ...{ name, bytes, fault, form: head?.form ?? null, bounds: head?.bounds ?? null },
      ...{ minZoom: head?.minZoom ?? null, maxZoom: head?.maxZoom ?? null },
    })),
  }
}

/** The key is for the browsers of people. */
function refusePrograms({ kind }: Principal): void {
  if (kind === 'token') throw new Problem('not-allowed')
}
