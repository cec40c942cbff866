import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { regionsById } from '../regions/service.ts'
import { stationById } from '../stations/service.ts'
import { maySet, type WantedTarget } from './decide.ts'
import { standingTargets, type Target } from './model.ts'
import { insertTarget, targetsIn } from './store.ts'

export interface SetTarget {
  [key: string]: JsonValue
  id: string
}

export type NewTarget = Omit<WantedTarget, 'subjectType'> & { basis: string }

/**
 * Sets a target, sets it anew, or (without a value) takes it back; what was set before stays in the history. The id of the act
 * becomes that of the target.
 * @throws Problem `not-allowed`, `target-unknown` (subject), `invalid-input` (month, value), `version-conflict`
 */
export async function setTarget(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: NewTarget,
): Promise<SetTarget> {
  const { countyId } = principal
  allow(principal, 'set-targets', countyScope(countyId))
  // A target is what a person answers for: a program sets none.
  if (principal.kind === 'token') throw new Problem('not-allowed', { params: { act: 'set-targets' } })
  const request = { countyId, ...act, kind: 'set-target', actor: actorOf(principal), input: asJson({ ...wanted }) }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    const station = await stationById(trx, countyId, wanted.subjectId)
    const region = (await regionsById(trx, countyId)).get(wanted.subjectId)
    if (station === undefined && region?.level !== 'county') {
      throw new Problem('target-unknown', { params: { what: 'subject', id: wanted.subjectId } })
    }
    const target: Target = {
      ...wanted,
      countyId,
      id: act.actId,
      subjectType: station === undefined ? 'region' : 'station',
      setBy: principal.kind === 'person' ? principal.personId : null,
      setAt: receivedAt,
    }
    const may = maySet(target, standingTargets(await targetsIn(trx, countyId, [target.year])))
    if (!may.ok) throw new Problem(may.problem, { params: may.params })
    if (!(await insertTarget(trx, target))) throw new Problem('version-conflict')
    const { subjectType, subjectId, factor, averaging, year, month, value, basis, replaces } = target
    await performing.record({
      kind: value === null ? 'target.taken-back' : 'target.set',
      subject: { type: 'target', id: target.id, version: null },
      data: asJson({ subjectType, subjectId, factor, averaging, year, month, value, basis, replaces }),
    })
    return { id: target.id }
  })
}
