import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { areCircles, type CircleRadii, drawnCircles, radiiOfCircles } from './model.ts'
import { circlesOf, saveCircles } from './store.ts'

/** What the file of the installation says of a county's circles. */
export type UsualRadiiOf = (countyId: string) => CircleRadii

/** The circles of a county. */
export type CountyCircles = {
  /** In force, from the inside. [km] */
  radiiKm: number[]
  /** As the installation has them. [km] */
  usualKm: number[]
  /** Whether the county has said so itself. */
  isOwn: boolean
  /** Of what the county said; 0: never anything. */
  version: number
}

/** Whose circles are in force: the county's own, else those of the installation. */
export async function radiiInForce(db: Db, countyId: string, usualOf: UsualRadiiOf): Promise<CircleRadii> {
  const own = await circlesOf(db, countyId)
  return own === undefined || own.radiiKm.length === 0 ? usualOf(countyId) : radiiOfCircles(own.radiiKm)
}

/** @throws Problem `not-allowed` */
export async function readCircles(
  foundation: Foundation,
  principal: Principal,
  usualOf: UsualRadiiOf,
): Promise<CountyCircles> {
  const { countyId } = principal
  allow(principal, 'read-stations', countyScope(countyId))
  const own = await circlesOf(foundation.db, countyId)
  return toldCircles(own?.radiiKm ?? [], own?.version ?? 0, usualOf(countyId))
}

/**
 * The county says how far its circles reach, or takes back what it said (none).
 * @throws Problem `not-allowed`, `circles-unfit`, `version-conflict`
 */
export async function setCircles(
  foundation: Foundation,
  principal: Principal,
  { expects, ...act }: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  radiiKm: readonly number[],
  usualOf: UsualRadiiOf,
): Promise<CountyCircles> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const input = { expects, radiiKm: [...radiiKm] }
  const request = { countyId, ...act, kind: 'set-circles', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    if (radiiKm.length > 0 && !areCircles(radiiKm)) throw new Problem('circles-unfit')
    const before = await circlesOf(trx, countyId)
    if (!(await saveCircles(trx, { countyId, radiiKm, changedAt: receivedAt }, expects))) {
      throw new Problem('version-conflict', { params: { version: before?.version ?? 0 } })
    }
    const version = expects + 1
    const data = { radiiKm: [...radiiKm], before: before?.radiiKm ?? [] }
    const kind = radiiKm.length > 0 ? 'circles.set' : 'circles.taken-back'
    await record({ kind, subject: { type: 'circles', id: countyId, version }, data })
    return toldCircles(radiiKm, version, usualOf(countyId))
  })
}

function toldCircles(own: readonly number[], version: number, usual: CircleRadii): CountyCircles {
  const usualKm = drawnCircles(usual).map(({ km }) => km)
  const isOwn = own.length > 0
  return { radiiKm: isOwn ? [...own] : usualKm, usualKm, isOwn, version }
}
