import type { ProblemCode } from './problems.ts'

/** How the text of a device is read; `auto`: UTF-8, else GBK. */
export const charsets = ['auto', 'utf-8', 'gbk'] as const
export type Charset = (typeof charsets)[number]

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const strictGbk = new TextDecoder('gbk', { fatal: true })

/**
 * Text of a data segment: UTF-8 (HJ 212-2017), else GBK where the bytes allow it, else one character per byte, so that
 * nothing is lost. Which of the latter two it was is noted; GBK is not when the device is set to it. Neither charset uses
 * the bytes of `;`, `,`, `=`, `&` and `#` inside a character, so that frames and items are cut the same in both.
 */
export function decodeText(
  bytes: Buffer,
  note: (code: ProblemCode, detail: string) => void,
  charset: Charset = 'auto',
): string {
  const text = bytes.toString('utf8')
  if (charset !== 'gbk') {
    if (!text.includes('\ufffd')) return text
    const exact = decoded(strictUtf8, bytes)
    if (exact !== null) return exact
  } else if (text.length === bytes.length && !text.includes('\ufffd')) return text
  const gbk = charset === 'utf-8' ? null : decoded(strictGbk, bytes)
  if (gbk === null) note('charset-unknown', '')
  else if (charset === 'auto') note('charset-gbk', '')
  return gbk ?? bytes.toString('latin1')
}

function decoded(decoder: TextDecoder, bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
