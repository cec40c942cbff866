import { describe, expect, it } from 'vitest'
import { answerOwed, dataAnswer, executionAnswer, noticeAnswer, requestAnswer } from './answers.ts'
import { formatFrame, formatSegment } from './format.ts'
import type { Hj212Message } from './message.ts'
import { parseSegment } from './segment.ts'

/** Expected texts are written by hand from the fact sheet hj212.md, section 4, and the standards' examples. */

function read(segment: string): Hj212Message {
  const result = parseSegment(Buffer.from(segment))
  if (!result.ok) throw new Error(result.problem.code)
  return result.message
}

const of2017 = read(
  'QN=20160801085857223;ST=32;CN=2051;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&BeginTime=20160801084000;EndTime=20160801084000&&',
)
const of2005 = read(
  'QN=20040516010101001;ST=32;CN=2051;PW=123456;MN=88888880000001;Flag=3;CP=&&BeginTime=20040506111000,EndTime=20040506151000&&',
)

describe('answers', () => {
  it('of 2017 echo QN, PW and MN, with ST=91 and Flag=4', () => {
    const head = (cn: string) => `QN=20160801085857223;ST=91;CN=${cn};PW=123456;MN=010000A8900016F000169DC0;Flag=4;`
    expect(formatSegment(requestAnswer(of2017, 1))).toBe(`${head('9011')}CP=&&QnRtn=1&&`)
    expect(formatSegment(executionAnswer(of2017, 1))).toBe(`${head('9012')}CP=&&ExeRtn=1&&`)
    expect(formatSegment(executionAnswer(of2017, 100))).toBe(`${head('9012')}CP=&&ExeRtn=100&&`)
    expect(formatSegment(noticeAnswer(of2017))).toBe(`${head('9013')}CP=&&&&`)
    expect(formatSegment(dataAnswer(of2017))).toBe(`${head('9014')}CP=&&&&`)
  })

  it('of 2017 are the frames of annex C, byte for byte', () => {
    const text = (answer: Hj212Message) => formatFrame(answer).toString()
    const mn = 'MN=010000A8900016F000169DC0'
    expect(text(requestAnswer(of2017, 1))).toBe(
      `##0094QN=20160801085857223;ST=91;CN=9011;PW=123456;${mn};Flag=4;CP=&&QnRtn=1&&1B00\r\n`,
    )
    expect(text(executionAnswer(of2017, 1))).toBe(
      `##0095QN=20160801085857223;ST=91;CN=9012;PW=123456;${mn};Flag=4;CP=&&ExeRtn=1&&6240\r\n`,
    )
    expect(text(noticeAnswer(of2017))).toBe(
      `##0087QN=20160801085857223;ST=91;CN=9013;PW=123456;${mn};Flag=4;CP=&&&&2A80\r\n`,
    )
    expect(text(dataAnswer(of2017))).toBe(
      `##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;${mn};Flag=4;CP=&&&&3240\r\n`,
    )
  })

  it('keep the edition bits of the message: 8 to 9', () => {
    const of2025 = read('QN=20240601085857223;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&')
    expect(formatFrame(dataAnswer(of2025)).toString()).toBe(
      '##0087QN=20240601085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&21C0\r\n',
    )
  })

  it('of 2005 carry the QN inside CP', () => {
    const qn = 'QN=20040516010101001'
    const id = 'PW=123456;MN=88888880000001'
    expect(formatFrame(requestAnswer(of2005, 1)).toString()).toBe(
      `##0084ST=91;CN=9011;${id};Flag=0;CP=&&${qn};QnRtn=1&&7200\r\n`,
    )
    expect(formatFrame(executionAnswer(of2005, 1)).toString()).toBe(
      `##0078ST=91;CN=9012;${id};CP=&&${qn};ExeRtn=1&&C601\r\n`,
    )
    const stop = read(`${qn};ST=32;CN=2012;${id};CP=&&&&`)
    expect(formatFrame(noticeAnswer(stop)).toString()).toBe(`##0069ST=91;CN=9013;${id};CP=&&${qn}&&0500\r\n`)
    const alarm = read(`${qn};ST=32;CN=2072;${id};Flag=0;CP=&&AlarmTime=20040506010101;101-Ala=1.1,AlarmType=1&&`)
    expect(formatFrame(noticeAnswer(alarm)).toString()).toBe(`##0076ST=91;CN=9013;${id};Flag=0;CP=&&${qn}&&30C0\r\n`)
  })

  it('to data of 2005 name the command and the part, without PW and MN', () => {
    expect(formatSegment(dataAnswer(of2005))).toBe('ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051&&')
    expect(formatSegment(dataAnswer({ ...of2005, pnum: 1, pno: 1 }))).toBe(
      'ST=91;CN=9014;CP=&&QN=20040516010101001;CN=2051;PNO=1;PNUM=1;&&',
    )
  })

  it.each([
    ['QN=1;ST=22;CN=2011;PW=123456;MN=1;Flag=5;CP=&&DataTime=20160801084000;a34004-Rtd=1&&', '9014'],
    ['QN=1;ST=22;CN=1013;PW=123456;MN=1;Flag=5;CP=&&&&', '9013'],
    ['QN=1;ST=22;CN=9015;PW=123456;MN=1;Flag=9;CP=&&&&', '9013'],
    ['QN=1;ST=22;CN=9015;PW=123456;MN=1;Flag=5;CP=&&&&', '9013'],
    ['QN=1;ST=22;CN=2072;PW=123456;MN=1;Flag=5;CP=&&AlarmTime=20160801084000;101-Ala=1&&', '9013'],
    ['QN=1;ST=22;CN=1013;PW=123456;MN=1;Flag=1;CP=&&&&', '9013'],
    ['QN=1;ST=91;CN=9021;PW=123456;MN=1;Flag=5;CP=&&&&', '9014'],
    ['QN=1;ST=22;CN=2011;PW=123456;MN=1;Flag=4;CP=&&DataTime=20160801084000;a34004-Rtd=1&&', null],
    ['QN=1;ST=91;CN=9011;PW=123456;MN=1;Flag=5;CP=&&QnRtn=1&&', null],
    ['ST=22;CN=2011;PW=123456;MN=1;CP=&&DataTime=20160801084000;a34004-Rtd=1&&', null],
  ])('%s is owed %s', (segment, cn) => {
    expect(answerOwed(read(segment))?.cn ?? null).toBe(cn)
  })

  it('may be sent always, as asked, or never, but never to an answer', () => {
    const silent = read('QN=1;ST=22;CN=2011;PW=123456;MN=1;Flag=4;CP=&&DataTime=20160801084000;a34004-Rtd=1&&')
    const cns = (message: Hj212Message) =>
      (['asked', 'always', 'never'] as const).map((answers) => answerOwed(message, { answers })?.cn ?? null)
    expect(cns(silent)).toEqual([null, '9014', null])
    expect(cns({ ...silent, flag: 5, needsAnswer: true })).toEqual(['9014', '9014', null])
    expect(cns({ ...silent, cn: '1013' })).toEqual([null, '9013', null])
    expect(cns({ ...silent, cn: '9011' })).toEqual([null, null, null])
  })

  it('may be given the layout of another edition than that of the message', () => {
    const old = read('QN=20160801085857223;ST=22;CN=2011;PW=123456;MN=1;Flag=1;CP=&&DataTime=20160801084000&&')
    const text = (message: Hj212Message, template: 'edition' | '2005' | '2017' | '2025') => {
      const answer = answerOwed(message, { template })
      return answer && formatSegment(answer)
    }
    const echo = (flag: number) => `QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=1;Flag=${flag};CP=&&&&`
    const in2005 = 'ST=91;CN=9014;CP=&&QN=20160801085857223;CN=2011&&'
    expect([text(old, 'edition'), text(old, '2005'), text(old, '2017'), text(old, '2025')]).toEqual([
      in2005,
      in2005,
      echo(4),
      echo(8),
    ])
    const later = { ...old, edition: '2017', flag: 5 } as const
    expect([text(later, 'edition'), text(later, '2005'), text(later, '2025')]).toEqual([echo(4), in2005, echo(8)])
    const unflagged = { ...old, flag: null, needsAnswer: true }
    expect([text(unflagged, 'edition'), text(unflagged, '2017')]).toEqual([in2005, echo(4)])
  })

  it('of a device that is set to 2017 keep the edition bits that it sends, and those of 2017 where it sends no Flag', () => {
    const answered = (segment: string) => {
      const result = parseSegment(Buffer.from(segment), { edition: '2017' })
      const answer = result.ok ? answerOwed(result.message, { answers: 'always' }) : null
      return [answer?.edition, answer?.flag]
    }
    expect(answered('QN=1;ST=21;CN=2011;PW=1;MN=1;Flag=9;CP=&&&&')).toEqual(['2017', 8])
    expect(answered('QN=1;ST=21;CN=2011;PW=1;MN=1;CP=&&&&')).toEqual(['2017', 4])
  })
})
