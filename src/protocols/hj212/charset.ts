import type { ProblemCode } from './problems.ts'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const strictGbk = new TextDecoder('gbk', { fatal: true })

/**
 * Text of a data segment: UTF-8 (HJ 212-2017), else GBK where the bytes allow it, else one character per byte, so that
 * nothing is lost. Which of the latter two it was is noted.
 */
export function decodeText(bytes: Buffer, note: (code: ProblemCode, detail: string) => void): string {
  const text = bytes.toString('utf8')
  if (!text.includes('\ufffd')) return text
  const exact = decoded(strictUtf8, bytes)
  if (exact !== null) return exact
  const gbk = decoded(strictGbk, bytes)
  note(gbk === null ? 'charset-unknown' : 'charset-gbk', '')
  return gbk ?? bytes.toString('latin1')
}

function decoded(decoder: TextDecoder, bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
