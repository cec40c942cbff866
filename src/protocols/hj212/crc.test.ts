import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc16, crcHex, modbusCrc16 } from './crc.ts'

/** Fact sheet hj212.md, section 2: input, HJ 212 CRC, Modbus CRC. */
const vectors: readonly [string, string, string?][] = [
  [
    'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&',
    '1C80',
    '0759',
  ],
  ['QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&', '2200', 'CCF4'],
  ['123456789', '2F80', '4B37'],
  ['Q', 'BC81'],
  ['QN', '8581'],
  ['QN=', '7200'],
  ['QN=2', 'F001'],
  ['', 'FFFF', 'FFFF'],
]

describe('CRC of HJ 212', () => {
  it.each(vectors)('of %j is the one of the fact sheet', (text, hj212, modbus) => {
    expect(crcHex(crc16(Buffer.from(text)))).toBe(hj212)
    if (modbus !== undefined) expect(crcHex(modbusCrc16(Buffer.from(text)))).toBe(modbus)
  })

  it('covers a part of a buffer', () => {
    const bytes = Buffer.from('xx123456789yy')
    expect(crcHex(crc16(bytes, 2, 11))).toBe('2F80')
    expect(crcHex(modbusCrc16(bytes, 2, 11))).toBe('4B37')
    expect(crc16(bytes, 5, 5)).toBe(0xffff)
  })

  it('is what the steps of annex A give, byte by byte and bit by bit, wherever it begins and ends', () => {
    /** HJ 212-2017 annex A as it is written. */
    const stepped = (bytes: Uint8Array) => {
      let register = 0xffff
      for (const byte of bytes) {
        register = (register >> 8) ^ byte
        for (let step = 0; step < 8; step++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1
      }
      return register
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat({ max: 80 }), fc.nat({ max: 80 }), (bytes, one, other) => {
        const start = Math.min(one, bytes.length)
        const end = Math.min(other, bytes.length)
        expect(crc16(bytes, start, end)).toBe(stepped(bytes.subarray(start, Math.max(start, end))))
      }),
      { numRuns: 2000 },
    )
  })

  it('is written with four digits', () => {
    expect(crcHex(0x81)).toBe('0081')
  })
})
