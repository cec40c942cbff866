import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../standards/civil-time.ts'
import { type EarlierRecall, nextRecall, usualRecall } from './gaps.ts'
import { type CommandState, commandStates } from './model.ts'

const NOW = Date.parse('2026-11-18T14:20:00+08:00')
const at = (hour: number) => Date.parse('2026-11-18T00:00:00+08:00') + hour * HOUR_MS

function earlier(from: number, to: number, state: CommandState, hoursAgo = 2): EarlierRecall {
  const finishedAt = NOW - hoursAgo * HOUR_MS
  return { from: at(from), to: at(to), state, createdAt: finishedAt - 60_000, finishedAt }
}

const next = (missing: readonly number[], before: readonly EarlierRecall[] = [], now = NOW) =>
  nextRecall(missing.map(at), before, now, usualRecall)

describe('the next hours to ask a device for', () => {
  it('are the newest that are missing, as far as they follow each other', () => {
    expect(next([3, 4, 5, 9, 10])).toEqual({ kind: 'ask', from: at(8), to: at(10) })
    expect(next([3])).toEqual({ kind: 'ask', from: at(2), to: at(3) })
  })

  it('are at most a day in one command', () => {
    const many = Array.from({ length: 60 }, (_, place) => place - 50)
    expect(next(many)).toEqual({ kind: 'ask', from: at(-15), to: at(9) })
  })

  it('wait while the device is being asked', () => {
    for (const state of ['queued', 'sent', 'accepted', 'executing'] as const) {
      expect(next([3, 9], [{ ...earlier(8, 9, state), finishedAt: null }])).toEqual({ kind: 'later' })
    }
  })

  it('wait when the device was asked often enough within the hour', () => {
    const asked = [11, 12, 13, 14].map((hour) => earlier(hour - 1, hour, 'done', 0.5))
    expect(next([3], asked)).toEqual({ kind: 'later' })
    expect(next([3], asked.slice(1))).toEqual({ kind: 'ask', from: at(2), to: at(3) })
  })

  it('are left alone for a day once the device had none of them, and then asked for once more', () => {
    const empty = [earlier(2, 3, 'done')]
    expect(next([3], empty)).toEqual({ kind: 'rest' })
    expect(next([3, 4], empty)).toEqual({ kind: 'ask', from: at(3), to: at(4) })
    const dayLater = NOW + DAY_MS
    expect(next([3], empty, dayLater)).toEqual({ kind: 'ask', from: at(2), to: at(3) })
    expect(next([3], [...empty, earlier(2, 3, 'done', -23)], dayLater + 3 * DAY_MS)).toEqual({ kind: 'rest' })
  })

  it('are asked for again after one failure, and left alone after the second', () => {
    expect(next([3], [earlier(2, 3, 'timed-out', 4)])).toEqual({ kind: 'ask', from: at(2), to: at(3) })
    expect(next([3], [earlier(2, 3, 'timed-out', 4), earlier(2, 3, 'failed', 2)])).toEqual({ kind: 'rest' })
  })

  it('that a person called off are left alone too', () => {
    expect(next([3], [earlier(2, 3, 'cancelled')])).toEqual({ kind: 'rest' })
  })

  it('are none when nothing is missing', () => {
    expect(next([])).toEqual({ kind: 'rest' })
  })

  it('never more than a day, always missing ones, and each hour at most four times in the end', () => {
    const hours = fc.uniqueArray(fc.integer({ min: -150, max: 13 }), { maxLength: 80 })
    const outcome = fc.constantFrom(...commandStates.filter((state) => nextIsOver(state)))
    fc.assert(
      fc.property(hours, fc.infiniteStream(outcome), (missing, outcomes) => {
        const ends = missing.toSorted((one, other) => one - other).map(at)
        const asked: EarlierRecall[] = []
        let now = NOW
        for (let round = 0; round < 2_000; round += 1) {
          const step = nextRecall(ends, asked, now, usualRecall)
          now += HOUR_MS
          if (step.kind !== 'ask') continue
          expect(step.to - step.from).toBeLessThanOrEqual(usualRecall.rangeMs)
          for (let end = step.from + HOUR_MS; end <= step.to; end += HOUR_MS) expect(ends).toContain(end)
          const state = outcomes.next().value
          if (state !== undefined) asked.push({ ...step, state, createdAt: now, finishedAt: now })
        }
        for (const end of ends) {
          const times = asked.filter((one) => one.from < end && end <= one.to).length
          expect(times).toBeGreaterThanOrEqual(2)
          expect(times).toBeLessThanOrEqual(4)
        }
      }),
      { numRuns: 40 },
    )
  })
})

function nextIsOver(state: CommandState): boolean {
  return !['queued', 'sent', 'accepted', 'executing'].includes(state)
}
