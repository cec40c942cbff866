import type { PhotoMediaType } from './model.ts'

/**
 * Which image the bytes really are, by their first bytes (ISO/IEC 10918-1 SOI, PNG signature of ISO/IEC 15948, RIFF/WEBP),
 * whatever the sender called them; null = none of the kinds we keep.
 */
export function sniffImage(bytes: Buffer): PhotoMediaType | null {
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg'
  if (bytes.length > 8 && bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'image/png'
  if (bytes.length > 12 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') {
    return 'image/webp'
  }
  return null
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
