import type { Binding } from '../devices/model.ts'
import { bindingAt } from '../devices/model.ts'
import { isUsable, mainStatistic, type Reading } from '../readings/model.ts'
import type { Rule } from './model.ts'

/** A reading over the threshold of a rule, at the station where its device stood in that period. */
export interface Exceedance {
  rule: Rule
  stationId: string
  deviceId: string
  factor: string
  periodEnd: number
  value: number
  frameSeq: number
}

/** Data that were older than this when they came raise no live alert: nobody could act on them (back-fill after an outage). [ms] */
export const LIVE_WITHIN_MS = 3 * 3_600_000

/**
 * What the rules say of some readings; pure, in the order of the readings.
 * A reading that is not usable (no value, or a quality that forbids it) never exceeds, and only what a device sent does: what
 * was worked out, imported, judged or corrected is nothing that happened now.
 * How late a reading is says its arrival, not the moment at which the rules come to look: after a crash, however long it
 * lasted, they say what they would have said before.
 * @param bindings of the devices in the readings
 */
export function exceedances(
  rules: readonly Rule[],
  readings: readonly Reading[],
  bindings: readonly Binding[],
): Exceedance[] {
  const enabled = rules.filter((rule) => rule.enabled)
  return readings.flatMap((reading) => {
    if (!isUsable(reading) || reading.value === null) return []
    if (reading.source !== 'frame') return []
    if (reading.statistic !== mainStatistic(reading.resolution)) return []
    if (reading.periodEnd < reading.recordedAt - LIVE_WITHIN_MS) return []
    const { value } = reading
    const found: Exceedance[] = []
    for (const rule of enabled) {
      if (rule.factor !== reading.factor || rule.resolution !== reading.resolution || value <= rule.threshold) continue
      const bound = bindingAt(
        bindings.filter((one) => one.deviceId === reading.deviceId),
        reading.periodEnd,
      )
      if (bound?.subjectType !== 'station') continue
      if (rule.stationId !== null && rule.stationId !== bound.subjectId) continue
      found.push({
        rule,
        stationId: bound.subjectId,
        deviceId: reading.deviceId,
        factor: reading.factor,
        periodEnd: reading.periodEnd,
        value,
        frameSeq: reading.seq,
      })
    }
    return found
  })
}

/**
 * Which alerts an exceedance may join: those whose first to last period touch this span, the rule's window on either side of
 * its own period. [epoch ms]
 */
export function groupSpan(rule: Rule, periodEnd: number): { from: number; to: number } {
  return { from: periodEnd - rule.groupWindowMs, to: periodEnd + rule.groupWindowMs }
}
