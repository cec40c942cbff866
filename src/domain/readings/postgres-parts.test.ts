import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partOf } from './postgres-parts.ts'

const at = (text: string) => Date.parse(`${text}+08:00`)

describe('the part of the readings in which a period lies', () => {
  it('is the civil month or year in which it ends, what ends at midnight belonging to the one that ends', () => {
    // biome-ignore format: a table to proof-read
    const table = [
      ['realtime', '2026-11-18T12:00:00', '202611'],
      ['realtime', '2026-11-01T00:00:00', '202610'],
      ['realtime', '2026-11-01T00:00:00.001', '202611'],
      ['minute',   '2027-01-01T00:00:00', '202612'],
      ['minute',   '2027-01-01T00:10:00', '202701'],
      ['hour',     '2027-01-01T00:00:00', '2026'],
      ['hour',     '2027-01-01T01:00:00', '2027'],
    ] as const
    expect(table.map(([resolution, end]) => partOf(resolution, at(end))?.label)).toEqual(
      table.map(([, , label]) => label),
    )
  })

  it('reaches from midnight to midnight of Asia/Shanghai', () => {
    expect(partOf('minute', at('2028-02-29T12:00:00'))).toEqual({
      resolution: 'minute',
      label: '202802',
      endsAfter: at('2028-02-01T00:00:00'),
      endsBy: at('2028-03-01T00:00:00'),
    })
    expect(partOf('hour', at('2026-12-31T23:00:00'))).toEqual({
      resolution: 'hour',
      label: '2026',
      endsAfter: at('2026-01-01T00:00:00'),
      endsBy: at('2027-01-01T00:00:00'),
    })
  })

  it('days, months and years are not cut', () => {
    for (const resolution of ['day', 'month', 'year'] as const)
      expect(partOf(resolution, at('2026-11-18T00:00:00'))).toBeNull()
  })

  it('holds the period, and no two parts overlap', () => {
    const instant = fc.integer({ min: 0, max: at('2099-12-31T23:59:59') })
    fc.assert(
      fc.property(instant, instant, fc.constantFrom('realtime', 'minute', 'hour'), (one, other, resolution) => {
        const [part, another] = [partOf(resolution, one), partOf(resolution, other)]
        if (part === null || another === null) throw new Error('a part is missing')
        expect(part.endsAfter < one && one <= part.endsBy).toBe(true)
        if (part.label === another.label) expect(another).toEqual(part)
        else expect(part.endsBy <= another.endsAfter || another.endsBy <= part.endsAfter).toBe(true)
      }),
    )
  })
})
