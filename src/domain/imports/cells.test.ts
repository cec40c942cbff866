import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberOf } from '../../platform/tables/values.ts'
import { csvCells } from './cells.ts'

describe('a number in a cell', () => {
  const figures = fc.stringMatching(/^[0-9]{1,18}$/)

  it('is the double that JavaScript reads, however many figures it has', () => {
    fc.assert(
      fc.property(figures, figures, fc.constantFrom('', '+', '-'), (whole, fraction, sign) => {
        for (const text of [whole, `${whole}.${fraction}`, `.${fraction}`, `${whole}.`].map((one) => sign + one)) {
          expect(numberOf(text), text).toBe(Number(text))
        }
      }),
      { numRuns: 2000 },
    )
    expect([numberOf('1e3'), numberOf('1.5E-2'), numberOf('0.2142'), numberOf('14.2800')]).toEqual([
      1000, 0.015, 0.2142, 14.28,
    ])
  })

  it('is none in any other text', () => {
    for (const text of ['', '.', '+', '-', '1.2.3', '1,5', ' 1', '0x10', 'NaN', 'Infinity', '１', '1e', 'e5', '--1']) {
      expect(numberOf(text), text).toBe(null)
    }
  })
})

it('blanks around a cell are taken off, those of Chinese text too', () => {
  expect(csvCells(' a,b\t,\u3000资阳\u3000,\u00a01\u00a0,, ')).toEqual(['a', 'b', '资阳', '1', '', ''])
})
