import { describe, expect, it } from 'vitest'
import { dayNumberOf } from '../../standards/civil-days.ts'
import { heldAgainst } from './in-force.ts'
import { standingTargets, type Target } from './model.ts'

const day = dayNumberOf('2026-11-18')
let made = 0

function target(more: Partial<Target>): Target {
  made += 1
  return {
    countyId: 'county',
    id: `t${made}`,
    subjectType: 'region',
    subjectId: 'county region',
    factor: 'a34004',
    averaging: 'day',
    year: 2026,
    month: null,
    value: 55,
    basis: '县政办〔2026〕3 号',
    setBy: 'person',
    setAt: made,
    replaces: null,
    ...more,
  }
}

describe('what a mean is held against', () => {
  it('is the limit of the edition in force on that day where nobody set a target', () => {
    // GB 3095-2012, grade II: 75; GB 3095-2026: 60 until 2030, 50 from 2031; of a year 35, 30, 25. A month has none.
    const of = (averaging: 'day' | 'month' | 'year', date: string) =>
      heldAgainst(averaging, 'a34004', dayNumberOf(date), 'S', [])
    expect(of('day', '2026-02-28')).toEqual({ value: 75, origin: 'standard', basis: 'GB 3095-2012' })
    expect(of('day', '2026-03-01')).toEqual({ value: 60, origin: 'standard', basis: 'GB 3095-2026 transitional' })
    expect(of('day', '2031-01-01')).toEqual({ value: 50, origin: 'standard', basis: 'GB 3095-2026' })
    expect(of('year', '2026-11-18')).toMatchObject({ value: 30, origin: 'standard' })
    expect(of('month', '2026-11-18')).toBeNull()
  })

  it('is the target of the station before that of the county, that of the month before that of the year', () => {
    const county = target({ value: 55 })
    const november = target({ value: 52, month: 11 })
    const station = target({ value: 58, subjectType: 'station', subjectId: 'S' })
    const other = target({ value: 40, subjectType: 'station', subjectId: 'another' })
    const december = target({ value: 41, month: 12 })
    const at = (standing: readonly Target[]) => heldAgainst('day', 'a34004', day, 'S', [other, december, ...standing])
    expect(at([county])).toMatchObject({ value: 55, origin: 'county' })
    expect(at([county, november])).toMatchObject({ value: 52, origin: 'county' })
    expect(at([county, november, station])).toMatchObject({ value: 58, origin: 'station' })
    expect(at([])).toMatchObject({ value: 60, origin: 'standard' })
  })

  it('is not a target that was taken back, nor one that another replaced', () => {
    const first = target({ value: 55 })
    const second = target({ value: 50, replaces: first.id })
    expect(heldAgainst('day', 'a34004', day, 'S', standingTargets([first, second]))).toMatchObject({ value: 50 })
    const back = target({ value: null, replaces: second.id })
    expect(heldAgainst('day', 'a34004', day, 'S', standingTargets([first, second, back]))).toMatchObject({
      origin: 'standard',
    })
  })
})
