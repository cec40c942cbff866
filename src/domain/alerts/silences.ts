import type { Silence } from './model.ts'

/** What might be silenced: an alert of a rule at a station, of a factor (empty: of the device as a whole). */
interface Silenced {
  ruleId: string
  stationId: string
  factor: string
}

/** The silence that covers something at an instant [epoch ms]; undefined: somebody is to be told. */
export function silenceOver(silences: readonly Silence[], what: Silenced, at: number): Silence | undefined {
  return silences.find(
    (one) =>
      one.from <= at &&
      at < endOf(one) &&
      (one.ruleId === null || one.ruleId === what.ruleId) &&
      (one.stationId === null || one.stationId === what.stationId) &&
      (one.factor === null || one.factor === what.factor),
  )
}

/** It expires by itself, unless somebody ends it before. [epoch ms] */
export function endOf({ until, endedAt }: Pick<Silence, 'until' | 'endedAt'>): number {
  return endedAt === null ? until : Math.min(until, endedAt)
}
