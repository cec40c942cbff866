import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBytes } from './canonical.ts'

describe('canonical bytes', () => {
  it('are those of the sample in RFC 8785, 3.2.2', () => {
    const sample = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
        '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    )
    expect(canonicalBytes(sample).toString('utf8')).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('order keys by UTF-16 code units, as in RFC 8785, 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6']
    const object = Object.fromEntries(keys.map((key) => [key, 0]))
    const order = Object.keys(JSON.parse(canonicalBytes({ x: object }).toString('utf8')).x)
    // JavaScript itself puts the integer-like key first, so the text is looked at for that one.
    expect(order.filter((key) => key !== '1')).toEqual(['\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'])
    expect(canonicalBytes(object).toString('utf8')).toMatch(/^\{"\\r":0,"1":0,/)
  })

  it('do not depend on the order in which an object was built, and read back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse())
        const bytes = canonicalBytes(object)
        expect(canonicalBytes(turned).equals(bytes)).toBe(true)
        expect(JSON.parse(bytes.toString('utf8'))).toEqual(JSON.parse(JSON.stringify(object)))
      }),
    )
  })

  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  it.each([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['NaN', [Number.NaN]],
    ['an infinity', Number.POSITIVE_INFINITY],
    ['a hole', new Array(1)],
    ['a Date', { at: new Date(0) }],
    ['a Buffer', Buffer.from('a')],
    ['a Map', new Map()],
    ['a bigint', 1n],
    ['a function', () => 0],
    ['a lone surrogate', '\ud800'],
    ['a key with a lone surrogate', { '\udc00': 1 }],
    ['a cycle', cyclic],
  ])('refuse %s', (_what, value) => {
    expect(() => canonicalBytes(value)).toThrow(TypeError)
  })

  it('take the same object twice, which is no cycle', () => {
    const shared = { a: 1 }
    expect(canonicalBytes([shared, shared]).toString('utf8')).toBe('[{"a":1},{"a":1}]')
  })
})
