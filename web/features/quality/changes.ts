import type { Resolution } from '../../../src/domain/readings/model.ts'
import { HOUR_MS, hourEndingAt } from '../../../src/standards/civil-time.ts'
import { inputOf } from '../../time/inputs.ts'

/** A period of a correction that is being written: what stands, and what a person wants to stand instead. */
export interface ChangeDraft {
  /** end of the period [epoch ms] */
  end: number
  before: number | null
  /** as typed; empty: stays as it is */
  after: string
}

/** A number as people type it: with a point, a comma or a true minus; null while it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace('−', '-').replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}

/** A value as it is, not rounded as screens round it: two people agree to this very number. True minus. */
export function exactText(value: number): string {
  return String(Number(value.toPrecision(10))).replace('-', '−')
}

/** What a draft changes: only what was typed and differs; of a voiding every value that is there. */
export function changesOf(
  kind: 'replace' | 'void',
  drafts: readonly ChangeDraft[],
): { end: number; value: number | null }[] {
  if (kind === 'void') return drafts.flatMap(({ end, before }) => (before === null ? [] : [{ end, value: null }]))
  return drafts.flatMap(({ end, before, after }) => {
    const value = numberOf(after)
    return value === null || value === before ? [] : [{ end, value }]
  })
}

/** Whether something was typed that is no number. */
export function isMistyped({ after }: ChangeDraft): boolean {
  return after.trim() !== '' && numberOf(after) === null
}

const around: Readonly<Partial<Record<Resolution, number>>> = { minute: 3 * HOUR_MS, hour: 24 * HOUR_MS }

/** The period in which a finding is looked at: itself with what was before and after it, as far as there is an after by now. */
export function lookWindow(
  resolution: Resolution,
  firstEnd: number,
  lastEnd: number,
  now: number,
): { from: string; to: string } {
  const air = around[resolution] ?? 24 * HOUR_MS
  return { from: inputOf(firstEnd - air), to: inputOf(Math.max(lastEnd, Math.min(lastEnd + air, hourEndingAt(now)))) }
}
