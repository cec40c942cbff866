import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Feeds: hours that come from an interface or a folder of somebody else, and what became of each pull. Their values are layers
 * of two more sources; the device that holds them speaks no HJ 212.
 */
const statements: readonly string[] = [
  // All rows keep the narrower condition of before, so none needs to be looked at again.
  `alter table reading drop constraint reading_source_check`,
  `alter table reading add constraint reading_source_check
     check (source in ('frame', 'import', 'feed', 'reviewed', 'rollup', 'quality', 'correction')) not valid`,
  `alter table device add column kind text collate "C" not null default 'hj212' check (kind in ('hj212', 'feed'))`,
  // Whoever makes a device says what it is.
  `alter table device alter column kind drop default`,
  `create table feed (
     county_id uuid not null references county,
     id uuid not null,
     name text not null,
     kind text collate "C" not null check (kind in ('http', 'folder')),
     brings text collate "C" not null check (brings in ('real-time', 'reviewed')),
     plan jsonb not null,
     token_sealed bytea,
     paused boolean not null,
     version int not null,
     created_at bigint not null,
     watched_since bigint not null,
     next_at bigint not null,
     pulling_until bigint not null,
     failures int not null,
     last_pull_at bigint,
     last_success_at bigint,
     newest_end bigint,
     fault jsonb not null,
     failing_since bigint,
     stale_since bigint,
     validators jsonb not null,
     primary key (county_id, id),
     unique (county_id, name))`,
  // A station has one feed that brings its real-time hours and one that brings its reviewed ones: two would contradict.
  `create table feed_station (
     county_id uuid not null,
     feed_id uuid not null,
     code text not null,
     brings text collate "C" not null,
     station_id uuid not null,
     device_id uuid not null,
     newest_end bigint,
     primary key (county_id, feed_id, code),
     unique (county_id, station_id, brings),
     foreign key (county_id, feed_id) references feed (county_id, id),
     foreign key (county_id, station_id) references station (county_id, id),
     foreign key (county_id, device_id) references device (county_id, id))`,
  `create table feed_gap (
     county_id uuid not null,
     feed_id uuid not null,
     hour_end bigint not null,
     asked int not null,
     asked_at bigint not null,
     primary key (county_id, feed_id, hour_end),
     foreign key (county_id, feed_id) references feed (county_id, id))`,
  `create table feed_pull (
     county_id uuid not null,
     id uuid not null,
     feed_id uuid not null,
     cause text collate "C" not null check (cause in ('schedule', 'retry', 'person')),
     state text collate "C" not null check (state in ('taking', 'taken', 'unchanged', 'failed')),
     started_at bigint not null,
     ms int not null,
     requests int not null,
     status int,
     bytes bigint not null,
     sha256 text collate "C",
     file_name text,
     row_count int not null,
     new_hours int not null,
     revised_hours int not null,
     unchanged_hours int not null,
     refused int not null,
     others int not null,
     first_end bigint,
     last_end bigint,
     fault jsonb not null,
     header jsonb not null,
     primary key (county_id, id),
     foreign key (county_id, feed_id) references feed (county_id, id))`,
  `create index feed_pull_by_time on feed_pull (county_id, feed_id, started_at desc, id)`,
  `create table feed_refused (
     county_id uuid not null,
     pull_id uuid not null,
     place int not null,
     line int not null,
     fault text collate "C" not null,
     what text,
     cells jsonb not null,
     primary key (county_id, pull_id, place),
     foreign key (county_id, pull_id) references feed_pull (county_id, id) on delete cascade)`,
  `create table feed_file (
     county_id uuid not null,
     feed_id uuid not null,
     sha256 text collate "C" not null,
     name text not null,
     bytes bigint not null,
     taken_at bigint not null,
     primary key (county_id, feed_id, sha256),
     foreign key (county_id, feed_id) references feed (county_id, id))`,
  `grant select, insert, update, delete on feed, feed_station, feed_gap, feed_pull, feed_refused, feed_file to weike_app`,
]

export const feeds: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
