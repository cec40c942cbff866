import type { Transaction } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'
import { appendEvent } from './append.ts'
import type { JsonValue } from './model.ts'

export interface FileImport {
  countyId: string
  /** Of the import, and of its event. */
  id: string
  /** What kind of file it was, as the importer calls it. */
  format: string
  /** 64 hex digits */
  fileSha256: string
  byteLength: number
  /** What was taken from it, counted. */
  counts: Readonly<Record<string, number>>
  actor: string
  actedAt: number
  receivedAt: number
}

/** An import is one event, however many rows it brings: the file's hash stands for them. */
export async function recordImport(
  trx: Transaction<WeikeTables>,
  imported: FileImport,
): Promise<{ seq: number; hash: Buffer }> {
  const { format, fileSha256, byteLength } = imported
  const data: JsonValue = { format, fileSha256, byteLength, counts: { ...imported.counts } }
  return appendEvent(trx, {
    countyId: imported.countyId,
    id: imported.id,
    kind: 'import.recorded',
    schemaVersion: 1,
    subject: { type: 'import', id: imported.id, version: null },
    actor: imported.actor,
    actedAt: imported.actedAt,
    receivedAt: imported.receivedAt,
    data,
  })
}
