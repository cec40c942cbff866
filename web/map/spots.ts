import { type AirQuality, airQualityOf } from '../../src/standards/aqi.ts'
import type { AqiLevel } from '../../src/standards/aqi-levels.ts'
import { aqiReports } from '../../src/standards/aqi-table.ts'
import { civilDayOf } from '../../src/standards/civil-time.ts'
import { editionInForce } from '../../src/standards/editions.ts'
import { unitOf } from '../../src/standards/factors.ts'
import type { Case, Source, Station, StationNow } from '../api/queries.ts'
import type { Language } from '../text/language.ts'
import { factorLabel, valueText } from '../text/names.ts'
import { hourLabel } from '../time/format.ts'
import type { CaseSpot, SourceSpot, StationSpot, WindNow } from './marks.ts'

/** A station on a map that is about no values. */
export function bareSpot({ id, code, name, lonWgs84, latWgs84 }: Station): StationSpot {
  return { id, code, name, lonWgs84, latWgs84, value: null, detail: '', level: null }
}

/** Stations as a map shows them: the last hour of one factor, the level of that hour. */
export function stationSpots(
  stations: readonly Station[],
  latest: readonly StationNow[],
  factor: string,
  language: Language,
): StationSpot[] {
  return stations.map(({ id, code, name, lonWgs84, latWgs84 }) => {
    const now = latest.find((each) => each.stationId === id)
    // A sample of this minute is another quantity and has no place beside an hour.
    const hour = now?.factors.find((each) => each.factor === factor)?.hour
    const value = hour?.value ?? null
    return {
      ...{ id, code, name, lonWgs84, latWgs84 },
      value: value === null ? '—' : valueText(value, factor),
      detail: hour ? `${factorLabel(factor, language)} ${unitOf(factor)} ${hourLabel(Date.parse(hour.endingAt))}` : '',
      level: levelNow(now),
    }
  })
}

/** Open cases that have a place. */
export function caseSpots(cases: readonly Case[]): CaseSpot[] {
  return cases.flatMap(({ id, title, stage, late, state, lonWgs84, latWgs84 }) =>
    state === 'closed' || lonWgs84 === null || latWgs84 === null
      ? []
      : [{ id, title, stage, late, lonWgs84, latWgs84 }],
  )
}

/** @param detailOf what is said beside a source's name */
export function sourceSpots(sources: readonly Source[], detailOf: (source: Source) => string): SourceSpot[] {
  return sources.map((source) => {
    const { id, name, lonWgs84, latWgs84 } = source
    return { id, name, class: source.class, detail: detailOf(source), lonWgs84, latWgs84 }
  })
}

function levelNow(now: StationNow | undefined): AqiLevel | null {
  return airNow(now)?.level ?? null
}

/** The AQI of a station's last hour (HJ 633, hourly report), by the edition in force in that hour; null: it has no hour. */
export function airNow(now: StationNow | undefined): AirQuality | null {
  const hours = (now?.factors ?? []).flatMap(({ factor, hour }) =>
    hour && hour.value !== null ? [{ factor, value: hour.value, endingAt: Date.parse(hour.endingAt) }] : [],
  )
  const last = Math.max(...hours.map(({ endingAt }) => endingAt))
  if (hours.length === 0) return null
  const ofLast = hours.filter(({ endingAt }) => endingAt === last)
  const values = aqiReports.hourly.flatMap(({ name, factor }) => {
    const found = ofLast.find((each) => each.factor === factor)
    return found === undefined ? [] : [[name, found.value] as const]
  })
  return airQualityOf(Object.fromEntries(values), { edition: editionInForce(civilDayOf(last - 1)), kind: 'hourly' })
}

/** The wind of a station's last hour; null where it measures none, or calm. */
export function windNow(now: StationNow | undefined): WindNow | null {
  const hourOf = (code: string) => now?.factors.find(({ factor }) => factor === code)?.hour?.value ?? null
  const [speedMs, fromDeg] = [hourOf('a01007'), hourOf('a01008')]
  return speedMs === null || fromDeg === null ? null : { speedMs, fromDeg }
}
