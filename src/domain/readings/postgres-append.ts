import { hash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { LayoutsOfTransaction } from './layouts.ts'
import type { IncomingFrame } from './model.ts'
import { type Hands, insertLayers, inTransaction, type NumberedLayer, takeNumbers } from './postgres-change.ts'
import { numbersLiteral, storableText, textsLiteral } from './postgres-literals.ts'
import { isPartMissing } from './postgres-parts.ts'
import type { AppendOutcome } from './store.ts'
import type { Appended } from './tail.ts'

/**
 * One transaction for a batch of frames. The numbers of each county are locked first (in order of county, so that two
 * writers cannot wait for each other).
 */
export async function appendFrames(hands: Hands, frames: readonly IncomingFrame[]): Promise<AppendOutcome[]> {
  const { pool, layouts, parts, tail } = hands
  const periods = frames.flatMap(({ readings }) => readings ?? [])
  const counties = byCounty(frames)
  for (let attempt = 1; ; attempt += 1) {
    await parts.ensure(periods)
    const outcomes: AppendOutcome[] = frames.map(() => ({ result: 'duplicate', seq: null }))
    const appended: Appended[] = []
    try {
      await inTransaction(pool, layouts, async (client, layoutsHere) => {
        for (const [countyId, placed] of counties)
          appended.push(await appendOfCounty(client, layoutsHere, countyId, placed, outcomes))
      })
      for (const one of appended) tail.add(one)
      return outcomes
    } catch (error) {
      // Somebody dropped a part that this process knew of.
      if (attempt > 1 || !isPartMissing(error)) throw error
      parts.forget()
    }
  }
}

interface Placed {
  frame: IncomingFrame
  /** In the batch. */
  place: number
}

interface Numbered extends Placed {
  seq: number
}

function byCounty(frames: readonly IncomingFrame[]): [string, Placed[]][] {
  const groups = new Map<string, Placed[]>()
  for (const [place, frame] of frames.entries()) {
    const group = groups.get(frame.countyId)
    if (group === undefined) groups.set(frame.countyId, [{ frame, place }])
    else group.push({ frame, place })
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

async function appendOfCounty(
  client: PoolClient,
  layouts: LayoutsOfTransaction,
  countyId: string,
  placed: readonly Placed[],
  outcomes: AppendOutcome[],
): Promise<Appended> {
  const base = await takeNumbers(client, countyId, placed.length)
  const frames = placed.map((one, offset): Numbered => ({ ...one, seq: base + offset + 1 }))
  const duplicates = await insertFrames(client, countyId, frames)
  const fresh = duplicates.size === 0 ? frames : frames.filter(({ seq }) => !duplicates.has(seq))
  for (const { place, seq } of fresh) outcomes[place] = { result: 'stored', seq }
  const layers = await insertLayers(client, layouts, countyId, fresh.flatMap(layerOfFrame))
  await insertEvents(client, countyId, fresh)
  await markReplayed(client, countyId, frames)
  return { countyId, base, to: base + placed.length, layers }
}

/**
 * Inserts those frames that are not there yet. Bytes travel as one binary parameter, not as hex text.
 * @returns numbers of those that are there already
 */
async function insertFrames(client: PoolClient, countyId: string, frames: readonly Numbered[]): Promise<Set<number>> {
  const starts: number[] = []
  let start = 1
  for (const { frame } of frames) {
    starts.push(start)
    start += frame.bytes.length
  }
  const inserted = await client.query<{ seq: number }>({
    name: 'insert-frames',
    text: `with given as materialized (
        select * from unnest($5::bigint[], $6::text[], $7::uuid[], $8::bigint[], $9::bigint[], $10::text[], $11::text[],
                             $12::text[], $13::text[], $14::text[], $15::int[], $16::int[]) with ordinality
          as f(seq, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason, start, size, place)),
      made as (
        insert into weike.frame
          (county_id, seq, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason, identity, sha256, bytes)
        select $1::uuid, seq, mn, device_id, received_at, data_hour, cn, qn, data_time, disposition, reason,
               substring($2::bytea from 32 * (place::int - 1) + 1 for 32),
               substring($3::bytea from 32 * (place::int - 1) + 1 for 32),
               substring($4::bytea from start for size)
        from given
        on conflict (county_id, mn, identity) do nothing
        returning seq)
      select seq from given where seq not in (select seq from made)`,
    values: [
      countyId,
      Buffer.concat(frames.map(({ frame }) => frame.identity)),
      Buffer.concat(frames.map(({ frame }) => hash('sha256', frame.bytes, 'buffer'))),
      Buffer.concat(frames.map(({ frame }) => frame.bytes)),
      numbersLiteral(frames.map(({ seq }) => seq)),
      textsLiteral(frames.map(({ frame }) => frame.mn)),
      textsLiteral(frames.map(({ frame }) => frame.deviceId)),
      numbersLiteral(frames.map(({ frame }) => frame.receivedAt)),
      numbersLiteral(frames.map(({ frame }) => frame.dataHour)),
      textsLiteral(frames.map(({ frame }) => frame.cn)),
      textsLiteral(frames.map(({ frame }) => frame.qn)),
      textsLiteral(frames.map(({ frame }) => frame.dataTime)),
      textsLiteral(frames.map(({ frame }) => frame.disposition)),
      textsLiteral(frames.map(({ frame }) => frame.reason)),
      numbersLiteral(starts),
      numbersLiteral(frames.map(({ frame }) => frame.bytes.length)),
    ],
  })
  return new Set(inserted.rows.map((row) => row.seq))
}

function layerOfFrame({ frame, seq }: Numbered): NumberedLayer[] {
  const { readings, receivedAt } = frame
  if (readings === null) return []
  return [{ seq, layer: { ...readings, source: 'frame', sourceId: null, recordedAt: receivedAt } }]
}

async function insertEvents(client: PoolClient, countyId: string, frames: readonly Numbered[]): Promise<void> {
  const events = frames.flatMap(({ frame, seq }) => (frame.event === null ? [] : [{ frame, seq, event: frame.event }]))
  if (events.length === 0) return
  await client.query({
    name: 'insert-device-events',
    text: `insert into weike.device_event (county_id, id, mn, at, kind, frame_seq, data)
      select $1::uuid, e.id, e.mn, e.at, e.kind, e.frame_seq, e.data::jsonb
      from unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[])
        as e(id, mn, at, kind, frame_seq, data)`,
    values: [
      countyId,
      textsLiteral(events.map(({ event }) => event.id)),
      textsLiteral(events.map(({ frame }) => frame.mn)),
      numbersLiteral(events.map(({ frame }) => frame.receivedAt)),
      textsLiteral(events.map(({ event }) => event.kind)),
      numbersLiteral(events.map(({ seq }) => seq)),
      textsLiteral(events.map(({ event }) => jsonText(event.data))),
    ],
  })
}

function jsonText(data: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(data).map(([name, text]) => [storableText(name), storableText(text)])),
  )
}

/**
 * Says of kept frames as which one they were taken after all: as the one of now, or as the one that had come before with the
 * same data.
 */
async function markReplayed(client: PoolClient, countyId: string, frames: readonly Numbered[]): Promise<void> {
  const replaying = frames.filter(({ frame }) => frame.replays !== null)
  if (replaying.length === 0) return
  await client.query({
    name: 'mark-replayed',
    text: `update weike.frame kept set replayed_seq = taken.seq
      from unnest($2::bigint[], $3::text[]) with ordinality as wanted(kept_seq, mn, place)
      join weike.frame taken on taken.county_id = $1 and taken.mn = wanted.mn
        and taken.identity = substring($4::bytea from 32 * (wanted.place::int - 1) + 1 for 32)
        and taken.disposition = 'stored'
      where kept.county_id = $1 and kept.seq = wanted.kept_seq and kept.disposition <> 'stored'`,
    values: [
      countyId,
      numbersLiteral(replaying.map(({ frame }) => frame.replays)),
      textsLiteral(replaying.map(({ frame }) => frame.mn)),
      Buffer.concat(replaying.map(({ frame }) => frame.identity)),
    ],
  })
}
