import { expect, it } from 'vitest'
import type { DeviceHour } from '../../api/queries.ts'
import { everyHour } from './every-hour.ts'

const hour = (end: string, frames: number) =>
  ({ end, frames, duplicates: 0, kept: 0, errors: {}, offsetMs: null }) as DeviceHour

it('every hour that has begun stands there, the newest first, and the silent ones among them', () => {
  const [from, to] = ['2026-11-18T10:00+08:00', '2026-11-18T16:00+08:00'].map(Date.parse)
  const now = Date.parse('2026-11-18T14:20+08:00')
  const items = [hour('2026-11-18T12:00:00+08:00', 60), hour('2026-11-18T14:00:00+08:00', 58)]
  const all = everyHour(items, from ?? 0, to ?? 0, now)
  expect(all.map(({ end, frames }) => [Date.parse(end), frames])).toEqual([
    [Date.parse('2026-11-18T15:00+08:00'), 0],
    [Date.parse('2026-11-18T14:00+08:00'), 58],
    [Date.parse('2026-11-18T13:00+08:00'), 0],
    [Date.parse('2026-11-18T12:00+08:00'), 60],
    [Date.parse('2026-11-18T11:00+08:00'), 0],
  ])
})
