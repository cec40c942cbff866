import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Assembly, createAssembly, type IncompleteSet } from '../../protocols/hj212/assembly.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import type { ProblemCode } from '../../protocols/hj212/problems.ts'
import type { Reception } from './reception.ts'
import type { Tally } from './tally.ts'

/** How long the other parts of an upload are waited for (fact sheet, section 4.1). [ms] */
export const PARTS_MS = 60_000

/** Numbers of missing parts that an event names. */
const MOST_NAMED = 100

export interface ConsequencesParts {
  tally: Pick<Tally, 'frame' | 'error' | 'event'>
  domain: Clock
  /** A device said something, proved by its password, and it is durable. Told in the order of its connection, answers sent. */
  heard(device: RegisteredDevice, message: Hj212Message, now: number): void
  /** A device asked for the time (1013): it is answered and waits for 1012. */
  timeAsked(device: RegisteredDevice): void
  /** What one of the above threw. */
  failed(error: unknown): void
}

/** What follows once a frame is durable, besides its answer. */
export interface Consequences {
  received(reception: Reception, isDuplicate: boolean): void
  /** Bytes that were no frame came on the connection of a device; null: nobody knows of which. */
  garbled(device: RegisteredDevice | null, reason: ProblemCode): void
  /** A second has passed. */
  second(): void
}

/**
 * Counts what came, watches whether uploads in several parts come whole, tells whoever waits for the words of a device. Each
 * part of an upload was stored and answered by itself; here only what is missing is found.
 */
export function createConsequences({ tally, domain, heard, timeAsked, failed }: ConsequencesParts): Consequences {
  /** By county: an event of a device belongs to one. */
  const assemblies = new Map<string, Assembly>()
  /** Counted, not read from a clock, which may jump. [ms] */
  let passed = 0

  function watchParts({ message, dataTimeText, incoming }: Reception): void {
    if (message?.pnum === undefined || dataTimeText === null || incoming.disposition !== 'stored') return
    let assembly = assemblies.get(incoming.countyId)
    if (assembly === undefined) {
      assembly = createAssembly({ timeoutMs: PARTS_MS })
      assemblies.set(incoming.countyId, assembly)
    }
    assembly.add(message, dataTimeText, passed)
  }

  function tellIncomplete(countyId: string, set: IncompleteSet): void {
    const at = domain.now()
    const { mn, cn, dataTimeText, pnum, missing } = set
    tally.error({ countyId, mn, isRegistered: true, at }, 'upload-incomplete')
    tally.event(countyId, mn, at, 'upload-incomplete', {
      cn,
      dataTime: dataTimeText,
      parts: pnum,
      missing: missing.slice(0, MOST_NAMED),
    })
  }

  function tell(reception: Reception, isDuplicate: boolean): void {
    const { speaker, message, incoming } = reception
    if (speaker === null || message === null) return
    try {
      heard(speaker, message, incoming.receivedAt)
      if (message.cn === '1013' && !isDuplicate) timeAsked(speaker)
    } catch (error) {
      failed(error)
    }
  }

  return {
    received(reception, isDuplicate) {
      const { incoming, offsetMs, errors, isRegistered, isSound } = reception
      tally.frame({
        countyId: incoming.countyId,
        // Who knows whose MN it was before it was garbled.
        mn: isSound || isRegistered ? incoming.mn : '',
        isRegistered,
        at: incoming.receivedAt,
        isDuplicate,
        isKept: incoming.disposition !== 'stored' && !isDuplicate,
        // A frame that is sent again may carry the clock of the first time.
        offsetMs: isDuplicate ? null : offsetMs,
        errors,
      })
      watchParts(reception)
      tell(reception, isDuplicate)
    },
    garbled(device, reason) {
      if (device === null) return
      tally.error({ countyId: device.countyId, mn: device.mn, isRegistered: true, at: domain.now() }, reason)
    },
    second() {
      passed += 1_000
      for (const [countyId, assembly] of assemblies) {
        for (const set of assembly.expire(passed)) tellIncomplete(countyId, set)
      }
    },
  }
}
