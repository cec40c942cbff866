import { describe, expect, it } from 'vitest'
import { requestMessage } from '../src/protocols/hj212/requests.ts'
import { createErrands } from './errands.ts'
import type { Upload } from './schedule.ts'

const request = (qn: string) => requestMessage({ edition: '2017', st: '22', mn: 'M', pw: 'P' }, '2061', qn)
const hours = (...starts: number[]): Upload[] =>
  starts.map((dataTime) => ({ cn: '2061', dataTime, dueAt: dataTime + 1 }))

function scene() {
  const sent: Upload[] = []
  const done: string[] = []
  const errands = createErrands(
    (upload) => sent.push(upload),
    ({ qn }) => done.push(qn),
  )
  return { errands, sent, done, last: () => sent.at(-1) ?? { cn: '2061', dataTime: 0, dueAt: 0 } }
}

describe('history that was asked for', () => {
  it('goes out record by record, each when the last is answered, and then it is done', () => {
    const { errands, sent, done, last } = scene()
    errands.begin(request('1'), hours(1, 2, 3))
    for (const count of [1, 2, 3]) {
      expect([sent.length, done]).toEqual([count, []])
      expect(errands.answered(last())).toBe(true)
    }
    expect(sent.map(({ dataTime }) => dataTime)).toEqual([1, 2, 3])
    expect(done).toEqual(['1'])
    expect(errands.answered(last())).toBe(false)
  })

  it('leaves answers to other uploads alone', () => {
    const { errands, sent } = scene()
    errands.begin(request('1'), hours(1, 2))
    expect(errands.answered({ cn: '2061', dataTime: 1, dueAt: 2 })).toBe(false)
    expect(sent).toHaveLength(1)
  })

  it('asked for again under the same number begins anew, and ends once', () => {
    const { errands, sent, done, last } = scene()
    errands.begin(request('1'), hours(1, 2))
    const before = last()
    errands.begin(request('1'), hours(1, 2))
    // The answer to the record of before moves nothing on.
    expect(errands.answered(before)).toBe(true)
    expect(sent.map(({ dataTime }) => dataTime)).toEqual([1, 1])
    for (const _ of [1, 2]) errands.answered(last())
    expect(sent.map(({ dataTime }) => dataTime)).toEqual([1, 1, 2])
    expect(done).toEqual(['1'])
  })
})
