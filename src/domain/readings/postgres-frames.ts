import type { Pool, PoolClient } from 'pg'
import { type FrameBlock, spansOf, unpacked } from './packed-frames.ts'
import { postgresDeviceHours } from './postgres-device-hours.ts'
import { dropPartsBefore } from './postgres-retention.ts'
import type { KeptDevice, KeptFrame, ReadingsStore, StoredFrame } from './store.ts'
import { transacted } from './transaction.ts'

/** The questions about frames and about how devices behave. */
export type FrameQuestions = Pick<
  ReadingsStore,
  | 'quarantine'
  | 'quarantined'
  | 'keptOf'
  | 'frames'
  | 'note'
  | 'hoursOf'
  | 'eventsOf'
  | 'cursor'
  | 'moveCursor'
  | 'changedDays'
  | 'dropBefore'
>

/** Frames in PostgreSQL: bytes in their row until their hour is sealed, then packed in blocks, then expired. */
export function postgresFrames(pool: Pool): FrameQuestions {
  return {
    ...postgresDeviceHours(pool),

    quarantine(countyId, { before, limit, mn }) {
      return keptFrames(
        pool,
        countyId,
        `seq < $2 and ($4::text is null or mn = $4) and disposition <> 'stored' order by seq desc limit $3`,
        [before, limit, mn ?? null],
      )
    },

    async quarantined(countyId) {
      const found = await pool.query<{ mn: string; reason: string; frames: number; first_at: number; last_at: number }>(
        `select mn, reason, count(*) as frames, min(received_at) as first_at, max(received_at) as last_at
         from weike.frame where county_id = $1 and disposition <> 'stored' and replayed_seq is null group by mn, reason`,
        [countyId],
      )
      const devices = new Map<string, KeptDevice & { reasons: Record<string, number> }>()
      for (const { mn, reason, frames, first_at, last_at } of found.rows) {
        const device = devices.get(mn)
        if (device === undefined) {
          devices.set(mn, { mn, frames, firstAt: first_at, lastAt: last_at, reasons: { [reason]: frames } })
        } else {
          device.frames += frames
          device.firstAt = Math.min(device.firstAt, first_at)
          device.lastAt = Math.max(device.lastAt, last_at)
          device.reasons[reason] = frames
        }
      }
      return [...devices.values()].sort((a, b) => b.lastAt - a.lastAt || (a.mn < b.mn ? -1 : 1))
    },

    keptOf(countyId, mn, after, limit) {
      return keptFrames(
        pool,
        countyId,
        `mn = $2 and seq > $3 and disposition <> 'stored' and replayed_seq is null order by seq limit $4`,
        [mn, after, limit],
      )
    },

    async frames(countyId, seqs) {
      if (seqs.length === 0) return []
      const found = await framesWithBytes<FrameRow & { qn: string; sha256: Buffer }>(
        pool,
        countyId,
        `select seq, mn, cn, qn, received_at, sha256, sealed_seq as "sealedSeq", bytes from weike.frame
         where county_id = $1 and seq = any($2::bigint[]) order by seq`,
        [seqs],
      )
      return found.map((row): StoredFrame => {
        const { seq, mn, cn, qn, received_at, sha256, bytes } = row
        return { seq, mn, cn, qn, receivedAt: received_at, sha256, bytes }
      })
    },

    async changedDays(countyId, after, limit) {
      const found = await pool.query<{ device_id: string; period_end: number; seq: number }>(
        `select device_id, period_end, seq from weike.reading
         where county_id = $1 and resolution = 'day' and seq > $2 order by seq limit $3`,
        [countyId, after, limit],
      )
      return found.rows.map((row) => ({ deviceId: row.device_id, periodEnd: row.period_end, seq: row.seq }))
    },
    async cursor(countyId, task) {
      const found = await pool.query<{ seq: number }>(
        'select seq from weike.reading_cursor where county_id = $1 and task = $2',
        [countyId, task],
      )
      return found.rows[0]?.seq ?? 0
    },

    async moveCursor(countyId, task, from, to) {
      // Only if it still stands there: whoever was faster is right.
      await pool.query(
        `insert into weike.reading_cursor as mark (county_id, task, seq) values ($1, $2, $4)
         on conflict (county_id, task) do update set seq = $4 where mark.seq = $3`,
        [countyId, task, from, to],
      )
    },

    dropBefore: (before) => dropPartsBefore(pool, before),
  }
}

interface FrameRow {
  seq: number
  mn: string
  cn: string
  received_at: number
  sealedSeq: number | null
  bytes: Buffer | null
}

async function keptFrames(
  pool: Pool,
  countyId: string,
  condition: string,
  values: readonly unknown[],
): Promise<KeptFrame[]> {
  const found = await framesWithBytes<
    FrameRow & { disposition: KeptFrame['disposition']; reason: string | null; replayed_seq: number | null }
  >(
    pool,
    countyId,
    `select seq, mn, cn, received_at, disposition, reason, replayed_seq, sealed_seq as "sealedSeq", bytes
     from weike.frame where county_id = $1 and ${condition}`,
    values,
  )
  return found.map(({ seq, mn, cn, received_at, disposition, reason, replayed_seq, bytes }) => ({
    seq,
    mn,
    cn,
    receivedAt: received_at,
    disposition,
    reason: reason ?? disposition,
    bytes,
    replayedSeq: replayed_seq,
  }))
}

/**
 * Frames and the blocks that hold their bytes, as they were at one moment.
 * @param text a select by the county ($1) and `values` ($2 …)
 * @throws Error when a block cannot be read: somebody changed it
 */
async function framesWithBytes<T extends FrameRow>(
  pool: Pool,
  countyId: string,
  text: string,
  values: readonly unknown[],
): Promise<T[]> {
  const { frames, blocks } = await transacted(
    pool,
    'begin isolation level repeatable read read only',
    async (client) => {
      const found = await client.query<T>(text, [countyId, ...values])
      return { frames: found.rows, blocks: await blocksOf(client, countyId, found.rows) }
    },
  )
  const whole = await unpacked(frames, blocks)
  const damaged = whole.find((frame) => frame.bytes?.length === 0)
  if (damaged !== undefined)
    throw new Error(`the bytes of frame ${damaged.seq} of county ${countyId} cannot be read: verify the ledger`)
  return whole
}

async function blocksOf(client: PoolClient, countyId: string, frames: readonly FrameRow[]): Promise<FrameBlock[]> {
  const spans = spansOf(frames)
  if (spans.length === 0) return []
  const found = await client.query<FrameBlock>(
    `select b.sealed_seq as "sealedSeq", b.first_seq as "firstSeq", b.last_seq as "lastSeq", b.content
     from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as span(sealed_seq, first, last)
     join weike.frame_block b on b.county_id = $1 and b.sealed_seq = span.sealed_seq
       and b.first_seq <= span.last and b.last_seq >= span.first`,
    [countyId, spans.map((span) => span.sealedSeq), spans.map((span) => span.from), spans.map((span) => span.to)],
  )
  return found.rows
}
