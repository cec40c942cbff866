import type { Kysely, Transaction } from 'kysely'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import type { Clock } from '../clock.ts'
import type { WeikeTables } from '../db/tables.ts'
import type { IdMaker } from '../identity.ts'
import { appendEvent, lockHead } from './append.ts'
import type { DeviceHour, FrameArchive, FrameLeaf } from './frame-archive.ts'
import { merkleRoot } from './merkle.ts'
import { isInstant, isObject, type JsonValue, readEvent } from './model.ts'

/** How long after an hour's end its frames are waited for. [ms] */
export const SEAL_GRACE_MS = 10 * MINUTE_MS

export const telemetryKinds = {
  /** The frames of a device hour, as first sealed. */
  sealed: 'telemetry.sealed',
  /** Frames that came to an hour already sealed. */
  late: 'telemetry.late',
  /** Bytes that were erased; their leaves remain. */
  purged: 'telemetry.purged',
} as const

export const TELEMETRY_ACTOR = 'system:telemetry'

/** Frames of one device hour that one event stands for: those with firstSeq ≤ seq ≤ lastSeq. */
export interface TelemetrySeal extends DeviceHour {
  /** Merkle root over the frames' SHA-256, by seq; 64 hex digits. */
  root: string
  count: number
  firstSeq: number
  lastSeq: number
}

export interface TelemetryDeps {
  db: Kysely<WeikeTables>
  archive: FrameArchive
  ids: IdMaker
  /** The domain's. */
  clock: Clock
  /** Asked between hours: what is left waits for the next pass. Left out: it never ends before it is done. */
  isToEnd?: () => boolean
}

export function telemetrySubject(hour: DeviceHour): string {
  return `${hour.mn}@${hour.dataHour}`
}

const HOURS_AT_ONCE = 200

/**
 * One pass: every device hour that is over (and `graceMs` more) gets its event, late frames get theirs.
 * The event comes first, the mark on the frames after it. A crash between the two leaves frames unmarked that an event
 * already holds; the next pass finds that event and only marks them. Passes may overlap.
 * @returns events written
 */
export async function sealTelemetry(deps: TelemetryDeps, countyId: string, graceMs = SEAL_GRACE_MS): Promise<number> {
  const endedBy = deps.clock.now() - graceMs
  let written = 0
  let after: DeviceHour | null = null
  for (;;) {
    const hours: DeviceHour[] = await deps.archive.unsealedHours(countyId, endedBy, after, HOURS_AT_ONCE)
    for (const hour of hours) {
      if (deps.isToEnd?.()) return written
      if (await sealHour(deps, countyId, hour)) written += 1
    }
    const last = hours.at(-1)
    if (last === undefined || hours.length < HOURS_AT_ONCE) return written
    after = last
  }
}

/** @returns true when an event was written */
async function sealHour(deps: TelemetryDeps, countyId: string, hour: DeviceHour): Promise<boolean> {
  const leaves = await deps.archive.unsealedLeaves(countyId, hour)
  const { seals, written } = await deps.db.transaction().execute(async (trx) => {
    // From here nobody else can seal in this county, so what is not sealed yet stays so until we have done it.
    await lockHead(trx, countyId)
    const before = await sealsOf(trx, countyId, hour)
    const sealedTo = before.at(-1)?.seal.lastSeq ?? 0
    const fresh = leaves.filter((leaf) => leaf.seq > sealedTo)
    const seal = sealOver(hour, fresh)
    if (seal === null) return { seals: before, written: false }
    const seq = await appendSeal(deps, trx, countyId, seal, before.length > 0)
    return { seals: [...before, { seq, seal }], written: true }
  })
  for (const { seq, seal } of seals) {
    const isWaiting = leaves.some((leaf) => leaf.seq >= seal.firstSeq && leaf.seq <= seal.lastSeq)
    if (isWaiting) await deps.archive.markSealed(countyId, hour, seal, seq)
  }
  return written
}

/** The seal over some frames of an hour, by seq; null over none. */
export function sealOver(hour: DeviceHour, leaves: readonly FrameLeaf[]): TelemetrySeal | null {
  const [first, last] = [leaves.at(0), leaves.at(-1)]
  if (first === undefined || last === undefined) return null
  const root = merkleRoot(leaves.map((leaf) => leaf.sha256)).toString('hex')
  return { mn: hour.mn, dataHour: hour.dataHour, root, count: leaves.length, firstSeq: first.seq, lastSeq: last.seq }
}

async function appendSeal(
  deps: TelemetryDeps,
  trx: Transaction<WeikeTables>,
  countyId: string,
  seal: TelemetrySeal,
  isLate: boolean,
): Promise<number> {
  const now = deps.clock.now()
  const { seq } = await appendEvent(trx, {
    countyId,
    id: deps.ids.next(),
    kind: isLate ? telemetryKinds.late : telemetryKinds.sealed,
    schemaVersion: 1,
    subject: { type: 'telemetry', id: telemetrySubject(seal), version: null },
    actor: TELEMETRY_ACTOR,
    actedAt: now,
    receivedAt: now,
    data: { ...seal },
  })
  return seq
}

/** The events of a device hour so far, in order. */
async function sealsOf(
  trx: Transaction<WeikeTables>,
  countyId: string,
  hour: DeviceHour,
): Promise<{ seq: number; seal: TelemetrySeal }[]> {
  const rows = await trx
    .selectFrom('ledgerEvent')
    .select(['seq', 'bytes'])
    .where('countyId', '=', countyId)
    .where('subjectType', '=', 'telemetry')
    .where('subjectId', '=', telemetrySubject(hour))
    .orderBy('seq')
    .execute()
  return rows.map((row) => {
    const seal = readSeal(readEvent(row.bytes)?.data)
    if (seal === null)
      throw new Error(`ledger event ${row.seq} of county ${countyId} cannot be read: verify the ledger`)
    return { seq: row.seq, seal }
  })
}

/** Reads the data of a sealing event; null when they are not that. */
export function readSeal(data: JsonValue | undefined): TelemetrySeal | null {
  if (!isObject(data)) return null
  const { mn, dataHour, root, count, firstSeq, lastSeq } = data
  if (typeof mn !== 'string' || typeof root !== 'string' || !isInstant(dataHour)) return null
  if (typeof count !== 'number' || typeof firstSeq !== 'number' || typeof lastSeq !== 'number') return null
  return { mn, dataHour, root, count, firstSeq, lastSeq }
}
