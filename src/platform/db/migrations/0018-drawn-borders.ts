import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Borders that people draw have versions, so that two of them do not overwrite each other; what was taken away stays as no polygon
 * at all, so that its version goes on. How far the circles around a county's stations reach, where the county has said so; no radii:
 * it has taken back what it had said.
 */
const statements: readonly string[] = [
  'alter table region_outline add column version int not null default 1',
  `create table county_circles (
     county_id uuid primary key references county,
     radii_km jsonb not null check (jsonb_array_length(radii_km) between 0 and 5),
     version int not null check (version >= 1),
     changed_at bigint not null)`,
  'grant select, insert, update on county_circles to weike_app',
]

export const drawnBorders: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
