import type { Kysely } from 'kysely'
import type { WeikeTables } from '../db/tables.ts'
import type { Finding } from './findings.ts'
import type { JsonValue, LedgerEvent } from './model.ts'

/** What the tables say of one subject. */
export interface SubjectSnapshot {
  id: string
  state: JsonValue
}

/** One run over one county's chain. */
export interface SubjectCheck {
  /** Each event whose subject is of the type, in the order of the chain. */
  event(event: LedgerEvent): void
  /** Compares what the events make of each subject with what the tables say. Use the codes `subject-…`. */
  finish(snapshots: readonly SubjectSnapshot[]): Finding[]
}

/** Proves that the subjects of one type are what their events say. A room of the domain brings it. */
export interface SubjectChecker {
  type: string
  /**
   * The county's subjects as the tables hold them, in the given snapshot of the database; written into exports, so
   * nothing personal and no payload belongs there.
   */
  snapshots(db: Kysely<WeikeTables>, countyId: string): AsyncIterable<SubjectSnapshot>
  start(): SubjectCheck
}
