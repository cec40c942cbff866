import { describe, expect, it } from 'vitest'
import { dataUploadOf } from '../../protocols/hj212/data.ts'
import { describeFrame } from '../../protocols/hj212/describe.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { hourFrame, requestNumber } from './frame.ts'

const END = Date.parse('2014-01-02T00:00:00+08:00')
const hour = {
  hourEnd: END,
  values: new Map([
    ['a34004', 35.25],
    ['a21005', 1.504],
    ['a01001', -0.4],
  ]),
}
const device = { mn: '439901010000A05C1E7B0001', password: '620417', dataTimeNames: 'start' } as const

describe('the frame of an hour', () => {
  it('keeps the standard to the letter', () => {
    const frame = hourFrame(device, hour, requestNumber(END, 7))
    expect(frame.toString('latin1')).toContain(
      'QN=20140102000005007;ST=22;CN=2061;PW=620417;MN=439901010000A05C1E7B0001;Flag=5;' +
        'CP=&&DataTime=20140101230000;a34004-Avg=35.25,a34004-Flag=N;a21005-Avg=1.504,a21005-Flag=N;' +
        'a01001-Avg=-0.4,a01001-Flag=N&&',
    )
    expect(describeFrame(frame)).toMatchObject({ ok: true, problems: [] })
  })

  it.each([
    { dataTimeNames: 'start', names: END - HOUR_MS },
    { dataTimeNames: 'end', names: END },
  ] as const)('names the $dataTimeNames of the hour where the device does', ({ dataTimeNames, names }) => {
    const [event] = createFramer().push(hourFrame({ ...device, dataTimeNames }, hour, requestNumber(END, 0)))
    const parsed = event?.kind === 'frame' ? parseSegment(event.segment) : undefined
    const upload = parsed?.ok === true ? dataUploadOf(parsed.message) : null
    expect(upload).toMatchObject({ resolution: 'hour', dataTime: names })
    expect(upload?.factors.map(({ code, values, flag }) => [code, values[0]?.value, flag])).toEqual([
      ['a34004', 35.25, 'N'],
      ['a21005', 1.504, 'N'],
      ['a01001', -0.4, 'N'],
    ])
  })

  it('has another request number with each sending, soon after the hour', () => {
    const numbers = Array.from({ length: 2000 }, (_each, serial) => requestNumber(END, serial))
    expect(new Set(numbers).size).toBe(2000)
    expect([numbers[0], numbers[1], numbers[1000]]).toEqual([
      '20140102000005000',
      '20140102000005001',
      '20140102000006000',
    ])
    expect(requestNumber(END, 49_999)).toBe('20140102000054999')
  })
})
