import type { Upload } from './schedule.ts'

/** An upload that no answer has confirmed yet. */
export interface Pending {
  upload: Upload
  /** Whether it belongs to the past that was asked for, which waits behind what happens now. */
  isRecalled: boolean
  /** How often it was sent on this line without an answer. */
  tries: number
}

/** How many may be on their way at once: the past must not fill the line for the present. */
const WINDOW = { fresh: 32, recalled: 8 } as const

/** A logger's memory: beyond so many unanswered messages the oldest real-time one is given up, else the oldest. */
export const CAPACITY = 5_000

/**
 * What a logger still owes: waiting messages, fresh before recalled, and those on their way by their QN. Nothing leaves it
 * but by an answer or for want of room.
 */
export function createBacklog(capacity: number = CAPACITY) {
  let fresh: Pending[] = []
  let recalled: Pending[] = []
  const onTheirWay = new Map<string, Pending>()
  let freshOnTheirWay = 0
  let givenUp = 0

  function makeRoom(): void {
    if (fresh.length + recalled.length + onTheirWay.size <= capacity) return
    const realtime = fresh.findIndex(({ upload }) => upload.cn === '2011')
    if (realtime >= 0) fresh.splice(realtime, 1)
    else if (recalled.length > 0) recalled.shift()
    else if (fresh.length > 0) fresh.shift()
    else return
    givenUp += 1
  }

  function takeBack(qn: string): Pending | undefined {
    const pending = onTheirWay.get(qn)
    if (pending === undefined) return undefined
    onTheirWay.delete(qn)
    if (!pending.isRecalled) freshOnTheirWay -= 1
    return pending
  }

  return {
    /** Owes one more. */
    add(upload: Upload, isRecalled: boolean): void {
      const waiting = isRecalled ? recalled : fresh
      waiting.push({ upload, isRecalled, tries: 0 })
      makeRoom()
    },
    /** The next to send, if the line has room for it. */
    next(): Pending | undefined {
      if (freshOnTheirWay < WINDOW.fresh && fresh.length > 0) return fresh.shift()
      return onTheirWay.size - freshOnTheirWay < WINDOW.recalled ? recalled.shift() : undefined
    },
    /** It went out under a QN. */
    sent(qn: string, pending: Pending): void {
      onTheirWay.set(qn, pending)
      if (!pending.isRecalled) freshOnTheirWay += 1
    },
    /** The answer came: it is owed no more. Undefined for a QN that is not on its way. */
    answered: takeBack,
    /** No answer came: it waits again, behind the others, so that one refused message does not hold up the rest. */
    unanswered(qn: string): Pending | undefined {
      const pending = takeBack(qn)
      if (pending === undefined) return undefined
      pending.tries += 1
      const waiting = pending.isRecalled ? recalled : fresh
      waiting.push(pending)
      return pending
    },
    /** The link is lost: whatever was on its way waits again, in front and in its old order. */
    lineLost(): void {
      const back = [...onTheirWay.values()].map((pending) => ({ ...pending, tries: 0 }))
      onTheirWay.clear()
      freshOnTheirWay = 0
      fresh = [...back.filter(({ isRecalled }) => !isRecalled), ...fresh]
      recalled = [...back.filter(({ isRecalled }) => isRecalled), ...recalled]
    },
    counts: () => ({ waiting: fresh.length + recalled.length, onTheirWay: onTheirWay.size, givenUp }),
  }
}
