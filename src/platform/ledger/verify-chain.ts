import type { EventRecord } from './evidence.ts'
import type { Report } from './findings.ts'
import { eventHash, GENESIS_HASH, type LedgerEvent, readEvent } from './model.ts'

/** Goes along a county's chain and names where it was touched. */
export interface ChainCheck {
  /** The next row, by its place. @returns the event it holds, null when its bytes are none */
  event(row: EventRecord): LedgerEvent | null
  /** Names what only the end can tell. @returns the last place that was filled */
  finish(): ChainEnd
}

export interface ChainEnd {
  seq: number
  hash: Buffer
  id?: string
  kind?: string
  /** Nothing was wrong with the last row, so far as it can be told without its successor. */
  isSound: boolean
}

/** Rows in a run whose bytes all claim a place `shift` further along than the one they are in. */
interface Displaced {
  from: number
  to: number
  shift: number
  id: string
  kind: string
  /** The hash of the first row fits its bytes: the row itself is another event, not a changed one. */
  isWhole: boolean
}

/** Places that were skipped; `late` came after all, out of order, which only an export can do. */
interface Gap {
  from: number
  to: number
  late: Set<number>
}

/**
 * Two marks tell each event's place: the row's (or line's) and the one inside its bytes. Two hashes tell its content: its
 * own and the one its successor remembers. Which of them disagree tells what was done.
 */
export function startChain(countyId: string, report: Report): ChainCheck {
  let last: ChainEnd & { shift: number } = { seq: 0, hash: GENESIS_HASH, isSound: true, shift: 0 }
  const gaps: Gap[] = []
  const runs: Displaced[] = []

  function event(row: EventRecord): LedgerEvent | null {
    const content = readEvent(row.bytes)
    const shift = content === null ? 0 : content.seq - row.seq
    const isNext = row.seq === last.seq + 1
    if (row.seq <= last.seq) {
      comeLate(row)
      last = { ...last, isSound: false }
      return content
    }
    if (!isNext) gaps.push({ from: last.seq + 1, to: row.seq - 1, late: new Set() })
    if (shift !== 0) noteDisplaced(row, shift)
    const isNeighbour = isNext && shift === last.shift
    // The first row of a displaced run is told by its displacement; what else is wrong with it follows from that.
    const isSound = shift !== 0 && !isNeighbour ? false : inspect(row, content, isNeighbour)
    last = { seq: row.seq, hash: row.hash, id: row.id, kind: row.kind, isSound, shift }
    return content
  }

  /** @returns whether its hash may be held against its successor */
  function inspect(row: EventRecord, content: LedgerEvent | null, isNeighbour: boolean): boolean {
    const { seq, id, kind } = row
    if (!isWhole(row)) {
      const part = isNeighbour && eventHash(last.hash, row.bytes).equals(row.hash) ? 'previous-hash' : 'bytes'
      report({ code: 'changed', seq, id, kind, detail: { part } })
      return false
    }
    if (isNeighbour && last.isSound && !row.previousHash.equals(last.hash)) reportBrokenLink(row)
    const part = partUnlike(row, content)
    if (part !== null) report({ code: 'changed', seq, id, kind, detail: { part } })
    return part !== 'bytes'
  }

  /** This row is whole and remembers another predecessor than the one that stands there. */
  function reportBrokenLink(row: EventRecord): void {
    const { seq, id, kind } = last
    if (id === undefined || kind === undefined) {
      report({ code: 'chain-broken', seq: row.seq, id: row.id, kind: row.kind, detail: {} })
    } else {
      report({ code: 'recomputed', seq, id, kind, detail: {} })
    }
  }

  function partUnlike(row: EventRecord, content: LedgerEvent | null): 'bytes' | 'county' | 'columns' | null {
    if (content === null) return 'bytes'
    if (content.countyId !== countyId) return 'county'
    const same =
      content.id === row.id &&
      content.kind === row.kind &&
      content.subject.type === row.subjectType &&
      content.subject.id === row.subjectId &&
      content.receivedAt === row.recordedAt
    return same ? null : 'columns'
  }

  function comeLate(row: EventRecord): void {
    const gap = gaps.find((one) => row.seq >= one.from && row.seq <= one.to && !one.late.has(row.seq))
    if (gap !== undefined) gap.late.add(row.seq)
    else report({ code: 'inserted', seq: row.seq, id: row.id, kind: row.kind, detail: {} })
  }

  function noteDisplaced(row: EventRecord, shift: number): void {
    const run = runs.at(-1)
    if (run !== undefined && run.to === row.seq - 1 && run.shift === shift) run.to = row.seq
    else runs.push({ from: row.seq, to: row.seq, shift, id: row.id, kind: row.kind, isWhole: isWhole(row) })
  }

  return {
    event,
    finish() {
      for (const gap of gaps) reportGap(gap, report)
      reportDisplaced(runs, last.seq, report)
      return last
    },
  }
}

function isWhole(row: EventRecord): boolean {
  return eventHash(row.previousHash, row.bytes).equals(row.hash)
}

function reportGap(gap: Gap, report: Report): void {
  const late = [...gap.late].sort((a, b) => a - b)
  const first = late[0]
  // Who came too early is the one behind the gap; who came too late is the first of those it stepped over.
  if (first !== undefined) report({ code: 'swapped', seq: first, detail: { other: gap.to + 1 } })
  let from = gap.from
  for (const seq of [...late, gap.to + 1]) {
    if (seq > from) report({ code: 'removed', seq: from, detail: { to: seq - 1 } })
    from = seq + 1
  }
}

function reportDisplaced(runs: readonly Displaced[], lastSeq: number, report: Report): void {
  const byStart = new Map(runs.map((run) => [run.from, run]))
  const explained = new Set<Displaced>()
  for (const run of runs) {
    if (explained.has(run)) continue
    const { from, to, shift, id, kind, isWhole } = run
    const partner = byStart.get(from + shift)
    if (partner !== undefined && partner.to === to + shift && partner.shift === -shift) {
      explained.add(partner)
      const detail = { other: partner.from, otherId: partner.id, otherKind: partner.kind }
      report({ code: 'swapped', seq: from, id, kind, detail })
    } else if (isWhole && to === lastSeq && shift > 0) {
      // Everything behind moved up into the places of what is gone.
      report({ code: 'removed', seq: from, detail: { to: from + shift - 1 } })
    } else if (isWhole && to === lastSeq) {
      report({ code: 'inserted', seq: from + shift, detail: {} })
    } else {
      report({ code: 'changed', seq: from, id, kind, detail: { part: 'bytes' } })
    }
  }
}
