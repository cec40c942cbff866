import { HOUR_MS } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import { mainStatistic, type Quality, qualities, type Reading } from '../readings/model.ts'
import type { ReadingRow, ReadingsStore } from '../readings/service.ts'
import { periodsOf } from './findings.ts'
import type { FindingState, QualityFinding } from './model.ts'

/** The values that a finding is about, in the unit of their factor. */
export interface FoundValues {
  low: number
  high: number
  unit: string
  statistics: string[]
  /** Periods of the finding of which there is a value. */
  readings: number
  /** What they count as, each once, from usable to useless. */
  qualities: Quality[]
}

type About = Pick<QualityFinding, 'factor' | 'rule' | 'firstEnd' | 'lastEnd'>

/**
 * What a finding is about; pure. In each period these are the values that the check itself spoke against (a peak within the hour
 * may be out of range while its mean is not), and the value of the period itself where it does so no more. Null: of none of
 * its periods is there a value.
 * @param rowAt what stands of the device in the period with this end [epoch ms]
 */
export function foundValues(finding: About, rowAt: (end: number) => ReadingRow | undefined): FoundValues | null {
  const { factor, rule } = finding
  const ofPeriods = periodsOf(finding, HOUR_MS).flatMap((end) => {
    const row = rowAt(end)
    const found = row === undefined ? [] : spokenAgainst(row, factor, rule)
    return found.length === 0 ? [] : [found]
  })
  const found = ofPeriods.flat()
  if (found.length === 0) return null
  const values = found.map(({ value }) => value)
  const seen = new Set(found.map(({ quality }) => quality))
  return {
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
    unit: unitOf(factor),
    statistics: [...new Set(found.map(({ statistic }) => statistic))].sort(),
    readings: ofPeriods.length,
    qualities: qualities.filter((quality) => seen.has(quality)),
  }
}

type Valued = Reading & { value: number }

function spokenAgainst(row: ReadingRow, factor: string, rule: string): Valued[] {
  const own = row.readings.filter((one): one is Valued => one.factor === factor && one.value !== null)
  const doubted = own.filter(({ reason }) => reason === rule)
  return doubted.length > 0 ? doubted : own.filter(({ statistic }) => statistic === mainStatistic(row.resolution))
}

/**
 * What each finding of a page is about, all asked for at once.
 * @param state that of the findings: of those that people have judged, corrections are left out
 */
export async function valuesOfFindings(
  readings: ReadingsStore,
  countyId: string,
  state: FindingState,
  findings: readonly QualityFinding[],
): Promise<Map<string, FoundValues | null>> {
  const rows = new Map<string, ReadingRow>()
  const key = ({ deviceId, resolution }: Pick<QualityFinding, 'deviceId' | 'resolution'> | ReadingRow, end: number) =>
    `${deviceId} ${resolution} ${end}`
  const uncorrected = state === 'kept' || state === 'corrected'
  for (const [resolution, spans] of Map.groupBy(findings, (one) => one.resolution)) {
    for (const row of await readings.spans(countyId, { resolution, spans, uncorrected })) {
      rows.set(key(row, row.periodEnd), row)
    }
  }
  return new Map(findings.map((one) => [one.id, foundValues(one, (end) => rows.get(key(one, end)))]))
}
