import { unpackBlock } from './frame-block.ts'

/** A row of weike.frame_block: bytes of frames of one sealing, those with firstSeq ≤ seq ≤ lastSeq. */
export interface FrameBlock {
  sealedSeq: number
  firstSeq: number
  lastSeq: number
  content: Buffer
}

interface MaybePacked {
  seq: number
  sealedSeq: number | null
  bytes: Buffer | null
}

/** What stands in place of bytes that a block should hold and does not: nobody takes it for a frame, nor for an expired one. */
const UNREADABLE = Buffer.alloc(0)

/** Where to look for the bytes of frames that have none in their row: from one number to another, of each sealing. */
export function spansOf(frames: readonly MaybePacked[]): { sealedSeq: number; from: number; to: number }[] {
  const spans = new Map<number, { sealedSeq: number; from: number; to: number }>()
  for (const { seq, sealedSeq, bytes } of frames) {
    if (bytes !== null || sealedSeq === null) continue
    const span = spans.get(sealedSeq)
    if (span === undefined) spans.set(sealedSeq, { sealedSeq, from: seq, to: seq })
    else {
      span.from = Math.min(span.from, seq)
      span.to = Math.max(span.to, seq)
    }
  }
  return [...spans.values()]
}

/**
 * Frames with the bytes that blocks hold of them. Without a block: null, expired. In a block that cannot be read or lacks
 * the frame: no bytes at all (length 0), since it was changed and has not expired.
 * @param blocks read in the same snapshot as the frames
 */
export async function unpacked<T extends MaybePacked>(
  frames: readonly T[],
  blocks: readonly FrameBlock[],
): Promise<T[]> {
  if (blocks.length === 0) return [...frames]
  const byEvent = Map.groupBy(
    await Promise.all(blocks.map(async (block) => ({ ...block, bytes: await unpackBlock(block.content) }))),
    (block) => block.sealedSeq,
  )
  return frames.map((frame) => {
    if (frame.bytes !== null || frame.sealedSeq === null) return frame
    const block = byEvent.get(frame.sealedSeq)?.find((one) => one.firstSeq <= frame.seq && frame.seq <= one.lastSeq)
    return block === undefined ? frame : { ...frame, bytes: block.bytes?.get(frame.seq) ?? UNREADABLE }
  })
}
