import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readTexts } from './query.ts'

describe('texts of a query', () => {
  const schema = z.object({
    count: z.int().min(0).default(1),
    ratio: z.coerce.number().optional(),
    all: z.boolean().optional(),
    factors: z.array(z.string()).optional(),
    hours: z.array(z.int()).default([]),
    name: z.string().optional(),
    flag: z.stringbool().optional(),
  })

  it('any number that JavaScript writes is read back as itself', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(readTexts(schema, { ratio: String(number) }).ratio).toBe(Number(String(number)))
      }),
    )
  })

  it('one value and several suit an array, element by element', () => {
    expect(readTexts(schema, { factors: 'a34004', hours: ['1', '02'] })).toEqual({ factors: ['a34004'], hours: [1, 2] })
  })

  it('a text stays a text where a text is meant', () => {
    expect(readTexts(schema, { name: '007', flag: 'yes' })).toEqual({ name: '007', flag: 'yes' })
  })

  it('an instant is read also when its plus was not escaped; a blank elsewhere stays one', () => {
    const schema = z.object({ from: z.iso.datetime({ offset: true }).optional(), note: z.string().optional() })
    const escaped = Object.fromEntries(new URLSearchParams('from=2026-11-18T12:00:00%2B08:00'))
    const plain = Object.fromEntries(new URLSearchParams('from=2026-11-18T12:00:00+08:00&note=at 08:00'))
    expect(readTexts(schema, escaped)).toEqual({ from: '2026-11-18T12:00:00+08:00' })
    expect(readTexts(schema, plain)).toEqual({ from: '2026-11-18T12:00:00+08:00', note: 'at 08:00' })
    expect(schema.safeParse(readTexts(schema, { from: '2026-11-18 12:00:00+08:00' })).success).toBe(false)
  })

  it('what is no number or boolean is left for the schema to refuse', () => {
    for (const [name, text] of [
      ['count', ''],
      ['count', ' '],
      ['count', '0x10'],
      ['count', '1e'],
      ['ratio', ''],
      ['all', '1'],
      ['all', ''],
    ] as const) {
      expect(schema.safeParse(readTexts(schema, { [name]: text })).success, `${name}=${text}`).toBe(false)
    }
  })

  it('names of the prototype are no fields', () => {
    const texts = JSON.parse('{"__proto__":"1","constructor":"2","toString":"3"}')
    expect(schema.parse(readTexts(schema, texts))).toEqual({ count: 1, hours: [] })
  })
})
