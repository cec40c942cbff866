import { describe, expect, it } from 'vitest'
import type { ReadingsStore } from '../../domain/readings/service.ts'
import { manualClock } from '../../platform/clock.ts'
import { seededRandomness, uuid7Maker } from '../../platform/identity.ts'
import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { type CountedFrame, createTally, MOST_EVENTS, MOST_STRANGERS } from './tally.ts'

type Noted = Parameters<ReadingsStore['note']>

const AT = Date.parse('2026-11-18T14:20:36+08:00')
const HOUR_END = Date.parse('2026-11-18T15:00:00+08:00')

const frame = (more: Partial<CountedFrame> = {}): CountedFrame => ({
  countyId: 'county',
  mn: 'MN1',
  isRegistered: true,
  at: AT,
  isDuplicate: false,
  isKept: false,
  offsetMs: null,
  errors: [],
  ...more,
})

function tallyInto(write: (noted: Noted) => Promise<void> = async () => {}) {
  const noted: Noted[] = []
  const failures: unknown[] = []
  const tally = createTally(
    async (...told) => {
      await write(told)
      noted.push(told)
    },
    uuid7Maker(manualClock(AT), seededRandomness('tally')),
    (error) => failures.push(error),
  )
  return { tally, noted, failures, hours: () => noted.flatMap(([, hours]) => hours) }
}

describe('the tally of a device and hour', () => {
  it('counts frames, duplicates, kept ones and errors by kind, and adds them to the store once', async () => {
    const { tally, noted } = tallyInto()
    tally.frame(frame())
    tally.frame(frame({ isDuplicate: true, errors: ['crc-lower-case'] }))
    tally.frame(frame({ isKept: true, errors: ['crc-lower-case', 'no-values'] }))
    tally.error(frame(), 'upload-incomplete')
    await tally.flush()
    await tally.flush()
    const errors = { 'crc-lower-case': 2, 'no-values': 1, 'upload-incomplete': 1 }
    const hour = { mn: 'MN1', hourEnd: HOUR_END, frames: 3, duplicates: 1, kept: 1, offsets: null, errors }
    expect(noted).toEqual([['county', [hour], []]])
  })

  it('knows the smallest, the middle and the largest offset of the clock', async () => {
    const { tally, hours } = tallyInto()
    for (const offsetMs of [900, -200, 100]) tally.frame(frame({ offsetMs }))
    for (const offsetMs of [10, 30, 20, 45]) tally.frame(frame({ mn: 'MN2', offsetMs }))
    await tally.flush()
    expect(hours().map(({ offsets }) => offsets)).toEqual([
      { min: -200, median: 100, max: 900 },
      { min: 10, median: 25, max: 45 },
    ])
  })

  it('calls a clock off that is wrong by more than five minutes, either way', async () => {
    const { tally, hours } = tallyInto()
    const offsets = [5 * MINUTE_MS, 5 * MINUTE_MS + 1, -5 * MINUTE_MS, -5 * MINUTE_MS - 1]
    for (const offsetMs of offsets) tally.frame(frame({ offsetMs }))
    await tally.flush()
    expect(hours()[0]?.errors).toEqual({ 'clock-off': 2 })
  })

  it('belongs to the hour of arrival, labelled by its end, and to the county of the device', async () => {
    const { tally, noted } = tallyInto()
    tally.frame(frame({ at: HOUR_END }))
    tally.frame(frame({ at: HOUR_END + 1 }))
    tally.frame(frame({ countyId: 'other' }))
    await tally.flush()
    expect(noted.map(([countyId, hours]) => [countyId, hours.map(({ hourEnd }) => hourEnd)])).toEqual([
      ['county', [HOUR_END, HOUR_END + HOUR_MS]],
      ['other', [HOUR_END]],
    ])
  })

  it('counts only so many unregistered devices each for itself, in all of an hour; the registered never suffer', async () => {
    const { tally, hours } = tallyInto()
    for (let n = 0; n < MOST_STRANGERS; n++) tally.frame(frame({ mn: `X${n}`, isRegistered: false, isKept: true }))
    await tally.flush()
    for (let n = 0; n < 30; n++) tally.frame(frame({ mn: `Y${n}`, isRegistered: false, isKept: true }))
    tally.frame(frame({ mn: 'X7', isRegistered: false, isKept: true }))
    tally.frame(frame())
    tally.frame(frame({ mn: 'Y1', at: HOUR_END + 1, isRegistered: false }))
    await tally.flush()
    expect(
      hours()
        .slice(MOST_STRANGERS)
        .map(({ mn, frames }) => [mn, frames]),
    ).toEqual([
      ['', 30],
      ['X7', 1],
      ['MN1', 1],
      ['Y1', 1],
    ])
  })
})

describe('when the store does not take what was counted', () => {
  it('it is kept, what comes meanwhile is added, and nothing is told twice', async () => {
    const answers = [false, true, true]
    const { tally, noted, failures } = tallyInto(async () => {
      if (answers.shift() === false) throw new Error('gone')
    })
    tally.frame(frame({ offsetMs: 100, errors: ['noise'] }))
    tally.event('county', 'MN1', AT, 'connected', {})
    await tally.flush()
    expect([noted, failures.map(String)]).toEqual([[], ['Error: gone']])
    tally.frame(frame({ offsetMs: 300, errors: ['noise'] }))
    tally.event('county', 'MN1', AT + 1, 'disconnected', { since: AT })
    await tally.flush()
    await tally.flush()
    expect(noted).toHaveLength(1)
    const [[, hours, events] = ['', [], []]] = noted
    expect(hours).toMatchObject([{ frames: 2, errors: { noise: 2 }, offsets: { min: 100, median: 200, max: 300 } }])
    expect(events.map(({ kind, at, mn, frameSeq, data }) => [kind, at - AT, mn, frameSeq, data])).toEqual([
      ['connected', 0, 'MN1', null, {}],
      ['disconnected', 1, 'MN1', null, { since: AT }],
    ])
  })

  it('a county that fails does not hold up another', async () => {
    const { tally, noted } = tallyInto(async ([countyId]) => {
      if (countyId === 'county') throw new Error('gone')
    })
    tally.frame(frame())
    tally.frame(frame({ countyId: 'other' }))
    await tally.flush()
    expect(noted.map(([countyId]) => countyId)).toEqual(['other'])
  })

  it('as many events are kept as memory may hold, the newest', async () => {
    let isAway = true
    const { tally, noted } = tallyInto(async () => {
      if (isAway) throw new Error('gone')
    })
    for (let n = 0; n < MOST_EVENTS; n++) tally.event('county', 'MN1', n, 'connected', {})
    await tally.flush()
    for (let n = 0; n < 3; n++) tally.event('county', 'MN1', MOST_EVENTS + n, 'connected', {})
    await tally.flush()
    isAway = false
    await tally.flush()
    const events = noted.flatMap(([, , told]) => told)
    expect([events.length, events[0]?.at, events.at(-1)?.at]).toEqual([MOST_EVENTS, 3, MOST_EVENTS + 2])
  })

  it('who asks while a flush is under way waits until all that was counted is written', async () => {
    const gate = Promise.withResolvers<void>()
    const { tally, hours } = tallyInto(() => gate.promise)
    tally.frame(frame())
    const first = tally.flush()
    tally.frame(frame({ mn: 'MN2' }))
    const second = tally.flush()
    gate.resolve()
    await Promise.all([first, second])
    expect(hours().map(({ mn }) => mn)).toEqual(['MN1', 'MN2'])
  })
})
