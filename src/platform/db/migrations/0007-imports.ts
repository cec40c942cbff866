import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Files that are brought in, each from its arrival to its end, and how the columns of each header were assigned last. */
const statements: readonly string[] = [
  `create table import_job (
     county_id uuid not null references county,
     id uuid not null,
     file_name text not null,
     file_sha256 text collate "C" not null,
     file_bytes bigint not null,
     kind text collate "C" not null,
     state text collate "C" not null
       check (state in ('uploaded', 'checking', 'checked', 'loading', 'done', 'failed', 'cancelled')),
     plan jsonb not null,
     counts jsonb not null,
     doubts jsonb not null,
     failure jsonb not null,
     actor text collate "C" not null,
     created_at bigint not null,
     changed_at bigint not null,
     primary key (county_id, id))`,
  `create index import_job_by_time on import_job (county_id, created_at desc, id)`,
  `create table import_plan (
     county_id uuid not null references county,
     kind text collate "C" not null,
     header_key text collate "C" not null,
     plan jsonb not null,
     used_at bigint not null,
     primary key (county_id, kind, header_key))`,
  `grant select, insert, update, delete on import_job, import_plan to weike_app`,
]

export const imports: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
