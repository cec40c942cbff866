import { describe, expect, it } from 'vitest'
import { factorLabel, factorName, valueText } from './names.ts'

describe('a factor', () => {
  it('is named by its formula, with subscripts in charts, and weather by its word', () => {
    expect(factorName('a34004', 'zh')).toBe('PM2.5')
    expect(factorLabel('a34004', 'zh')).toBe('PM₂.₅')
    expect(factorName('a01007', 'en')).toBe('Wind speed')
  })

  it('that no table knows keeps its code', () => {
    expect(factorName('a99999', 'zh')).toBe('a99999')
    expect(valueText(1.25, 'a99999')).toBe('1.3')
  })
})

describe('a value', () => {
  it('has the digits that its factor deserves and a true minus', () => {
    expect(valueText(67.6, 'a34004')).toBe('68')
    expect(valueText(0.94, 'a21005')).toBe('0.9')
    expect(valueText(-2.4, 'a01001')).toBe('−2.4')
  })
})
