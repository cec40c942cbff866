import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { IncomingFrame } from '../../domain/readings/model.ts'
import type { ReadingsStore, RulesOf } from '../../domain/readings/service.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IdMaker } from '../../platform/identity.ts'
import { createFramer, type FrameFound } from '../../protocols/hj212/frame.ts'
import { readFrame, receive } from './reception.ts'

export interface ReplayParts {
  readings: Pick<ReadingsStore, 'keptOf'>
  /** Makes a frame durable; resolves after the commit. */
  add(frame: IncomingFrame): Promise<unknown>
  findDevice(mn: string): Promise<RegisteredDevice | undefined>
  domain: Clock
  ids: IdMaker
  /** What the values of a county are judged by; left out: what is usual. */
  rulesOf?: RulesOf | undefined
}

type KeptFrame = Awaited<ReturnType<ReadingsStore['keptOf']>>[number]

/** Frames that are taken up at once. */
const AT_ONCE = 500

/**
 * Takes in what was kept of an MN, oldest first, through the reception of live frames. What still cannot be taken stays where
 * it is; what can is stored as a frame of its own that says which one it takes up. Again, it goes on with what is left.
 * @returns frames that were taken, and those that are still kept
 */
export function createReplay(parts: ReplayParts) {
  return async (countyId: string, mn: string): Promise<{ taken: number; stillKept: number }> => {
    const device = await parts.findDevice(mn)
    let taken = 0
    let stillKept = 0
    let after = 0
    for (;;) {
      const kept = await parts.readings.keptOf(countyId, mn, after, AT_ONCE)
      const last = kept.at(-1)
      if (last === undefined) return { taken, stillKept }
      after = last.seq
      const ready = kept.flatMap((frame) => takeUp(frame, device, countyId))
      // Handed over in their order: of two about the same period the later one corrects.
      await Promise.all(ready.map((frame) => parts.add(frame)))
      taken += ready.length
      stillKept += kept.length - ready.length
    }
  }

  function takeUp(
    { seq, bytes, receivedAt }: KeptFrame,
    device: RegisteredDevice | undefined,
    countyId: string,
  ): IncomingFrame[] {
    const frame = bytes === null ? null : frameIn(bytes)
    if (frame === null || device?.countyId !== countyId) return []
    const { incoming } = receive(readFrame(frame), {
      device,
      isOwnLine: false,
      listenerCountyId: countyId,
      // Judged by when it came: a DataTime that lay in the future then does not become right by waiting.
      now: receivedAt,
      ids: parts.ids,
      rulesOf: parts.rulesOf,
      replays: seq,
    })
    if (incoming.disposition !== 'stored') return []
    // Its values are known from now on and were not before; what else it told is of when it came.
    return [incoming.readings === null ? incoming : { ...incoming, receivedAt: parts.domain.now() }]
  }
}

/** The frame in bytes that were kept as one. */
function frameIn(bytes: Buffer): FrameFound | null {
  const framer = createFramer({ maxBuffer: Math.max(bytes.length, 1) })
  for (const event of [...framer.push(bytes), ...framer.flush()]) if (event.kind === 'frame') return event
  return null
}
