import type { Case } from '../../api/queries.ts'
import type { CaseSpot } from '../../map/marks.ts'

/** Cases of every state that have a place, as a map shows them; what is closed is late no more. */
export function placedCases(cases: readonly Case[]): CaseSpot[] {
  return cases.flatMap(({ id, title, stage, late, state, lonWgs84, latWgs84 }) =>
    lonWgs84 === null || latWgs84 === null
      ? []
      : [{ id, title, stage, late: late && state !== 'closed', lonWgs84, latWgs84 }],
  )
}
