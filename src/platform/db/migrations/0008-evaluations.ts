import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Day values of stations and areas as the law evaluates them, kept up to date; days that people have taken out; and what is
 * known of the districts that the county is ranked among, each revision of a published table a version of its own.
 */
const statements: readonly string[] = [
  // Arrays hold the six evaluated factors in the order of standards/statistics-table.
  `create table evaluated_day (
     county_id uuid not null references county,
     subject_id uuid not null,
     day int not null,
     day_values double precision[] not null,
     usable boolean[] not null,
     inputs smallint[] not null,
     primary key (county_id, subject_id, day))`,
  // What the days of a subject rest on besides readings: when it differs, all of them are made again.
  `create table evaluated_subject (
     county_id uuid not null references county,
     subject_id uuid not null,
     basis text not null,
     primary key (county_id, subject_id))`,
  `create table exclusion (
     county_id uuid not null references county,
     id uuid not null,
     subject_type text collate "C" not null check (subject_type in ('station', 'region')),
     subject_id uuid not null,
     kind text collate "C" not null,
     first_day int not null,
     last_day int not null check (last_day >= first_day),
     factors text[] not null,
     authority text not null,
     reference text not null,
     note_id uuid not null,
     state text collate "C" not null check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
     version int not null,
     proposed_at bigint not null,
     decided_at bigint,
     withdrawn_at bigint,
     primary key (county_id, id))`,
  `create index exclusion_latest on exclusion (county_id, proposed_at desc, id)`,
  `create table peer (
     county_id uuid not null references county,
     id uuid not null,
     name text not null,
     primary key (county_id, id),
     unique (county_id, name))`,
  `create table peer_day (
     county_id uuid not null,
     peer_id uuid not null,
     day int not null,
     version int not null,
     aqi smallint,
     day_values double precision[] not null,
     import_id uuid not null,
     recorded_at bigint not null,
     primary key (county_id, peer_id, day, version),
     foreign key (county_id, peer_id) references peer (county_id, id))`,
  `create table published_standing (
     county_id uuid not null,
     period text collate "C" not null,
     peer_id uuid not null,
     version int not null,
     figures jsonb not null,
     import_id uuid not null,
     recorded_at bigint not null,
     primary key (county_id, period, peer_id, version),
     foreign key (county_id, peer_id) references peer (county_id, id))`,
  `alter table reading_cursor drop constraint reading_cursor_task_check`,
  `alter table reading_cursor add constraint reading_cursor_task_check check (task in ('rollup', 'quality', 'evaluation'))`,
  `grant select, insert, update, delete on evaluated_day, evaluated_subject, exclusion, peer, peer_day, published_standing to weike_app`,
]

export const evaluations: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
