import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editionInForce } from './editions.ts'
import { factorOf } from './factors.ts'
import { type Averaging, limitOf, limitsInForce, limitTables } from './limits.ts'

const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

describe('the limits of ambient air', () => {
  /** Written once more by hand from the fact sheet standards.md, 1.2: both grades, 2012, transitional, from 2031. */
  // biome-ignore format: a table to proof-read
  it.each([
    ['SO2',   'year', '20/60 20/60 20/20'],
    ['SO2',   '24h',  '50/150 50/150 50/50'],
    ['SO2',   '1h',   '150/500 150/500 150/150'],
    ['NO2',   'year', '40/40 40/40 30/30'],
    ['NO2',   '24h',  '80/80 80/80 50/50'],
    ['NO2',   '1h',   '200/200 200/200 200/200'],
    ['CO',    '24h',  '4/4 4/4 4/4'],
    ['CO',    '1h',   '10/10 10/10 10/10'],
    ['O3',    '8h',   '100/160 100/160 100/160'],
    ['O3',    '1h',   '160/200 160/200 160/200'],
    ['PM10',  'year', '40/70 40/60 20/50'],
    ['PM10',  '24h',  '50/150 50/120 50/100'],
    ['PM2.5', 'year', '15/35 15/30 10/25'],
    ['PM2.5', '24h',  '35/75 35/60 25/50'],
    ['TSP',   'year', '80/200 80/200 80/200'],
    ['TSP',   '24h',  '120/300 120/300 120/300'],
    ['NOx',   'year', '50/50 50/50 40/40'],
    ['NOx',   '24h',  '100/100 100/100 70/70'],
    ['NOx',   '1h',   '250/250 250/250 250/250'],
    ['Pb',    'year', '0.5/0.5 0.5/0.5 0.5/0.5'],
    ['Pb',    'quarter', '1/1 1/1 1/1'],
  ] as const)('of %s, %s, are %s', (alias, averaging, expected) => {
    const code = factorOf(alias)?.code ?? ''
    const told = ['2026-02-28', '2026-03-01', '2031-01-01'].map((day) => {
      const table = limitsInForce(day)
      return `${limitOf(table, code, averaging, 'I')}/${limitOf(table, code, averaging, 'II')}`
    })
    expect(told.join(' ')).toBe(expected)
  })

  it('of benzo[a]pyrene go by its name, and are 1 and 2.5 ng/m³', () => {
    for (const table of limitTables) {
      expect([limitOf(table, 'BaP', 'year'), limitOf(table, 'BaP', '24h')]).toEqual([0.001, 0.0025])
    }
  })

  it.each([
    ['2012-01-01', '2012', 'only'],
    ['2026-02-28', '2012', 'only'],
    ['2026-03-01', '2026', 'transitional'],
    ['2030-12-31', '2026', 'transitional'],
    ['2031-01-01', '2026', 'final'],
    ['2035-06-01', '2026', 'final'],
  ])('for data of %s are those of %s, %s', (day, edition, phase) => {
    expect(limitsInForce(day)).toMatchObject({ edition, phase })
  })

  it('of the other edition can be asked for', () => {
    expect(limitsInForce('2024-01-01', '2026')).toMatchObject({ edition: '2026', phase: 'transitional' })
    expect(limitsInForce('2031-01-01', '2026')).toMatchObject({ edition: '2026', phase: 'final' })
    expect(limitsInForce('2031-01-01', '2012')).toMatchObject({ edition: '2012', phase: 'only' })
  })

  it('are there for no other averaging or factor', () => {
    const table = limitsInForce('2026-11-18')
    for (const [factor, averaging] of [
      ['a34004', '1h'],
      ['a34002', '8h'],
      ['a21005', 'year'],
      ['a05024', '24h'],
      ['a34005', '24h'],
    ]) {
      expect(limitOf(table, factor ?? '', averaging as Averaging)).toBeNull()
    }
  })

  it('follow the edition of the day, on every day', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(limitsInForce(day).edition).toBe(editionInForce(day))
        expect(editionInForce(day)).toBe(Date.parse(day) < Date.parse('2026-03-01') ? '2012' : '2026')
      }),
    )
  })

  it('never get looser with time, and grade I is never looser than grade II', () => {
    for (const [place, table] of limitTables.entries()) {
      const before = limitTables[place - 1]
      for (const { factor, averaging, grades } of table.limits) {
        expect(grades.I).toBeLessThanOrEqual(grades.II)
        if (before === undefined) continue
        for (const grade of ['I', 'II'] as const) {
          expect(grades[grade]).toBeLessThanOrEqual(limitOf(before, factor, averaging, grade) ?? Number.NaN)
        }
      }
    }
  })

  it('each tell their clause and how sure they are', () => {
    for (const table of limitTables) {
      for (const limit of table.limits) {
        expect(limit.source.startsWith(`GB 3095-${table.edition}, table `)).toBe(true)
        expect(['S', 'P']).toContain(limit.certainty)
      }
    }
  })
})
