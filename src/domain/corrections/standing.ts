import { HOUR_MS } from '../../standards/civil-time.ts'
import { mainStatistic, type Reading } from '../readings/model.ts'
import type { ReadingRow, ReadingsStore } from '../readings/service.ts'
import type { Correction } from './model.ts'

/** What is corrected: one factor of one device at one resolution. */
export type Corrected = Pick<Correction, 'deviceId' | 'factor' | 'resolution'>

/** Rows asked for at once. */
const ROWS_AT_ONCE = 2_000
/** Periods further apart than this are not read in one go: what lies between them is not wanted. [ms] */
const GAP_MS = 6 * HOUR_MS

/** All rows of a range, however many. */
export async function allRows(
  readings: ReadingsStore,
  countyId: string,
  query: Omit<Parameters<ReadingsStore['range']>[1], 'limit' | 'after'>,
): Promise<ReadingRow[]> {
  const all: ReadingRow[] = []
  for (;;) {
    const last = all.at(-1)
    const after = last === undefined ? {} : { after: { periodEnd: last.periodEnd, deviceId: last.deviceId } }
    const rows = await readings.range(countyId, { ...query, ...after, limit: ROWS_AT_ONCE })
    all.push(...rows)
    if (rows.length < ROWS_AT_ONCE) return all
  }
}

/** What stands now of a factor in the periods with these ends [epoch ms], by end; periods without it are left out. */
export async function standingAt(
  readings: ReadingsStore,
  countyId: string,
  { deviceId, factor, resolution }: Corrected,
  ends: readonly number[],
): Promise<Map<number, ReadingRow>> {
  const wanted = new Set(ends)
  const found = new Map<number, ReadingRow>()
  for (const { from, to } of clustersOf(ends)) {
    const rows = await allRows(readings, countyId, { deviceIds: [deviceId], resolution, factor, from: from - 1, to })
    for (const row of rows) {
      if (wanted.has(row.periodEnd) && mainReading(row, factor) !== undefined) found.set(row.periodEnd, row)
    }
  }
  return found
}

function clustersOf(ends: readonly number[]): { from: number; to: number }[] {
  const clusters: { from: number; to: number }[] = []
  for (const end of ends.toSorted((a, b) => a - b)) {
    const last = clusters.at(-1)
    if (last !== undefined && end - last.to <= GAP_MS) last.to = end
    else clusters.push({ from: end, to: end })
  }
  return clusters
}

/** The reading that stands for the period itself. */
export function mainReading(row: ReadingRow, factor: string): Reading | undefined {
  return row.readings.find((one) => one.factor === factor && one.statistic === mainStatistic(row.resolution))
}

/**
 * Numbers of the frames in which the values of a period came, superseded ones too; of an hour that was rolled up, those of its
 * minutes.
 */
export async function framesBehind(
  readings: ReadingsStore,
  countyId: string,
  { deviceId, factor, resolution }: Corrected,
  row: ReadingRow,
): Promise<number[]> {
  const layers = await readings.layers(countyId, deviceId, resolution, row.periodEnd)
  const own = layers.filter((layer) => layer.source === 'frame').map((layer) => layer.seq)
  if (own.length > 0 || resolution !== 'hour') return own
  const { periodStart: from, periodEnd: to } = row
  const minutes = await allRows(readings, countyId, {
    deviceIds: [deviceId],
    resolution: 'minute',
    factor,
    from,
    to,
  })
  const seqs = minutes.flatMap((minute) =>
    minute.readings.filter((one) => one.source === 'frame').map((one) => one.seq),
  )
  return [...new Set(seqs)].sort((a, b) => a - b)
}
