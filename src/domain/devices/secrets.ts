import type { Foundation } from '../../platform/foundation.ts'
import { openBytes, sealBytes } from '../../platform/keys.ts'
import { Problem } from '../../platform/problem.ts'
import type { RegisteredDevice } from './model.ts'
import type { DeviceRow } from './store.ts'

/** An SM4 key is 128 bits (GB/T 32907-2016), as a 1014 brings it: sixteen characters. */
const SM4_KEY_BYTES = 16

/** Where each secret of a device belongs; sealed bytes open nowhere else. */
const passwordPlace = (mn: string) => `device-password:${mn}`
const sm4Place = (mn: string) => `device-sm4:${mn}`

type Sealing = Pick<Foundation, 'keys' | 'randomness'>

/** A password of a device, sealed. It must be opened again: commands to the device carry it. */
export function sealPassword({ keys, randomness }: Sealing, mn: string, password: string): Buffer {
  return sealBytes(keys.device, Buffer.from(password, 'utf8'), passwordPlace(mn), randomness)
}

/**
 * The SM4 key of a device, sealed; null for the empty text: the device does not encipher.
 * @throws Problem `invalid-input` for a key that is not 16 bytes
 */
export function sealSm4Key({ keys, randomness }: Sealing, mn: string, key: string): Buffer | null {
  if (key === '') return null
  const bytes = Buffer.from(key, 'utf8')
  if (bytes.length !== SM4_KEY_BYTES) throw new Problem('invalid-input', { params: { what: 'sm4Key' } })
  return sealBytes(keys.device, bytes, sm4Place(mn), randomness)
}

/** A stored device as the gateway and the commands need it. */
export function openDevice({ keys }: Pick<Foundation, 'keys'>, row: DeviceRow): RegisteredDevice {
  const { mn } = row
  const password = (sealed: Buffer) => openBytes(keys.device, sealed, passwordPlace(mn)).toString('utf8')
  return {
    countyId: row.countyId,
    id: row.id,
    mn,
    name: row.name,
    password: password(row.passwordSealed),
    nextPassword: row.nextPasswordSealed === null ? null : password(row.nextPasswordSealed),
    sm4Key: row.sm4KeySealed === null ? null : openBytes(keys.device, row.sm4KeySealed, sm4Place(mn)),
    dataTimeNames: row.dataTimeNames,
    minuteInterval: row.minuteInterval,
    factors: row.factors,
    settings: row.settings,
  }
}
