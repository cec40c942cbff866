import { type NoisyLimits, usualNoisy } from '../domain/alerts/model.ts'
import type { AlertSettingsOf } from '../domain/alerts/routes.ts'
import { countiesOf } from '../domain/counties/service.ts'
import { usualRadiiKm } from '../domain/stations/model.ts'
import { radiiInForce } from '../domain/stations/service.ts'
import type { Installation } from './installation.ts'
import type { Settings } from './settings.ts'

/** Circles that the file has a name for. */
type NamedCircle = keyof typeof usualRadiiKm

/**
 * What the rules of each county go by: its own settings over those of all counties, these over what is usual. How far circles reach
 * a county may also say by an act, which stands over the file.
 */
export async function alertSettingsByCounty(
  { foundation }: Pick<Installation, 'foundation'>,
  { ofAll, counties }: Settings['alerts'],
): Promise<AlertSettingsOf & { fileRadiiOf(countyId: string): Record<NamedCircle, number> }> {
  const codes = new Map((await countiesOf(foundation.db)).map(({ id, code }) => [id, code]))
  const ofCounty = (countyId: string) => counties[codes.get(countyId) ?? ''] ?? {}
  const fileRadiiOf = (countyId: string) => {
    const [own, all] = [ofCounty(countyId).circlesKm, ofAll.circlesKm]
    const radius = (circle: NamedCircle) => own?.[circle] ?? all?.[circle] ?? usualRadiiKm[circle]
    return { core: radius('core'), key: radius('key'), radiation: radius('radiation') }
  }
  return {
    fileRadiiOf,
    radiiOf: (countyId) => radiiInForce(foundation.db, countyId, fileRadiiOf),
    noisyOf(countyId) {
      const [own, all] = [ofCounty(countyId).noisy, ofAll.noisy]
      const limit = (name: keyof NoisyLimits) => own?.[name] ?? all?.[name] ?? usualNoisy[name]
      return { verified: limit('verified'), share: limit('share') }
    },
  }
}
