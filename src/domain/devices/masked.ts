import { decodeText } from '../../protocols/hj212/charset.ts'

/** What a frame may carry that is nobody's to read: the password, a new one (1072), a new SM4 key (1014). */
const SECRETS = /(?<![a-z])(PW|NewPW|NewSK)\s*=[^;,&\r\n]*/gi

/** A text with the secrets of a frame hidden, wherever they stand in it. */
export function maskSecrets(text: string): string {
  return text.replace(SECRETS, '$1=******')
}

/** A frame as a person may read it: as text, without its line end, secrets hidden. */
export function maskedText(bytes: Buffer): string {
  return maskSecrets(decodeText(bytes, () => {}).trimEnd())
}
