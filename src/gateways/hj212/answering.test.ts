import { describe, expect, it } from 'vitest'
import type { DeviceSettings } from '../../domain/devices/model.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { createAnswering } from './answering.ts'

function message(segment: string): Hj212Message {
  const parsed = parseSegment(Buffer.from(segment))
  if (!parsed.ok) throw new Error(parsed.problem.text)
  return parsed.message
}

/** The data segment of an answer; its frame must be whole. */
function segmentOf(answer: Buffer | null): string | null {
  if (answer === null) return null
  const [event] = createFramer().push(answer)
  if (event?.kind !== 'frame' || !event.crcOk || event.problems.length > 0) throw new Error('no good frame')
  return event.segment.toString()
}

const by = (answers: DeviceSettings['answers'], answerTemplate: DeviceSettings['answerTemplate'] = 'edition') => ({
  answers,
  answerTemplate,
})
const QN = '20261118142036000'
const upload = (flag: number, cn = '2051') =>
  message(`QN=${QN};ST=22;CN=${cn};PW=620417;MN=MN1;Flag=${flag};CP=&&DataTime=20261118141000;a34004-Avg=41&&`)
const old = (more = 'Flag=1;') =>
  message(`QN=${QN};ST=22;CN=2051;PW=620417;MN=MN1;${more}CP=&&DataTime=20261118141000;a34004-Avg=41&&`)

describe('the answer to data', () => {
  // Layouts: HJ 212-2017 annex C, HJ/T 212-2005 examples, fact sheet section 4.
  it.each([
    ['2017, asked for', upload(5), by('asked'), `QN=${QN};ST=91;CN=9014;PW=620417;MN=MN1;Flag=4;CP=&&&&`],
    ['2017, not asked for', upload(4), by('asked'), null],
    [
      '2017, not asked for, of a device that waits all the same',
      upload(4),
      by('always'),
      `QN=${QN};ST=91;CN=9014;PW=620417;MN=MN1;Flag=4;CP=&&&&`,
    ],
    ['2017, asked for, of a device that chokes on answers', upload(5), by('never'), null],
    ['Flag of 2025', upload(9), by('asked'), `QN=${QN};ST=91;CN=9014;PW=620417;MN=MN1;Flag=8;CP=&&&&`],
    ['2005', old(), by('asked'), `ST=91;CN=9014;CP=&&QN=${QN};CN=2051&&`],
    ['2005 without Flag', old(''), by('asked'), null],
    ['2005 without Flag, always', old(''), by('always'), `ST=91;CN=9014;CP=&&QN=${QN};CN=2051&&`],
    ['2017 in the layout of 2005', upload(5), by('asked', '2005'), `ST=91;CN=9014;CP=&&QN=${QN};CN=2051&&`],
    [
      '2005 in the layout of 2017',
      old(),
      by('asked', '2017'),
      `QN=${QN};ST=91;CN=9014;PW=620417;MN=MN1;Flag=4;CP=&&&&`,
    ],
    [
      '2017 in the layout of 2025',
      upload(5),
      by('asked', '2025'),
      `QN=${QN};ST=91;CN=9014;PW=620417;MN=MN1;Flag=8;CP=&&&&`,
    ],
  ])('%s', (_name, asked, settings, answer) => {
    expect(segmentOf(createAnswering().answerTo(asked, settings))).toBe(answer)
  })

  it('of a device that nobody knows is what it asks for', () => {
    const { answerTo } = createAnswering()
    expect(segmentOf(answerTo(upload(5)))).toContain('CN=9014')
    expect(answerTo(upload(4))).toBeNull()
  })

  it('is none to a message whose echo would be no frame any more', () => {
    const { answerTo } = createAnswering()
    expect(answerTo(message(`QN=${'9'.repeat(9_000)};ST=22;CN=2051;PW=1;MN=MN1;Flag=5;CP=&&&&`))).toBeNull()
  })

  it('to a notice is 9013, and an answer is never answered', () => {
    const { answerTo } = createAnswering()
    const notice = message(`QN=${QN};ST=22;CN=1013;PW=620417;MN=MN1;Flag=5;CP=&&&&`)
    expect(segmentOf(answerTo(notice))).toBe(`QN=${QN};ST=91;CN=9013;PW=620417;MN=MN1;Flag=4;CP=&&&&`)
    const result = message(`QN=${QN};ST=91;CN=9012;PW=620417;MN=MN1;Flag=5;CP=&&ExeRtn=1&&`)
    expect(answerTo(result, by('always'))).toBeNull()
  })
})

describe('data of 2005 that were asked for', () => {
  const accepts = (flag: number) => message(`ST=91;CN=9011;PW=620417;MN=MN1;Flag=${flag};CP=&&QN=${QN};QnRtn=1&&`)
  const done = message(`ST=91;CN=9012;CP=&&QN=${QN};ExeRtn=1&&`)

  it('carry no Flag and are answered when the 9011 before them said so, and so is the 9012 that ends them', () => {
    const { answerTo } = createAnswering()
    expect(answerTo(accepts(1))).toBeNull()
    expect(segmentOf(answerTo(old('')))).toBe(`ST=91;CN=9014;CP=&&QN=${QN};CN=2051&&`)
    expect(segmentOf(answerTo(done))).toBe(`ST=91;CN=9014;CP=&&QN=${QN};CN=9012&&`)
    expect([answerTo(done), answerTo(old(''))]).toEqual([null, null])
  })

  it('are not when it did not, or when it was another request', () => {
    const { answerTo } = createAnswering()
    expect([answerTo(accepts(0)), answerTo(old('')), answerTo(done)]).toEqual([null, null, null])
    answerTo(accepts(1))
    const other = message('QN=20261118142037000;ST=22;CN=2051;PW=620417;MN=MN1;CP=&&DataTime=20261118141000&&')
    expect(answerTo(other)).toBeNull()
  })

  it('of a device that chokes on answers are not answered', () => {
    const { answerTo } = createAnswering()
    expect([accepts(1), old(''), done].map((one) => answerTo(one, by('never')))).toEqual([null, null, null])
  })

  it('are remembered of so many requests, however many a device accepts', () => {
    const { answerTo } = createAnswering()
    const qn = (n: number) => `20261118142${String(n).padStart(3, '0')}000`
    for (let n = 0; n < 40; n++) answerTo(message(`ST=91;CN=9011;PW=620417;MN=MN1;Flag=1;CP=&&QN=${qn(n)};QnRtn=1&&`))
    const dataOf = (n: number) => message(`QN=${qn(n)};ST=22;CN=2051;PW=620417;MN=MN1;CP=&&DataTime=20261118141000&&`)
    expect([answerTo(dataOf(7)), segmentOf(answerTo(dataOf(8)))]).toEqual([null, expect.stringContaining('9014')])
  })
})
