import type { Hj212Message } from './message.ts'

/**
 * Sub-packets (HJ 212-2017 annex C, tables C.49 and C.50): a message too long for one frame comes in `PNUM` parts numbered
 * `PNO` from 1, each a whole message with its own QN, its own answer and the same DataTime. They belong together by MN, ST,
 * CN, DataTime and PNUM, not by QN (fact sheet, section 4.1), and may come in any order. Each part may be stored as it
 * comes; this tells only whether all have come.
 */
export interface Assembly {
  /**
   * Takes note of a part. A message that is no part, or whose numbers make none (PNO 0, PNO above PNUM, the split bit
   * without numbers), is complete by itself. A part that came before changes nothing.
   * @param dataTimeText DataTime as the message spells it; '' when it has none
   * @param now [epoch ms]
   */
  add(message: Hj212Message, dataTimeText: string, now: number): AssemblyState
  /**
   * The sets that have waited longer than the time-out since their last new part, and those given up early to keep the
   * memory bounded; each is told once. To be called regularly. A part that comes later still completes its set.
   * @param now [epoch ms]
   */
  expire(now: number): IncompleteSet[]
  /** Sets that still wait for a part. */
  waiting(): number
}

export interface AssemblyState {
  state: 'complete' | 'waiting'
  /** Numbers of the parts that have not come, ascending. */
  missing: number[]
}

export interface IncompleteSet {
  mn: string
  st: string
  cn: string
  dataTimeText: string
  pnum: number
  missing: number[]
  /** Arrival of the first and of the last new part. [epoch ms] */
  firstAt: number
  lastAt: number
}

interface PartSet extends Omit<IncompleteSet, 'missing'> {
  /** `received[pno]` is 1 once that part has come. */
  received: Uint8Array
  left: number
}

/** Sets of one kind, waiting or settled, that are remembered unless told otherwise. */
const MOST_SETS = 1024

/**
 * @param options.timeoutMs how long a set may wait for its next part [ms]; the fact sheet suggests 60 s
 * @param options.maxSets sets that may wait at once, and settled ones that are remembered so that late or repeated parts
 *   find them; the oldest go first
 */
export function createAssembly(options: { timeoutMs: number; maxSets?: number }): Assembly {
  const { timeoutMs, maxSets = MOST_SETS } = options
  const open = new Map<string, PartSet>()
  const settled = new Map<string, PartSet>()
  let givenUp: IncompleteSet[] = []

  function settle(key: string, set: PartSet): void {
    open.delete(key)
    settled.set(key, set)
    if (settled.size <= maxSets) return
    const [oldest] = settled.keys()
    if (oldest !== undefined) settled.delete(oldest)
  }

  function makeRoom(): void {
    const [oldest] = open
    if (open.size < maxSets || oldest === undefined) return
    const [key, set] = oldest
    givenUp.push(incomplete(set))
    settle(key, set)
  }

  return {
    add(message, dataTimeText, now) {
      const { pnum, pno } = message
      if (pnum === undefined || pno === undefined || pnum < 2 || pno < 1 || pno > pnum) {
        return { state: 'complete', missing: [] }
      }
      const { mn, st, cn } = message
      const key = [mn, st, cn, dataTimeText, pnum].join(';')
      let set = open.get(key) ?? settled.get(key)
      if (set === undefined) {
        makeRoom()
        const received = new Uint8Array(pnum + 1)
        set = { mn, st, cn, dataTimeText, pnum, firstAt: now, lastAt: now, received, left: pnum }
        open.set(key, set)
      }
      if (set.received[pno] === 0) {
        set.received[pno] = 1
        set.left -= 1
        set.lastAt = now
        if (set.left === 0) settle(key, set)
      }
      return { state: set.left === 0 ? 'complete' : 'waiting', missing: missingOf(set) }
    },
    expire(now) {
      const told = givenUp
      givenUp = []
      for (const [key, set] of [...open]) {
        if (now - set.lastAt < timeoutMs) continue
        told.push(incomplete(set))
        settle(key, set)
      }
      return told
    },
    waiting: () => open.size,
  }
}

function incomplete(set: PartSet): IncompleteSet {
  const { mn, st, cn, dataTimeText, pnum, firstAt, lastAt } = set
  return { mn, st, cn, dataTimeText, pnum, missing: missingOf(set), firstAt, lastAt }
}

function missingOf(set: PartSet): number[] {
  if (set.left === 0) return []
  const missing: number[] = []
  for (let pno = 1; pno <= set.pnum; pno++) if (set.received[pno] === 0) missing.push(pno)
  return missing
}
