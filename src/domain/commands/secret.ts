import type { Foundation } from '../../platform/foundation.ts'
import { openBytes, sealBytes } from '../../platform/keys.ts'

/** A new password on its way to a device opens under its command alone. */
const place = (commandId: string) => `device-command:${commandId}`

export function sealSecret(
  { keys, randomness }: Pick<Foundation, 'keys' | 'randomness'>,
  id: string,
  secret: string,
): Buffer {
  return sealBytes(keys.device, Buffer.from(secret, 'utf8'), place(id), randomness)
}

export function openSecret({ keys }: Pick<Foundation, 'keys'>, id: string, sealed: Buffer): string {
  return openBytes(keys.device, sealed, place(id)).toString('utf8')
}
