import { countiesOf } from '../domain/counties/service.ts'
import { type LevelsOf, usualLevelsOf } from '../domain/evaluations/table.ts'
import type { Installation } from './installation.ts'
import type { Settings } from './settings.ts'

/** By which stations each county is evaluated: its own setting, or what is usual. */
export async function levelsByCounty(
  { foundation }: Pick<Installation, 'foundation'>,
  byCode: Settings['evaluation'],
): Promise<LevelsOf> {
  const known = await countiesOf(foundation.db)
  const byId = new Map(
    known.flatMap(({ id, code }) => {
      const levels = byCode[code]
      return levels === undefined ? [] : [[id, levels] as const]
    }),
  )
  return (countyId) => byId.get(countyId) ?? usualLevelsOf(countyId)
}
