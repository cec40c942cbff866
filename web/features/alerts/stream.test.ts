import { expect, it } from 'vitest'
import { nextStep, type Streamed, streamRows } from './stream.ts'

const one = (id: string, raisedAt: string, more: Partial<Streamed> = {}): Streamed => ({
  ...{ id, ruleId: 'over', stationId: 'east', feed: null, factor: 'a34004', severity: 'urgent' },
  ...{ state: 'resolved', silenceId: null, verdict: null, raisedAt },
  ...more,
})

/** As it is read: `time id ×times`, what stands under another is set in. */
const read = (alerts: readonly Streamed[], unfolded: readonly string[] = []) =>
  streamRows(alerts, new Set(unfolded)).map(
    ({ alert, day, under, times }) => `${under === null ? '' : '  '}${day.slice(5)} ${alert.id} ×${times}`,
  )

it('folds the repeats of a rule at a station within one civil day under the newest', () => {
  const alerts = [
    one('d', '2026-11-18T14:00:00+08:00'),
    one('c', '2026-11-18T09:00:00+08:00'),
    one('b', '2026-11-18T00:00:00+08:00'),
    // The evening before is another day, though less than a day ago.
    one('a', '2026-11-17T23:59:00+08:00'),
  ]
  expect(read(alerts)).toEqual(['11-18 d ×3', '11-17 a ×1'])
  expect(read(alerts, ['d'])).toEqual(['11-18 d ×3', '  11-18 c ×1', '  11-18 b ×1', '11-17 a ×1'])
  // Only of the one that was pressed.
  expect(read(alerts, ['a'])).toEqual(['11-18 d ×3', '11-17 a ×1'])
})

it('puts repeats beneath their newest, past what came between', () => {
  const alerts = [
    one('c', '2026-11-18T14:00:00+08:00'),
    one('other', '2026-11-18T12:00:00+08:00', { stationId: 'west' }),
    one('b', '2026-11-18T09:00:00+08:00'),
  ]
  expect(read(alerts)).toEqual(['11-18 c ×2', '11-18 other ×1'])
  expect(read(alerts, ['c'])).toEqual(['11-18 c ×2', '  11-18 b ×1', '11-18 other ×1'])
})

it('never folds one that needs a hand under one that does not, nor what differs in anything', () => {
  const at = (hour: string) => `2026-11-18T${hour}:00:00+08:00`
  const alerts = [
    one('a', at('20')),
    one('b', at('19'), { state: 'open' }),
    one('c', at('18'), { ruleId: 'rise' }),
    one('d', at('17'), { factor: 'a34002' }),
    one('e', at('16'), { severity: 'notice' }),
    one('f', at('15'), { silenceId: 'a silence' }),
    one('g', at('14'), { feed: { id: 'feed', name: '省站接口' } }),
    one('h', at('13'), { stationId: 'west' }),
  ]
  expect(read(alerts)).toHaveLength(8)
})

it('says what an alert waits for', () => {
  const waits = (state: Streamed['state'], verdict: Streamed['verdict'] = null, silenceId: string | null = null) =>
    nextStep({ state, verdict, silenceId })
  expect(waits('open')).toBe('acknowledge')
  expect(waits('acknowledged')).toBe('verify')
  expect(waits('resolved')).toBe('verify')
  expect(waits('acknowledged', 'true')).toBeNull()
  expect(waits('resolved', 'weather')).toBeNull()
  expect(waits('silenced', null, 'a silence')).toBeNull()
  expect(waits('resolved', null, 'a silence')).toBeNull()
})
