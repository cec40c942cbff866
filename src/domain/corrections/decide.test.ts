import { describe, expect, it } from 'vitest'
import type { Principal } from '../access/model.ts'
import { type Role, roles } from '../access/table.ts'
import type { Quality } from '../readings/model.ts'
import { changesOf, mayDecide, stillStands } from './decide.ts'
import type { CorrectionState } from './model.ts'

const county = 'c0000000-0000-0000-0000-000000000000'
type Person = Extract<Principal, { kind: 'person' }>

const person = (more: Partial<Person> = {}): Person => ({
  kind: 'person',
  countyId: county,
  personId: 'second',
  sessionId: 'session-2',
  name: '李静',
  roles: ['analyst'],
  unitId: null,
  regionPath: '/county/',
  ...more,
})

const proposed = (state: CorrectionState = 'proposed') => ({
  correction: { countyId: county, state },
  proposal: state === 'proposed' ? { proposerId: 'first', proposerSession: 'session-1' } : undefined,
})

const answer = (principal: Principal, state?: CorrectionState) => {
  const decision = mayDecide(proposed(state), principal)
  return decision.ok ? 'yes' : decision.problem
}

describe('who may decide a correction', () => {
  it('another person on another session', () => {
    expect(answer(person())).toBe('yes')
    expect(answer(person({ personId: 'first' }))).toBe('second-person-needed')
    expect(answer(person({ sessionId: 'session-1' }))).toBe('second-person-needed')
  })

  it('by role: dispatcher, leader and analyst', () => {
    const may = (role: Role) => answer(person({ roles: [role] }))
    expect(Object.fromEntries(roles.map((role) => [role, may(role)]))).toEqual({
      administrator: 'not-allowed',
      dispatcher: 'yes',
      liaison: 'not-allowed',
      'grid-member': 'not-allowed',
      leader: 'yes',
      analyst: 'yes',
      enterprise: 'not-allowed',
      auditor: 'not-allowed',
    })
  })

  it('nobody of another county, no program, not the console', () => {
    expect(answer(person({ countyId: 'another' }))).toBe('not-allowed')
    expect(answer({ kind: 'token', countyId: county, tokenId: 't', name: 't', roles: ['analyst'] })).toBe('not-allowed')
    expect(answer({ kind: 'console', countyId: county })).toBe('not-allowed')
  })

  it('only while it waits', () => {
    for (const state of ['approved', 'refused', 'applied'] as const) expect(answer(person(), state)).toBe('wrong-state')
  })
})

describe('what a correction changes', () => {
  const standing = new Map<number, { value: number | null; quality: Quality }>([
    [1, { value: 30, quality: 'valid' }],
    [2, { value: 900, quality: 'suspect' }],
    [3, { value: null, quality: 'invalid' }],
    [4, { value: 40, quality: 'insufficient' }],
  ])
  const frames = new Map([[2, [17, 21]]])
  const change = (kind: 'replace' | 'void' | 'keep', wanted: Record<number, number | null>) =>
    changesOf(
      kind,
      Object.entries(wanted).map(([end, value]) => ({ periodEnd: Number(end), value })),
      standing,
      frames,
    )

  it('is told period by period, with what stood before and the frames it came in', () => {
    expect(change('replace', { 2: 90, 1: 31 })).toEqual({
      ok: true,
      changes: [
        { end: 1, before: 30, after: 31, frames: [] },
        { end: 2, before: 900, after: 90, frames: [17, 21] },
      ],
    })
    expect(change('void', { 2: 5 })).toMatchObject({ changes: [{ before: 900, after: null }] })
    expect(change('keep', { 2: 5 })).toMatchObject({ changes: [{ before: 900, after: 900 }] })
  })

  it('a value that could not be read may be replaced, a mean of too little too, with a value from elsewhere', () => {
    expect(change('replace', { 3: 35, 4: 41 })).toMatchObject({ ok: true })
  })

  it('nothing where nothing was measured', () => {
    for (const kind of ['replace', 'void', 'keep'] as const) {
      expect(change(kind, { 1: 30, 9: 30 })).toEqual({ ok: false, problem: 'target-unknown', at: 9 })
    }
  })

  it('what was not enough for a mean, or is no number, cannot be kept as right', () => {
    expect(change('keep', { 4: null })).toEqual({ ok: false, problem: 'target-unknown', at: 4 })
    expect(change('keep', { 3: null })).toEqual({ ok: false, problem: 'target-unknown', at: 3 })
  })

  it('a replacement needs a value, and each period comes once', () => {
    expect(change('replace', { 1: null })).toEqual({ ok: false, problem: 'invalid-input', at: 1 })
    const twice = [1, 1].map((periodEnd) => ({ periodEnd, value: 5 }))
    expect(changesOf('replace', twice, standing, frames)).toEqual({ ok: false, problem: 'invalid-input', at: 1 })
  })

  it('holds as long as what stood still stands', () => {
    const changes = [{ end: 1, before: 30, after: 31, frames: [] }]
    expect(stillStands(changes, new Map([[1, { value: 30 }]]))).toBe(true)
    expect(stillStands(changes, new Map([[1, { value: 30.5 }]]))).toBe(false)
    expect(stillStands(changes, new Map())).toBe(false)
    expect(stillStands([{ end: 1, before: null, after: 31, frames: [] }], new Map([[1, { value: null }]]))).toBe(true)
  })
})
