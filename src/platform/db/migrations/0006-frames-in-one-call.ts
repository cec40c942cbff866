import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * A batch of frames of one county, with their layers of readings and what they tell of devices, in one call: all or nothing,
 * durable when it returns. One call instead of five round trips lets the next batch be on its way while this one is
 * committed. Arrays have an element for each frame, in their order; `layer_place` and `event_place` say of which frame
 * (from 1) a layer or an event is. Identities are 32 bytes each, one behind the other; bytes lie one behind the other too.
 *
 * The head of the county is locked first: numbers are committed in the order in which they are given. Nearly all layers are
 * the first of their period, so all are tried as that; only where the place is taken the next version is looked up.
 */
const appendFrames = `
  create function append_frames(
    county uuid, identities bytea, contents bytea, frame_size int[],
    frame_mn text[], frame_device uuid[], frame_received bigint[], frame_hour bigint[], frame_cn text[], frame_qn text[],
    frame_data_time text[], frame_disposition text[], frame_reason text[],
    layer_place int[], layer_device uuid[], layer_resolution text[], layer_end bigint[], layer_start bigint[], layer_layout int[],
    layer_values text[], layer_flags text[], layer_qualities text[],
    event_place int[], event_id uuid[], event_kind text[], event_data text[],
    taken_place int[], taken_of bigint[])
  returns table (base bigint, duplicates int[], later_places int[], later_versions int[])
  language plpgsql as $$
  declare
    wanted int := cardinality(frame_size);
    made int;
  begin
    insert into weike.ingest_head as head (county_id, seq) values (county, wanted)
      on conflict (county_id) do update set seq = head.seq + wanted
      returning head.seq - wanted into base;

    insert into weike.frame (county_id, seq, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason,
                             identity, sha256, bytes)
      select county, base + f.place, f.mn, f.device_id, f.received_at, f.data_hour, f.cn, f.qn, f.data_time, f.disposition,
             f.reason, substring(identities from 32 * (f.place::int - 1) + 1 for 32), sha256(f.content), f.content
      from (
        select g.*, substring(contents from (sum(g.size) over (order by g.place) - g.size + 1)::int for g.size) as content
        from unnest(frame_mn, frame_device, frame_received, frame_hour, frame_cn, frame_qn, frame_data_time,
                    frame_disposition, frame_reason, frame_size) with ordinality
          as g(mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason, size, place)) as f
      on conflict (county_id, mn, identity) do nothing;
    get diagnostics made = row_count;
    if made < wanted then
      select array_agg(place) into duplicates from generate_series(1, wanted) as place
        where not exists (select 1 from weike.frame own where own.county_id = county and own.seq = base + place);
    end if;

    insert into weike.reading (county_id, device_id, resolution, period_end, version, period_start, layout_id, source,
                               reading_values, flags, qualities, seq, recorded_at)
      select county, l.device_id, l.resolution, l.period_end, 1, l.period_start, l.layout_id, 'frame',
             l.reading_values::double precision[], l.flags::text[], l.qualities::text[], base + l.place,
             frame_received[l.place]
      from unnest(layer_place, layer_device, layer_resolution, layer_end, layer_start, layer_layout, layer_values,
                  layer_flags, layer_qualities)
        as l(place, device_id, resolution, period_end, period_start, layout_id, reading_values, flags, qualities)
      where duplicates is null or l.place <> all (duplicates)
      on conflict do nothing;
    get diagnostics made = row_count;
    if made < cardinality(layer_place) then
      with late as (
        select l.* from unnest(layer_place, layer_device, layer_resolution, layer_end, layer_start, layer_layout,
                               layer_values, layer_flags, layer_qualities)
          as l(place, device_id, resolution, period_end, period_start, layout_id, reading_values, flags, qualities)
        where (duplicates is null or l.place <> all (duplicates))
          and not exists (
            select 1 from weike.reading own
            where own.county_id = county and own.device_id = l.device_id and own.resolution = l.resolution
              and own.period_end = l.period_end and own.version = 1 and own.seq = base + l.place)),
      numbered as (
        select late.*, (
            select max(old.version) from weike.reading old
            where old.county_id = county and old.device_id = late.device_id and old.resolution = late.resolution and old.period_end = late.period_end)
          + row_number() over (partition by late.device_id, late.resolution, late.period_end order by late.place)
            as version
        from late),
      stored as (
        insert into weike.reading (county_id, device_id, resolution, period_end, version, period_start, layout_id, source,
                                   reading_values, flags, qualities, seq, recorded_at)
          select county, n.device_id, n.resolution, n.period_end, n.version, n.period_start, n.layout_id, 'frame',
                 n.reading_values::double precision[], n.flags::text[], n.qualities::text[], base + n.place,
                 frame_received[n.place]
          from numbered n
          returning seq, version)
      select array_agg((stored.seq - base)::int), array_agg(stored.version) into later_places, later_versions from stored;
    end if;

    if cardinality(event_place) > 0 then
      insert into weike.device_event (county_id, id, mn, at, kind, frame_seq, data)
        select county, e.id, frame_mn[e.place], frame_received[e.place], e.kind, base + e.place, e.data::jsonb
        from unnest(event_place, event_id, event_kind, event_data) as e(place, id, kind, data)
        where duplicates is null or e.place <> all (duplicates);
    end if;

    -- Kept frames say as which one they were taken after all: as the one of now, or as the one that had come before with
    -- the same data.
    if cardinality(taken_place) > 0 then
      update weike.frame kept set replayed_seq = taken.seq
        from unnest(taken_place, taken_of) as r(place, kept_seq)
        join weike.frame taken on taken.county_id = county and taken.mn = frame_mn[r.place]
          and taken.identity = substring(identities from 32 * (r.place - 1) + 1 for 32) and taken.disposition = 'stored'
        where kept.county_id = county and kept.seq = r.kept_seq and kept.disposition <> 'stored';
    end if;
    return next;
  end $$`

const signature =
  'append_frames(uuid, bytea, bytea, int[], text[], uuid[], bigint[], bigint[], text[], text[], text[], text[], text[],' +
  ' int[], uuid[], text[], bigint[], bigint[], int[], text[], text[], text[], int[], uuid[], text[], text[], int[], bigint[])'

export const framesInOneCall: Migration = {
  async up(db) {
    await sql.raw(appendFrames).execute(db)
    await sql.raw(`revoke execute on function ${signature} from public`).execute(db)
    await sql.raw(`grant execute on function ${signature} to weike_app`).execute(db)
  },
}
