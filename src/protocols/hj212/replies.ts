import { instantOfCompact } from '../../standards/civil-time.ts'
import { cpValue, FLAG_ANSWER_BIT, type Hj212Message, isNamed } from './message.ts'

/**
 * What a device answers to a command (fact sheet, section 4): 9011 whether it will, then what it was asked for, then 9012
 * how it went. A reply carries the QN of its request, in 2005 inside CP; data of the past (2031, 2041, 2051, 2061) and
 * entries of the log come as uploads with a QN of their own and are none.
 */
export type Reply =
  /** 9011. `returns` is QnRtn, null when unreadable; `willAsk`: in 2005 its Flag announces that the data that follow want 9014. */
  | { kind: 'accepts'; qn: string; returns: number | null; willAsk: boolean }
  /** 9012. `returns` is ExeRtn, null when unreadable. */
  | { kind: 'done'; qn: string; returns: number | null }
  /** 9013, the answer to a notice. */
  | { kind: 'notified'; qn: string }
  /** What a read asked for, by the names of CP: SystemTime, RtdInterval, MinInterval, w01018-SN, … */
  | { kind: 'result'; qn: string; cn: string; values: Record<string, string> }

/** Reads that are answered by a message of the same number, and a name that its CP holds (a suffix begins with `-`). */
const results: ReadonlyMap<string, string> = new Map([
  ['1011', 'SystemTime'],
  ['1061', 'RtdInterval'],
  ['1063', 'MinInterval'],
  ['3015', 'VaseNo'],
  ['3017', 'CTime'],
  ['3018', 'Stime'],
  ['3019', '-SN'],
  ['3020', '-Info'],
  // 2005 only
  ['1021', '-LowValue'],
  ['1031', 'AlarmTarget'],
  ['1041', 'ReportTime'],
])

/** What a message answers to a command of the centre, or null when it is no reply. */
export function replyOf(message: Hj212Message): Reply | null {
  const { cn, qn, cp, flag } = message
  if (cn === '9011') {
    const willAsk = message.edition === '2005' && flag !== null && (flag & FLAG_ANSWER_BIT) !== 0
    return { kind: 'accepts', qn, returns: returnCode(cpValue(cp, 'QnRtn')), willAsk }
  }
  if (cn === '9012') return { kind: 'done', qn, returns: returnCode(cpValue(cp, 'ExeRtn')) }
  if (cn === '9013') return { kind: 'notified', qn }
  const name = results.get(cn)
  if (name === undefined || !holds(message, name)) return null
  return { kind: 'result', qn, cn, values: valuesOf(message) }
}

/** The device's own time [epoch ms] in the answer to 1011, or null. */
export function systemTimeOf(message: Hj212Message): number | null {
  return instantOfCompact(cpValue(message.cp, 'SystemTime') ?? '')
}

/**
 * CP as name → value, as the frame spells the names; the values of a name that comes more than once are joined by `;`,
 * which no value holds. QN is left out: it is the message's.
 */
export function valuesOf(message: Hj212Message): Record<string, string> {
  const values = new Map<string, string>()
  for (const item of message.cp) {
    for (const { name, value } of item) {
      if (name === 'QN') continue
      const known = values.get(name)
      values.set(name, known === undefined ? value : `${known};${value}`)
    }
  }
  return Object.fromEntries(values)
}

/** Whether CP holds a pair of this name, or, for `-SN`, one whose name ends so; compared without regard to case. */
export function holds(message: Hj212Message, name: string): boolean {
  const wanted = name.toLowerCase()
  return message.cp.some((item) =>
    item.some((pair) => (name.startsWith('-') ? pair.name.toLowerCase().endsWith(wanted) : isNamed(pair, name))),
  )
}

function returnCode(text: string | null): number | null {
  return text !== null && /^\d{1,3}$/.test(text) ? Number(text) : null
}
