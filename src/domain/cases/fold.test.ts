import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaseEvent, type FoldedCase, foldCase, type RecordedPart } from './fold.ts'
import { type CaseState, partKinds, partStates } from './model.ts'
import { caseEventKind, caseTransitions } from './transitions.ts'

const recorded = (id: string, more: Partial<RecordedPart> = {}): RecordedPart => ({
  id,
  part: 'main',
  person: null,
  unitId: 'u',
  state: 'named',
  ...more,
})

const report: CaseEvent = {
  kind: 'case.reported',
  version: 1,
  data: {
    from: null,
    to: 'reported',
    number: 'W-2026-0083',
    sourceClass: 'dust',
    regionId: 'r',
    parts: [recorded('reporter', { part: 'reporter', person: 'pseudonym', state: 'done' })],
  },
}

const assigned: CaseEvent = {
  kind: 'case.assigned',
  version: 2,
  data: { from: 'reported', to: 'assigned', parts: [recorded('main')] },
}

function folded(events: readonly CaseEvent[]): FoldedCase | { misfit: string } {
  let state: FoldedCase | null = null
  for (const event of events) {
    const next: FoldedCase | { misfit: string } = foldCase(state, event)
    if ('misfit' in next) return next
    state = next
  }
  return state ?? { misfit: 'no events' }
}

const misfit = (events: readonly CaseEvent[]): string => {
  const result = folded(events)
  return 'misfit' in result ? result.misfit : 'none'
}

describe('a case as its events say', () => {
  it('begins with its report', () => {
    expect(folded([report])).toEqual({
      number: 'W-2026-0083',
      state: 'reported',
      version: 1,
      sourceClass: 'dust',
      regionId: 'r',
      parts: [recorded('reporter', { part: 'reporter', person: 'pseudonym', state: 'done' })],
    })
  })

  it('what stands beside it, such as a photo or a rung of the ladder, changes nothing', () => {
    const beside = [
      { kind: 'photo.added', version: 1, data: { part: 'after' } },
      { kind: 'ladder.fired', version: null, data: {} },
    ]
    expect(folded([report, ...beside, assigned])).toEqual(folded([report, assigned]))
  })

  it('after any walk along the edges it is where the walk ended, with every part as it was last told', () => {
    const move = fc.record({
      choice: fc.nat(),
      parts: fc.array(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c'),
          part: fc.constantFrom(...partKinds),
          person: fc.option(fc.constantFrom('p', 'q')),
          unitId: fc.option(fc.constantFrom('u', 'v')),
          state: fc.constantFrom(...partStates),
        }),
        { maxLength: 3 },
      ),
    })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const events: CaseEvent[] = [report]
        const parts = new Map([
          ['reporter', recorded('reporter', { part: 'reporter', person: 'pseudonym', state: 'done' })],
        ])
        let state: CaseState = 'reported'
        for (const { choice, parts: changed } of moves) {
          const open = caseTransitions.filter((one) => one.from === state)
          const edge = open[choice % Math.max(1, open.length)]
          if (edge === undefined) break
          const distinct = [...new Map(changed.map((one) => [one.id, one])).values()]
          events.push({
            kind: caseEventKind[edge.act],
            version: events.length + 1,
            data: { from: state, to: edge.to, parts: distinct },
          })
          for (const one of distinct) parts.set(one.id, one)
          state = edge.to
        }
        const result = folded(events)
        if ('misfit' in result) throw new Error(result.misfit)
        expect({ state: result.state, version: result.version }).toEqual({ state, version: events.length })
        const byId = (a: RecordedPart, b: RecordedPart) => (a.id < b.id ? -1 : 1)
        expect([...result.parts].sort(byId)).toEqual([...parts.values()].sort(byId))
      }),
      { numRuns: 500 },
    )
  })
})

describe('what does not fit is named', () => {
  it('a report that does not say what was reported', () => {
    expect(misfit([{ ...report, data: { to: 'reported' } }])).toBe('case.reported does not say what was reported')
    expect(misfit([{ ...report, data: null }])).toBe('case.reported does not say what was reported')
  })

  it('a report that is not the first version', () => {
    expect(misfit([{ ...report, version: 2 }])).toBe('case.reported makes version 2')
    expect(misfit([{ ...report, version: null }])).toBe('case.reported makes version null')
  })

  it('a second report', () => {
    expect(misfit([report, report])).toBe('reported twice')
  })

  it('an act, or a photo, before the report', () => {
    expect(misfit([assigned])).toBe('case.assigned before the case was reported')
    expect(misfit([{ kind: 'photo.added', version: 1, data: {} }])).toBe('photo.added before the case was reported')
  })

  it('an act that does not say what it changed', () => {
    for (const data of [
      null,
      {},
      { from: 'reported' },
      { from: 'reported', to: 'lost' },
      { from: 'reported', to: 'assigned', parts: [{}] },
    ])
      expect(misfit([report, { ...assigned, data }])).toBe('case.assigned does not say what it changed')
  })

  it('an act that starts from another state than the case was in', () => {
    expect(misfit([report, { ...assigned, data: { from: 'acknowledged', to: 'rectifying' } }])).toBe(
      'case.assigned starts from acknowledged, the case was reported',
    )
  })

  it('a version left out, repeated or missing', () => {
    for (const version of [1, 3, null])
      expect(misfit([report, { ...assigned, version }])).toBe(`case.assigned makes version ${version} of 1`)
  })
})
