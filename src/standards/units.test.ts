import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factors, unitOf } from './factors.ts'
import { convert, unitNamed, unitsLike } from './units.ts'

const three = (value: number | null) => value?.toFixed(3)

describe('units of devices', () => {
  /** Fact sheet standards.md, section 1.3: at 25 °C, 24.465 L/mol. */
  it.each([
    ['a21026', 'ppb', 'µg/m³', '2.619'],
    ['a21004', 'ppb', 'µg/m³', '1.880'],
    ['a05024', 'ppb', 'µg/m³', '1.962'],
    ['a21003', 'ppb', 'µg/m³', '1.226'],
    ['a21002', 'ppb', 'µg/m³', '1.880'],
    ['a21005', 'ppm', 'mg/m³', '1.145'],
  ])('1 of %s in %s is %s %s', (factor, from, to, expected) => {
    expect(three(convert(1, { factor, from, to }))).toBe(expected)
  })

  it.each([
    [75600, 'a34004', 'ng/m³', 'µg/m³', 75.6],
    [0.0968, 'a34004', 'mg/m³', 'µg/m³', 96.8],
    [0.16, 'a34001', 'mg/m³', 'µg/m³', 160],
    [1011.65, 'a01006', 'hPa', 'kPa', 101.165],
    [101325, 'a01006', 'Pa', 'kPa', 101.325],
    [-0.0001, 'a01013', 'MPa', 'kPa', -0.1],
    [298.15, 'a01001', 'K', '°C', 25],
    [-40, 'a01001', '°C', 'K', 233.15],
    [36, 'a01007', 'km/h', 'm/s', 10],
    [3600, 'a00000', 'm³/h', 'm³/s', 1],
    [427, 'a21005', 'ppb', 'ppm', 0.427],
    [57.2, 'a01002', '%', '%', 57.2],
    [0, 'a34004', 'mg/m³', 'µg/m³', 0],
  ])('%d of %s: %s in %s is %d', (value, factor, from, to, expected) => {
    expect(convert(value, { factor, from, to })).toBe(expected)
  })

  it('are known however people write them', () => {
    const written = ['ug/m3', 'µg/m3', 'μg/m³', ' UG/M3 ', 'mg/m3', 'PPB', '℃', 'mbar', 'hpa', 'dB(A)', '%RH', 'm3/h']
    expect(written.map(unitNamed)).toEqual([
      'µg/m³',
      'µg/m³',
      'µg/m³',
      'µg/m³',
      'mg/m³',
      'ppb',
      '°C',
      'hPa',
      'hPa',
      'dB',
      '%',
      'm³/h',
    ])
    for (const text of ['', 'grain/ft³', '__proto__', 'constructor']) expect(unitNamed(text)).toBeNull()
  })

  it('do not turn into what measures something else, nor a sum of gases into a mass', () => {
    expect(convert(1, { factor: 'a34004', from: 'kPa', to: 'µg/m³' })).toBeNull()
    expect(convert(1, { factor: 'a34004', from: 'ppb', to: 'µg/m³' })).toBeNull()
    expect(convert(1, { factor: 'a99054', from: 'ppb', to: 'mg/m³' })).toBeNull()
    expect(convert(1, { factor: 'a24088', from: 'ppm', to: 'mg/m³' })).toBeNull()
    expect(convert(1, { factor: 'constructor', from: 'ppm', to: 'mg/m³' })).toBeNull()
    expect(convert(1, { factor: 'a34004', from: 'µg/m³', to: '' })).toBeNull()
  })

  it('of every factor of Weike are known, and those like it lead there', () => {
    for (const { code, unit } of factors) {
      expect(unitNamed(unit), code).toBe(unit)
      for (const from of unitsLike(unit, code))
        expect(convert(1, { factor: code, from, to: unit }), code).not.toBeNull()
    }
    expect(unitsLike(unitOf('a05024'), 'a05024')).toEqual(['ng/m³', 'µg/m³', 'mg/m³', 'g/m³', 'ppb', 'ppm'])
    expect(unitsLike(unitOf('a34004'), 'a34004')).toEqual(['ng/m³', 'µg/m³', 'mg/m³', 'g/m³'])
  })

  it('there and back again give the value', () => {
    const cases = factors.flatMap(({ code, unit }) => unitsLike(unit, code).map((from) => ({ code, from, to: unit })))
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        ({ code, from, to }, n) => {
          const value = n / 1000
          const there = convert(value, { factor: code, from, to })
          const back = there === null ? null : convert(there, { factor: code, from: to, to: from })
          expect(back).not.toBeNull()
          expect(Math.abs((back ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
        },
      ),
    )
  })
})
