import { expect, it } from 'vitest'
import { readingsOfColumns } from './columns.ts'

it('readings come out of their columns, what is alike for all and what differs', () => {
  const end = Date.parse('2026-11-18T15:00:00+08:00')
  const hour = 3_600_000
  const found = readingsOfColumns(
    [
      {
        ...{ mn: 'M1', factor: 'a34004', statistic: 'Avg', unit: 'µg/m³' },
        ...{ starts: [end - hour, end], ends: [end, end + hour], values: [35, null] },
        ...{ stations: 'QY001', flags: 'N', qualities: ['valid', 'invalid'], reasons: [null, 'negative'] },
        ...{ sources: 'frame', versions: [1, 2] },
      },
    ],
    'hour',
  )
  const shared = { mn: 'M1', station: 'QY001', factor: 'a34004', statistic: 'Avg', resolution: 'hour', unit: 'µg/m³' }
  expect(found).toEqual([
    {
      ...shared,
      ...{ start: '2026-11-18T14:00:00+08:00', end: '2026-11-18T15:00:00+08:00', value: 35, flag: 'N' },
      ...{ quality: 'valid', reason: null, source: 'frame', version: 1 },
    },
    {
      ...shared,
      ...{ start: '2026-11-18T15:00:00+08:00', end: '2026-11-18T16:00:00+08:00', value: null, flag: 'N' },
      ...{ quality: 'invalid', reason: 'negative', source: 'frame', version: 2 },
    },
  ])
})
