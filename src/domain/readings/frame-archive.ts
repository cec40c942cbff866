import { type Kysely, sql, type Transaction } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { ArchivedFrame, FrameArchive, FramePlace } from '../../platform/ledger/frame-archive.ts'
import { packBlock, unpackBlock } from './frame-block.ts'
import { type FrameBlock, spansOf, unpacked } from './packed-frames.ts'

/** Frames in one statement of a purge: short transactions, so that arriving frames never wait behind it. */
const PURGED_AT_ONCE = 2000

/** What goes into one block, at most: what one reader has to unpack for one frame. [frames, bytes] */
const PACKED_AT_ONCE = 2000
const MAX_BLOCK_BYTES = 1024 * 1024

const archivedColumns = ['sealedSeq', 'seq', 'mn', 'dataHour', 'sha256', 'bytes'] as const

/** The frames in PostgreSQL as the ledger needs them. Each call is a few statements in one transaction, or several of them. */
export function postgresFrameArchive(db: Kysely<WeikeTables>): FrameArchive {
  /** Frames and the blocks that hold their bytes as they were at one moment. */
  const reading = (
    countyId: string,
    read: (trx: Transaction<WeikeTables>) => Promise<ArchivedFrame[]>,
  ): Promise<ArchivedFrame[]> =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const frames = await read(trx)
        return unpacked(frames, await blocksOf(trx, countyId, frames))
      })

  return {
    async unsealedHours(countyId, endedBy, after, limit) {
      let query = db
        .selectFrom('frame')
        .select(['mn', 'dataHour'])
        .distinct()
        .where('countyId', '=', countyId)
        .where('sealedSeq', 'is', null)
        .where('dataHour', '<=', endedBy)
        .orderBy('dataHour')
        .orderBy('mn')
        .limit(limit)
      if (after !== null) query = query.where(sql<boolean>`(data_hour, mn) > (${after.dataHour}, ${after.mn})`)
      return query.execute()
    },

    async unsealedLeaves(countyId, hour) {
      return db
        .selectFrom('frame')
        .select(['seq', 'sha256'])
        .where('countyId', '=', countyId)
        .where('mn', '=', hour.mn)
        .where('dataHour', '=', hour.dataHour)
        .where('sealedSeq', 'is', null)
        .orderBy('seq')
        .execute()
    },

    async markSealed(countyId, hour, range, sealedSeq) {
      await db
        .updateTable('frame')
        .set({ sealedSeq })
        .where('countyId', '=', countyId)
        .where('mn', '=', hour.mn)
        .where('dataHour', '=', hour.dataHour)
        .where('seq', '>=', range.firstSeq)
        .where('seq', '<=', range.lastSeq)
        .where('sealedSeq', 'is', null)
        .execute()
    },

    async pack(countyId, sealedAfter) {
      let blocks = 0
      let at: FramePlace | null = { sealedSeq: sealedAfter + 1, seq: 0 }
      while (at !== null) {
        const step = await packNext(db, countyId, at)
        blocks += step.blocks
        at = step.next
      }
      return blocks
    },

    async countPurgeable(countyId, sealedThrough, kept) {
      const counted = await sql<{ count: number }>`
        select (select count(*) from frame
                where county_id = ${countyId} and sealed_seq is not null and bytes is not null
                  and sealed_seq <= ${sealedThrough} and seq <> all(${kept}::bigint[]))
             + (select count(*) from frame_block b join frame f
                  on f.county_id = b.county_id and f.sealed_seq = b.sealed_seq and f.seq between b.first_seq and b.last_seq
                where b.county_id = ${countyId} and b.sealed_seq <= ${sealedThrough} and f.bytes is null
                  and f.seq <> all(${kept}::bigint[])) as count`.execute(db)
      return counted.rows[0]?.count ?? 0
    },

    async purge(countyId, sealedThrough, kept) {
      await purgeBlocks(db, countyId, sealedThrough, kept)
      // Where the last batch ended, so that the next does not walk over what it left behind.
      let done = { sealedSeq: 0, seq: 0 }
      for (;;) {
        const batch = await sql<{ sealedSeq: number; seq: number }>`
          with due as (
            select seq, sealed_seq from frame
            where county_id = ${countyId} and sealed_seq is not null and bytes is not null
              and (sealed_seq, seq) > (${done.sealedSeq}, ${done.seq})
              and sealed_seq <= ${sealedThrough} and seq <> all(${kept}::bigint[])
            order by sealed_seq, seq limit ${PURGED_AT_ONCE})
          , emptied as (
            update frame set bytes = null from due
            where frame.county_id = ${countyId} and frame.seq = due.seq)
          select sealed_seq, seq from due order by sealed_seq desc, seq desc limit 1`.execute(db)
        const last = batch.rows[0]
        if (last === undefined) return
        done = last
      }
    },

    sealedFrames: (countyId, after, limit) =>
      reading(countyId, async (trx) => {
        let query = trx
          .selectFrom('frame')
          .select(archivedColumns)
          .where('countyId', '=', countyId)
          .where('sealedSeq', 'is not', null)
          .orderBy('sealedSeq')
          .orderBy('seq')
          .limit(limit)
        if (after !== null) query = query.where(sql<boolean>`(sealed_seq, seq) > (${after.sealedSeq}, ${after.seq})`)
        return query.execute()
      }),

    async unsealedFrames(countyId) {
      return db
        .selectFrom('frame')
        .select(['seq', 'mn', 'dataHour', 'sha256'])
        .where('countyId', '=', countyId)
        .where('sealedSeq', 'is', null)
        .orderBy('seq')
        .execute()
    },

    async frames(countyId, seqs) {
      if (seqs.length === 0) return []
      return reading(countyId, (trx) =>
        trx
          .selectFrom('frame')
          .select(archivedColumns)
          .where('countyId', '=', countyId)
          .where(sql<boolean>`seq = any(${seqs}::bigint[])`)
          .orderBy('seq')
          .execute(),
      )
    },
  }
}

/** The blocks in which the bytes of frames that lack them may lie. */
async function blocksOf(
  trx: Transaction<WeikeTables>,
  countyId: string,
  frames: readonly ArchivedFrame[],
): Promise<FrameBlock[]> {
  const spans = spansOf(frames)
  if (spans.length === 0) return []
  const found = await sql<FrameBlock>`
    select b.sealed_seq, b.first_seq, b.last_seq, b.content
    from unnest(${spans.map((span) => span.sealedSeq)}::bigint[], ${spans.map((span) => span.from)}::bigint[],
                ${spans.map((span) => span.to)}::bigint[]) as span(sealed_seq, first, last)
    join frame_block b on b.county_id = ${countyId} and b.sealed_seq = span.sealed_seq
      and b.first_seq <= span.last and b.last_seq >= span.first`.execute(trx)
  return found.rows
}

/**
 * Packs the next frames of one event that have their bytes still, from a place on.
 * @returns where to go on; null: there are none
 */
async function packNext(
  db: Kysely<WeikeTables>,
  countyId: string,
  from: FramePlace,
): Promise<{ blocks: number; next: FramePlace | null }> {
  return db.transaction().execute(async (trx) => {
    const next = await sql<{ sealedSeq: number }>`
      select sealed_seq from frame
      where county_id = ${countyId} and sealed_seq is not null and bytes is not null
        and (sealed_seq, seq) >= (${from.sealedSeq}, ${from.seq})
      order by sealed_seq, seq limit 1`.execute(trx)
    const sealedSeq = next.rows[0]?.sealedSeq
    if (sealedSeq === undefined) return { blocks: 0, next: null }
    const frames = await sql<{ seq: number; bytes: Buffer }>`
      select seq, bytes from frame
      where county_id = ${countyId} and sealed_seq = ${sealedSeq} and bytes is not null
        and seq >= ${sealedSeq === from.sealedSeq ? from.seq : 0}
      order by seq limit ${PACKED_AT_ONCE} for update`.execute(trx)
    const fitting = firstBytes(frames.rows, MAX_BLOCK_BYTES)
    const [first, last] = [fitting.at(0), fitting.at(-1)]
    // Somebody else has packed or purged them since.
    if (first === undefined || last === undefined) return { blocks: 0, next: { sealedSeq: sealedSeq + 1, seq: 0 } }
    const content = await packBlock(fitting)
    const range = { firstSeq: first.seq, lastSeq: last.seq }
    await trx
      .insertInto('frameBlock')
      .values({ countyId, sealedSeq, ...range, codec: 'zstd', content })
      .execute()
    await sql`update frame set bytes = null
              where county_id = ${countyId} and seq = any(${fitting.map((frame) => frame.seq)}::bigint[])`.execute(trx)
    return { blocks: 1, next: { sealedSeq, seq: last.seq + 1 } }
  })
}

/** As many as fit, at least one. */
function firstBytes<T extends { bytes: Buffer }>(frames: readonly T[], most: number): T[] {
  let size = 0
  const beyond = frames.findIndex(({ bytes }) => {
    size += bytes.length
    return size > most
  })
  return beyond < 0 ? [...frames] : frames.slice(0, Math.max(1, beyond))
}

/** Drops blocks of events ≤ `sealedThrough`; the bytes of kept frames go back to their rows first, block by block. */
async function purgeBlocks(
  db: Kysely<WeikeTables>,
  countyId: string,
  sealedThrough: number,
  kept: readonly number[],
): Promise<void> {
  const cited = await sql<{ sealedSeq: number; firstSeq: number }>`
    select sealed_seq, first_seq from frame_block
    where county_id = ${countyId} and sealed_seq <= ${sealedThrough}
      and exists (select 1 from unnest(${kept}::bigint[]) as kept(seq) where kept.seq between first_seq and last_seq)
    order by sealed_seq, first_seq`.execute(db)
  for (const block of cited.rows) await db.transaction().execute((trx) => restore(trx, countyId, block, kept))
  await sql`delete from frame_block where county_id = ${countyId} and sealed_seq <= ${sealedThrough}`.execute(db)
}

async function restore(
  trx: Transaction<WeikeTables>,
  countyId: string,
  { sealedSeq, firstSeq }: { sealedSeq: number; firstSeq: number },
  kept: readonly number[],
): Promise<void> {
  const block = await trx
    .deleteFrom('frameBlock')
    .where('countyId', '=', countyId)
    .where('sealedSeq', '=', sealedSeq)
    .where('firstSeq', '=', firstSeq)
    .returning(['lastSeq', 'content'])
    .executeTakeFirst()
  if (block === undefined) return
  const bytes = await unpackBlock(block.content)
  for (const seq of kept.filter((one) => one >= firstSeq && one <= block.lastSeq)) {
    await sql`update frame set bytes = ${bytes?.get(seq) ?? Buffer.alloc(0)}
              where county_id = ${countyId} and seq = ${seq} and sealed_seq = ${sealedSeq} and bytes is null`.execute(
      trx,
    )
  }
}
