/**
 * The CRC of HJ 212 (HJ 212-2017 annex A, HJ/T 212-2005 annex): start 0xFFFF, constant 0xA001, low bit first, no final
 * xor. It is not Modbus: before each byte the low half of the register is thrown away, so the register before a byte is
 * a single byte and the whole step is one look-up. Modbus shares the table and keeps both halves.
 */

/** Register after eight shift steps from `value`. */
function eightSteps(value: number): number {
  let register = value
  for (let step = 0; step < 8; step++) register = (register & 1) === 1 ? (register >> 1) ^ 0xa001 : register >> 1
  return register
}

const TABLE = Uint16Array.from({ length: 256 }, (_, value) => eightSteps(value))

/**
 * The high half after one byte, and after two, three and four of which the later are zero. The steps are linear over xor,
 * so that four bytes are four look-ups that need not wait for each other but in the first.
 */
const HIGH_1 = Uint8Array.from(TABLE, (register) => register >> 8)
const HIGH_2 = HIGH_1.map((high) => HIGH_1[high] ?? 0)
const HIGH_3 = HIGH_2.map((high) => HIGH_1[high] ?? 0)
const HIGH_4 = HIGH_3.map((high) => HIGH_1[high] ?? 0)

/**
 * HJ 212 CRC of `bytes[start, end)` as a number 0–0xFFFF; of nothing it is 0xFFFF.
 * Its low byte is always one of 00 01 40 41 80 81 C0 C1: a received CRC with another low byte is of another kind.
 */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (end <= start) return 0xffff
  const last = end - 1
  let high = 0xff
  let at = start
  for (; at + 4 <= last; at += 4) {
    high =
      (HIGH_4[high ^ (bytes[at] ?? 0)] ?? 0) ^
      (HIGH_3[bytes[at + 1] ?? 0] ?? 0) ^
      (HIGH_2[bytes[at + 2] ?? 0] ?? 0) ^
      (HIGH_1[bytes[at + 3] ?? 0] ?? 0)
  }
  for (; at < last; at++) high = HIGH_1[high ^ (bytes[at] ?? 0)] ?? 0
  return TABLE[high ^ (bytes[last] ?? 0)] ?? 0
}

/** Genuine Modbus RTU CRC of `bytes[start, end)`, which some firmware sends in its place (fact sheet, section 2). */
export function modbusCrc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let register = 0xffff
  for (let at = start; at < end; at++) register = (register >> 8) ^ (TABLE[(register ^ (bytes[at] ?? 0)) & 0xff] ?? 0)
  return register
}

/** A CRC as the frame carries it: four upper-case hexadecimal digits, high byte first. */
export function crcHex(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, '0')
}
