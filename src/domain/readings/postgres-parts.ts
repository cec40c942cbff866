import type { Pool } from 'pg'
import { civilOf } from '../../standards/civil-time.ts'
import type { Resolution } from './model.ts'
import { type Period, periodOf } from './periods.ts'

/**
 * How the table of readings is cut: by civil month (`YYYYMM`) or year (`YYYY`) of Asia/Shanghai in which a period ends.
 * Days, months and years are few and lie in one table.
 */
export const cutBy = { realtime: 'month', minute: 'month', hour: 'year' } as const
export type CutResolution = keyof typeof cutBy

/** A part of the table: periods that end in (endsAfter, endsBy]. [epoch ms] */
export interface Part {
  resolution: CutResolution
  label: string
  endsAfter: number
  endsBy: number
}

/**
 * The part that a period belongs to, null where there are none. What ends exactly at midnight belongs to the month or year
 * that ends there.
 * @param periodEnd [epoch ms]
 */
export function partOf(resolution: Resolution, periodEnd: number): Part | null {
  if (!isCut(resolution)) return null
  const { start, end }: Period = periodOf(cutBy[resolution], periodEnd)
  const { year, month } = civilOf(start)
  const label = String(year).padStart(4, '0') + (cutBy[resolution] === 'month' ? String(month).padStart(2, '0') : '')
  return { resolution, label, endsAfter: start, endsBy: end }
}

function isCut(resolution: Resolution): resolution is CutResolution {
  return resolution in cutBy
}

interface Placed {
  resolution: Resolution
  periodEnd: number
}

/** The parts that are there, as far as this process knows. */
export interface Parts {
  /** Makes the parts that these periods need and this process does not know of, each on a connection and in a transaction of its own. */
  ensure(periods: Iterable<Placed>): Promise<void>
  /** Is the part of a period known to be there? */
  has(period: Placed): boolean
  /** Nothing is known any more: somebody has dropped a part. */
  forget(): void
}

export function postgresParts(pool: Pool): Parts {
  const known = new Map<Resolution, Part[]>()
  const has = ({ resolution, periodEnd }: Placed) =>
    !isCut(resolution) ||
    (known.get(resolution)?.some((part) => part.endsAfter < periodEnd && periodEnd <= part.endsBy) ?? false)

  async function make(part: Part): Promise<void> {
    await pool.query('select weike.make_reading_part($1, $2, $3, $4)', [
      part.resolution,
      part.label,
      part.endsAfter,
      part.endsBy,
    ])
    const others = known.get(part.resolution)?.filter((one) => one.label !== part.label) ?? []
    // The newest first: nearly all that comes belongs there.
    known.set(
      part.resolution,
      [...others, part].sort((a, b) => b.endsBy - a.endsBy),
    )
  }

  return {
    async ensure(periods) {
      for (const period of periods) {
        if (has(period)) continue
        const part = partOf(period.resolution, period.periodEnd)
        if (part !== null) await make(part)
      }
    },
    has,
    forget: () => known.clear(),
  }
}

/** Has an insertion found no part for its row (check_violation: no other check fails on what is written here)? */
export function isPartMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23514'
}
