import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The register of what pollutes, the outlines of regions, and numbers of readings that a file has taken but not yet filled.
 *
 * `reading_pending` stands apart from everything else as the readings do: no key leads out of it.
 */
const statements: readonly string[] = [
  `create table source (
     county_id uuid not null references county,
     id uuid not null,
     code text collate "C" not null,
     name text not null,
     kind text collate "C" not null,
     lon_wgs84 double precision not null check (lon_wgs84 between -180 and 180),
     lat_wgs84 double precision not null check (lat_wgs84 between -90 and 90),
     address text,
     region_id uuid not null,
     owner_unit_id uuid,
     owner_name text,
     unit_id uuid,
     person_id uuid,
     state text collate "C" not null check (state in ('active', 'paused', 'retired')),
     state_since text collate "C" not null check (state_since ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
     notes text,
     attributes jsonb not null,
     version int not null,
     created_at bigint not null,
     changed_at bigint not null,
     primary key (county_id, id),
     unique (county_id, code),
     foreign key (county_id, region_id) references region (county_id, id),
     foreign key (county_id, owner_unit_id) references unit (county_id, id),
     foreign key (county_id, unit_id) references unit (county_id, id),
     foreign key (county_id, person_id) references person (county_id, id))`,
  `create table region_outline (
     county_id uuid not null,
     region_id uuid not null,
     polygons jsonb not null,
     changed_at bigint not null,
     primary key (county_id, region_id),
     foreign key (county_id, region_id) references region (county_id, id))`,
  `create table reading_pending (
     county_id uuid primary key,
     after_seq bigint not null,
     up_to_seq bigint not null check (up_to_seq > after_seq),
     is_live boolean not null)`,
  `grant select, insert, update, delete on source, region_outline, reading_pending to weike_app`,
]

export const sources: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
