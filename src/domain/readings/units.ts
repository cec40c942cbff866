import { unitOf } from '../../standards/factors.ts'

/**
 * Statistics in the unit of the factor itself (HJ 212-2017, CP names; of a day's ozone `Mda8`). What was discharged (`Cou`) is a
 * quantity, in the unit that the device sends; counts of inputs (`N`, `Mda8N`), states and serial numbers have none.
 */
const inFactorUnit: ReadonlySet<string> = new Set([
  'Rtd',
  'Min',
  'Avg',
  'Max',
  'ZsRtd',
  'ZsMin',
  'ZsAvg',
  'ZsMax',
  'Data',
  'DayData',
  'NightData',
  'Mda8',
])

/** Of a month or a year: `AvgP95`, `Mda8P90` are values of `Avg` and `Mda8`. */
const PERCENTILE = /P\d+$/

/** Is a statistic measured in the unit of its factor? */
export function isInFactorUnit(statistic: string): boolean {
  return inFactorUnit.has(statistic.replace(PERCENTILE, ''))
}

/**
 * Unit of a value in Weike; empty where it is not in its factor's unit, and for a factor that the table does not know.
 * @param factor code: `a34004`
 * @param statistic `Avg`, `N`
 */
export function unitOfValue(factor: string, statistic: string): string {
  return isInFactorUnit(statistic) ? unitOf(factor) : ''
}
