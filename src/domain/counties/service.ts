import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { seedLadder } from '../clocks/service.ts'
import { addRegion, renameRoot } from '../regions/service.ts'
import { type County, countiesOf, insertCounty, insertMark, installationMark, saveCounty } from './store.ts'

/** A county with its root region and its first escalation ladder, in one transaction. */
export async function foundCounty(
  foundation: Foundation,
  wanted: { code: string; name: string },
): Promise<County & { regionId: string }> {
  const county: County = { id: foundation.ids.next(), ...wanted }
  const regionId = foundation.ids.next()
  await foundation.db.transaction().execute(async (trx) => {
    await insertCounty(trx, { ...county, createdAt: foundation.clocks.domain.now() })
    const { code, name } = wanted
    await addRegion(trx, { countyId: county.id, id: regionId, level: 'county', code, name, parent: null })
    await seedLadder(foundation, trx, county.id)
  })
  return { ...county, regionId }
}

/**
 * A county says what it is called: before that it is nobody's. Files know it by its code from then on, and `weike.json` too.
 * @throws Problem `not-allowed`, `already-exists` (code of another county or of a region below)
 */
export async function nameCounty(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: { code: string; name: string },
): Promise<County> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const request = { countyId, ...act, kind: 'name-county', actor: actorOf(principal), input: wanted }
  return performAct(foundation, request, async ({ trx, record }) => {
    if ((await countiesOf(trx)).some(({ id, code }) => id !== countyId && code === wanted.code)) {
      throw new Problem('already-exists', { params: { what: 'county', id: wanted.code } })
    }
    await saveCounty(trx, { id: countyId, ...wanted })
    const root = await renameRoot(trx, countyId, wanted)
    await record({ kind: 'region.named', subject: { type: 'region', id: root.id, version: null }, data: wanted })
    return { id: countyId, ...wanted }
  })
}

/**
 * Demo and real data never share a database: an empty one takes the mark, any other must bear it.
 * @throws Problem `database-mark`
 */
export async function claimInstallation(
  foundation: Pick<Foundation, 'db' | 'clocks'>,
  mark: 'demo' | 'real',
): Promise<void> {
  await foundation.db.transaction().execute(async (trx) => {
    const found = await installationMark(trx)
    if (found === mark) return
    if (found !== undefined) throw new Problem('database-mark', { params: { found, wanted: mark } })
    if ((await countiesOf(trx)).length > 0)
      throw new Problem('database-mark', { params: { found: 'none', wanted: mark } })
    await insertMark(trx, mark, foundation.clocks.wall.now())
  })
}

/** @throws Problem `not-found` */
export async function countyById(db: Db, id: string): Promise<County> {
  const county = (await countiesOf(db)).find((one) => one.id === id)
  if (county === undefined) throw new Problem('not-found', { params: { type: 'county', id } })
  return county
}

export { type County, countiesOf, installationMark }
