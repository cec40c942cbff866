import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What a file has said so far, durable while it is read: a load that is cut off goes on from there.
 *
 * `reading_stage` has a row for each file that is on its way into the readings, with a note of whoever reads it; its layers lie in
 * a table of its own, named by county and file, which goes whole once they are readings: a million rows deleted from a shared
 * table would have to be swept up behind it. Logged, not unlogged: a power cut is what cuts most loads off.
 */
const statements: readonly string[] = [
  `create table reading_stage (
     county_id uuid not null,
     import_id uuid not null,
     note text not null,
     layers int not null,
     column_orders jsonb not null,
     outcome jsonb,
     changed_at bigint not null,
     primary key (county_id, import_id))`,
  `create function reading_stage_name(county uuid, import uuid) returns text language sql immutable
     as $$ select 'reading_stage_' || md5(county::text || '/' || import::text) $$`,
  // Tables are made and dropped by their owner alone; autovacuum need not look at what is written once and read once.
  `create function make_reading_stage(county uuid, import uuid) returns void language plpgsql security definer
     set search_path = weike, pg_temp as $$
     declare stage text := weike.reading_stage_name(county, import);
     begin
       execute format('create table weike.%I (
         place int not null, order_place int not null, device_id uuid not null, resolution text collate "C" not null,
         period_end bigint not null, period_start bigint not null, source text collate "C" not null, source_id uuid,
         reading_values double precision[] not null, flags text[], qualities text[], recorded_at bigint not null
       ) with (autovacuum_enabled = false)', stage);
       -- Places rise as rows are written: ranges of blocks find them, and cost the writing nothing.
       execute format('create index on weike.%I using brin (place) with (pages_per_range = 16)', stage);
       execute format('grant select, insert, delete on weike.%I to weike_app', stage);
     end $$`,
  `create function drop_reading_stage(county uuid, import uuid) returns void language plpgsql security definer
     set search_path = weike, pg_temp as $$
     begin
       execute format('drop table if exists weike.%I', weike.reading_stage_name(county, import));
     end $$`,
  `create function analyze_reading_stage(county uuid, import uuid) returns void language plpgsql security definer
     set search_path = weike, pg_temp as $$
     begin
       execute format('analyze weike.%I', weike.reading_stage_name(county, import));
     end $$`,
  `revoke execute on function make_reading_stage(uuid, uuid), drop_reading_stage(uuid, uuid),
     analyze_reading_stage(uuid, uuid) from public`,
  `grant execute on function make_reading_stage(uuid, uuid), drop_reading_stage(uuid, uuid),
     analyze_reading_stage(uuid, uuid) to weike_app`,

  // Rows that were refused so far, each as JSON text: text, since a cell may hold what jsonb cannot.
  `create table import_refused (
     county_id uuid not null references county,
     import_id uuid not null,
     line int not null,
     told text not null,
     primary key (county_id, import_id, line))`,
  `alter table import_job add column progress jsonb`,
  `alter table import_job drop constraint import_job_state_check`,
  `alter table import_job add constraint import_job_state_check check (state in
     ('uploaded', 'checking', 'checked', 'loading', 'paused', 'done', 'failed', 'cancelled'))`,
  `grant select, insert, update, delete on reading_stage, import_refused to weike_app`,
]

export const resumedImports: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
