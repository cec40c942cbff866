import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Rules about feeds that are stale, the feed that an alert is about, and how far the rules know what became of feeds. */
const statements: readonly string[] = [
  `alter table rule drop constraint rule_kind_check`,
  `alter table rule add constraint rule_kind_check
     check (kind in ('threshold', 'rise', 'neighbours', 'silent', 'stale', 'flat-line', 'completeness'))`,
  `alter table rule_cursor add column turn_seq bigint`,
  `alter table alert
     add column feed_id uuid,
     add foreign key (county_id, feed_id) references feed (county_id, id)`,
]

export const staleFeeds: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
