import type { Quality, Resolution } from './model.ts'
import {
  type Edition,
  exhaustFactors,
  marks,
  PM10,
  PM25,
  type Reason,
  reasons,
  usualRules,
  type ValidityRules,
} from './validity-table.ts'

const byCode: ReadonlyMap<string, Reason> = new Map(reasons.map((reason) => [reason.code, reason]))

/** May a value with this reason be used? A code that the table does not know (a newer Weike's) is not trusted. */
export function qualityOfReason(code: string | null): Quality {
  if (code === null) return 'valid'
  return byCode.get(code)?.quality ?? 'invalid'
}

/** Does a value with this reason go onto the work list? */
export function isForWorkList(code: string | null): boolean {
  return code !== null && (byCode.get(code)?.findings ?? false)
}

/** What is known of one value by itself. */
export interface LoneValue {
  /** The standard's code. */
  factor: string
  /** `Rtd`, `Avg`, `Min`, `Max` …; limits hold for these four, marks for all. */
  statistic: string
  /** In Weike's unit; null: no number was sent. */
  value: number | null
  /** The device's mark as sent; null: none. */
  flag: string | null
  edition: Edition
  /** What the device's setting says of a value without a mark. */
  unmarked: 'valid' | 'invalid'
  /** What the air is of: limits are those of ambient air. Left out: ambient. */
  air?: 'ambient' | 'exhaust'
  /** Left out: the usual ones. */
  limits?: ValidityRules['limits']
}

/**
 * Judges one value alone: by its mark (HJ 212 by edition), then by the limits of its factor.
 * @returns code of the reason, or null when nothing speaks against it
 */
export function judgeValue(one: LoneValue): string | null {
  const mark = one.flag?.trim().toUpperCase() ?? ''
  const said = mark === '' ? unmarkedReason(one.unmarked) : markReason(mark, one.edition)
  // A mark says more than the lack of a number that comes with it (`a01005-Avg=-100,a01005-Flag=B`).
  if (said !== null && qualityOfReason(said) === 'invalid') return said
  if (one.value === null) return 'unreadable'
  const shown = one.air === 'exhaust' ? null : limitReason(one, one.value, one.limits ?? usualRules.limits)
  return shown !== null && qualityOfReason(shown) === 'invalid' ? shown : (said ?? shown)
}

function unmarkedReason(setting: LoneValue['unmarked']): string | null {
  return setting === 'invalid' ? 'unmarked' : null
}

function markReason(mark: string, edition: Edition): string | null {
  const known = marks[edition]
  return Object.hasOwn(known, mark) ? (known[mark] ?? null) : 'mark-unknown'
}

function limitReason(
  { factor, statistic }: Pick<LoneValue, 'factor' | 'statistic'>,
  value: number,
  limits: ValidityRules['limits'],
): string | null {
  const limit = limits.get(factor)
  const isMain = statistic === 'Rtd' || statistic === 'Avg'
  if (limit === undefined || (!isMain && statistic !== 'Min' && statistic !== 'Max')) return null
  if (value < limit.hardLow) return limit.concentration ? 'negative' : 'out-of-range'
  if (value > limit.hardHigh) return 'out-of-range'
  if (limit.concentration && value < 0) return 'slightly-negative'
  // The highest sample of a period is high by nature: only what stands for the period itself is implausible.
  return isMain && limit.suspicion !== null && value > limit.suspicion ? 'implausible' : null
}

export interface FrameToJudge {
  /** `code-Statistic`, codes of the standard. */
  columns: readonly string[]
  /** In Weike's units. */
  values: readonly (number | null)[]
  flags: readonly (string | null)[]
  unmarked: 'valid' | 'invalid'
  edition: Edition
  air?: 'ambient' | 'exhaust'
  /** Left out: the usual ones. */
  limits?: ValidityRules['limits']
}

/**
 * Judges all values of a frame, each alone and PM2.5 beside PM10.
 * @returns a reason (or null) for each column
 */
export function judgeFrame(input: FrameToJudge): (string | null)[] {
  const { unmarked, edition, air = 'ambient', limits = usualRules.limits } = input
  const found = input.columns.map((column, place) => {
    const [factor, statistic] = columnParts(column)
    const value = input.values[place] ?? null
    return judgeValue({ factor, statistic, value, flag: input.flags[place] ?? null, unmarked, edition, air, limits })
  })
  if (air === 'exhaust') return found
  for (const statistic of ['Rtd', 'Avg']) {
    const fine = input.columns.indexOf(`${PM25}-${statistic}`)
    const coarse = input.columns.indexOf(`${PM10}-${statistic}`)
    const places = [fine, coarse]
    if (!places.every((place) => place >= 0 && qualityOfReason(found[place] ?? null) !== 'invalid')) continue
    if ((input.values[fine] ?? 0) <= (input.values[coarse] ?? 0)) continue
    for (const place of places) {
      if (qualityOfReason(found[place] ?? null) === 'valid') found[place] = 'pm-inversion'
    }
  }
  return found
}

/** `a34004-Avg` → `a34004`, `Avg`. */
export function columnParts(column: string): [factor: string, statistic: string] {
  const cut = column.lastIndexOf('-')
  return cut < 0 ? [column, ''] : [column.slice(0, cut), column.slice(cut + 1)]
}

/** Are these the values of a flue? Only there values are converted to a standard content of oxygen (`Zs…`). */
export function isExhaust(readings: readonly { factor: string; statistic: string }[]): boolean {
  return readings.some(({ factor, statistic }) => exhaustFactors.has(factor) || statistic.startsWith('Zs'))
}

/** A span in which a device was checked with zero or span gas: its values then are not the air's. */
export interface Disturbance {
  deviceId: string
  /** Null: all factors. */
  factor: string | null
  /** [epoch ms]; `until` null: still going on. */
  from: number
  until: number | null
}

/** Does a check spoil a period of a device's factor? Any touch does, of an hour more than `checkMs`. */
export function isDisturbed(
  disturbances: readonly Disturbance[],
  period: { deviceId: string; resolution: Resolution; factor: string; periodStart: number; periodEnd: number },
  rules: ValidityRules,
): boolean {
  const { periodStart, periodEnd } = period
  const isSample = periodStart === periodEnd
  const tolerated = period.resolution === 'hour' ? rules.checkMs : 0
  return disturbances.some((one) => {
    if (one.deviceId !== period.deviceId || (one.factor !== null && one.factor !== period.factor)) return false
    const until = one.until ?? Number.POSITIVE_INFINITY
    if (isSample) return one.from <= periodEnd && periodEnd <= until
    return Math.min(until, periodEnd) - Math.max(one.from, periodStart) > tolerated
  })
}
