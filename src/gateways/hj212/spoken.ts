import type { Spoken } from '../../domain/commands/service.ts'
import { cpValue, type Hj212Message } from '../../protocols/hj212/message.ts'
import { replyOf } from '../../protocols/hj212/replies.ts'
import { instantOfCompact } from '../../standards/civil-time.ts'

/** Names in an answer that say what it is about, not what the device told. */
const about: ReadonlySet<string> = new Set(['PolId', 'PolID', 'DataTime', 'InfoId'])

/** What a message of a device may say to a command; null for what never does (9014). */
export function spokenIn(message: Hj212Message): Spoken | null {
  const { qn, cn } = message
  const reply = replyOf(message)
  const shared = { qn, cn, dataTime: instantOfCompact(cpValue(message.cp, 'DataTime') ?? ''), told: {} }
  // An answer whose code is missing or unreadable is what it looks like: the device has heard, the device has done it.
  if (reply?.kind === 'accepts') return { ...shared, word: { kind: 'answer', qnRtn: reply.returns ?? 1 } }
  if (reply?.kind === 'done') return { ...shared, word: { kind: 'result', exeRtn: reply.returns ?? 1 } }
  if (reply?.kind === 'notified') return { ...shared, word: { kind: 'notice-answer' } }
  if (cn.startsWith('9')) return null
  const told = Object.fromEntries(Object.entries(reply?.values ?? {}).filter(([name]) => !about.has(name)))
  return { ...shared, word: { kind: 'data' }, told }
}
