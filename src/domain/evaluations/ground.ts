import type { Db } from '../../platform/foundation.ts'
import { DAY_MS, OFFSET_MS } from '../../standards/civil-time.ts'
import { evaluatedFactors } from '../../standards/statistics-table.ts'
import { type Binding, bindingAt } from '../devices/model.ts'
import { bindingsOf, devicesOf } from '../devices/service.ts'
import type { Region } from '../regions/model.ts'
import { regionsById } from '../regions/service.ts'
import type { Station, StationLevel } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'

/** A station and what its days rest on. */
export interface StationGround {
  station: Station
  /** Path of the region it lies in. */
  path: string
  /** Of devices that measured there. */
  bindings: readonly Binding[]
}

/** An area whose days are evaluated: the county, a town. */
export interface AreaGround {
  region: Region
}

/** Who is evaluated in a county, and by what. */
export interface Ground {
  stations: readonly StationGround[]
  areas: readonly AreaGround[]
}

/** Villages and grids have no statistics of their own. */
const evaluatedLevels: readonly string[] = ['county', 'town']

export async function groundOf(db: Db, countyId: string): Promise<Ground> {
  const [stations, bindings, devices, regions] = await Promise.all([
    stationsOf(db, countyId),
    bindingsOf(db, countyId),
    devicesOf(db, countyId),
    regionsById(db, countyId),
  ])
  const atStation = Map.groupBy(
    ofAir(bindings, devices).filter(({ subjectType }) => subjectType === 'station'),
    ({ subjectId }) => subjectId,
  )
  return {
    stations: stations.map((station) => ({
      station,
      path: regions.get(station.regionId)?.path ?? '/',
      bindings: atStation.get(station.id) ?? [],
    })),
    areas: [...regions.values()].filter(({ level }) => evaluatedLevels.includes(level)).map((region) => ({ region })),
  }
}

/**
 * Without the devices of which something else is expected than what is evaluated: the logger of a weather mast beside that of
 * the analysers. Of whom nothing is expected yet may bring anything.
 */
export function ofAir(
  bindings: readonly Binding[],
  devices: readonly { id: string; factors: readonly string[] }[],
): Binding[] {
  const others = devices.filter(({ factors }) => factors.length > 0 && !factors.some(isEvaluated))
  const ids = new Set(others.map(({ id }) => id))
  return bindings.filter(({ deviceId }) => !ids.has(deviceId))
}

const isEvaluated = (code: string) => evaluatedFactors.some(({ factor }) => factor === code)

/** End of a civil day: its hour labelled 24:00. [epoch ms] */
export function endOfDay(day: number): number {
  return (day + 1) * DAY_MS - OFFSET_MS
}

/** The device that measured at a station when a day was about to end, as screens place readings too. */
export function deviceOn({ bindings }: Pick<StationGround, 'bindings'>, day: number): string | undefined {
  return bindingAt(bindings, endOfDay(day) - 1)?.deviceId
}

/** What the days of a station rest on besides readings, as text. */
export function basisOfStation({ bindings }: Pick<StationGround, 'bindings'>): string {
  const spans = bindings.map(({ deviceId, validFrom, validTo }) => [deviceId, validFrom, validTo] as const)
  return JSON.stringify(spans.toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)))
}

/** A station by which an area is evaluated, from its first day of data for as long as a device measures there. */
export interface Evaluating {
  stationId: string
  firstDay: number
  /** Spans [from, to) in which a device measured there. [epoch ms; null: still] */
  spans: readonly (readonly [number, number | null])[]
}

/** The stations by which an area is evaluated, and of which level they are. */
export interface AreaBasis {
  level: StationLevel | null
  stations: readonly Evaluating[]
}

/**
 * By which stations an area is evaluated: of those in it that have measured at all, the ones of its best level; pure.
 * @param firstDays first day with data of each station
 * @param levels which stations are taken: those of the first of these levels that there is
 */
export function basisOfArea(
  { region }: AreaGround,
  stations: readonly StationGround[],
  firstDays: ReadonlyMap<string, number>,
  levels: readonly StationLevel[],
): AreaBasis {
  const inside = stations.filter(({ station, path }) => path.startsWith(region.path) && firstDays.has(station.id))
  const level = levels.find((one) => inside.some(({ station }) => station.level === one)) ?? null
  return {
    level,
    stations: inside
      .filter(({ station }) => station.level === level)
      .map(({ station, bindings }) => ({
        stationId: station.id,
        firstDay: firstDays.get(station.id) ?? 0,
        spans: bindings.map(({ validFrom, validTo }) => [validFrom, validTo] as const),
      })),
  }
}

/** Does a station count among those of its area on a day? */
export function countsOn({ firstDay, spans }: Evaluating, day: number): boolean {
  const instant = endOfDay(day) - 1
  return firstDay <= day && spans.some(([from, to]) => from <= instant && (to === null || instant < to))
}
