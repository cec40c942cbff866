import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What a county's own map shows beside borders: built-up areas, rivers and roads, as their files have them. */
const statements: readonly string[] = [
  `create table land_feature (
     county_id uuid not null references county,
     id uuid not null,
     code text collate "C" not null,
     kind text collate "C" not null check (kind in ('built-up', 'river', 'road', 'motorway')),
     name text,
     is_area boolean not null,
     parts jsonb not null,
     changed_at bigint not null,
     primary key (county_id, id),
     unique (county_id, code))`,
  `grant select, insert, update, delete on land_feature to weike_app`,
]

export const landscape: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
