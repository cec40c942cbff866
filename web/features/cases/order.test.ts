import { describe, expect, it } from 'vitest'
import type { Case } from '../../api/queries.ts'
import { byNeed } from './order.ts'

const at = (text: string) => `2026-11-${text}:00+08:00`
const now = Date.parse(at('18T14:20'))
const one = (number: string, state: Case['state'], reported: string, due: string | null) => ({
  number,
  state,
  reportedAt: at(reported),
  dueAt: due === null ? null : at(due),
})

describe('cases in the order of need', () => {
  it('are late, then due within a day, then unassigned, then due later, then closed', () => {
    const cases = [
      one('later', 'rectifying', '16T09:00', '20T18:00'),
      one('closed', 'closed', '10T09:00', '12T09:00'),
      one('unassigned, younger', 'reported', '18T13:00', null),
      one('today', 'submitted', '16T09:12', '18T18:00'),
      one('late', 'rectifying', '16T08:00', '18T11:08'),
      one('unassigned, older', 'reported', '18T10:00', null),
    ]
    expect(cases.sort(byNeed(now)).map((each) => each.number)).toEqual([
      'late',
      'today',
      'unassigned, older',
      'unassigned, younger',
      'later',
      'closed',
    ])
  })
})
