import { decodeText } from '../../protocols/hj212/charset.ts'
import { maskSecrets } from '../../protocols/hj212/secrets.ts'

/** A frame as a person may read it: as text, without its line end, secrets hidden. */
export function maskedText(bytes: Buffer): string {
  return maskSecrets(decodeText(bytes, () => {}).trimEnd())
}

export { maskSecrets }
