import { describe, expect, it } from 'vitest'
import { manualClock } from '../clock.ts'
import { createTrouble, errorText, spanWords } from './trouble.ts'

const gone = new Error('gone')

function house() {
  const clock = manualClock(5_000_000)
  const told: string[] = []
  const trouble = createTrouble(clock, {
    begins: (error) => told.push(`begins: ${errorText(error)}`),
    lasts: ({ failures, lastedMs, error }) => told.push(`lasts ${lastedMs} ms, ${failures}: ${errorText(error)}`),
    isOver: ({ failures, lastedMs }) => told.push(`over after ${lastedMs} ms, ${failures}`),
  })
  const fails = (times: number, everyMs: number, error = gone) => {
    for (let n = 0; n < times; n += 1) {
      trouble.failed(error)
      clock.advance(everyMs)
    }
  }
  return { clock, told, trouble, fails }
}

describe('trouble that lasts', () => {
  it('is told when it begins, once a minute, and when it is over, however often it is met', () => {
    const { told, trouble, fails } = house()
    // The minute that it begins in is a whole one here.
    for (let minute = 0; minute < 10; minute += 1) {
      fails(30, 2_000)
      trouble.minute()
    }
    trouble.worked()
    const minutes = Array.from({ length: 9 }, (_, n) => `lasts ${(n + 2) * 60_000} ms, ${(n + 2) * 30}: gone`)
    expect(told).toEqual(['begins: gone', ...minutes, 'over after 600000 ms, 300'])
  })

  it('is told with what it has become', () => {
    const { told, trouble, fails } = house()
    fails(1, 60_000)
    trouble.minute()
    fails(1, 60_000, new Error('full'))
    trouble.minute()
    expect(told).toEqual(['begins: gone', 'lasts 120000 ms, 2: full'])
  })

  it('that comes and goes fills no log: it begins and ends once a minute', () => {
    const { told, trouble, clock } = house()
    for (let minute = 0; minute < 3; minute += 1) {
      for (let second = 0; second < 30; second += 1) {
        trouble.failed(gone)
        clock.advance(1_000)
        trouble.worked()
        clock.advance(1_000)
      }
      trouble.minute()
    }
    expect(told).toEqual([
      'begins: gone',
      'over after 1000 ms, 1',
      // What was not told of the first minute counts in the second.
      'begins: gone',
      'over after 1000 ms, 30',
      'begins: gone',
      'over after 1000 ms, 30',
    ])
  })

  it('that began again untold is told when the next minute ends in it, and then also that it is over', () => {
    const { told, trouble, clock, fails } = house()
    fails(1, 1_000)
    trouble.worked()
    clock.advance(9_000)
    fails(2, 25_000)
    trouble.minute()
    expect(told).toHaveLength(2)
    fails(2, 30_000)
    trouble.minute()
    trouble.worked()
    expect(told.slice(2)).toEqual(['lasts 110000 ms, 4: gone', 'over after 110000 ms, 4'])
  })

  it('nothing is told of what works', () => {
    const { told, trouble } = house()
    trouble.worked()
    trouble.minute()
    trouble.worked()
    expect(told).toEqual([])
  })
})

describe('words for an operator', () => {
  it.each([
    [0, '1 s'],
    [400, '1 s'],
    [41_600, '42 s'],
    [59_999, '60 s'],
    [60_000, '1 min'],
    [10 * 60_000 + 59_000, '10 min'],
    [3_600_000, '1 h'],
    [26 * 3_600_000 + 5 * 60_000, '26 h 5 min'],
  ])('%d ms are %s', (ms, words) => {
    expect(spanWords(ms)).toBe(words)
  })

  it('an error is one line, and has one also when Node gives it no words', () => {
    expect(errorText(new Error('first\n  second\n'))).toBe('first | second')
    expect(errorText(Object.assign(new AggregateError([gone]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED')
    expect(errorText('just so')).toBe('just so')
  })
})
