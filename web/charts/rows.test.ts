import { describe, expect, it } from 'vitest'
import type { Line } from './line.ts'
import { csvOf, rowsOf, sheetOf } from './rows.ts'

const at = (text: string) => Date.parse(`2026-11-18T${text}:00+08:00`)
const line = (
  name: string,
  hours: readonly string[],
  values: (number | null)[],
  qualities: Line['qualities'] = 'valid',
) => ({
  ...({ key: name, name, factor: 'a34004', unit: 'µg/m³', colour: 'pm25', stepMs: 3_600_000 } as const),
  ...{ ends: hours.map(at), values, qualities },
})

const one = line('青石桥', ['13:00', '14:00', '15:00'], [61, 68, null])
const other = line('云汀, "文昌"', ['14:00', '16:00'], [45.5, 900], ['suspect', 'invalid'])
const words = { time: '结束', quality: '质量', qualityOf: (quality: string) => `<${quality}>` }

describe('the rows of a chart', () => {
  it('are its periods that end in view, those of all lines, each once', () => {
    expect(rowsOf([one, other], { from: at('13:00'), to: at('16:00') })).toEqual([
      {
        at: at('14:00'),
        cells: [
          { value: 68, quality: 'valid' },
          { value: 45.5, quality: 'suspect' },
        ],
      },
      {
        at: at('15:00'),
        cells: [
          { value: null, quality: 'valid' },
          { value: null, quality: null },
        ],
      },
      {
        at: at('16:00'),
        cells: [
          { value: null, quality: null },
          { value: 900, quality: 'invalid' },
        ],
      },
    ])
  })

  it('are a file with the quality beside what is not valid throughout', () => {
    const sheet = sheetOf([one, other], { from: at('13:00'), to: at('15:00') }, words)
    expect(csvOf(sheet)).toBe(
      '\uFEFF结束,青石桥 µg/m³,"云汀, ""文昌"" µg/m³","云汀, ""文昌"" 质量"\r\n' +
        '2026-11-18 14:00:00,68,45.5,<suspect>\r\n' +
        '2026-11-18 15:00:00,,,\r\n',
    )
  })
})
