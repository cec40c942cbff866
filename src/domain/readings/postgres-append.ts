import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Layouts } from './layouts.ts'
import type { IncomingFrame } from './model.ts'
import type { AppendOutcome } from './store.ts'

/**
 * One transaction for a batch of frames. The head row of each county is locked first (in order of county, so that two
 * writers cannot wait for each other): numbers are committed in the order in which they were given, and whoever reads
 * up to the head misses nothing.
 */
export async function appendFrames(
  pool: Pool,
  layouts: Layouts,
  frames: readonly IncomingFrame[],
): Promise<AppendOutcome[]> {
  const outcomes: AppendOutcome[] = frames.map(() => ({ result: 'duplicate', seq: null }))
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    for (const [countyId, places] of byCounty(frames))
      await appendOfCounty(client, layouts, countyId, frames, places, outcomes)
    await client.query('commit')
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error))
    layouts.forget()
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release(broken)
  }
  return outcomes
}

function byCounty(frames: readonly IncomingFrame[]): [string, number[]][] {
  const groups = new Map<string, number[]>()
  for (const [place, frame] of frames.entries()) {
    const group = groups.get(frame.countyId)
    if (group === undefined) groups.set(frame.countyId, [place])
    else group.push(place)
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

async function appendOfCounty(
  client: PoolClient,
  layouts: Layouts,
  countyId: string,
  all: readonly IncomingFrame[],
  places: readonly number[],
  outcomes: AppendOutcome[],
): Promise<void> {
  const base = await takeNumbers(client, countyId, places.length)
  const frames = places.flatMap((place, offset) => {
    const frame = all[place]
    return frame === undefined ? [] : [{ frame, place, seq: base + offset + 1 }]
  })
  const stored = await insertFrames(client, countyId, frames)
  const fresh = frames.filter(({ seq }) => stored.has(seq))
  for (const { place, seq } of fresh) outcomes[place] = { result: 'stored', seq }
  for (const wave of wavesOfDistinctKeys(fresh)) await insertReadings(client, layouts, countyId, wave)
}

/** Reserves `count` numbers; the lock is held until the transaction ends. Returns the number before the first. */
async function takeNumbers(client: PoolClient, countyId: string, count: number): Promise<number> {
  const taken = await client.query<{ seq: number }>(
    `insert into weike.ingest_head as head (county_id, seq) values ($1, $2)
     on conflict (county_id) do update set seq = head.seq + $2 returning seq`,
    [countyId, count],
  )
  const seq = taken.rows[0]?.seq
  if (seq === undefined) throw new Error('no sequence numbers were given')
  return seq - count
}

interface Numbered {
  frame: IncomingFrame
  place: number
  seq: number
}

/** Inserts those frames that are not there yet; returns their numbers. Bytes travel as one binary parameter, not as hex text. */
async function insertFrames(client: PoolClient, countyId: string, frames: readonly Numbered[]): Promise<Set<number>> {
  const offsets: number[] = []
  let offset = 1
  for (const { frame } of frames) {
    offsets.push(offset)
    offset += frame.bytes.length
  }
  const inserted = await client.query<{ seq: number }>({
    name: 'insert-frames',
    text: `insert into weike.frame
      (county_id, seq, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason, identity, sha256, bytes)
      select $1, f.seq, f.mn, f.device_id, f.received_at, f.data_hour, f.cn, f.qn, f.data_time, f.disposition, f.reason,
             substring($2::bytea from 32 * (f.place::int - 1) + 1 for 32), substring($3::bytea from 32 * (f.place::int - 1) + 1 for 32),
             substring($4::bytea from f.start for f.size)
      from unnest($5::bigint[], $6::text[], $7::uuid[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[],
                  $13::text[], $14::text[], $15::int[], $16::int[]) with ordinality
        as f(seq, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason, start, size, place)
      on conflict (county_id, mn, identity) do nothing
      returning seq`,
    values: [
      countyId,
      Buffer.concat(frames.map(({ frame }) => frame.identity)),
      Buffer.concat(frames.map(({ frame }) => createHash('sha256').update(frame.bytes).digest())),
      Buffer.concat(frames.map(({ frame }) => frame.bytes)),
      frames.map(({ seq }) => seq),
      frames.map(({ frame }) => frame.mn),
      frames.map(({ frame }) => frame.deviceId),
      frames.map(({ frame }) => frame.receivedAt),
      frames.map(({ frame }) => frame.dataHour),
      frames.map(({ frame }) => frame.cn),
      frames.map(({ frame }) => frame.qn),
      frames.map(({ frame }) => frame.dataTime),
      frames.map(({ frame }) => frame.disposition),
      frames.map(({ frame }) => frame.reason),
      offsets,
      frames.map(({ frame }) => frame.bytes.length),
    ],
  })
  return new Set(inserted.rows.map((row) => row.seq))
}

/**
 * Splits a batch so that no wave holds two frames of the same device, resolution and period: the second is a new version
 * of the first and must see it.
 */
function wavesOfDistinctKeys(frames: readonly Numbered[]): Numbered[][] {
  const waves: { keys: Set<string>; frames: Numbered[] }[] = []
  for (const numbered of frames) {
    const { readings } = numbered.frame
    if (readings === null) continue
    const key = `${readings.deviceId}|${readings.resolution}|${readings.periodEnd}`
    let wave = waves.find((one) => !one.keys.has(key))
    if (wave === undefined) {
      wave = { keys: new Set(), frames: [] }
      waves.push(wave)
    }
    wave.keys.add(key)
    wave.frames.push(numbered)
  }
  return waves.map((wave) => wave.frames)
}

async function insertReadings(
  client: PoolClient,
  layouts: Layouts,
  countyId: string,
  frames: readonly Numbered[],
): Promise<void> {
  const rows: { numbered: Numbered; readings: NonNullable<IncomingFrame['readings']>; layoutId: number }[] = []
  for (const numbered of frames) {
    const { readings } = numbered.frame
    if (readings === null) continue
    rows.push({ numbered, readings, layoutId: await layouts.idOf(client, countyId, readings.columns) })
  }
  if (rows.length === 0) return
  await client.query({
    name: 'insert-readings',
    text: `insert into weike.reading
      (county_id, device_id, resolution, period_end, version, period_start, layout_id, reading_values, flags, frame_seq, recorded_at)
      select $1, r.device_id, r.resolution, r.period_end,
             coalesce((select max(version) + 1 from weike.reading old
                       where old.county_id = $1 and old.device_id = r.device_id
                         and old.resolution = r.resolution and old.period_end = r.period_end), 1),
             r.period_start, r.layout_id, r.reading_values::double precision[], r.flags::text[], r.frame_seq, r.recorded_at
      from unnest($2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::int[], $7::text[], $8::text[], $9::bigint[], $10::bigint[])
        as r(device_id, resolution, period_end, period_start, layout_id, reading_values, flags, frame_seq, recorded_at)`,
    values: [
      countyId,
      rows.map(({ readings }) => readings.deviceId),
      rows.map(({ readings }) => readings.resolution),
      rows.map(({ readings }) => readings.periodEnd),
      rows.map(({ readings }) => readings.periodStart),
      rows.map(({ layoutId }) => layoutId),
      rows.map(({ readings }) => `{${readings.values.map((value) => value ?? 'NULL').join(',')}}`),
      rows.map(({ readings }) => flagsLiteral(readings.flags)),
      rows.map(({ numbered }) => numbered.seq),
      rows.map(({ numbered }) => numbered.frame.receivedAt),
    ],
  })
}

/** Array literal of the flags; null when every value is marked normal, as nearly all are. */
function flagsLiteral(flags: readonly (string | null)[]): string | null {
  if (flags.every((flag) => flag === 'N')) return null
  return `{${flags.map((flag) => (flag === null ? 'NULL' : `"${flag.replace(/[\\"]/g, '\\$&')}"`)).join(',')}}`
}
