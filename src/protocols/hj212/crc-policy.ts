import type { FrameFound } from './frame.ts'

/**
 * Which CRCs of a device are taken for right. `strict`: the standard's alone, in either case. `tolerant`: also those that
 * firmware is known to send in its place, over the same bytes: Modbus, and the standard's with its bytes swapped (fact sheet, section 2).
 * `ignore`: none is looked at, for devices that send none or a constant.
 */
export const crcPolicies = ['tolerant', 'strict', 'ignore'] as const
export type CrcPolicy = (typeof crcPolicies)[number]

/**
 * Whether a frame's CRC is right under a device's policy. The framer works before the device is known, so this is asked
 * afterwards; an enciphered frame is asked once it is deciphered (before that only `ignore` takes it).
 */
export function judgeCrc(frame: Pick<FrameFound, 'crcKind'>, policy: CrcPolicy): boolean {
  if (policy === 'ignore') return true
  if (policy === 'strict') return frame.crcKind === 'standard'
  return frame.crcKind === 'standard' || frame.crcKind === 'modbus' || frame.crcKind === 'swapped'
}
