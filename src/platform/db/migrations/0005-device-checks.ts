import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The spans in which devices were checked with zero or span gas, one for each exchange that a device accepted: sent anew by a
 * person, a command is another. A span whose `version` was not judged yet changed after the readings in it may have been.
 */
const statements: readonly string[] = [
  `create table device_check (
     county_id uuid not null,
     command_id uuid not null,
     qn text collate "C" not null,
     device_id uuid not null,
     factor text collate "C",
     from_at bigint not null,
     until_at bigint,
     accepted boolean not null,
     version int not null,
     judged_version int not null,
     primary key (county_id, command_id, qn),
     foreign key (county_id, command_id) references device_command (county_id, id))`,
  `create index device_check_spans on device_check (county_id, from_at)`,
  `create index device_check_to_judge on device_check (county_id) where judged_version < version`,
  `insert into device_check (county_id, command_id, qn, device_id, factor, from_at, until_at, accepted, version, judged_version)
   select county_id, id, qn, device_id, params ->> 'factor', sent_at, finished_at, true, 1, 0
   from device_command where cn = '3011' and sent_at is not null and qn is not null and (qn_rtn = 1 or state = 'done')`,
  `grant select, insert, update, delete on device_check to weike_app`,
]

export const deviceChecks: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
