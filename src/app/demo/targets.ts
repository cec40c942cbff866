import type { Principal } from '../../domain/access/model.ts'
import { type NewTarget, setTarget } from '../../domain/targets/service.ts'
import { civilOf } from '../../standards/civil-time.ts'
import type { Installation } from '../installation.ts'

/** Invented targets of the demo county: of the year, and of its months from January on. [µg/m³] */
const ofYear = 34
const ofMonths = [56, 45, 41, 28, 25, 20, 21, 22, 26, 30, 41, 53] as const

/** Sets the targets of this year and the next, once. @param idOf makes the id of an act from what it sets */
export async function seedTargets(
  { foundation }: Installation,
  principal: Extract<Principal, { kind: 'console' }>,
  subjectId: string,
  idOf: (what: string) => string,
): Promise<void> {
  const now = foundation.clocks.domain.now()
  const { year: thisYear } = civilOf(now)
  for (const year of [thisYear, thisYear + 1]) {
    const common = {
      subjectId,
      factor: 'a34004',
      year,
      basis: `清屿区〔${year}〕1 号（模拟）`,
      replaces: null,
    } as const
    const wanted: NewTarget[] = [
      { ...common, averaging: 'year', month: null, value: ofYear },
      ...ofMonths.map((value, at): NewTarget => ({ ...common, averaging: 'month', month: at + 1, value })),
    ]
    for (const one of wanted) {
      await setTarget(
        foundation,
        principal,
        { actId: idOf(`target ${year} ${one.averaging} ${one.month ?? ''}`), actedAt: now },
        one,
      )
    }
  }
}
