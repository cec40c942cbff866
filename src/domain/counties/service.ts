import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { seedLadder } from '../clocks/service.ts'
import { addRegion } from '../regions/service.ts'
import { type County, countiesOf, insertCounty, insertMark, installationMark } from './store.ts'

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
