import { civilDayOf } from '../../../src/standards/civil-time.ts'
import type { Alert } from '../../api/queries.ts'
import { groupedBy } from '../../parts/grouped.ts'

/** What of an alert decides how it stands in the stream. */
export type Streamed = Pick<
  Alert,
  'id' | 'ruleId' | 'stationId' | 'feed' | 'factor' | 'severity' | 'state' | 'silenceId' | 'verdict' | 'raisedAt'
>

/** A row of the stream: an alert, with those like it of the same day that stand folded under it. */
export interface StreamRow<A extends Streamed> {
  alert: A
  /** Civil day in which it was raised. */
  day: string
  /** Stands under the row of this alert, unfolded; null: it stands by itself. */
  under: string | null
  /** How many like it the day brought, itself included; 1 below others. */
  times: number
}

/**
 * The stream as it is read: repeats of one rule at one place, of one day and alike in how they stand, folded under the newest of
 * them. One that needs a hand never hides under one that does not: `state` is part of being alike.
 * @param alerts newest first
 * @param unfolded ids of the alerts whose repeats are shown
 */
export function streamRows<A extends Streamed>(alerts: readonly A[], unfolded: ReadonlySet<string>): StreamRow<A>[] {
  const alike = groupedBy(alerts, likeness)
  return alerts.flatMap((alert) => {
    const all = alike.get(likeness(alert)) ?? []
    if (all[0] !== alert) return []
    const row = (one: A, under: string | null, times: number) => ({ alert: one, day: dayOf(one), under, times })
    const repeats = unfolded.has(alert.id) ? all.slice(1).map((one) => row(one, alert.id, 1)) : []
    return [row(alert, null, all.length), ...repeats]
  })
}

function dayOf({ raisedAt }: Streamed): string {
  return civilDayOf(Date.parse(raisedAt))
}

function likeness(alert: Streamed): string {
  const { ruleId, stationId, feed, factor, severity, state, silenceId } = alert
  return [dayOf(alert), ruleId, stationId, feed?.id ?? '', factor, severity, state, silenceId === null ? '' : 's'].join(
    ' ',
  )
}

/** What an alert waits for: somebody who says it was seen, then somebody who says what it was. Null: nothing more. */
export function nextStep({ state, verdict, silenceId }: Pick<Streamed, 'state' | 'verdict' | 'silenceId'>) {
  if (state === 'open') return 'acknowledge'
  // Nobody was told of what was silenced, and nobody need judge it.
  return verdict === null && silenceId === null ? 'verify' : null
}
