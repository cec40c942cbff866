import { countiesOf } from '../domain/counties/service.ts'
import { type RulesOf, usualRulesOf } from '../domain/readings/service.ts'
import { laidOver, validityRules } from '../domain/readings/validity-settings.ts'
import { Problem } from '../platform/problem.ts'
import type { Installation } from './installation.ts'
import { type Settings, settingsFile } from './settings.ts'

/**
 * What the values of each county are judged by: its own settings over those of all counties, these over what is usual.
 * @throws Problem `settings-wrong` when a county that is not there is named
 */
export async function rulesByCounty(
  { dataDir, foundation }: Pick<Installation, 'dataDir' | 'foundation'>,
  { ofAll, counties }: Settings['validity'],
): Promise<RulesOf> {
  const known = await countiesOf(foundation.db)
  const codes = known.map((county) => county.code)
  const stranger = Object.keys(counties).find((code) => !codes.includes(code))
  if (stranger !== undefined) {
    const params = {
      file: settingsFile(dataDir),
      key: `counties.${stranger}`,
      reason: 'county',
      codes: codes.join(', '),
    }
    throw new Problem('settings-wrong', { params })
  }
  const rules = new Map(
    known.map(({ id, code }) => {
      const settings = laidOver(ofAll, counties[code] ?? {})
      return [id, { rules: validityRules(settings), settings }]
    }),
  )
  return (countyId) => rules.get(countyId) ?? usualRulesOf(countyId)
}
