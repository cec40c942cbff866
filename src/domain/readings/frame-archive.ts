import { type Kysely, sql } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { ArchivedFrame, FrameArchive } from '../../platform/ledger/frame-archive.ts'

/** Frames in one statement of a purge: short transactions, so that arriving frames never wait behind it. */
const PURGED_AT_ONCE = 2000

const archivedColumns = ['sealedSeq', 'seq', 'mn', 'dataHour', 'sha256', 'bytes'] as const

/** The frames in PostgreSQL as the ledger needs them. Each call is a statement or a few, each its own transaction. */
export function postgresFrameArchive(db: Kysely<WeikeTables>): FrameArchive {
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

    async countPurgeable(countyId, sealedThrough, kept) {
      const counted = await sql<{ count: number }>`
        select count(*) as count from frame
        where county_id = ${countyId} and sealed_seq is not null and bytes is not null
          and sealed_seq <= ${sealedThrough} and seq <> all(${kept}::bigint[])`.execute(db)
      return counted.rows[0]?.count ?? 0
    },

    async purge(countyId, sealedThrough, kept) {
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

    async sealedFrames(countyId, after, limit) {
      let query = db
        .selectFrom('frame')
        .select(archivedColumns)
        .where('countyId', '=', countyId)
        .where('sealedSeq', 'is not', null)
        .orderBy('sealedSeq')
        .orderBy('seq')
        .limit(limit)
      if (after !== null) query = query.where(sql<boolean>`(sealed_seq, seq) > (${after.sealedSeq}, ${after.seq})`)
      return query.execute()
    },

    async unsealedFrames(countyId) {
      return db
        .selectFrom('frame')
        .select(['seq', 'mn', 'dataHour', 'sha256'])
        .where('countyId', '=', countyId)
        .where('sealedSeq', 'is', null)
        .orderBy('seq')
        .execute()
    },

    async frames(countyId, seqs): Promise<ArchivedFrame[]> {
      if (seqs.length === 0) return []
      return db
        .selectFrom('frame')
        .select(archivedColumns)
        .where('countyId', '=', countyId)
        .where(sql<boolean>`seq = any(${seqs}::bigint[])`)
        .orderBy('seq')
        .execute()
    },
  }
}
