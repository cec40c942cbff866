import { describe, expect, it } from 'vitest'
import { mayAct, reachFor } from './decide.ts'
import type { Principal, Scope } from './model.ts'
import { acts, type Role, reachOf, roles } from './table.ts'

type Person = Extract<Principal, { kind: 'person' }>

const person = (role: Role | readonly Role[], more: Partial<Person> = {}): Person => ({
  kind: 'person',
  countyId: 'county',
  personId: 'me',
  sessionId: 'session',
  name: '我',
  roles: typeof role === 'string' ? [role] : role,
  unitId: 'my-unit',
  regionPath: '/439901/003/',
  ...more,
})

const scope = (more: Partial<Scope> = {}): Scope => ({
  countyId: 'county',
  personIds: [],
  unitIds: [],
  regionPath: null,
  ...more,
})

describe('how far a role reaches', () => {
  it('over the county: everything in it', () => {
    expect(mayAct(person('dispatcher'), 'read-case', scope())).toBe(true)
    expect(mayAct(person('dispatcher'), 'read-case', scope({ regionPath: '/439901/900/' }))).toBe(true)
  })

  it('over a region: what lies in it and below, not beside it', () => {
    const may = (regionPath: string | null) => mayAct(person('grid-member'), 'read-case', scope({ regionPath }))
    expect(may('/439901/003/')).toBe(true)
    expect(may('/439901/003/012/')).toBe(true)
    expect(may('/439901/')).toBe(false)
    expect(may('/439901/004/')).toBe(false)
    expect(may('/439901/0031/')).toBe(false)
    expect(may(null)).toBe(false)
  })

  it('over a region: also what names the person, wherever it lies', () => {
    expect(mayAct(person('grid-member'), 'read-case', scope({ personIds: ['me'], regionPath: '/439901/900/' }))).toBe(
      true,
    )
  })

  it('over a unit: what the unit has a part in, and what names the person', () => {
    const may = (more: Partial<Scope>) => mayAct(person('liaison'), 'read-case', scope(more))
    expect(may({ unitIds: ['other-unit', 'my-unit'] })).toBe(true)
    expect(may({ personIds: ['me'] })).toBe(true)
    expect(may({ unitIds: ['other-unit'] })).toBe(false)
    expect(may({ regionPath: '/439901/003/' })).toBe(false)
  })

  it('over a unit: nothing for somebody who has none', () => {
    expect(mayAct(person('liaison', { unitId: null }), 'read-case', scope({ unitIds: ['my-unit'] }))).toBe(false)
  })

  it('over what is the own: what names the person, and nothing of the unit or the region', () => {
    const may = (more: Partial<Scope>) => mayAct(person('grid-member'), 'work-task', scope(more))
    expect(may({ personIds: ['me'] })).toBe(true)
    expect(may({ personIds: ['you'], unitIds: ['my-unit'], regionPath: '/439901/003/' })).toBe(false)
  })

  it('over nothing: not even what names the person', () => {
    const everything = { personIds: ['me'], unitIds: ['my-unit'], regionPath: '/439901/003/' }
    expect(mayAct(person('analyst'), 'assign-case', scope(everything))).toBe(false)
  })
})

describe('whoever it is', () => {
  it('several roles reach as far as the widest of them', () => {
    expect(reachFor(person(['grid-member', 'liaison', 'dispatcher']), 'read-case')).toBe('county')
    expect(reachFor(person(['liaison', 'grid-member']), 'read-case')).toBe('region')
    expect(reachFor(person([]), 'read-case')).toBe('-')
  })

  it('a token reaches only by roles that reach over the county: it is nobody and has no unit', () => {
    const token = (role: Role): Principal => ({
      kind: 'token',
      countyId: 'county',
      tokenId: 'me',
      name: 'n',
      roles: [role],
    })
    const everything = scope({ personIds: ['me'], unitIds: ['my-unit'], regionPath: '/439901/003/' })
    expect(mayAct(token('analyst'), 'read-readings', everything)).toBe(true)
    expect(mayAct(token('liaison'), 'read-case', everything)).toBe(false)
    expect(mayAct(token('grid-member'), 'read-case', everything)).toBe(false)
  })

  it('another county is never within reach, for no role, no act, nobody', () => {
    const elsewhere = scope({ countyId: 'other', personIds: ['me'], unitIds: ['my-unit'], regionPath: '/439901/003/' })
    const everybody: Principal[] = [
      person(roles),
      { kind: 'token', countyId: 'county', tokenId: 'me', name: 'n', roles },
      { kind: 'console', countyId: 'county' },
    ]
    for (const act of acts) {
      for (const who of everybody) expect(mayAct(who, act, elsewhere), `${who.kind} ${act}`).toBe(false)
    }
  })

  it('the console may do everything in its county', () => {
    for (const act of acts) expect(mayAct({ kind: 'console', countyId: 'county' }, act, scope())).toBe(true)
  })

  it('for every role and act, a wider place never takes away what a narrower one gave', () => {
    const own = scope({ personIds: ['me'] })
    for (const role of roles) {
      for (const act of acts) {
        const reach = reachOf(role, act)
        const answers = {
          own: mayAct(person(role), act, own),
          unit: mayAct(person(role), act, scope({ unitIds: ['my-unit'] })),
          region: mayAct(person(role), act, scope({ regionPath: '/439901/003/' })),
          county: mayAct(person(role), act, scope()),
        }
        const expected = {
          own: reach !== '-',
          unit: reach === 'unit' || reach === 'county',
          region: reach === 'region' || reach === 'county',
          county: reach === 'county',
        }
        expect(answers, `${role} ${act}`).toEqual(expected)
      }
    }
  })
})
