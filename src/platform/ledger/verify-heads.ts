import { civilDayOf } from '../../standards/civil-time.ts'
import { type DayHead, dayHeadBytes, nextDay, type SignedHead } from './days.ts'
import type { DayRecord } from './evidence.ts'
import type { FindingList } from './findings.ts'
import { isSignedBy } from './signing.ts'
import type { ChainEnd } from './verify-chain.ts'

/** A head that somebody took away in time, and the key that he knows to be the installation's. */
export interface PinnedHead {
  head: SignedHead
  /** SPKI DER */
  publicKey: Buffer
}

/** Holds the chain against all that was said of it elsewhere: its own end, the signed days, a head kept outside. */
export interface HeadsCheck {
  head(head: { seq: number; hash: Buffer }): void
  day(day: DayRecord): void
  /** The hash at a place of the chain; `receivedAt` of its event, null when its bytes are none. */
  event(seq: number, hash: Buffer, receivedAt: number | null): void
  finish(end: ChainEnd): void
}

interface Pin {
  day: string
  seq: number
  hash: Buffer
  /** Who rewrites the chain may sign its days again, but cannot reach this one. */
  isKeptOutside: boolean
}

/** @param trustedKeys keys that may have signed days (SPKI DER); none = each day's own key is believed */
export function startHeads(
  countyId: string,
  list: FindingList,
  trustedKeys: readonly Buffer[],
  against: readonly PinnedHead[],
): HeadsCheck {
  const pins = new Map<number, Pin[]>()
  const unlike: Pin[] = []
  /** The last place at which the chain runs through a head kept outside: up to there it is what it was. */
  let proven = 0
  let firstDay: string | null = null
  let lastDay: string | null = null
  let ownHead: { seq: number; hash: Buffer } | null = null
  let claimedTo = 0

  function pin(one: Pin): void {
    pins.set(one.seq, [...(pins.get(one.seq) ?? []), one])
    claimedTo = Math.max(claimedTo, one.seq)
  }

  for (const one of against) {
    const head = provenHead(one)
    if (head === null) list.report({ code: 'pinned-head-invalid', detail: { day: one.head.day } })
    else if (head.countyId !== countyId) list.report({ code: 'other-county', detail: { county: head.countyId } })
    else pin({ ...head, isKeptOutside: true })
  }

  return {
    head(head) {
      ownHead = head
      claimedTo = Math.max(claimedTo, head.seq)
    },

    day(record) {
      const { day, seq, hash, publicKey, signature } = record
      if (lastDay !== null && day !== nextDay(lastDay)) {
        list.report({ code: 'day-missing', detail: { day: nextDay(lastDay) } })
      }
      firstDay ??= day
      lastDay = day
      if (!isSignedBy(publicKey, dayHeadBytes({ countyId, day, seq, hash }), signature)) {
        list.report({ code: 'day-signature-bad', seq, detail: { day } })
        return
      }
      const isTrusted = trustedKeys.length === 0 || trustedKeys.some((key) => key.equals(publicKey))
      if (!isTrusted) list.report({ code: 'day-key-unknown', seq, detail: { day } })
      pin({ day, seq, hash, isKeptOutside: false })
    },

    event(seq, hash, receivedAt) {
      if (seq === 1 && firstDay !== null && receivedAt !== null && civilDayOf(receivedAt) < firstDay) {
        list.report({ code: 'day-missing', detail: { day: civilDayOf(receivedAt) } })
      }
      for (const one of pins.get(seq) ?? []) {
        if (!one.hash.equals(hash)) unlike.push(one)
        else if (one.isKeptOutside) proven = Math.max(proven, seq)
      }
    },

    finish(end) {
      reportEnd(list, ownHead, claimedTo, end)
      for (const one of unlike.toSorted((a, b) => a.seq - b.seq)) {
        // What was done to this very event has its name already.
        if (list.explains(one.seq)) continue
        const { seq, day } = one
        if (one.isKeptOutside)
          list.report({ code: 'rewritten', seq, detail: { day, from: Math.min(proven, seq - 1) + 1 } })
        else list.report({ code: 'day-unlike-chain', seq, detail: { day } })
      }
    },
  }
}

function reportEnd(
  list: FindingList,
  head: { seq: number; hash: Buffer } | null,
  claimedTo: number,
  end: ChainEnd,
): void {
  const last = {
    seq: end.seq,
    ...(end.id === undefined ? {} : { id: end.id }),
    ...(end.kind === undefined ? {} : { kind: end.kind }),
  }
  if (end.seq < claimedTo) {
    list.report({ code: 'removed', seq: end.seq + 1, detail: { to: claimedTo } })
  } else if (head === null) {
    if (end.seq > 0) list.report({ code: 'head-missing', ...last, detail: {} })
  } else if (end.seq > head.seq) {
    list.report({ code: 'inserted', seq: head.seq + 1, detail: {} })
  } else if (end.isSound && !head.hash.equals(end.hash)) {
    list.report({ code: 'head-unlike-chain', ...last, detail: {} })
  }
}

/** The head inside its signature; null when the pinned key did not sign it. */
function provenHead(pinned: PinnedHead): DayHead | null {
  const { county, day, seq, hash, signature } = pinned.head
  const head = { countyId: county, day, seq, hash: Buffer.from(hash, 'hex') }
  return isSignedBy(pinned.publicKey, dayHeadBytes(head), Buffer.from(signature, 'base64')) ? head : null
}
