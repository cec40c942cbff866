import type { Pool, PoolClient } from 'pg'
import { storableText } from './postgres-literals.ts'
import type { DeviceEventRow, DeviceHour, ReadingsStore } from './store.ts'
import { transacted } from './transaction.ts'

/**
 * How devices behave, in PostgreSQL: counters by hour, to which each note adds, and events.
 *
 * Counts and errors are sums. Of the clock offsets (QN minus arrival) the least and the greatest are exact over all notes. A
 * median cannot be had from parts: what is kept is the mean of the notes' medians, each weighted by its frames (stored,
 * duplicate and kept), and so lies between the smallest and the greatest of them. With one note an hour it is the median.
 */
export function postgresDeviceHours(pool: Pool): Pick<ReadingsStore, 'note' | 'hoursOf' | 'eventsOf'> {
  return {
    async note(countyId, hours, events) {
      if (hours.length === 0 && events.length === 0) return
      await transacted(pool, 'begin', async (client) => {
        for (const wave of wavesOfDistinctHours(hours)) await addHours(client, countyId, wave)
        await insertEvents(client, countyId, events)
      })
    },

    async hoursOf(countyId, mns, from, to) {
      const found = await pool.query<HourRow>(
        `select mn, hour_end, frames, duplicates, kept, offset_min_ms, offset_median_ms, offset_max_ms, errors
         from weike.device_hour where county_id = $1 and mn = any($2::text[]) and hour_end > $3 and hour_end <= $4
         order by mn, hour_end`,
        [countyId, mns, from, to],
      )
      return found.rows.map(toHour)
    },

    async eventsOf(countyId, mn, before, limit) {
      const found = await pool.query<EventRow>(
        `select id, mn, at, kind, frame_seq, data from weike.device_event
         where county_id = $1 and mn = $2 and (at, id) < ($3, $4::uuid) order by at desc, id desc limit $5`,
        [countyId, mn, before?.at ?? Number.MAX_SAFE_INTEGER, before?.id ?? LAST_ID, limit],
      )
      return found.rows.map(({ id, at, kind, frame_seq, data, ...row }) => ({
        id,
        mn: row.mn,
        at,
        kind,
        frameSeq: frame_seq,
        data,
      }))
    },
  }
}

/** Behind every id. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

interface HourRow {
  mn: string
  hour_end: number
  frames: number
  duplicates: number
  kept: number
  offset_min_ms: number | null
  offset_median_ms: number | null
  offset_max_ms: number | null
  errors: Record<string, number>
}

interface EventRow {
  id: string
  mn: string
  at: number
  kind: string
  frame_seq: number | null
  data: Record<string, unknown>
}

function toHour(row: HourRow): DeviceHour {
  const { offset_min_ms: min, offset_median_ms: median, offset_max_ms: max } = row
  return {
    mn: row.mn,
    hourEnd: row.hour_end,
    frames: row.frames,
    duplicates: row.duplicates,
    kept: row.kept,
    offsets: min === null || median === null || max === null ? null : { min, median, max },
    errors: row.errors,
  }
}

/** No statement may touch a row twice: what is noted twice of an hour goes one after the other. */
function wavesOfDistinctHours(hours: readonly DeviceHour[]): DeviceHour[][] {
  const waves: DeviceHour[][] = []
  const seen = new Map<string, number>()
  // In one order everywhere, so that two that note at once cannot wait for each other.
  for (const hour of hours.toSorted((a, b) => (a.mn < b.mn ? -1 : a.mn > b.mn ? 1 : a.hourEnd - b.hourEnd))) {
    const key = `${hour.mn}|${hour.hourEnd}`
    const place = seen.get(key) ?? 0
    seen.set(key, place + 1)
    waves[place] = [...(waves[place] ?? []), hour]
  }
  return waves
}

async function addHours(client: PoolClient, countyId: string, hours: readonly DeviceHour[]): Promise<void> {
  const rounded = (of: (offsets: NonNullable<DeviceHour['offsets']>) => number) =>
    hours.map((hour) => (hour.offsets === null ? null : Math.round(of(hour.offsets))))
  await client.query(
    `insert into weike.device_hour as old (county_id, mn, hour_end, frames, duplicates, kept, offset_min_ms,
       offset_median_ms, offset_max_ms, errors)
     select $1, noted.* from unnest($2::text[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::bigint[], $8::bigint[],
       $9::bigint[], $10::jsonb[]) as noted
     on conflict (county_id, mn, hour_end) do update set
       frames = old.frames + excluded.frames,
       duplicates = old.duplicates + excluded.duplicates,
       kept = old.kept + excluded.kept,
       offset_min_ms = least(old.offset_min_ms, excluded.offset_min_ms),
       offset_max_ms = greatest(old.offset_max_ms, excluded.offset_max_ms),
       offset_median_ms = case
         when old.offset_median_ms is null then excluded.offset_median_ms
         when excluded.offset_median_ms is null then old.offset_median_ms
         else round((old.offset_median_ms::numeric * greatest(1, old.frames + old.duplicates + old.kept)
                     + excluded.offset_median_ms::numeric * greatest(1, excluded.frames + excluded.duplicates + excluded.kept))
                    / (greatest(1, old.frames + old.duplicates + old.kept)
                       + greatest(1, excluded.frames + excluded.duplicates + excluded.kept))) end,
       errors = (select coalesce(jsonb_object_agg(kind, times), '{}') from (
                   select kind, sum(times::bigint) as times
                   from (select * from jsonb_each_text(old.errors) union all select * from jsonb_each_text(excluded.errors))
                     as both_of(kind, times)
                   group by kind) as summed)`,
    [
      countyId,
      hours.map((hour) => storableText(hour.mn)),
      hours.map((hour) => hour.hourEnd),
      hours.map((hour) => hour.frames),
      hours.map((hour) => hour.duplicates),
      hours.map((hour) => hour.kept),
      rounded((offsets) => offsets.min),
      rounded((offsets) => offsets.median),
      rounded((offsets) => offsets.max),
      hours.map((hour) => storableJson(hour.errors)),
    ],
  )
}

/** An event that is there already stays as it is. */
async function insertEvents(client: PoolClient, countyId: string, events: readonly DeviceEventRow[]): Promise<void> {
  if (events.length === 0) return
  await client.query(
    `insert into weike.device_event (county_id, id, mn, at, kind, frame_seq, data)
     select $1, noted.* from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::jsonb[]) as noted
     on conflict (county_id, id) do nothing`,
    [
      countyId,
      events.map((event) => event.id),
      events.map((event) => storableText(event.mn)),
      events.map((event) => event.at),
      events.map((event) => event.kind),
      events.map((event) => event.frameSeq),
      events.map((event) => storableJson(event.data)),
    ],
  )
}

function storableJson(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return storableText(part)
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [storableText(name), inner]))
  })
}
