import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Readings by resolution and month, in layers (what a device sent, what was imported, rolled up, judged, corrected); what a
 * device is set to; its commands, its hours, its events; corrections and what awaits one.
 */
const statements: readonly string[] = [
  // Readings: a table per resolution, cut by the end of the period, so that old months drop and recent ones stay small
  `alter table reading rename to reading_before_0003`,
  `alter index reading_pkey rename to reading_before_0003_pkey`,
  `drop index reading_by_frame`,
  `create table reading (
     county_id uuid not null,
     device_id uuid not null,
     resolution text collate "C" not null,
     period_end bigint not null,
     version int not null,
     period_start bigint not null,
     layout_id int not null,
     source text collate "C" not null check (source in ('frame', 'import', 'rollup', 'quality', 'correction')),
     source_id uuid,
     reading_values double precision[] not null,
     flags text[],
     qualities text[],
     seq bigint not null,
     recorded_at bigint not null,
     primary key (county_id, device_id, resolution, period_end, version)) partition by list (resolution)`,
  `create index reading_by_seq on reading (county_id, seq)`,
  `create table reading_realtime partition of reading for values in ('realtime') partition by range (period_end)`,
  `create table reading_minute partition of reading for values in ('minute') partition by range (period_end)`,
  `create table reading_hour partition of reading for values in ('hour') partition by range (period_end)`,
  `create table reading_long partition of reading for values in ('day', 'month', 'year')`,
  // The application may make and drop parts of readings, and nothing else of the schema.
  `create function reading_part_name(wanted_resolution text, label text) returns text language plpgsql immutable as $$
     begin
       if wanted_resolution not in ('realtime', 'minute', 'hour') or label !~ '^[0-9]{4}([0-9]{2})?$' then
         raise exception 'no such part of readings: % %', wanted_resolution, label;
       end if;
       return format('reading_%s_%s', wanted_resolution, label);
     end $$`,
  `create function make_reading_part(wanted_resolution text, label text, ends_after bigint, ends_by bigint)
     returns void language plpgsql security definer set search_path = weike, pg_temp as $$
     declare part text := weike.reading_part_name(wanted_resolution, label);
     begin
       if to_regclass(format('weike.%I', part)) is not null then return; end if;
       perform pg_advisory_xact_lock(hashtext('weike.reading parts'));
       if to_regclass(format('weike.%I', part)) is not null then return; end if;
       execute format('create table weike.%I (like weike.reading including all)', part);
       execute format('alter table weike.%I attach partition weike.%I for values from (%s) to (%s)',
                      'reading_' || wanted_resolution, part, ends_after + 1, ends_by + 1);
     end $$`,
  `create function drop_reading_part(wanted_resolution text, label text)
     returns void language plpgsql security definer set search_path = weike, pg_temp as $$
     begin
       execute format('drop table if exists weike.%I', weike.reading_part_name(wanted_resolution, label));
     end $$`,
  `create function reading_parts() returns table (part text) language sql stable security definer
     set search_path = weike, pg_temp as $$
     select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relname in ('reading_realtime', 'reading_minute', 'reading_hour') order by 1 $$`,
  // Civil years and months of Asia/Shanghai (UTC+8, no summer time); a period belongs to where it ends, its end included.
  `select weike.make_reading_part(resolution, to_char(month, 'YYYYMM'),
            (extract(epoch from month) * 1000)::bigint - 28800000,
            (extract(epoch from month + interval '1 month') * 1000)::bigint - 28800000)
   from (select distinct resolution, date_trunc('month', to_timestamp((period_end - 1 + 28800000) / 1000.0) at time zone 'UTC') as month
         from reading_before_0003 where resolution in ('realtime', 'minute')) as found`,
  `select weike.make_reading_part(resolution, to_char(year, 'YYYY'),
            (extract(epoch from year) * 1000)::bigint - 28800000,
            (extract(epoch from year + interval '1 year') * 1000)::bigint - 28800000)
   from (select distinct resolution, date_trunc('year', to_timestamp((period_end - 1 + 28800000) / 1000.0) at time zone 'UTC') as year
         from reading_before_0003 where resolution = 'hour') as found`,
  `insert into reading (county_id, device_id, resolution, period_end, version, period_start, layout_id, source, source_id,
                        reading_values, flags, qualities, seq, recorded_at)
   select county_id, device_id, resolution, period_end, version, period_start, layout_id, 'frame', null,
          reading_values, flags, null, frame_seq, recorded_at from reading_before_0003`,
  `drop table reading_before_0003`,
  `create table reading_cursor (
     county_id uuid not null,
     task text collate "C" not null check (task in ('rollup', 'quality')),
     seq bigint not null,
     primary key (county_id, task))`,
  `create table rollup_due (
     county_id uuid not null,
     device_id uuid not null,
     resolution text collate "C" not null check (resolution in ('hour', 'day', 'month', 'year')),
     period_end bigint not null,
     primary key (county_id, device_id, resolution, period_end))`,

  // Frames: what was sealed is packed together; what was kept may be taken later
  `alter table frame add column replayed_seq bigint`,
  `create index frame_kept_of on frame (county_id, mn, seq) where disposition <> 'stored'`,
  // Only what is sealed: a frame that arrives need not be entered.
  `drop index frame_sealed`,
  `create index frame_sealed on frame (county_id, sealed_seq, seq) where sealed_seq is not null`,
  `create index frame_waiting on frame (county_id, mn, reason, received_at)
     where disposition <> 'stored' and replayed_seq is null`,
  `create table frame_block (
     county_id uuid not null,
     sealed_seq bigint not null,
     first_seq bigint not null,
     last_seq bigint not null,
     codec text collate "C" not null check (codec in ('zstd')),
     content bytea not null,
     primary key (county_id, sealed_seq, first_seq))`,
  // It is compressed already.
  `alter table frame_block alter column content set storage external`,
  `create table device_hour (
     county_id uuid not null,
     mn text collate "C" not null,
     hour_end bigint not null,
     frames int not null,
     duplicates int not null,
     kept int not null,
     offset_min_ms bigint,
     offset_median_ms bigint,
     offset_max_ms bigint,
     errors jsonb not null,
     primary key (county_id, mn, hour_end))`,
  `create table device_event (
     county_id uuid not null,
     id uuid not null,
     mn text collate "C" not null,
     at bigint not null,
     kind text collate "C" not null,
     frame_seq bigint,
     data jsonb not null,
     primary key (county_id, id))`,
  `create index device_event_latest on device_event (county_id, mn, at desc, id desc)`,

  // What people did, without the hours that the machine seals
  `create index ledger_event_acts on ledger_event (county_id, seq) where subject_type <> 'telemetry'`,

  // Devices and their commands
  `alter table device add column version int not null default 1`,
  `alter table device alter column version drop default`,
  `alter table device add column settings jsonb not null default '{}'`,
  `alter table device alter column settings drop default`,
  `alter table device add column sm4_key_sealed bytea`,
  // Sent to the device and not confirmed yet: accepted beside the old one
  `alter table device add column next_password_sealed bytea`,
  `create table device_command (
     county_id uuid not null,
     id uuid not null,
     device_id uuid not null,
     cn text collate "C" not null,
     cause text collate "C" not null check (cause in ('person', 'gap-recall', 'time-asked')),
     requested_by text collate "C" not null,
     params jsonb not null,
     secret_sealed bytea,
     state text collate "C" not null check (state in
       ('queued', 'sent', 'accepted', 'executing', 'done', 'refused', 'failed', 'timed-out', 'cancelled')),
     attempts int not null,
     qn text collate "C",
     created_at bigint not null,
     sent_at bigint,
     deadline_at bigint,
     finished_at bigint,
     qn_rtn int,
     exe_rtn int,
     answers int not null,
     result jsonb,
     version int not null,
     primary key (county_id, id),
     foreign key (county_id, device_id) references device (county_id, id))`,
  `create index device_command_latest on device_command (county_id, device_id, created_at desc)`,
  `create index device_command_open on device_command (county_id, device_id)
     where state in ('queued', 'sent', 'accepted', 'executing')`,
  // One exchange at a time, and no request number twice
  `create unique index device_command_under_way on device_command (county_id, device_id)
     where state in ('sent', 'accepted', 'executing')`,
  `create unique index device_command_qn on device_command (county_id, device_id, qn)`,

  // What awaits a person's judgement, and corrections (an act of two)
  `create table quality_finding (
     county_id uuid not null,
     id uuid not null,
     device_id uuid not null,
     factor text collate "C" not null,
     resolution text collate "C" not null check (resolution in ('minute', 'hour')),
     rule text collate "C" not null,
     first_end bigint not null,
     last_end bigint not null,
     periods int not null,
     state text collate "C" not null check (state in ('open', 'kept', 'corrected', 'gone')),
     version int not null,
     found_at bigint not null,
     handled_at bigint,
     handled_by uuid,
     primary key (county_id, id),
     foreign key (county_id, device_id) references device (county_id, id))`,
  `create index quality_finding_latest on quality_finding (county_id, state, last_end desc)`,
  `create index quality_finding_of on quality_finding (county_id, device_id, factor, resolution, rule, last_end)`,
  `create table correction (
     county_id uuid not null,
     id uuid not null,
     device_id uuid not null,
     factor text collate "C" not null,
     resolution text collate "C" not null check (resolution in ('realtime', 'minute', 'hour')),
     kind text collate "C" not null check (kind in ('replace', 'void', 'keep')),
     changes jsonb not null,
     finding_id uuid,
     reason_id uuid not null,
     state text collate "C" not null check (state in ('proposed', 'approved', 'refused', 'applied')),
     version int not null,
     proposed_at bigint not null,
     decided_at bigint,
     applied_at bigint,
     primary key (county_id, id),
     foreign key (county_id, device_id) references device (county_id, id),
     foreign key (county_id, finding_id) references quality_finding (county_id, id),
     foreign key (county_id, reason_id) references payload (county_id, id))`,
  `create index correction_latest on correction (county_id, proposed_at desc)`,
  `create index correction_to_apply on correction (county_id) where state = 'approved'`,

  `grant select, insert, update, delete on reading, reading_cursor, rollup_due, frame_block, device_hour, device_event,
     device_command, quality_finding, correction to weike_app`,
  `revoke execute on function make_reading_part(text, text, bigint, bigint), drop_reading_part(text, text), reading_parts() from public`,
  `grant execute on function make_reading_part(text, text, bigint, bigint), drop_reading_part(text, text), reading_parts() to weike_app`,
]

export const gatewayAndReadings: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
