import type { Language } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { FRAMES_LOOKED_AT } from './adopt.ts'
import { type DeviceProposal, proposeDevice } from './proposal.ts'

/**
 * What the first frames kept of an MN say of the device that sent them.
 * @throws Problem `not-allowed`, `target-unknown` when nothing of it is kept
 */
export async function proposeFor(
  readings: ReadingsStore,
  principal: Principal,
  mn: string,
  language: Language,
): Promise<DeviceProposal> {
  const { countyId } = principal
  allow(principal, 'manage-devices', countyScope(countyId))
  const frames = await readings.keptOf(countyId, mn, 0, FRAMES_LOOKED_AT)
  if (frames.length === 0) throw new Problem('target-unknown', { params: { what: 'device', id: mn } })
  return proposeDevice(mn, frames, language)
}
