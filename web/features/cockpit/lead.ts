import type { TargetFactor } from '../../../src/domain/targets/model.ts'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { evaluatedFactors, type FactorName } from '../../../src/standards/statistics-table.ts'
import type { Station, StationNow } from '../../api/queries.ts'
import type { Point } from '../../charts/scale.ts'
import type { StripHour } from './queries.ts'

/** The factor that a county is judged by, and that leads the cockpit. */
export const leading: TargetFactor = 'a34004'

type FactorNow = StationNow['factors'][number]

/** What the leading factor of a station is now. */
export function leadOf(
  latest: { items: readonly StationNow[] } | undefined,
  station: Pick<Station, 'id'> | undefined,
): FactorNow | undefined {
  return latest?.items
    .find(({ stationId }) => stationId === station?.id)
    ?.factors.find(({ factor }) => factor === leading)
}

/** Changes with an hour that is over, one that has come in, or one that is otherwise than before; and with nothing else. */
export function stampOf(now: number, lead: FactorNow | undefined): string {
  return `${Math.floor(now / HOUR_MS)} ${lead?.hour?.endingAt} ${lead?.hour?.value} ${lead?.today?.hours}`
}

type HourFactor = StripHour['factors'][number]

/** One factor of an hour. */
export function factorIn(hour: StripHour, factor: string): HourFactor | undefined {
  const name: FactorName | undefined = evaluatedFactors.find((one) => one.factor === factor)?.name
  return hour.factors.find((one) => one.name === name)
}

export function isUsableHour({ value, quality }: Pick<HourFactor, 'value' | 'quality'>): boolean {
  return value !== null && (quality === 'valid' || quality === 'suspect')
}

/** The usable values of a factor, hour by hour; others are gaps. */
export function pointsOfHours(hours: readonly StripHour[], factor: string): Point[] {
  return hours.map((hour) => {
    const found = factorIn(hour, factor)
    return { at: Date.parse(hour.end), value: found && isUsableHour(found) ? found.value : null }
  })
}
