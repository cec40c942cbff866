import type { Certainty } from './certainty.ts'
import { type Edition, GB3095_2026_FINAL, STANDARDS_OF_2026 } from './editions.ts'

/**
 * Limits of ambient air: GB 3095-2012 with its amendment of 2018, GB 3095-2026 in both its phases.
 * Which table holds is told by the day of the data, never by today. Concentrations in µg/m³, CO in mg/m³.
 */

/** Averaging time of a limit. `8h` is the largest eight-hour mean of the day; `24h` is called 日平均 in the edition of 2026. */
export type Averaging = 'year' | 'quarter' | '24h' | '8h' | '1h'

/** Grade I for class I areas (nature reserves, scenic areas), grade II for everything else (clause 4 of both editions). */
export type Grade = 'I' | 'II'

/** `transitional`: 过渡阶段浓度限值 of GB 3095-2026, table 1. */
export type Phase = 'only' | 'transitional' | 'final'

export interface Limit {
  /** Code of standards/factors; `BaP`, benzo[a]pyrene, which no device sends, goes by its name. */
  factor: string
  averaging: Averaging
  grades: Readonly<Record<Grade, number>>
  certainty: Certainty
  /** Clause. */
  source: string
}

export interface LimitTable {
  edition: Edition
  phase: Phase
  name: string
  /** First civil day `YYYY-MM-DD` of the data to which it applies. */
  from: string
  certainty: Certainty
  source: string
  limits: readonly Limit[]
}

type Pair = readonly [I: number, II: number]

const T1 = 'table 1'
const T2 = 'table 2, applied as the ministry or the province decides'

/**
 * Factor, averaging, grades I and II of 2012, of 2026 until 2030 and of 2026 from 2031, marks of 2012, of both phases of 2026,
 * table. Sources: GB 3095-2012 tables 1 and 2; GB 3095-2026 tables 1 and 2 (public transcriptions of the official text).
 */
// biome-ignore format: a table to proof-read
const rows: readonly (readonly [string, Averaging, Pair, Pair, Pair, readonly [Certainty, Certainty, Certainty], string])[] = [
  // factor     averaging  2012              2026 transitional  2026 from 2031    marks            table
  ['a21026', 'year',    [20, 60],         [20, 60],          [20, 20],         ['S', 'S', 'S'], T1], // SO2
  ['a21026', '24h',     [50, 150],        [50, 150],         [50, 50],         ['S', 'S', 'S'], T1],
  ['a21026', '1h',      [150, 500],       [150, 500],        [150, 150],       ['S', 'S', 'P'], T1],
  ['a21004', 'year',    [40, 40],         [40, 40],          [30, 30],         ['S', 'S', 'S'], T1], // NO2
  ['a21004', '24h',     [80, 80],         [80, 80],          [50, 50],         ['S', 'S', 'S'], T1],
  ['a21004', '1h',      [200, 200],       [200, 200],        [200, 200],       ['S', 'S', 'S'], T1],
  ['a21005', '24h',     [4, 4],           [4, 4],            [4, 4],           ['S', 'S', 'S'], T1], // CO
  ['a21005', '1h',      [10, 10],         [10, 10],          [10, 10],         ['S', 'S', 'S'], T1],
  ['a05024', '8h',      [100, 160],       [100, 160],        [100, 160],       ['S', 'S', 'S'], T1], // O3
  ['a05024', '1h',      [160, 200],       [160, 200],        [160, 200],       ['S', 'S', 'S'], T1],
  ['a34002', 'year',    [40, 70],         [40, 60],          [20, 50],         ['S', 'S', 'P'], T1], // PM10; P for grade I
  ['a34002', '24h',     [50, 150],        [50, 120],         [50, 100],        ['S', 'S', 'S'], T1],
  ['a34004', 'year',    [15, 35],         [15, 30],          [10, 25],         ['S', 'S', 'S'], T1], // PM2.5
  ['a34004', '24h',     [35, 75],         [35, 60],          [25, 50],         ['S', 'S', 'S'], T1],
  ['a34001', 'year',    [80, 200],        [80, 200],         [80, 200],        ['S', 'P', 'P'], T2], // TSP
  ['a34001', '24h',     [120, 300],       [120, 300],        [120, 300],       ['S', 'P', 'P'], T2],
  ['a21002', 'year',    [50, 50],         [50, 50],          [40, 40],         ['S', 'P', 'P'], T2], // NOx as NO2
  ['a21002', '24h',     [100, 100],       [100, 100],        [70, 70],         ['S', 'P', 'P'], T2],
  ['a21002', '1h',      [250, 250],       [250, 250],        [250, 250],       ['S', 'P', 'P'], T2],
  ['a20044', 'year',    [0.5, 0.5],       [0.5, 0.5],        [0.5, 0.5],       ['S', 'P', 'P'], T2], // Pb
  ['a20044', 'quarter', [1, 1],           [1, 1],            [1, 1],           ['S', 'P', 'P'], T2],
  ['BaP',    'year',    [0.001, 0.001],   [0.001, 0.001],    [0.001, 0.001],   ['S', 'P', 'P'], T2],
  ['BaP',    '24h',     [0.0025, 0.0025], [0.0025, 0.0025],  [0.0025, 0.0025], ['S', 'P', 'P'], T2],
]

function columnOf(place: 0 | 1 | 2, standard: string): readonly Limit[] {
  return rows.map(([factor, averaging, only, transitional, final, marks, table]) => {
    const [I, II] = [only, transitional, final][place] ?? only
    return { factor, averaging, grades: { I, II }, certainty: marks[place], source: `${standard}, ${table}` }
  })
}

/** Every table, the oldest first. */
export const limitTables: readonly LimitTable[] = [
  {
    edition: '2012',
    phase: 'only',
    name: 'GB 3095-2012',
    from: '1970-01-01',
    certainty: 'S',
    source: 'GB 3095-2012 with its amendment of 2018-08-13',
    limits: columnOf(0, 'GB 3095-2012'),
  },
  {
    edition: '2026',
    phase: 'transitional',
    name: 'GB 3095-2026 transitional',
    from: STANDARDS_OF_2026,
    certainty: 'S',
    source: 'GB 3095-2026, 4.4',
    limits: columnOf(1, 'GB 3095-2026'),
  },
  {
    edition: '2026',
    phase: 'final',
    name: 'GB 3095-2026',
    from: GB3095_2026_FINAL,
    certainty: 'S',
    source: 'GB 3095-2026, 4.4',
    limits: columnOf(2, 'GB 3095-2026'),
  },
]

/**
 * The table of limits for data of a day.
 * @param day civil day `YYYY-MM-DD` of the data
 * @param edition judges by this edition whatever the day (“what if”): of 2026 the transitional limits until 2030-12-31,
 *   before it came into force too
 */
export function limitsInForce(day: string, edition?: Edition): LimitTable {
  const known = limitTables.filter((table) => edition === undefined || table.edition === edition)
  const found = known.findLast((table) => table.from <= day) ?? known[0]
  if (found === undefined) throw new RangeError(`no limits of the edition ${edition}`)
  return found
}

/** The limit of a factor, or null where the table has none. [µg/m³, CO mg/m³] */
export function limitOf(table: LimitTable, factor: string, averaging: Averaging, grade: Grade = 'II'): number | null {
  const limit = table.limits.find((one) => one.factor === factor && one.averaging === averaging)
  return limit?.grades[grade] ?? null
}
