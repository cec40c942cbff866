import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rounded, roundedText, roundedUnits } from './rounding.ts'

/** Whole units of 10^-digits, by the words of the standard and in whole numbers: value = numerator / denominator. */
function byTheBook(numerator: bigint, denominator: bigint, digits: number): bigint {
  const sign = numerator < 0n ? -1n : 1n
  const scaled = numerator * sign * 10n ** BigInt(digits)
  const whole = scaled / denominator
  const twice = (scaled % denominator) * 2n
  if (twice > denominator) return sign * (whole + 1n)
  if (twice < denominator) return sign * whole
  return sign * (whole % 2n === 0n ? whole : whole + 1n)
}

describe('rounding by GB/T 8170', () => {
  /** The examples of GB/T 8170-2008 itself, 3.2 and 3.3. */
  it.each([
    ['12.1498', 0, 12],
    ['12.1498', 1, 12.1],
    ['1268', -2, 1300],
    ['10.5002', 0, 11],
    ['1.050', 1, 1],
    ['0.35', 1, 0.4],
    ['2500', -3, 2000],
    ['3500', -3, 4000],
    ['-355', -1, -360],
    ['-325', -1, -320],
    ['-365', -1, -360],
    ['-0.0365', 3, -0.036],
    ['97.46', 0, 97],
    ['15.4546', 0, 15],
  ])('makes %s to %d digits %d, as text and as number', (text, digits, expected) => {
    expect(rounded(text, digits)).toBe(expected)
    expect(rounded(Number(text), digits)).toBe(expected)
  })

  /** Decimal ties whose binary fraction lies above or below the tie. */
  it.each([
    ['0.285', 2, '0.28'],
    ['0.275', 2, '0.28'],
    ['1.005', 2, '1.00'],
    ['1.015', 2, '1.02'],
    ['2.675', 2, '2.68'],
    ['8.345', 2, '8.34'],
    ['0.85', 1, '0.8'],
    ['0.95', 1, '1.0'],
    ['0.25', 1, '0.2'],
    ['35.5', 0, '36'],
    ['34.5', 0, '34'],
    ['-0.5', 0, '0'],
    ['-1.5', 0, '-2'],
    ['-1.005', 2, '-1.00'],
    ['0.05', 1, '0.0'],
    ['.5', 0, '0'],
    ['1.', 1, '1.0'],
    ['2.85e-1', 2, '0.28'],
    ['2.85E1', 0, '28'],
  ])('takes %s for the decimal that it is, never for its binary fraction', (text, digits, expected) => {
    expect(roundedText(text, digits)).toBe(expected)
    expect(roundedText(Number(text), digits)).toBe(expected)
  })

  it('sees every digit of a text', () => {
    expect(rounded('0.28500000000000000000000000001', 2)).toBe(0.29)
    expect(rounded('0.28499999999999999999999999999', 2)).toBe(0.28)
    expect(rounded(`2.5${'0'.repeat(60)}`, 0)).toBe(2)
    expect(rounded('1e-30', 2)).toBe(0)
  })

  it('does not see what sums and means leave behind', () => {
    expect((0.1 + 0.2) / 2).not.toBe(0.15)
    expect(rounded((0.1 + 0.2) / 2, 1)).toBe(0.2)
    expect((0.1 + 0.7) / 2 + 0.25).toBe(0.6499999999999999)
    expect(rounded((0.1 + 0.7) / 2 + 0.25, 1)).toBe(0.6)
  })

  it('lets what is no finite number be, and refuses a text that is no number', () => {
    expect(rounded(Number.NaN, 1)).toBeNaN()
    expect(rounded(Number.POSITIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY)
    expect(roundedText(Number.NaN, 1)).toBe('NaN')
    for (const text of [
      '',
      '.',
      '-',
      'e5',
      '1,5',
      ' 1',
      '0x10',
      'NaN',
      'Infinity',
      '1e',
      '一',
      '1'.repeat(20).concat('x'),
    ]) {
      expect(() => rounded(text, 0), text).toThrow(RangeError)
    }
  })

  it('never gives a negative zero', () => {
    for (const value of [-0.4, -0, '-0.4', '-0', `-0.${'0'.repeat(30)}1`]) {
      expect(Object.is(roundedUnits(value, 0), 0), String(value)).toBe(true)
      expect(Object.is(rounded(value, 0), 0), String(value)).toBe(true)
    }
  })

  const decimals = fc.record({
    figures: fc.bigInt(-(10n ** 12n), 10n ** 12n),
    scale: fc.integer({ min: 0, max: 9 }),
    digits: fc.integer({ min: 0, max: 3 }),
  })
  const textOf = (figures: bigint, scale: number) => {
    const magnitude = String(figures < 0n ? -figures : figures).padStart(scale + 1, '0')
    const point = magnitude.length - scale
    return `${figures < 0n ? '-' : ''}${magnitude.slice(0, point)}.${magnitude.slice(point)}`
  }

  it('of any decimal is what whole numbers give, written as text or as number', () => {
    fc.assert(
      fc.property(decimals, ({ figures, scale, digits }) => {
        const expected = Number(byTheBook(figures, 10n ** BigInt(scale), digits))
        const text = textOf(figures, scale)
        expect(roundedUnits(text, digits)).toBe(expected)
        expect(roundedUnits(Number(text), digits)).toBe(expected)
        expect(rounded(text, digits)).toBe(Number(`${expected}e-${digits}`))
      }),
      { numRuns: 3000 },
    )
  })

  it('of any tie goes to the even digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 5 }), (whole, digits) => {
        const tie = textOf(BigInt(whole) * 10n + 5n, digits + 1)
        const even = whole % 2 === 0 ? whole : whole + 1
        expect(roundedUnits(tie, digits)).toBe(even)
        expect(roundedUnits(Number(tie), digits)).toBe(even)
      }),
      { numRuns: 3000 },
    )
  })

  it('of a mean of decimals is that of the exact mean, however the sum was made', () => {
    const tenths = fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: 1, maxLength: 366 })
    fc.assert(
      fc.property(tenths, (values) => {
        const sum = values.reduce((total, one) => total + one / 10, 0)
        const exact = byTheBook(
          values.reduce((total, one) => total + BigInt(one), 0n),
          10n * BigInt(values.length),
          1,
        )
        expect(roundedUnits(sum / values.length, 1)).toBe(Number(exact))
      }),
      { numRuns: 2000 },
    )
  })

  it('once more changes nothing', () => {
    fc.assert(
      fc.property(decimals, ({ figures, scale, digits }) => {
        const once = rounded(textOf(figures, scale), digits)
        expect(rounded(once, digits)).toBe(once)
        expect(rounded(roundedText(once, digits), digits)).toBe(once)
      }),
    )
  })
})
