import { describe, expect, it } from 'vitest'
import { maySet, type WantedTarget } from './decide.ts'
import type { Target } from './model.ts'

const wanted: WantedTarget = {
  subjectType: 'region',
  subjectId: 'county region',
  factor: 'a34004',
  averaging: 'year',
  year: 2026,
  month: null,
  value: 34,
  replaces: null,
}
const there: Target = {
  ...wanted,
  countyId: 'county',
  id: 'there',
  basis: '县政办〔2026〕3 号',
  setBy: 'person',
  setAt: 1,
}
const problemOf = (more: Partial<WantedTarget>, standing: readonly Target[] = []) => {
  const may = maySet({ ...wanted, ...more }, standing)
  return may.ok ? 'ok' : `${may.problem} ${may.params.what ?? ''}`.trim()
}

describe('a target may be set', () => {
  it('whose month suits what it is of', () => {
    expect(problemOf({})).toBe('ok')
    expect(problemOf({ month: 3 })).toBe('invalid-input month')
    expect(problemOf({ averaging: 'month' })).toBe('invalid-input month')
    expect(problemOf({ averaging: 'month', month: 3 })).toBe('ok')
    expect(problemOf({ averaging: 'day', month: 3 })).toBe('ok')
    expect(problemOf({ averaging: 'day' })).toBe('ok')
  })

  it('whose value is written as means are published', () => {
    expect(problemOf({ value: 34.5 })).toBe('ok')
    expect(problemOf({ value: 34.55 })).toBe('invalid-input value')
    expect(problemOf({ value: 0 })).toBe('invalid-input value')
    expect(problemOf({ factor: 'a34002', value: 52.5 })).toBe('invalid-input value')
    expect(problemOf({ factor: 'a34002', value: 52 })).toBe('ok')
  })

  it('over the one that stands, by whoever has seen it', () => {
    expect(problemOf({}, [there])).toBe('version-conflict')
    expect(problemOf({ replaces: 'there' }, [there])).toBe('ok')
    expect(problemOf({ replaces: 'another' }, [there])).toBe('version-conflict')
    expect(problemOf({ replaces: 'there' })).toBe('version-conflict')
  })

  it('and taken back, once', () => {
    expect(problemOf({ value: null, replaces: 'there' }, [there])).toBe('ok')
    expect(problemOf({ value: null, replaces: 'there' }, [{ ...there, value: null }])).toBe('invalid-input value')
    expect(problemOf({ value: null })).toBe('invalid-input value')
  })
})
