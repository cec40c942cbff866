import type { Db } from '../../platform/foundation.ts'
import type { Span } from '../../standards/civil-days.ts'
import { withoutExcluded } from '../../standards/exclusions.ts'
import type { DaySeries } from '../../standards/statistics.ts'
import type { FactorCode } from '../../standards/statistics-table.ts'
import { daysOf } from './day-store.ts'
import { exclusionsIn } from './exclusion-store.ts'
import { appliedOf, seriesOf } from './series.ts'
import { concerning, subjectNamed, subjectsOf } from './subjects.ts'

/** The valid day values of a station, as they were measured and as an official report takes them: without what was taken out. */
export interface StationSeries {
  measured: DaySeries
  reported: DaySeries
}

/**
 * One factor at a station over a span of days. Who asks has looked whether the person may.
 * @throws Problem `target-unknown` for a station that there is not
 */
export async function stationSeries(
  db: Db,
  countyId: string,
  stationId: string,
  factor: FactorCode,
  span: Span,
): Promise<StationSeries> {
  const [days, exclusions] = await Promise.all([
    daysOf(db, countyId, [stationId], span),
    exclusionsIn(db, countyId, span),
  ])
  const measured = seriesOf(days, span)[factor]
  if (exclusions.length === 0) return { measured, reported: measured }
  const subjects = await subjectsOf(db, countyId)
  const own = concerning(exclusions, subjectNamed(subjects, stationId), subjects)
  return { measured, reported: withoutExcluded(measured, factor, appliedOf(own)) }
}
