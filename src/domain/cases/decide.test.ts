import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Principal } from '../access/model.ts'
import { roles } from '../access/table.ts'
import { actsOpenTo, type CaseSituation, decideAct } from './decide.ts'
import { type CaseAct, type CasePart, type CaseState, caseActs, caseStates, type ProblemCase } from './model.ts'
import { caseTransitions } from './transitions.ts'

type Person = Extract<Principal, { kind: 'person' }>

const COUNTY = 'county-1'
const HOUSING = 'unit-housing'

/** Somebody who holds every role, in the unit that has the case: only the moment and the other people can stand in the way. */
function allPowerful(personId: string, more: Partial<Person> = {}): Person {
  return {
    kind: 'person',
    countyId: COUNTY,
    personId,
    sessionId: `session of ${personId}`,
    name: personId,
    roles,
    unitId: HOUSING,
    regionPath: '/439901/',
    ...more,
  }
}

const part = (kind: CasePart['part'], personId: string | null, unitId: string | null = HOUSING): CasePart => ({
  id: `${kind} ${personId ?? unitId}`,
  part: kind,
  personId,
  unitId,
  state: 'named',
  since: 0,
})

function problemCase(state: CaseState, parts: readonly CasePart[]): ProblemCase {
  return {
    countyId: COUNTY,
    id: 'case-1',
    number: 'W-2026-0001',
    state,
    version: 1,
    sourceClass: 'dust',
    titleId: 'title',
    regionId: 'region',
    lonWgs84: null,
    latWgs84: null,
    alertId: null,
    taskId: null,
    reportedAt: 0,
    changedAt: 0,
    parts,
  }
}

/** A case in a state, in the hands of the housing bureau, its rectification submitted by `rectifier`, photos there. */
function situationIn(state: CaseState, more: Partial<CaseSituation> = {}, extraParts: readonly CasePart[] = []) {
  const parts = [part('main', null), ...extraParts]
  const situation: CaseSituation = {
    problemCase: problemCase(state, parts),
    scope: {
      countyId: COUNTY,
      personIds: parts.flatMap((one) => one.personId ?? []),
      unitIds: [HOUSING],
      regionPath: '/439901/003/',
    },
    hasPhotoAfter: true,
    proposal: { proposerId: 'rectifier', proposerSession: 'session of rectifier' },
    ...more,
  }
  return situation
}

const refusal = (situation: CaseSituation, act: CaseAct, who: Principal, reason?: string) => {
  const decision = decideAct(situation, act, who, { reason })
  return decision.ok ? 'ok' : decision.problem
}

/** The edges of issue 3, B, written down by hand. */
const edges: readonly (readonly [CaseState, CaseAct, CaseState])[] = [
  ['reported', 'assign', 'assigned'],
  ['assigned', 'acknowledge', 'acknowledged'],
  ['acknowledged', 'begin', 'rectifying'],
  ['rectifying', 'submit', 'submitted'],
  ['submitted', 'return', 'rectifying'],
  ['submitted', 'verify', 'verified'],
  ['verified', 'close', 'closed'],
]

describe('the edges of a case', () => {
  it('are those of the plan and no others', () => {
    const listed = caseTransitions.map((one) => [one.from, one.act, one.to])
    expect(listed).toEqual(edges)
  })

  it('from any state only a listed act leads on, and everything else is refused as the wrong moment', () => {
    const other = allPowerful('other')
    for (const state of caseStates) {
      for (const act of caseActs) {
        const edge = edges.find(([from, listed]) => from === state && listed === act)
        const decision = decideAct(situationIn(state), act, other, { reason: 'why' })
        if (edge === undefined) {
          expect(decision, `${state} ${act}`).toEqual({ ok: false, problem: 'wrong-state', params: { state } })
        } else {
          expect(decision.ok ? decision.transition.to : decision, `${state} ${act}`).toBe(edge[2])
        }
      }
    }
  })

  it('a closed case can only be looked at', () => {
    expect(actsOpenTo(situationIn('closed'), allPowerful('other'))).toEqual([])
  })
})

describe('refusals come in the order in which a person can do something about them', () => {
  it('who may not do it at all is told that first, whatever else is missing', () => {
    const analyst = allPowerful('rectifier', { roles: ['analyst'] })
    const situation = situationIn('submitted', { hasPhotoAfter: false, proposal: null }, [
      part('rectifier', 'rectifier'),
    ])
    for (const act of caseActs) expect(refusal(situation, act, analyst)).toBe('not-allowed')
  })

  it('a program with a token and somebody at the console decide nothing about a case', () => {
    const token: Principal = { kind: 'token', countyId: COUNTY, tokenId: 't', name: 't', roles }
    const console: Principal = { kind: 'console', countyId: COUNTY }
    for (const [from, act] of edges) {
      expect(refusal(situationIn(from), act, token, 'why')).toBe('not-allowed')
      expect(refusal(situationIn(from), act, console, 'why')).toBe('not-allowed')
    }
  })

  it('a unit without a part in the case may not touch it', () => {
    const stranger = allPowerful('stranger', { roles: ['liaison'], unitId: 'unit-water' })
    expect(refusal(situationIn('assigned'), 'acknowledge', stranger)).toBe('not-allowed')
    expect(refusal(situationIn('assigned'), 'acknowledge', { ...stranger, unitId: HOUSING })).toBe('ok')
  })

  it('who only reported, helped with or accepted a case has no hand in what the main unit mends', () => {
    const water = allPowerful('water', { roles: ['liaison'], unitId: 'unit-water' })
    for (const kind of ['reporter', 'assisting', 'verifier'] as const) {
      const parts = [part(kind, kind === 'assisting' ? null : 'somebody', 'unit-water')]
      const inReach = situationIn('assigned', {}, parts)
      const situation = { ...inReach, scope: { ...inReach.scope, unitIds: [HOUSING, 'unit-water'] } }
      expect(refusal(situation, 'acknowledge', water), kind).toBe('not-allowed')
    }
  })

  it('the wrong moment comes before the second person', () => {
    const situation = situationIn('rectifying', {}, [part('rectifier', 'rectifier')])
    expect(refusal(situation, 'verify', allPowerful('rectifier'))).toBe('wrong-state')
  })

  it('the rectifier is told that another person is needed before anything that is missing', () => {
    const situation = situationIn('submitted', { proposal: null }, [part('rectifier', 'rectifier')])
    expect(refusal(situation, 'return', allPowerful('rectifier'), '')).toBe('second-person-needed')
    expect(refusal(situation, 'verify', allPowerful('rectifier'))).toBe('second-person-needed')
  })

  it('nothing can be decided that nobody proposed', () => {
    expect(refusal(situationIn('submitted', { proposal: null }), 'verify', allPowerful('other'))).toBe('wrong-state')
  })

  it('the proposer is refused on every session, and everybody on the session of the proposer', () => {
    const situation = situationIn('submitted')
    const proposer = allPowerful('rectifier', { sessionId: 'another session' })
    const atTheSameDesk = allPowerful('other', { sessionId: 'session of rectifier' })
    for (const who of [proposer, atTheSameDesk]) {
      expect(refusal(situation, 'verify', who)).toBe('second-person-needed')
      expect(refusal(situation, 'return', who, '')).toBe('second-person-needed')
    }
    expect(refusal(situation, 'verify', allPowerful('other'))).toBe('ok')
  })

  it('a submission needs a photo of the mended place', () => {
    const without = situationIn('rectifying', { hasPhotoAfter: false })
    expect(refusal(without, 'submit', allPowerful('rectifier'))).toBe('photo-needed')
    expect(refusal({ ...without, hasPhotoAfter: true }, 'submit', allPowerful('rectifier'))).toBe('ok')
  })

  it('a return needs a reason, and blanks are none', () => {
    const situation = situationIn('submitted')
    for (const reason of [undefined, '', ' \n'])
      expect(refusal(situation, 'return', allPowerful('other'), reason)).toBe('reason-needed')
    expect(refusal(situation, 'return', allPowerful('other'), '没盖全')).toBe('ok')
  })

  it('the rectifier does not close the own case', () => {
    const situation = situationIn('verified', {}, [part('rectifier', 'rectifier')])
    expect(refusal(situation, 'close', allPowerful('rectifier'))).toBe('second-person-needed')
    expect(refusal(situation, 'close', allPowerful('other'))).toBe('ok')
  })

  it('what is offered leaves out only what the person cannot bring along', () => {
    const situation = situationIn('rectifying', { hasPhotoAfter: false })
    expect(actsOpenTo(situation, allPowerful('rectifier'))).toEqual(['submit'])
    expect(actsOpenTo(situationIn('submitted'), allPowerful('other'))).toEqual(['return', 'verify'])
    expect(actsOpenTo(situationIn('submitted'), allPowerful('rectifier'))).toEqual([])
  })
})

/** A try of somebody, on one of some sessions. */
interface Try {
  act: CaseAct
  personId: string
  sessionId: string
}

interface Step extends Try {
  from: CaseState
  to: CaseState
  rectifiers: readonly string[]
  proposal: CaseSituation['proposal']
}

/** What became of a case by these tries, refused ones left out. What acts leave behind (a rectifier, a proposal) is played here. */
function play(tries: readonly Try[]): Step[] {
  let state: CaseState = 'reported'
  let rectifiers: readonly string[] = []
  let proposal: CaseSituation['proposal'] = null
  const steps: Step[] = []
  for (const one of tries) {
    const situation = situationIn(
      state,
      { proposal },
      rectifiers.map((id) => part('rectifier', id)),
    )
    const who = allPowerful(one.personId, { sessionId: one.sessionId })
    const decision = decideAct(situation, one.act, who, { reason: 'why' })
    if (!decision.ok) continue
    steps.push({ ...one, from: state, to: decision.transition.to, rectifiers, proposal })
    state = decision.transition.to
    if (one.act === 'begin') rectifiers = [...rectifiers, one.personId]
    if (one.act === 'submit') proposal = { proposerId: one.personId, proposerSession: one.sessionId }
    if (one.act === 'return' || one.act === 'verify') proposal = null
  }
  return steps
}

const theWay = ['assign', 'acknowledge', 'begin', 'submit', 'verify'] as const

/** Acts at random, and among them the whole way to an acceptance, each step by whomever: chance alone hardly finds it. */
const triesOf = (people: readonly string[], sessions: readonly string[]) => {
  const by = { personId: fc.constantFrom(...people), sessionId: fc.constantFrom(...sessions) }
  const anyAct = fc.record({ act: fc.constantFrom(...caseActs), ...by }).map((one) => [one])
  const wholeWay = fc.tuple(...theWay.map((act) => fc.record({ act: fc.constant(act), ...by })))
  const some = fc.oneof({ weight: 3, arbitrary: anyAct }, { weight: 1, arbitrary: wholeWay })
  return fc.array(some, { minLength: 1, maxLength: 30 }).map((all) => all.flat())
}

describe('two people', () => {
  it('no sequence of acts by one person, with every role and any number of sessions, reaches verified', () => {
    fc.assert(
      fc.property(triesOf(['one'], ['s1', 's2', 's3']), (tries) => {
        expect(play(tries).map((step) => step.to)).not.toContain('verified')
      }),
      { numRuns: 2_000 },
    )
  })

  it('two people on one session do not reach it either', () => {
    fc.assert(
      fc.property(triesOf(['one', 'two'], ['s1']), (tries) => {
        expect(play(tries).map((step) => step.to)).not.toContain('verified')
      }),
      { numRuns: 2_000 },
    )
  })

  it('two people on two sessions do', () => {
    const one = { personId: 'one', sessionId: 's1' }
    const two = { personId: 'two', sessionId: 's2' }
    const way = ['assign', 'acknowledge', 'begin', 'submit'] as const
    const steps = play([...way.map((act) => ({ act, ...one })), { act: 'verify', ...two }, { act: 'close', ...two }])
    expect(steps.map((step) => step.to)).toEqual([
      'assigned',
      'acknowledged',
      'rectifying',
      'submitted',
      'verified',
      'closed',
    ])
  })

  it('whatever a crowd does, only edges of the table are walked and who accepts neither rectified nor proposed', () => {
    let accepted = 0
    fc.assert(
      fc.property(triesOf(['one', 'two', 'three'], ['s1', 's2', 's3']), (tries) => {
        for (const step of play(tries)) {
          expect(edges).toContainEqual([step.from, step.act, step.to])
          if (step.act !== 'verify') continue
          accepted += 1
          expect(step.rectifiers).not.toContain(step.personId)
          expect(step.proposal?.proposerId).not.toBe(step.personId)
          expect(step.proposal?.proposerSession).not.toBe(step.sessionId)
        }
      }),
      { numRuns: 2_000 },
    )
    expect(accepted).toBeGreaterThan(0)
  })
})
