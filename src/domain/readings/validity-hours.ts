import { civilOf, HOUR_MS } from '../../standards/civil-time.ts'
import { type ContextRule, PM10, PM25, usualRules, type ValidityRules } from './validity-table.ts'

/** Hourly means by the end of their hour [epoch ms], of one factor; hours that are missing or may not be used are absent. */
export type HoursOfFactor = ReadonlyMap<number, number>

/** What one device measured, by factor. [Weike's units] */
export type HourSeries = ReadonlyMap<string, HoursOfFactor>

/** What an hour looks like beside others. */
export interface HourVerdict {
  reason: string
  /** Goes onto the work list. A short, small inversion of PM2.5 and PM10 is suspect and nothing to send anybody after. */
  findings: boolean
}

/** Hours whose verdict depends on an hour, counted from it. */
export interface Influence {
  back: number
  ahead: number
}

/**
 * How far an hour reaches. `own`: hours of the same device; `neighbour`: hours of the devices it is a neighbour of. Whoever
 * re-judges these hours after one has come, changed or gone has what judging all hours at once would give.
 */
export function influenceOf(rules: ValidityRules): { own: Influence; neighbour: Influence } {
  const longestFlat = Math.max(0, ...[...rules.factors.values()].map((rule) => (rule.flatHours ?? 1) - 1))
  const run = Math.max(longestFlat, rules.inversionHours - 1)
  // A step looks two hours back: at the one before, and whether the value only came back to where it was.
  return { own: { back: run, ahead: Math.max(run, 2) }, neighbour: { back: 0, ahead: 2 } }
}

/**
 * Judges hours of one device beside the hours around them and beside its neighbours; pure.
 * Of several reasons the first stands: inversion of PM2.5 and PM10, flat line, step or spike, neighbours, high ozone at night.
 * @param hours ends of the hours to judge [epoch ms]; of each the hours of `influenceOf` around it must be in the series
 * @returns by factor and end of hour, what is suspect; nothing is said of the others
 */
export function judgeHours(
  series: HourSeries,
  neighbours: readonly HourSeries[],
  hours: Iterable<number>,
  rules: ValidityRules = usualRules,
): Map<string, Map<number, HourVerdict>> {
  const found = new Map<string, Map<number, HourVerdict>>()
  const wanted = [...hours]
  for (const [factor, own] of series) {
    const around = neighbours.flatMap((one) => one.get(factor) ?? [])
    const verdicts = new Map<number, HourVerdict>()
    for (const hour of wanted) {
      const value = own.get(hour)
      if (value === undefined) continue
      const verdict = judgeHour(series, factor, own, around, hour, value, rules)
      if (verdict !== null) verdicts.set(hour, verdict)
    }
    if (verdicts.size > 0) found.set(factor, verdicts)
  }
  return found
}

function judgeHour(
  series: HourSeries,
  factor: string,
  own: HoursOfFactor,
  around: readonly HoursOfFactor[],
  hour: number,
  value: number,
  rules: ValidityRules,
): HourVerdict | null {
  const rule = rules.factors.get(factor)
  const inverted = factor === PM25 || factor === PM10 ? inversionAt(series, hour, rules) : null
  if (inverted !== null) return { reason: 'pm-inversion', findings: inverted }
  const suspect = (reason: string): HourVerdict => ({ reason, findings: true })
  if (rule !== undefined) {
    if (rule.flatHours !== null && isFlat(own, hour, value, rule.flatHours)) return suspect('flat-line')
    if (isStep(own, around, hour, value, rule, rules)) return suspect('spike')
    if (fitsNot(around, hour, value, rule, rules)) return suspect('neighbours')
  }
  const atNight = rules.limits.get(factor)?.suspicionAtNight ?? null
  return atNight !== null && value > atNight && isNight(hour, rules) ? suspect('implausible') : null
}

/** Is PM2.5 over PM10, and if so, for long enough or by so much that somebody should look? Null: it is not. */
function inversionAt(series: HourSeries, hour: number, rules: ValidityRules): boolean | null {
  const excess = (at: number) => {
    const fine = series.get(PM25)?.get(at)
    const coarse = series.get(PM10)?.get(at)
    return fine === undefined || coarse === undefined || fine <= coarse ? null : { by: fine - coarse, coarse }
  }
  const here = excess(hour)
  if (here === null) return null
  if (here.by > Math.max(rules.inversionUgPerM3, rules.inversionShare * here.coarse)) return true
  const lasts = (direction: -1 | 1) => {
    let hours = 0
    while (hours < rules.inversionHours - 1 && excess(hour + direction * (hours + 1) * HOUR_MS) !== null) hours += 1
    return hours
  }
  return 1 + lasts(-1) + lasts(1) >= rules.inversionHours
}

/** Is it one of at least so many hours in a row with the very same value? */
function isFlat(own: HoursOfFactor, hour: number, value: number, least: number): boolean {
  let length = 1
  for (let at = hour - HOUR_MS; length < least && own.get(at) === value; at -= HOUR_MS) length += 1
  for (let at = hour + HOUR_MS; length < least && own.get(at) === value; at += HOUR_MS) length += 1
  return length >= least
}

/** A change from the hour before that nothing explains; the way back from one is none. */
function isStep(
  own: HoursOfFactor,
  around: readonly HoursOfFactor[],
  hour: number,
  value: number,
  rule: ContextRule,
  rules: ValidityRules,
): boolean {
  const before = own.get(hour - HOUR_MS)
  if (before === undefined || !isJump(around, hour - HOUR_MS, hour, before, value, rule, rules)) return false
  const earlier = own.get(hour - 2 * HOUR_MS)
  if (earlier === undefined) return true
  const cameBack =
    isJump(around, hour - 2 * HOUR_MS, hour - HOUR_MS, earlier, before, rule, rules) &&
    !isJump(around, hour - 2 * HOUR_MS, hour, earlier, value, rule, rules)
  return !cameBack
}

function isJump(
  around: readonly HoursOfFactor[],
  fromHour: number,
  toHour: number,
  from: number,
  to: number,
  rule: ContextRule,
  rules: ValidityRules,
): boolean {
  const change = Math.abs(to - from)
  if (rule.step !== null) return change > rule.step
  if (rule.noise === null || change <= rules.stepShare * Math.max(Math.abs(from), Math.abs(to))) return false
  const changes = around.flatMap((one) => {
    const [theirFrom, theirTo] = [one.get(fromHour), one.get(toHour)]
    return theirFrom === undefined || theirTo === undefined ? [] : [Math.abs(theirTo - theirFrom)]
  })
  if (changes.length < rules.stepNeighbours) return false
  return change > rules.stepTimesNeighbours * Math.max(median(changes), rule.noise)
}

/** Does it stand apart from the stations around (modified z-score, Iglewicz and Hoaglin 1993: 0.6745 (x − median) / MAD)? */
function fitsNot(
  around: readonly HoursOfFactor[],
  hour: number,
  value: number,
  rule: ContextRule,
  rules: ValidityRules,
): boolean {
  if (rule.noise === null) return false
  const theirs = around.flatMap((one) => one.get(hour) ?? [])
  if (theirs.length < rules.zNeighbours) return false
  const middle = median(theirs)
  const scatter = median(theirs.map((one) => Math.abs(one - middle))) / 0.6745
  return Math.abs(value - middle) / Math.max(scatter, rule.noise) > rules.zLimit
}

/** Middle of a list that is not empty. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2
}

/** Does the hour with this end lie in the night? [civil time] */
function isNight(hourEnd: number, rules: ValidityRules): boolean {
  const { hour } = civilOf(hourEnd)
  return hour > rules.nightFrom || hour <= rules.nightTo
}
