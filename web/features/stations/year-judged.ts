import { limitOf, limitTables } from '../../../src/standards/limits.ts'
import type { FactorName } from '../../../src/standards/statistics-table.ts'
import type { Compared, Evaluation } from '../evaluation/queries.ts'

/** The statistic by which a factor's year is judged, beside the limit of each edition. */
export interface YearFigure {
  factor: string
  name: FactorName
  unit: string
  /** null: it is the annual mean */
  percentile: number | null
  value: number | null
  /** against the same days of the year before [%] */
  change: number | null
  /** of each table of limits, the oldest first */
  limits: readonly { limit: number | null; holds: boolean | null }[]
}

/**
 * What a year is told by (GB 3095, 4.3; HJ 663-2013, table 3): the annual mean of PM2.5, PM10, SO2 and NO2, of ozone the 90th
 * percentile of the highest 8-hour means, of CO the 95th of the daily means. Unrounded values are compared, as the evaluation does.
 */
export function yearFiguresOf(evaluation: Evaluation, compared: Compared | undefined): YearFigure[] {
  const changes = compared?.byTable.find(({ table }) => table === evaluation.table)?.values ?? []
  return evaluation.factors.map(({ factor, name, unit, mean, percentile }) => {
    const isMean = name !== 'o3' && name !== 'co'
    const value = isMean ? mean : (percentile?.value ?? null)
    const averaging = isMean ? 'year' : name === 'o3' ? '8h' : '24h'
    return {
      ...{ factor, name, unit, value },
      percentile: isMean ? null : (percentile?.p ?? null),
      change: changes.find(({ measure }) => measure === name)?.change?.value ?? null,
      limits: limitTables.map((table) => {
        const limit = limitOf(table, factor, averaging)
        return { limit, holds: limit === null || value === null ? null : value <= limit }
      }),
    }
  })
}
