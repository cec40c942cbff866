import { type DeviceSettings, usualSettings } from '../../domain/devices/model.ts'
import { answerOwed, dataAnswer } from '../../protocols/hj212/answers.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { replyOf } from '../../protocols/hj212/replies.ts'

/** What is answered to the frames of one connection. */
export interface Answering {
  /** The answer to a sound message of a device that is set like this, or null. The messages come in their order. */
  answerTo(message: Hj212Message, settings?: Pick<DeviceSettings, 'answers' | 'answerTemplate'>): Buffer | null
}

/** Requests of 2005 of which a connection remembers that their data want answers; a device has one or two under way. */
const MOST_ANNOUNCED = 32

/** Longest QN, PW and MN together that are echoed; those of a device have about 50 characters. */
const MOST_ECHOED = 512

/**
 * In 2005 the data that a device sends on request carry no Flag: the Flag of the 9011 before them says whether they want
 * 9014, and so does the 9012 that ends them (HJ/T 212-2005, minute data example; fact sheet, section 4).
 */
export function createAnswering(): Answering {
  const announced = new Set<string>()

  function announce(message: Hj212Message): void {
    const reply = replyOf(message)
    if (reply?.kind !== 'accepts' || !reply.willAsk) return
    announced.add(reply.qn)
    for (const oldest of announced) if (announced.size > MOST_ANNOUNCED) announced.delete(oldest)
  }

  function owedTo(
    message: Hj212Message,
    { answers, answerTemplate }: Pick<DeviceSettings, 'answers' | 'answerTemplate'>,
  ) {
    if (message.edition !== '2005') return answerOwed(message, { answers, template: answerTemplate })
    announce(message)
    const isAnnounced = message.flag === null && announced.has(message.qn)
    if (message.cn === '9012' && announced.delete(message.qn)) return answers === 'never' ? null : dataAnswer(message)
    const asking = isAnnounced ? { ...message, needsAnswer: true } : message
    return answerOwed(asking, { answers, template: answerTemplate })
  }

  return {
    answerTo(message, settings = usualSettings) {
      if (message.qn.length + message.pw.length + message.mn.length > MOST_ECHOED) return null
      const answer = owedTo(message, settings)
      return answer === null ? null : formatFrame(answer)
    },
  }
}
