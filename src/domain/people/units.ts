import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { regionOrCounty } from '../regions/service.ts'
import type { UnitKind } from './model.ts'
import { saveUnit, unitForUpdate, unitsOf } from './store.ts'

/**
 * Changes a unit's name, kind and region.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `already-exists` (name), `target-unknown` (region)
 */
export async function changeUnit(
  foundation: Foundation,
  principal: Principal,
  { expects, ...envelope }: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  id: string,
  wanted: { name: string; kind: UnitKind; regionId: string },
): Promise<{ id: string; version: number }> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const input = { id, expects, ...wanted }
  const request = { countyId, ...envelope, kind: 'change-unit', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, record }) => {
    const unit = await unitForUpdate(trx, countyId, id)
    if (unit === undefined) throw new Problem('not-found', { params: { type: 'unit', id } })
    if (unit.version !== expects) throw new Problem('version-conflict', { params: { version: unit.version } })
    if ((await unitsOf(trx, countyId)).some((one) => one.name === wanted.name && one.id !== id)) {
      throw new Problem('already-exists', { params: { what: 'unit', id: wanted.name } })
    }
    const region = await regionOrCounty(trx, countyId, wanted.regionId)
    const next = { ...unit, name: wanted.name, kind: wanted.kind, regionId: region.id, version: unit.version + 1 }
    await saveUnit(trx, next)
    const data = { kind: next.kind, name: next.name, regionId: next.regionId }
    await record({ kind: 'unit.changed', subject: { type: 'unit', id, version: next.version }, data })
    return { id, version: next.version }
  })
}
