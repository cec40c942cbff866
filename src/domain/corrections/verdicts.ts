import type { Reading } from '../readings/model.ts'
import {
  type Disturbance,
  type HourSeries,
  type HourVerdict,
  isDisturbed,
  isExhaust,
  isForWorkList,
  judgeValue,
  qualityOfReason,
  type ReadingRow,
  type ValidityRules,
} from '../readings/service.ts'
import { correctionReason } from './model.ts'

/** What stands of a value once it is judged. */
export interface Verdict {
  reading: Reading
  /** Code of the reason, or null: nothing speaks against it. */
  reason: string | null
  /** Is it for the work list? */
  findings: boolean
}

/** Reasons that people gave; no check goes over them. */
const decided: ReadonlySet<string> = new Set(Object.values(correctionReason))

/**
 * Reasons that this judging gives and takes back. Any other (a device's mark, too few data in a roll-up) comes with the
 * value, says more than a check from outside, and stays.
 */
const own: ReadonlySet<string> = new Set([
  'out-of-range',
  'negative',
  'slightly-negative',
  'implausible',
  'pm-inversion',
  'flat-line',
  'spike',
  'neighbours',
  'zero-span',
  'dispelled',
])

/** Those of them that the limits of ambient air give. */
const byLimits: ReadonlySet<string> = new Set(['out-of-range', 'negative', 'slightly-negative', 'implausible'])

/** Was it two people who said so? */
export function isDecided(reason: string | null): boolean {
  return reason !== null && decided.has(reason)
}

/**
 * Judges a value as far as it can be without looking at others: what came with it, what was done to the device at the time, its
 * limits. A value that came with the frame was judged by the same limits there; a rolled-up or imported one was not. Exhaust has
 * no such limits: of it stands what its frame said.
 */
function alone(reading: Reading, air: Air, disturbances: readonly Disturbance[], rules: ValidityRules): string | null {
  const { reason, factor, statistic, value } = reading
  if (reason !== null && !own.has(reason)) return reason
  if (isDisturbed(disturbances, reading, rules)) return 'zero-span'
  if (air === 'exhaust') return reason !== null && byLimits.has(reason) ? reason : null
  // The flag was judged when the frame came; what it said stands above.
  const { limits } = rules
  return judgeValue({ factor, statistic, value, flag: null, edition: '2017', unmarked: 'valid', limits })
}

type Air = 'ambient' | 'exhaust'

function airOf(row: ReadingRow): Air {
  return isExhaust(row.readings) ? 'exhaust' : 'ambient'
}

/** The usable hourly means of rows of ambient air, by device: what checks of hours beside one another look at. */
export function seriesOf(
  rows: readonly ReadingRow[],
  disturbances: readonly Disturbance[],
  rules: ValidityRules,
): Map<string, HourSeries> {
  const byDevice = new Map<string, Map<string, Map<number, number>>>()
  for (const row of rows) {
    const { deviceId, readings } = row
    if (airOf(row) === 'exhaust') continue
    const ofDevice = byDevice.get(deviceId) ?? new Map<string, Map<number, number>>()
    byDevice.set(deviceId, ofDevice)
    for (const reading of readings) {
      if (reading.statistic !== 'Avg' || reading.value === null) continue
      const quality = qualityOfReason(alone(reading, 'ambient', disturbances, rules))
      if (quality !== 'valid' && quality !== 'suspect') continue
      const hours = ofDevice.get(reading.factor) ?? new Map<number, number>()
      ofDevice.set(reading.factor, hours)
      hours.set(reading.periodEnd, reading.value)
    }
  }
  return byDevice
}

/**
 * The verdicts on all values of a row.
 * @param beside what its hourly means look like beside others, by factor; nothing for periods that are not judged so
 */
export function verdictsOf(
  row: ReadingRow,
  disturbances: readonly Disturbance[],
  beside: (factor: string) => HourVerdict | undefined,
  rules: ValidityRules,
): Verdict[] {
  const air = airOf(row)
  return row.readings.map((reading) => {
    const lone = alone(reading, air, disturbances, rules)
    const isSettled = lone !== null && qualityOfReason(lone) !== 'valid'
    const seen = reading.statistic === 'Avg' && !isDecided(lone) ? beside(reading.factor) : undefined
    if (isSettled || seen === undefined) return { reading, reason: lone, findings: isForWorkList(lone) }
    return { reading, reason: seen.reason, findings: seen.findings && isForWorkList(seen.reason) }
  })
}

/** Does a verdict say something that does not stand yet? */
export function isNews({ reading, reason }: Verdict): boolean {
  const stands = reading.reason === 'dispelled' ? null : reading.reason
  return reason !== stands
}
