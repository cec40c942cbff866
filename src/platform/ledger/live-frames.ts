import type { FrameRecord } from './evidence.ts'
import type { ArchivedFrame, DeviceHour, FrameArchive, FrameLeaf, FramePlace } from './frame-archive.ts'
import { type TelemetrySeal, telemetrySubject } from './telemetry.ts'

/** Frames with their bytes in memory at once. */
const FRAMES_AT_ONCE = 1000

/** A county's frames, handed out beside the events that hold their leaves, in the order of both. */
export interface FramesByEvent {
  /** Frames that name a place before `eventSeq` at which no event took them. */
  before(eventSeq: number): AsyncGenerator<FrameRecord>
  /** The frames of one event. @param seal null when the event seals none */
  of(eventSeq: number, seal: TelemetrySeal | null): AsyncGenerator<FrameRecord>
  /** What is left, except frames of events in (headSeq, newestSeq]. */
  strays(headSeq: number, newestSeq: number): AsyncGenerator<FrameRecord>
}

/**
 * Frames not marked yet are looked at first, then the marked ones: marking only ever moves a frame from the first to the
 * second, so none can slip between. Which event an unmarked one belongs to is told by its device, hour and place.
 */
export async function framesByEvent(archive: FrameArchive, countyId: string): Promise<FramesByEvent> {
  const unmarked = groupByHour(await archive.unsealedFrames(countyId))
  const marked = oneByOne(markedFrames(archive, countyId))
  let next = await marked.next()

  async function* takeWhile(isWanted: (frame: MarkedFrame) => boolean): AsyncGenerator<FrameRecord> {
    while (next !== null && isWanted(next)) {
      yield toRecord(next, next.sealedSeq)
      next = await marked.next()
    }
  }

  return {
    before: (eventSeq) => takeWhile((frame) => frame.sealedSeq < eventSeq),

    async *of(eventSeq, seal) {
      const waiting = seal === null ? [] : (unmarked.get(telemetrySubject(seal)) ?? [])
      const here = waiting.filter((seq) => seal !== null && seq >= seal.firstSeq && seq <= seal.lastSeq)
      if (here.length === 0) return yield* takeWhile((frame) => frame.sealedSeq === eventSeq)
      // Both kinds, by seq: the root is over that order. Few hours are ever in this state.
      const bySeq = new Map<number, FrameRecord>()
      for (const frame of await archive.frames(countyId, here)) bySeq.set(frame.seq, toRecord(frame, eventSeq))
      for await (const frame of takeWhile((one) => one.sealedSeq === eventSeq)) bySeq.set(frame.seq, frame)
      yield* [...bySeq.values()].sort((a, b) => a.seq - b.seq)
    },

    async *strays(headSeq, newestSeq) {
      for await (const frame of takeWhile(() => true)) {
        if (frame.sealedSeq <= headSeq || frame.sealedSeq > newestSeq) yield frame
      }
    },
  }
}

type MarkedFrame = ArchivedFrame & FramePlace

async function* markedFrames(archive: FrameArchive, countyId: string): AsyncGenerator<MarkedFrame> {
  let after: FramePlace | null = null
  for (;;) {
    const batch: ArchivedFrame[] = await archive.sealedFrames(countyId, after, FRAMES_AT_ONCE)
    for (const frame of batch) {
      if (frame.sealedSeq === null) continue
      after = { sealedSeq: frame.sealedSeq, seq: frame.seq }
      yield { ...frame, sealedSeq: frame.sealedSeq }
    }
    if (batch.length < FRAMES_AT_ONCE) return
  }
}

function oneByOne<T>(items: AsyncIterator<T>): { next(): Promise<T | null> } {
  return {
    async next() {
      const step = await items.next()
      return step.done === true ? null : step.value
    },
  }
}

function toRecord(frame: ArchivedFrame, sealedSeq: number): FrameRecord {
  const { seq, mn, dataHour, sha256, bytes } = frame
  return { record: 'frame', sealedSeq, seq, mn, dataHour, sha256, bytes }
}

function groupByHour(frames: readonly (FrameLeaf & DeviceHour)[]): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  for (const frame of frames) {
    const key = telemetrySubject(frame)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [frame.seq])
    else group.push(frame.seq)
  }
  return groups
}
