import { createHash } from 'node:crypto'
import type { Principal } from '../../domain/access/model.ts'
import { nameOfPeriod } from '../../domain/evaluations/model.ts'
import { bringPeers, type Figures, noFigures } from '../../domain/evaluations/service.ts'
import { monthPeriod } from '../../standards/civil-days.ts'
import { civilOf } from '../../standards/civil-time.ts'
import type { Installation } from '../installation.ts'

type Row = readonly [name: string, ...six: [number, number, number, number, number, number], goodDays: number]

/**
 * Invented districts around the demo county in the last month and the same one a year before: PM2.5, PM10, SO2, NO2, CO (95th
 * percentile), O3 (90th), good-day ratio. Nobody measured them, and their names say so; two of them share a place.
 */
// biome-ignore format: a table to proof-read
const now: readonly Row[] = [
  ['澜山县（模拟）', 24, 41, 6, 15, 0.9, 118, 96.7],
  ['云汀区（模拟）', 27, 46, 7, 18, 1.0, 121, 93.3],
  ['石塘县（模拟）', 27, 46, 7, 18, 1.0, 121, 90.0],
  ['清屿区',        31, 52, 7, 21, 1.1, 126, 90.0],
  ['松涛县（模拟）', 33, 55, 8, 22, 1.1, 131, 86.7],
  ['沙洲区（模拟）', 36, 60, 9, 25, 1.2, 134, 83.3],
]
/** As such a table prints them, in the order of `now`: 2.92, 3.24, 3.24, 3.60, 3.79, 4.11. */
const ranks = [1, 2, 2, 4, 5, 6]
// biome-ignore format: a table to proof-read
const before: readonly Row[] = [
  ['澜山县（模拟）', 25, 43, 6, 16, 0.9, 120, 96.7],
  ['云汀区（模拟）', 26, 47, 7, 18, 1.0, 124, 93.3],
  ['石塘县（模拟）', 29, 50, 7, 20, 1.1, 122, 90.0],
  ['清屿区',        37, 58, 8, 23, 1.2, 128, 80.0],
  ['松涛县（模拟）', 34, 55, 8, 23, 1.1, 130, 86.7],
  ['沙洲区（模拟）', 38, 63, 9, 26, 1.2, 131, 83.3],
]

/** Brings the invented ranking tables in as a file would be, once. @param importId of the act; the same again changes nothing */
export async function seedPeers(
  { foundation }: Installation,
  principal: Extract<Principal, { kind: 'console' }>,
  importId: string,
): Promise<void> {
  const { year, month } = civilOf(foundation.clocks.domain.now())
  const last = month === 1 ? monthPeriod(year - 1, 12) : monthPeriod(year, month - 1)
  const earlier = month === 1 ? monthPeriod(year - 2, 12) : monthPeriod(year - 1, month - 1)
  const rows = [
    ...now.map((row, place) => ({
      name: row[0],
      period: nameOfPeriod(last),
      figures: { ...figuresOf(row), rank: ranks[place] ?? null },
    })),
    ...before.map((row) => ({ name: row[0], period: nameOfPeriod(earlier), figures: figuresOf(row) })),
  ]
  const sha256 = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  await bringPeers(foundation, principal, { kind: 'rankings', rows }, { importId, sha256 }, null)
}

function figuresOf([, pm25, pm10, so2, no2, co, o3, goodDays]: Row): Figures {
  return { ...noFigures, pm25, pm10, so2, no2, co, o3, goodDays }
}
