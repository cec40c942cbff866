import { isoShanghai } from '../../standards/civil-time.ts'
import type { FrameRecord, HeaderRecord } from './evidence.ts'
import type { Report } from './findings.ts'
import { merkleRoot } from './merkle.ts'
import type { LedgerEvent } from './model.ts'
import { readPurge } from './purge.ts'
import { sha256 } from './sha256.ts'
import { readSeal, type TelemetrySeal, telemetryKinds } from './telemetry.ts'

export interface FrameCounts {
  /** Device hours sealed. */
  hours: number
  /** Frames whose leaf is in the chain. */
  frames: number
  /** Of those, the ones whose bytes a purge erased. */
  expired: number
}

/** Holds frames against the Merkle roots in the chain, an event at a time. */
export interface FramesCheck {
  /** Each event of the chain, null where its bytes are none; its frames, if it has any, follow. */
  event(event: LedgerEvent | null): void
  frame(frame: FrameRecord): void
  finish(): FrameCounts
}

/** A frame of the event at hand: its leaf as it is noted, and as its bytes say (null: no bytes). */
interface Leaf {
  seq: number
  noted: Buffer
  actual: Buffer | null
}

interface OpenSeal {
  event: LedgerEvent
  seal: TelemetrySeal
  leaves: Leaf[]
}

/** Stands for the frame when it cannot be told which. */
const UNTOLD = '?'

/** Beyond this, looking for the one frame too many takes too long (hashes grow with the square). */
const SEARCHED_LEAVES = 4000

/** @param purges as the header tells them; each is looked for in the chain */
export function startFrames(purges: HeaderRecord['purges'], report: Report): FramesCheck {
  const told = purges.map((purge) => ({ ...purge, keptSet: new Set(purge.kept) }))
  const unseen = new Map(purges.map((purge) => [purge.seq, termsOf(purge)]))
  const counts: FrameCounts = { hours: 0, frames: 0, expired: 0 }
  let open: OpenSeal | null = null
  /** The event at hand cannot be read, so nothing can be said of its frames. */
  let isBlind = false

  function isExpired(frame: FrameRecord): boolean {
    return told.some((purge) => frame.sealedSeq <= purge.sealedThrough && !purge.keptSet.has(frame.seq))
  }

  function close(): void {
    if (open === null) return
    counts.frames += open.leaves.length
    judge(open, report)
    open = null
  }

  function seePurge(event: LedgerEvent): void {
    const purge = readPurge(event.data)
    if (purge !== null && unseen.get(event.seq) === termsOf(purge)) unseen.delete(event.seq)
  }

  return {
    event(event) {
      close()
      isBlind = event === null
      if (event === null) return
      if (event.kind === telemetryKinds.purged) seePurge(event)
      if (event.kind !== telemetryKinds.sealed && event.kind !== telemetryKinds.late) return
      const seal = readSeal(event.data)
      if (seal === null) {
        isBlind = true
        return report({ code: 'seal-unreadable', ...nameOf(event), detail: {} })
      }
      if (event.kind === telemetryKinds.sealed) counts.hours += 1
      open = { event, seal, leaves: [] }
    },

    frame(frame) {
      if (isBlind) return
      const place = { mn: frame.mn, hour: isoShanghai(frame.dataHour), frame: frame.seq }
      if (open === null || !belongsTo(frame, open)) {
        report({ code: 'frame-unknown', seq: frame.sealedSeq, detail: place })
        return
      }
      if (frame.bytes === null) {
        if (isExpired(frame)) counts.expired += 1
        else report({ code: 'frame-removed', ...nameOf(open.event), detail: place })
      }
      open.leaves.push({
        seq: frame.seq,
        noted: frame.sha256,
        actual: frame.bytes === null ? null : sha256(frame.bytes),
      })
    },

    finish() {
      close()
      for (const seq of unseen.keys()) report({ code: 'purge-unknown', seq, detail: {} })
      return counts
    },
  }
}

function termsOf(purge: { sealedThrough: number; kept: readonly number[] }): string {
  return JSON.stringify([purge.sealedThrough, purge.kept])
}

function nameOf(event: LedgerEvent): { seq: number; id: string; kind: string } {
  return { seq: event.seq, id: event.id, kind: event.kind }
}

function belongsTo(frame: FrameRecord, open: OpenSeal): boolean {
  const { seal, event } = open
  return (
    frame.sealedSeq === event.seq &&
    frame.mn === seal.mn &&
    frame.dataHour === seal.dataHour &&
    frame.seq >= seal.firstSeq &&
    frame.seq <= seal.lastSeq
  )
}

/** The chain holds only the root; which frame is at fault is told by trying what would make the root right. */
function judge({ event, seal, leaves }: OpenSeal, report: Report): void {
  const at = { ...nameOf(event) }
  const place = { mn: seal.mn, hour: isoShanghai(seal.dataHour) }
  const hasRoot = (hashes: readonly Buffer[]) => merkleRoot(hashes).toString('hex') === seal.root
  const noted = leaves.map((leaf) => leaf.noted)
  const unlike = leaves.filter((leaf) => leaf.actual !== null && !leaf.actual.equals(leaf.noted))
  const frameUnlike = (frame: number | string) =>
    report({ code: 'frame-unlike-leaf', ...at, detail: { ...place, frame } })

  if (leaves.length < seal.count) {
    report({ code: 'leaf-missing', ...at, detail: { ...place, missing: seal.count - leaves.length } })
  } else if (leaves.length > seal.count) {
    const frame = leaves.length - seal.count === 1 ? intruderAmong(leaves, hasRoot) : null
    report({ code: 'frame-unknown', ...at, detail: { ...place, frame: frame?.seq ?? UNTOLD } })
  } else if (!hasRoot(noted) && unlike.length === 0) {
    // Bytes and leaf were both changed, or one frame stands in another's place.
    frameUnlike(UNTOLD)
  }
  for (const leaf of unlike) frameUnlike(leaf.seq)
}

function intruderAmong(leaves: readonly Leaf[], hasRoot: (hashes: readonly Buffer[]) => boolean): Leaf | null {
  if (leaves.length > SEARCHED_LEAVES) return null
  return leaves.find((one) => hasRoot(leaves.filter((leaf) => leaf !== one).map((leaf) => leaf.noted))) ?? null
}
