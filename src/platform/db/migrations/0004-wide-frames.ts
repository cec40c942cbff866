import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements: readonly string[] = [
  // Column orders are told apart by their SHA-256: an entry of a B-tree holds 2,704 bytes, the names of some 145 columns, and a
  // frame may have more.
  `alter table reading_layout add column columns_hash bytea`,
  `update reading_layout set columns_hash = sha256(convert_to(array_to_json(columns)::text, 'UTF8'))`,
  `alter table reading_layout alter column columns_hash set not null`,
  `alter table reading_layout drop constraint reading_layout_county_id_columns_key`,
  `alter table reading_layout add constraint reading_layout_order unique (county_id, columns_hash)`,
  // Whoever waited for the lock looks into the catalogue itself: to_regclass would answer from this session's memory, that the
  // part which another has just made is not there.
  `create or replace function make_reading_part(wanted_resolution text, label text, ends_after bigint, ends_by bigint)
     returns void language plpgsql security definer set search_path = weike, pg_temp as $$
     declare part text := weike.reading_part_name(wanted_resolution, label);
     begin
       if to_regclass(format('weike.%I', part)) is not null then return; end if;
       perform pg_advisory_xact_lock(hashtext('weike.reading parts'));
       if exists (select from pg_class where relname = part and relnamespace = 'weike'::regnamespace) then return; end if;
       execute format('create table weike.%I (like weike.reading including all)', part);
       execute format('alter table weike.%I attach partition weike.%I for values from (%s) to (%s)',
                      'reading_' || wanted_resolution, part, ends_after + 1, ends_by + 1);
     end $$`,
]

/** Frames of any number of columns; parts of readings that several make at the same moment. */
export const wideFrames: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
