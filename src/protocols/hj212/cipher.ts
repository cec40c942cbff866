import { createCipheriv, createDecipheriv } from 'node:crypto'
import { contentStart, isCipherText, isText } from './enciphered.ts'
import type { FrameFound } from './frame.ts'
import { crcKindOf } from './locate.ts'
import type { ProblemCode } from './problems.ts'

/**
 * Enciphered CP of the 2025 edition (its 6.4 and annex A.2 as public implementations report them; the text itself was not
 * at hand): SM4 (GB/T 32907-2016) in ECB mode without padding, a key of 16 bytes, over whole groups of 16 bytes of what
 * stands between the `&&` of CP; what is left of the last group stays plain. Length and CRC are those of the plaintext.
 * Verified with the two examples of annex A.2: their cipher bytes come out byte for byte.
 */

const GROUP = 16
export const SM4_KEY_BYTES = 16

/** Whether the 2025 edition enciphers a command on public networks: 2000–2999, 1014 and 3020 (reported). */
export function mustBeEnciphered(cn: string): boolean {
  return /^2\d{3}$/.test(cn) || cn === '1014' || cn === '3020'
}

/**
 * The plaintext of an enciphered data segment, of cipher bytes raw or written as `{0xE4,0x3E,…}`; null where CP holds no
 * whole group. A segment that was plain gives nonsense: {@link decipherFrame} tells.
 * @param key 16 bytes
 * @throws RangeError when the key has another length
 */
export function decipherSegment(segment: Buffer, key: Buffer): Buffer | null {
  const parts = partsOf(segment)
  if (parts === null) return null
  const { head, cipher, rest } = parts
  return Buffer.concat([head, groupsThrough(cipher, key, 'decipher'), rest])
}

/**
 * An enciphered data segment with raw cipher bytes, as long as the plaintext; the segment itself where CP holds no whole
 * group.
 * @param key 16 bytes
 * @throws RangeError when the key has another length
 */
export function encipherSegment(segment: Buffer, key: Buffer): Buffer {
  const from = contentStart(segment, 0)
  const to = segment.length - 2
  const whole = from < 0 ? 0 : Math.floor((to - from) / GROUP) * GROUP
  if (whole <= 0) return segment
  const cipher = groupsThrough(segment.subarray(from, from + whole), key, 'encipher')
  return Buffer.concat([segment.subarray(0, from), cipher, segment.subarray(from + whole)])
}

/** A frame of {@link formatFrame} with its CP enciphered; length and CRC stay those of the plaintext. */
export function encipherFrame(frame: Buffer, key: Buffer): Buffer {
  const segmentEnd = frame.length - 6
  return Buffer.concat([
    frame.subarray(0, 6),
    encipherSegment(frame.subarray(6, segmentEnd), key),
    frame.subarray(segmentEnd),
  ])
}

/**
 * A received frame with its CP deciphered and its CRC judged over the plaintext; null when it was not enciphered under
 * this key (its CP is plain, or the key is another), which leaves the frame as the framer gave it. `bytes` stay as received.
 * @param key 16 bytes
 * @throws RangeError when the key has another length
 */
export function decipherFrame(frame: FrameFound, key: Buffer): FrameFound | null {
  const segment = decipherSegment(frame.segment, key)
  if (segment === null || !isText(segment)) return null
  const crcKind = crcKindOf(
    Buffer.concat([segment, Buffer.from(frame.crcText, 'latin1')]),
    0,
    segment.length,
    segment.length + frame.crcText.length,
  )
  const problems: ProblemCode[] = frame.problems.filter((code) => !isAboutContent(code))
  if (segment.length !== frame.segment.length) problems.push('cipher-as-text')
  if (frame.declaredLength !== segment.length && frame.declaredLength !== frame.segment.length) {
    problems.push('length-wrong')
  }
  if (crcKind !== 'standard' && crcKind !== 'enciphered') problems.push(`crc-${crcKind}`)
  return { ...frame, segment, crcKind, crcOk: crcKind === 'standard', problems }
}

/**
 * Whether CP of a frame holds cipher bytes. The framer tells unless their CRC fits by accident, which happens once in 256
 * times because of an early byte the CRC keeps only eight bits.
 */
export function isSealed(frame: FrameFound): boolean {
  if (frame.crcKind === 'enciphered') return true
  const flag = frame.crcOk ? /;Flag=(?:8|9|10|11);/.exec(frame.segment.toString('latin1', 0, 256)) : null
  return flag !== null && !isText(frame.segment)
}

/** Problems that were found over the cipher bytes and are found anew over the plaintext. */
function isAboutContent(code: ProblemCode): boolean {
  return (
    code === 'cp-enciphered' ||
    code === 'length-wrong' ||
    code === 'length-counts-tail' ||
    code === 'length-in-characters' ||
    code === 'crc-wrong' ||
    code === 'crc-modbus' ||
    code === 'crc-swapped'
  )
}

/** A segment cut into what precedes its cipher bytes, these, and the plain rest with the closing `&&`. */
function partsOf(segment: Buffer): { head: Buffer; cipher: Buffer; rest: Buffer } | null {
  const from = contentStart(segment, 0)
  if (from < 0) return null
  const head = segment.subarray(0, from)
  if (isCipherText(segment, from)) {
    const text = /^\{0x[0-9A-Fa-f]{2}(?:,0x[0-9A-Fa-f]{2})*\}/.exec(segment.toString('latin1', from))?.[0]
    const cipher = Buffer.from((text ?? '').replace(/0x|[{},]/g, ''), 'hex')
    if (text === undefined || cipher.length % GROUP !== 0) return null
    return { head, cipher, rest: segment.subarray(from + text.length) }
  }
  const whole = Math.floor((segment.length - 2 - from) / GROUP) * GROUP
  if (whole <= 0) return null
  return { head, cipher: segment.subarray(from, from + whole), rest: segment.subarray(from + whole) }
}

function groupsThrough(groups: Buffer, key: Buffer, direction: 'encipher' | 'decipher'): Buffer {
  if (key.length !== SM4_KEY_BYTES) throw new RangeError(`SM4 key of ${key.length} bytes`)
  const sm4 = direction === 'encipher' ? createCipheriv('sm4-ecb', key, null) : createDecipheriv('sm4-ecb', key, null)
  sm4.setAutoPadding(false)
  return Buffer.concat([sm4.update(groups), sm4.final()])
}
