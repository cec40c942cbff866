import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Up to where in the county's chain a person has seen what others did, and the way to what a person has lately had a hand in. How
 * far somebody has read is nobody else's business: it is a preference and stands in no ledger.
 */
const statements: readonly string[] = [
  `create table inbox_seen (
     county_id uuid not null,
     person_id uuid not null,
     seq bigint not null,
     primary key (county_id, person_id),
     foreign key (county_id, person_id) references person (county_id, id))`,
  'grant select, insert, update on inbox_seen to weike_app',
  'create index act_by_actor on act (county_id, actor, received_at)',
]

export const inbox: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
