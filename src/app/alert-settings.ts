import { type NoisyLimits, usualNoisy } from '../domain/alerts/model.ts'
import type { AlertSettingsOf } from '../domain/alerts/routes.ts'
import { countiesOf } from '../domain/counties/service.ts'
import { type Circle, usualRadiiKm } from '../domain/stations/model.ts'
import type { Installation } from './installation.ts'
import type { Settings } from './settings.ts'

/** What the rules of each county go by: its own settings over those of all counties, these over what is usual. */
export async function alertSettingsByCounty(
  { foundation }: Pick<Installation, 'foundation'>,
  { ofAll, counties }: Settings['alerts'],
): Promise<AlertSettingsOf> {
  const codes = new Map((await countiesOf(foundation.db)).map(({ id, code }) => [id, code]))
  const ofCounty = (countyId: string) => counties[codes.get(countyId) ?? ''] ?? {}
  return {
    radiiOf(countyId) {
      const [own, all] = [ofCounty(countyId).circlesKm, ofAll.circlesKm]
      const radius = (circle: Circle) => own?.[circle] ?? all?.[circle] ?? usualRadiiKm[circle]
      return { core: radius('core'), key: radius('key'), radiation: radius('radiation') }
    },
    noisyOf(countyId) {
      const [own, all] = [ofCounty(countyId).noisy, ofAll.noisy]
      const limit = (name: keyof NoisyLimits) => own?.[name] ?? all?.[name] ?? usualNoisy[name]
      return { verified: limit('verified'), share: limit('share') }
    },
  }
}
