import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What lies under the maps of a county; without a row it is its own drawing alone. */
const statements: readonly string[] = [
  `create table base_map (
     county_id uuid primary key references county,
     kind text collate "C" not null check (kind in ('none', 'tianditu', 'pmtiles')),
     picture text collate "C" check (picture in ('vector', 'imagery')),
     key_sealed bytea,
     file text,
     credit text not null,
     version int not null,
     check ((kind = 'tianditu') = (picture is not null)),
     check ((kind = 'tianditu') = (key_sealed is not null)),
     check ((kind = 'pmtiles') = (file is not null)))`,
  'grant select, insert, update on base_map to weike_app',
]

export const baseMap: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
