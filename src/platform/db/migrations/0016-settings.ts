import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What is set by people has versions, so that two of them do not overwrite each other; when somebody last signed in and a token
 * was last used; and the way to the newest events about a type of subject.
 */
const statements: readonly string[] = [
  'alter table person add column version int not null default 1',
  'alter table unit add column version int not null default 1',
  'alter table station add column version int not null default 1',
  'alter table account add column signed_in_at bigint',
  'alter table access_token add column used_at bigint',
  'create index ledger_event_by_type on ledger_event (county_id, subject_type, seq)',
]

export const settings: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
