import { describe, expect, it } from 'vitest'
import { factorOf, factors, unitOf } from './factors.ts'

describe('the factors', () => {
  it('the six of GB 3095 are kept in µg/m³, carbon monoxide in mg/m³', () => {
    const units = ['a34004', 'a34002', 'a21026', 'a21004', 'a05024', 'a21005'].map(unitOf)
    expect(units).toEqual(['µg/m³', 'µg/m³', 'µg/m³', 'µg/m³', 'µg/m³', 'mg/m³'])
  })

  it('are found by their code and by the names people write', () => {
    for (const name of ['a34004', 'PM2.5', 'pm2.5', 'PM25', 'pm25']) expect(factorOf(name)?.code).toBe('a34004')
    for (const name of ['O3', 'o3', 'a05024']) expect(factorOf(name)?.zh).toBe('臭氧')
    expect(factorOf('PM10')?.code).toBe('a34002')
  })

  it('what the table does not know has no unit', () => {
    expect(factorOf('a99999')).toBe(undefined)
    expect(unitOf('a99999')).toBe('')
  })

  it('of exhaust, odour and noise have their units', () => {
    const units = ['a21002', 'a24088', 'a00000', 'a19001', 'a01011', 'a01012', 'a01013', 'a01014', 'a01901', 'Leq']
    expect(units.map(unitOf)).toEqual(['µg/m³', 'mg/m³', 'm³/s', '%', 'm/s', '°C', 'kPa', '%', '°C', 'dB'])
    expect(factorOf('NO')?.code).toBe('a21003')
    expect(factorOf('leq')?.code).toBe('Leq')
  })

  it('no code and no alias stands twice, and each has both names', () => {
    expect(new Set(factors.map((one) => one.code)).size).toBe(factors.length)
    expect(new Set(factors.map((one) => one.alias.toLowerCase())).size).toBe(factors.length)
    expect(
      factors.filter((one) => one.zh === '' || one.en === '' || !/^(a\d{5}|L[A-Za-z0-9]{1,2}q?)$/.test(one.code)),
    ).toEqual([])
  })
})
