import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayOf, DAY_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { ReadingsStore } from '../readings/service.ts'
import type { RadiiOf } from './in-force.ts'
import { limitUnit, type Rule, type RuleDraft } from './model.ts'
import { replayRules, type WouldHave } from './past.ts'
import { unfit } from './table.ts'

export interface Preview {
  from: number
  to: number
  alerts: readonly WouldHave[]
  /** Civil days from the first to the last, with how many alerts each would have raised. */
  days: readonly { day: string; alerts: number }[]
  layers: number
}

/**
 * Says what a rule would have raised in so many civil days, the last of them `until` (left out: today, as far as it has come).
 * One question a person: the next one ends the one before, which is told so.
 * @throws Problem `rule-unfit`, `day-to-come`, `preview-replaced`
 */
export type PreviewRule = (principal: Principal, draft: RuleDraft, days: number, until?: string) => Promise<Preview>

/** No rule has this id. */
const DRAFT_ID = '00000000-0000-0000-0000-000000000000'

export function previewer(foundation: Foundation, readings: ReadingsStore, radiiOf: RadiiOf): PreviewRule {
  const asking = new Map<string, symbol>()
  return async (principal, draft, days, until) => {
    const { countyId } = principal
    allow(principal, 'read-rules', countyScope(countyId))
    const reason = unfit(draft)
    if (reason !== null) throw new Problem('rule-unfit', { params: { reason } })
    const now = foundation.clocks.domain.now()
    const last = startOfCivilDay(until ?? civilDayOf(now))
    if (last > now) throw new Problem('day-to-come')
    const asker = askerOf(principal)
    const question = Symbol(asker)
    asking.set(asker, question)
    const isCancelled = () => asking.get(asker) !== question
    const to = Math.min(now, last + DAY_MS)
    const from = last - (days - 1) * DAY_MS
    const rule: Rule = {
      ...draft,
      countyId,
      id: DRAFT_ID,
      unit: limitUnit(draft.kind, draft.resolution, draft.factor),
      enabled: true,
      approvedAt: 0,
      version: 1,
    }
    try {
      const plan = { rules: [rule], radiiKm: await radiiOf(countyId), from, to, isCancelled }
      const { alerts, layers } = await replayRules(foundation, readings, countyId, plan)
      if (isCancelled()) throw new Problem('preview-replaced')
      return { from, to, alerts, days: byDay(alerts, from, days), layers }
    } finally {
      if (!isCancelled()) asking.delete(asker)
    }
  }
}

function askerOf(principal: Principal): string {
  if (principal.kind === 'person') return `person ${principal.personId}`
  return principal.kind === 'token' ? `token ${principal.tokenId}` : `console ${principal.countyId}`
}

function byDay(alerts: readonly WouldHave[], from: number, days: number): { day: string; alerts: number }[] {
  // What is raised at midnight is of the hour that ends then: of the day before, as the span that is run through has it.
  const counts = Map.groupBy(alerts, (one) => civilDayOf(one.raisedAt - 1))
  return Array.from({ length: days }, (_, place) => {
    const day = civilDayOf(from + place * DAY_MS)
    return { day, alerts: counts.get(day)?.length ?? 0 }
  })
}
