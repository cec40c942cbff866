import type { Pool } from 'pg'
import type { Layouts } from './layouts.ts'
import type { PeriodSpan, SpansQuery } from './model.ts'
import { numbersLiteral } from './postgres-literals.ts'
import { byPeriod, rowOf } from './postgres-range.ts'
import { ROW_COLUMNS, readRows, toRecords } from './postgres-rows.ts'
import type { ReadingRow } from './store.ts'

/**
 * What stands in many spans of devices, in one statement. Each span is a stretch of the index of its device; the order within it
 * keeps the planner from reading all that lies between the first and the last span instead.
 */
export async function readSpans(
  pool: Pool,
  layouts: Layouts,
  countyId: string,
  { resolution, spans, uncorrected }: SpansQuery,
): Promise<ReadingRow[]> {
  const asked = mergedSpans(spans)
  if (asked.length === 0) return []
  const firsts = asked.map((span) => span.firstEnd)
  const lasts = asked.map((span) => span.lastEnd)
  // With the outermost bounds known the planner leaves out the parts of the table that hold none of them.
  const rows = await readRows(
    pool,
    `select found.* from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as asked(device_id, first_end, last_end)
     cross join lateral (
       select ${ROW_COLUMNS} from weike.reading r
       where r.county_id = $1 and r.device_id = asked.device_id and r.resolution = $5
         and r.period_end between asked.first_end and asked.last_end and r.period_end between $6 and $7
         and not ($8 and r.source = 'correction')
       order by r.period_end, r.version) found
     order by found.device_id, found.period_end, found.version`,
    [
      countyId,
      asked.map((span) => span.deviceId),
      numbersLiteral(firsts),
      numbersLiteral(lasts),
      resolution,
      firsts.reduce((a, b) => Math.min(a, b)),
      lasts.reduce((a, b) => Math.max(a, b)),
      uncorrected,
    ],
  )
  const records = await toRecords(pool, layouts, countyId, rows)
  return byPeriod(records).flatMap((group) => rowOf(group) ?? [])
}

/** The same periods in spans that share none: of two findings about one hour it is read once. */
export function mergedSpans(spans: readonly PeriodSpan[]): PeriodSpan[] {
  const merged: PeriodSpan[] = []
  for (const ofDevice of Map.groupBy(spans, ({ deviceId }) => deviceId).values()) {
    let last: PeriodSpan | undefined
    for (const span of ofDevice.toSorted((a, b) => a.firstEnd - b.firstEnd)) {
      if (last !== undefined && span.firstEnd <= last.lastEnd) last.lastEnd = Math.max(last.lastEnd, span.lastEnd)
      else {
        last = { ...span }
        merged.push(last)
      }
    }
  }
  return merged
}
