import { describe, expect, it } from 'vitest'
import { type CorrectionEvent, type FoldedCorrection, foldCorrection } from './fold.ts'

const ID = '01890000-0000-7000-8000-000000000001'

const proposed: CorrectionEvent = {
  id: ID,
  kind: 'correction.proposed',
  version: 1,
  receivedAt: 1000,
  data: {
    deviceId: 'device',
    factor: 'a34004',
    resolution: 'hour',
    correction: 'void',
    changes: [{ end: 5, before: 900, after: null, frames: [17] }],
    findingId: null,
    reason: { id: 'reason', hash: 'ab' },
    approvalId: 'approval',
  },
}
const later = (kind: string, version: number, receivedAt: number): CorrectionEvent => ({
  id: ID,
  kind,
  version,
  receivedAt,
  data: {},
})

function folded(events: readonly CorrectionEvent[]): FoldedCorrection | string {
  let state: FoldedCorrection | null = null
  for (const event of events) {
    const next = foldCorrection(state, event)
    if ('misfit' in next) return next.misfit
    state = next
  }
  return state ?? 'no events'
}

describe('a correction as its events say', () => {
  const beginning = {
    id: ID,
    deviceId: 'device',
    factor: 'a34004',
    resolution: 'hour',
    kind: 'void',
    changes: [{ end: 5, before: 900, after: null, frames: [17] }],
    findingId: null,
    reasonId: 'reason',
    state: 'proposed',
    version: 1,
    proposedAt: 1000,
    decidedAt: null,
    appliedAt: null,
  }

  it('is proposed, agreed to and applied, or refused', () => {
    expect(folded([proposed])).toEqual(beginning)
    const approved = later('correction.approved', 2, 2000)
    expect(folded([proposed, approved])).toEqual({ ...beginning, state: 'approved', version: 2, decidedAt: 2000 })
    expect(folded([proposed, approved, later('correction.applied', 3, 3000)])).toEqual({
      ...beginning,
      state: 'applied',
      version: 3,
      decidedAt: 2000,
      appliedAt: 3000,
    })
    expect(folded([proposed, later('correction.refused', 2, 2500)])).toEqual({
      ...beginning,
      state: 'refused',
      version: 2,
      decidedAt: 2500,
    })
  })

  it('does not fit when a step is missing, comes twice or is none', () => {
    expect(folded([later('correction.approved', 2, 2000)])).toBe(
      'correction.approved before the correction was proposed',
    )
    expect(folded([proposed, proposed])).toBe('proposed twice')
    expect(folded([proposed, later('correction.applied', 2, 2000)])).toBe(
      'correction.applied of a correction that was proposed',
    )
    expect(folded([proposed, later('correction.refused', 2, 2), later('correction.approved', 3, 3)])).toBe(
      'correction.approved of a correction that was refused',
    )
    expect(folded([proposed, later('correction.approved', 3, 2000)])).toBe('correction.approved makes version 3 of 1')
    expect(folded([{ ...proposed, version: 2 }])).toBe('correction.proposed makes version 2')
    expect(folded([{ ...proposed, data: {} }])).toBe('correction.proposed does not say what was proposed')
    expect(folded([proposed, later('toString', 2, 2000)])).toBe('toString is nothing that happens to a correction')
  })
})
