import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atDeadline,
  executionPatience,
  isDue,
  labelsOf,
  nextQn,
  stateAfter,
  usualPatience,
  type Word,
} from './decide.ts'
import { type CommandState, commandForms, commandKinds, commandStates } from './model.ts'

const at = (civil: string) => Date.parse(`${civil}+08:00`)
const accepts: Word = { kind: 'answer', qnRtn: 1 }
const data: Word = { kind: 'data' }
const done: Word = { kind: 'result', exeRtn: 1 }

function told(words: readonly Word[], from: CommandState = 'sent'): CommandState {
  return words.reduce<CommandState>((state, word) => stateAfter(state, word) ?? state, from)
}

describe('the life of a command', () => {
  it('goes from sent over accepted and executing to done', () => {
    expect(told([accepts])).toBe('accepted')
    expect(told([accepts, data, data])).toBe('executing')
    expect(told([accepts, data, done])).toBe('done')
    expect(told([accepts, done])).toBe('done')
  })

  it('is done with nothing when the device has no data, refused by any QnRtn but 1, failed by any other ExeRtn', () => {
    expect(told([accepts, { kind: 'result', exeRtn: 100 }])).toBe('done')
    for (const qnRtn of [2, 3, 4, 5, 6, 7, 8, 9, 100]) expect(told([{ kind: 'answer', qnRtn }])).toBe('refused')
    for (const exeRtn of [2, 3, 4, 5, 6]) expect(told([accepts, { kind: 'result', exeRtn }])).toBe('failed')
  })

  it('goes on when an answer is lost or comes late', () => {
    expect(told([done])).toBe('done')
    expect(told([data])).toBe('executing')
    expect(told([data, accepts, done])).toBe('done')
  })

  it('of a notice ends with 9013', () => {
    expect(told([{ kind: 'notice-answer' }])).toBe('done')
  })

  it('is not moved by anything before it was sent or after it has ended', () => {
    const words = [accepts, data, done, { kind: 'answer', qnRtn: 2 }, { kind: 'notice-answer' }] as const
    for (const state of commandStates.filter((one) => !['sent', 'accepted', 'executing'].includes(one))) {
      for (const word of words) expect(stateAfter(state, word)).toBe(null)
    }
  })

  it('never goes back by what a device says', () => {
    const order: readonly CommandState[] = ['sent', 'accepted', 'executing', 'done', 'refused', 'failed']
    const word = fc.oneof(
      fc.record({ kind: fc.constant('answer' as const), qnRtn: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ kind: fc.constant('result' as const), exeRtn: fc.integer({ min: 1, max: 100 }) }),
      fc.constant({ kind: 'data' as const }),
      fc.constant({ kind: 'notice-answer' as const }),
    )
    fc.assert(
      fc.property(fc.array(word), (words) => {
        let state: CommandState = 'sent'
        for (const one of words) {
          const next: CommandState = stateAfter(state, one) ?? state
          expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(state))
          state = next
        }
      }),
    )
  })
})

describe('a deadline that passes', () => {
  const sent = { kind: 'hours', state: 'sent', attempts: 1, answers: 0 } as const

  it('sends the same again as often as ReCount says, then gives up', () => {
    expect(atDeadline(sent, true, usualPatience)).toBe('send-again')
    expect(atDeadline({ ...sent, attempts: 3 }, true, usualPatience)).toBe('send-again')
    expect(atDeadline({ ...sent, attempts: 4 }, true, usualPatience)).toBe('give-up')
  })

  it('waits for a device that is gone', () => {
    expect(atDeadline(sent, false, usualPatience)).toBe('wait-for-device')
    expect(atDeadline({ ...sent, state: 'queued', attempts: 0 }, false, usualPatience)).toBe('give-up')
  })

  it('asks again for a history that broke off, and never lets a device do twice what it accepted', () => {
    expect(atDeadline({ ...sent, state: 'executing', answers: 5 }, true, usualPatience)).toBe('send-again')
    for (const kind of ['set-password', 'zero-span-check', 'immediate-sampling', 'blow-back'] as const) {
      expect(atDeadline({ ...sent, kind }, true, usualPatience)).toBe('send-again')
      expect(atDeadline({ ...sent, kind, state: 'accepted' }, true, usualPatience)).toBe('give-up')
      expect(atDeadline({ ...sent, kind, state: 'accepted' }, false, usualPatience)).toBe('give-up')
    }
  })

  it('is the end of a question whose answer came without 9012', () => {
    expect(atDeadline({ kind: 'read-time', state: 'executing', attempts: 1, answers: 1 }, true, usualPatience)).toBe(
      'done',
    )
  })

  it('comes later than the answer to the first frame for every kind', () => {
    for (const kind of commandKinds) expect(executionPatience(kind)).toBeGreaterThan(usualPatience.answerMs)
  })
})

describe('a deadline', () => {
  const now = at('2026-11-18T14:20:00')
  const day = 24 * 60 * 60_000

  it('is due once it has come, whatever the command waits for', () => {
    for (const state of ['queued', 'sent', 'accepted', 'executing'] as const) {
      expect(isDue({ state, deadlineAt: now }, now)).toBe(true)
      expect(isDue({ state, deadlineAt: now + 30 * 60_000 }, now)).toBe(false)
      expect(isDue({ state, deadlineAt: null }, now)).toBe(false)
    }
  })

  it('of a command under way is due too when the clock was set back behind it; what only waits for its device waits on', () => {
    for (const state of ['sent', 'accepted', 'executing'] as const) {
      expect(isDue({ state, deadlineAt: now + day }, now)).toBe(true)
    }
    expect(isDue({ state: 'queued', deadlineAt: now + 2 * day }, now)).toBe(false)
    // No patience reaches as far as what counts as set back.
    for (const kind of commandKinds) {
      expect(isDue({ state: 'accepted', deadlineAt: now + executionPatience(kind) }, now)).toBe(false)
    }
  })
})

describe('a request number', () => {
  it('is the time to the millisecond, and greater than the one before', () => {
    const now = at('2026-11-18T14:20:36.007')
    expect(nextQn(now, null)).toBe('20261118142036007')
    expect(nextQn(now, '20261118142036006')).toBe('20261118142036007')
    expect(nextQn(now, '20261118142036007')).toBe('20261118142036008')
    expect(nextQn(now, '20261231235959999')).toBe('20270101000000000')
  })
})

describe('the periods of a span', () => {
  const span = { from: at('2026-11-18T08:00'), to: at('2026-11-18T10:00') }
  const device = { dataTimeNames: 'start', minuteInterval: 10 } as const

  it('are named by their first and last DataTime, as the device names them', () => {
    expect(labelsOf(span, 'hour', device)).toEqual({ begin: at('2026-11-18T08:00'), end: at('2026-11-18T09:00') })
    expect(labelsOf(span, 'hour', { ...device, dataTimeNames: 'end' })).toEqual({
      begin: at('2026-11-18T09:00'),
      end: at('2026-11-18T10:00'),
    })
    expect(labelsOf(span, 'minute', device)).toEqual({ begin: at('2026-11-18T08:00'), end: at('2026-11-18T09:50') })
  })

  it('are whole ones: days are those of Shanghai', () => {
    expect(labelsOf(span, 'day', device)).toEqual({ begin: at('2026-11-18T00:00'), end: at('2026-11-18T00:00') })
    expect(labelsOf({ from: at('2026-11-18T08:20'), to: at('2026-11-18T09:01') }, 'hour', device)).toEqual({
      begin: at('2026-11-18T08:00'),
      end: at('2026-11-18T09:00'),
    })
  })
})

describe('the table of commands', () => {
  it('has each kind once', () => {
    expect(commandForms.map((form) => form.kind).toSorted()).toEqual([...commandKinds].toSorted())
  })
})
