import { commandInAny } from './commands.ts'
import { formatCp } from './cp.ts'
import {
  type CpItem,
  type Edition,
  editionFlag,
  FLAG_ANSWER_BIT,
  FLAG_EDITION_MASK,
  type Hj212Message,
} from './message.ts'

/** QnRtn of a 9011 (HJ 212-2017; 2005 has 1–3 only). */
export const requestReturns = {
  1: { zh: '准备执行请求', en: 'ready to execute' },
  2: { zh: '请求被拒绝', en: 'refused' },
  3: { zh: 'PW 错误', en: 'PW wrong' },
  4: { zh: 'MN 错误', en: 'MN wrong' },
  5: { zh: 'ST 错误', en: 'ST wrong' },
  6: { zh: 'Flag 错误', en: 'Flag wrong' },
  7: { zh: 'QN 错误', en: 'QN wrong' },
  8: { zh: 'CN 错误', en: 'CN wrong' },
  9: { zh: 'CRC 校验错误', en: 'CRC wrong' },
  100: { zh: '未知错误', en: 'unknown' },
} as const

/** ExeRtn of a 9012 (HJ 212-2017; 2005 has 1, 2 and 100 only). */
export const executionReturns = {
  1: { zh: '执行成功', en: 'done' },
  2: { zh: '执行失败，原因未知', en: 'failed, reason unknown' },
  3: { zh: '命令请求条件错误', en: 'condition wrong' },
  4: { zh: '通讯超时', en: 'time-out' },
  5: { zh: '系统繁忙不能执行', en: 'busy' },
  6: { zh: '系统故障', en: 'system fault' },
  100: { zh: '没有数据', en: 'no data' },
} as const

export type RequestReturn = keyof typeof requestReturns
export type ExecutionReturn = keyof typeof executionReturns

/**
 * Answers in the layout of the edition of the message answered (fact sheet, section 4). 2017 and 2025 echo QN, PW and
 * MN, carry ST=91 and a Flag of the edition bits of what they answer alone (4, 8: devices of before 2025 that send 8 or 9 get 8,
 * fact sheet section 8); 2005 has QN inside CP.
 */

/** 9011, the answer to a request: whether it will be executed. */
export function requestAnswer(request: Hj212Message, qnRtn: RequestReturn): Hj212Message {
  const result = [{ name: 'QnRtn', value: String(qnRtn) }]
  if (request.edition !== '2005') return echo(request, '9011', [result])
  return layout2005(request, '9011', 0, [...qnItem(request), result])
}

/** 9012, the result of an executed request. */
export function executionAnswer(request: Hj212Message, exeRtn: ExecutionReturn): Hj212Message {
  const result = [{ name: 'ExeRtn', value: String(exeRtn) }]
  if (request.edition !== '2005') return echo(request, '9012', [result])
  return layout2005(request, '9012', null, [...qnItem(request), result])
}

/** 9013, the answer to a notice. In 2005 it carries Flag=0 where the notice had a Flag, none where it had none. */
export function noticeAnswer(notice: Hj212Message): Hj212Message {
  if (notice.edition !== '2005') return echo(notice, '9013', [])
  return layout2005(notice, '9013', notice.flag === null ? null : 0, qnItem(notice))
}

/** 9014, the answer to uploaded data. That of 2005 names the CN and the sub-packet and has neither PW nor MN. */
export function dataAnswer(upload: Hj212Message): Hj212Message {
  if (upload.edition !== '2005') return echo(upload, '9014', [])
  const cp: CpItem[] = [...qnItem(upload), [{ name: 'CN', value: upload.cn }]]
  if (upload.pno !== undefined && upload.pnum !== undefined) {
    cp.push([{ name: 'PNO', value: String(upload.pno) }], [{ name: 'PNUM', value: String(upload.pnum) }])
    // The standard prints a semicolon after PNUM; devices compare the text.
    cp.push([])
  }
  return { ...layout2005(upload, '9014', null, cp), pw: '', mn: '' }
}

/** How a device is answered. */
export interface AnswerOptions {
  /** `asked`: when the message asks for it; some loggers wait for answers they do not ask for, others choke on them. */
  answers?: 'asked' | 'always' | 'never'
  /** Layout of the answer; `edition`: that of the message. */
  template?: 'edition' | Edition
}

/**
 * The answer that the centre owes to a message from the field: 9013 to a notice, 9014 to data, null when the message
 * wants none or is itself an answer.
 */
export function answerOwed(message: Hj212Message, options: AnswerOptions = {}): Hj212Message | null {
  const { answers = 'asked', template = 'edition' } = options
  if (answers === 'never' || (answers === 'asked' && !message.needsAnswer)) return null
  const kind = commandInAny(message.cn, message.edition)?.kind
  if (kind === 'answer') return null
  const shaped = template === 'edition' || template === message.edition ? message : inEdition(message, template)
  return kind === 'notice' ? noticeAnswer(shaped) : dataAnswer(shaped)
}

/** The message as if its sender had spoken another edition, so that it is answered in that one's layout. */
function inEdition(message: Hj212Message, edition: Edition): Hj212Message {
  const bits = (message.flag ?? 0) & ~FLAG_EDITION_MASK
  return { ...message, edition, flag: message.flag === null && edition === '2005' ? null : editionFlag(edition) | bits }
}

function echo(message: Hj212Message, cn: string, cp: readonly CpItem[]): Hj212Message {
  const { edition, qn, pw, mn } = message
  const flag = message.flag === null ? editionFlag(edition) : message.flag & FLAG_EDITION_MASK
  return {
    edition,
    qn,
    st: '91',
    cn,
    pw,
    mn,
    flag,
    needsAnswer: false,
    others: [],
    cp,
    cpText: formatCp(cp),
    problems: [],
  }
}

function layout2005(message: Hj212Message, cn: string, flag: number | null, cp: readonly CpItem[]): Hj212Message {
  return { ...echo(message, cn, cp), flag, needsAnswer: flag !== null && (flag & FLAG_ANSWER_BIT) !== 0 }
}

function qnItem(message: Hj212Message): CpItem[] {
  return message.qn === '' ? [] : [[{ name: 'QN', value: message.qn }]]
}
