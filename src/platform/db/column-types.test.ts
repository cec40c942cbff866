import { describe, expect, it } from 'vitest'
import { columnTypes, parseInt8 } from './column-types.ts'

const int8Array: number = 1016
const numericType: number = 1700
const byteaType: number = 17

describe('columns read by the driver', () => {
  it('bigint is a number, exactly or not at all', () => {
    expect(parseInt8('1795502723000')).toBe(1795502723000)
    expect(parseInt8('-9007199254740991')).toBe(-9007199254740991)
    expect(() => parseInt8('9007199254740992')).toThrow(RangeError)
  })

  it('arrays of bigint keep their holes and their shape', () => {
    const parse: unknown = columnTypes.getTypeParser(int8Array, 'text')
    if (typeof parse !== 'function') throw new Error('no parser')
    expect(parse('{1,NULL,-3}')).toEqual([1, null, -3])
    expect(parse('{{1,2},{3,4}}')).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(parse('{}')).toEqual([])
  })

  it('everything else is as the driver reads it: numeric stays text, bytea is a Buffer', () => {
    const numeric: unknown = columnTypes.getTypeParser(numericType, 'text')
    const bytea: unknown = columnTypes.getTypeParser(byteaType, 'text')
    if (typeof numeric !== 'function' || typeof bytea !== 'function') throw new Error('no parser')
    expect(numeric('0.10')).toBe('0.10')
    expect(bytea('\\x0aff')).toEqual(Buffer.from([0x0a, 0xff]))
  })
})
