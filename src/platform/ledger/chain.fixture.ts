import type { EventRecord } from './evidence.ts'
import { eventBytes, eventHash, GENESIS_HASH, type LedgerEntry, type LedgerEvent } from './model.ts'

/** Chains for tests, made as `appendEvent` makes them. */
export const countyId = '01890000-0000-7000-8000-000000000001'

export const T0 = Date.UTC(2026, 10, 18, 6, 20)

export function entry(index: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    countyId,
    id: `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    kind: 'case.noted',
    schemaVersion: 1,
    subject: { type: 'case', id: `case-${index % 3}`, version: index },
    actor: 'console',
    actedAt: T0 + index * 1000,
    receivedAt: T0 + index * 1000,
    data: { text: `第 ${index} 步` },
    ...more,
  }
}

export function rowOf(event: LedgerEvent, previousHash: Buffer): EventRecord {
  const bytes = eventBytes(event)
  return {
    record: 'event',
    seq: event.seq,
    previousHash,
    hash: eventHash(previousHash, bytes),
    bytes,
    id: event.id,
    kind: event.kind,
    subjectType: event.subject.type,
    subjectId: event.subject.id,
    recordedAt: event.receivedAt,
  }
}

/** A chain whose hashes are right. */
export function chainOf(entries: readonly LedgerEntry[]): EventRecord[] {
  let previous = GENESIS_HASH
  return entries.map((one, index) => {
    const row = rowOf({ ...one, seq: index + 1 }, previous)
    previous = row.hash
    return row
  })
}

export function chain(length: number): EventRecord[] {
  return chainOf(Array.from({ length }, (_, index) => entry(index + 1)))
}
