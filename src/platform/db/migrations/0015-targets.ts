import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What a county must reach. A target is never changed: setting it again, or taking it back (without a value), is a row that
 * replaces the one before; the two unique indexes let only one row be the first of its kind and only one follow another.
 */
const statements: readonly string[] = [
  `create table target (
     county_id uuid not null references county,
     id uuid not null,
     subject_type text collate "C" not null check (subject_type in ('region', 'station')),
     subject_id uuid not null,
     factor text collate "C" not null,
     averaging text collate "C" not null check (averaging in ('year', 'month', 'day')),
     year int not null,
     month int check (month between 1 and 12),
     target_value double precision check (target_value > 0),
     basis text not null,
     set_by uuid,
     set_at bigint not null,
     replaces uuid,
     primary key (county_id, id),
     foreign key (county_id, set_by) references person (county_id, id),
     foreign key (county_id, replaces) references target (county_id, id),
     check (averaging <> 'year' or month is null),
     check (averaging <> 'month' or month is not null))`,
  `create unique index target_first on target (county_id, subject_id, factor, averaging, year, coalesce(month, 0))
     where replaces is null`,
  'create unique index target_next on target (county_id, replaces) where replaces is not null',
  'grant select, insert on target to weike_app',
]

export const targets: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
