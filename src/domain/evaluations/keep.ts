import type { Db, Foundation } from '../../platform/foundation.ts'
import { dayNumberOfHour } from '../../standards/civil-days.ts'
import type { ReadingRow, ReadingsStore } from '../readings/service.ts'
import type { StationLevel } from '../stations/model.ts'
import { basesOf, daysOf, dropDays, saveBasis, saveDays, spansOf } from './day-store.ts'
import { areaDayOf, stationDay } from './days.ts'
import {
  type AreaGround,
  basisOfArea,
  basisOfStation,
  deviceOn,
  endOfDay,
  type Ground,
  groundOf,
  type StationGround,
} from './ground.ts'
import type { EvaluatedDay } from './model.ts'
import { type LevelsOf, usualLevelsOf } from './table.ts'

/** Changed days of devices taken in at once. */
const CHANGES_AT_ONCE = 5_000
/** Rows of readings asked for at once. */
const ROWS_AT_ONCE = 5_000
/** Days of an area made at once: its stations' days are held in memory for them. */
const AREA_DAYS_AT_ONCE = 400
/** Every day that there can be, as a span. */
const EVER = { first: -1, last: 2_000_000 }

/** What one step of the evaluation did. */
export interface EvaluationStep {
  /** Changes of readings taken in; with none there is nothing left to do. */
  taken: number
  /** Days of stations and areas that are otherwise than before. */
  changed: number
}

/** Days to be made again, by station. */
type Wanted = Map<string, Set<number>>

/**
 * One step in keeping the day values of a county's stations and areas: takes in what changed since the last, from a durable
 * cursor, and makes those days anew, each whole, so that kept and recomputed cannot differ. Where something besides readings
 * has changed that days rest on (a device moved, a station was added), all days of whom it concerns are made again. Repeated
 * it changes nothing.
 */
export async function evaluateStep(
  foundation: Pick<Foundation, 'db'>,
  readings: ReadingsStore,
  countyId: string,
  levelsOf: LevelsOf = usualLevelsOf,
): Promise<EvaluationStep> {
  const from = await readings.cursor(countyId, 'evaluation')
  const head = await readings.head(countyId)
  const changes = await readings.changedDays(countyId, from, CHANGES_AT_ONCE)
  const last = changes.at(-1)?.seq ?? from
  const upTo = changes.length < CHANGES_AT_ONCE ? Math.max(head, last) : last
  const [ground, bases] = await Promise.all([groundOf(foundation.db, countyId), basesOf(foundation.db, countyId)])
  const isNew = ({ station, ...one }: StationGround) => bases.get(station.id) !== basisOfStation(one)
  const remade = ground.stations.filter(isNew)
  const wanted = wantedOf(ground, changes)
  const levels = levelsOf(countyId)
  const isSettled = bases.get(countyId) === basisOfCounty(ground, levels)
  if (remade.length === 0 && wanted.size === 0 && isSettled) {
    if (upTo > from) await readings.moveCursor(countyId, 'evaluation', from, upTo)
    return { taken: 0, changed: 0 }
  }
  // Readings are behind a door of their own and are read before; what changes meanwhile comes with the next step.
  const fresh = await freshDays(readings, countyId, ground, remade, wanted)
  const changed = await foundation.db
    .transaction()
    .execute((trx) => keep(trx, countyId, { ground, remade, fresh, levels }))
  await readings.moveCursor(countyId, 'evaluation', from, upTo)
  return { taken: Math.max(1, changes.length), changed }
}

function wantedOf(ground: Ground, changes: readonly { deviceId: string; periodEnd: number }[]): Wanted {
  const places = new Map<string, Set<StationGround>>()
  for (const one of ground.stations) {
    for (const { deviceId } of one.bindings) places.set(deviceId, (places.get(deviceId) ?? new Set()).add(one))
  }
  const wanted: Wanted = new Map()
  for (const { deviceId, periodEnd } of changes) {
    const day = dayNumberOfHour(periodEnd)
    for (const one of places.get(deviceId) ?? []) {
      if (deviceOn(one, day) !== deviceId) continue
      const days = wanted.get(one.station.id) ?? new Set<number>()
      wanted.set(one.station.id, days.add(day))
    }
  }
  return wanted
}

/** Days of one station as they are now, and those asked for of which there is nothing. */
interface Fresh {
  days: EvaluatedDay[]
  gone: number[]
}

async function freshDays(
  readings: ReadingsStore,
  countyId: string,
  ground: Ground,
  remade: readonly StationGround[],
  wanted: Wanted,
): Promise<ReadonlyMap<string, Fresh>> {
  const fresh = new Map<string, Fresh>()
  for (const one of ground.stations) {
    const { id } = one.station
    const asked = remade.includes(one) ? 'all' : wanted.get(id)
    if (asked !== undefined) fresh.set(id, await freshOf(readings, countyId, one, asked))
  }
  return fresh
}

async function freshOf(
  readings: ReadingsStore,
  countyId: string,
  ground: StationGround,
  asked: ReadonlySet<number> | 'all',
): Promise<Fresh> {
  const { id } = ground.station
  const days = new Map<number, EvaluatedDay>()
  const span = asked === 'all' ? EVER : { first: Math.min(...asked), last: Math.max(...asked) }
  for (const deviceId of new Set(ground.bindings.map((one) => one.deviceId))) {
    for await (const row of dayRows(readings, countyId, deviceId, span)) {
      const day = dayNumberOfHour(row.periodEnd)
      if ((asked !== 'all' && !asked.has(day)) || deviceOn(ground, day) !== deviceId) continue
      const made = stationDay(id, day, row.readings)
      if (made !== null) days.set(day, made)
    }
  }
  const gone = asked === 'all' ? [] : [...asked].filter((day) => !days.has(day))
  return { days: [...days.values()], gone }
}

async function* dayRows(
  readings: ReadingsStore,
  countyId: string,
  deviceId: string,
  { first, last }: { first: number; last: number },
): AsyncGenerator<ReadingRow> {
  let from = endOfDay(first - 1)
  for (;;) {
    const query = { deviceIds: [deviceId], resolution: 'day' as const, from, to: endOfDay(last), limit: ROWS_AT_ONCE }
    const rows = await readings.range(countyId, query)
    yield* rows
    const end = rows.at(-1)?.periodEnd
    if (rows.length < ROWS_AT_ONCE || end === undefined) return
    from = end
  }
}

interface Kept {
  ground: Ground
  remade: readonly StationGround[]
  fresh: ReadonlyMap<string, Fresh>
  levels: readonly StationLevel[]
}

/** Which areas and stations there are, and which of these count, as text: the basis of the county as a whole. */
function basisOfCounty({ stations, areas }: Ground, levels: readonly StationLevel[]): string {
  return JSON.stringify({
    levels,
    stations: stations.map(({ station, path }) => [station.id, station.level, path]),
    areas: areas.map(({ region }) => [region.id, region.path]),
  })
}

async function keep(trx: Db, countyId: string, { ground, remade, fresh, levels }: Kept): Promise<number> {
  let changed = 0
  for (const [stationId, { days, gone }] of fresh) {
    changed += (await saveDays(trx, countyId, days)).length
    changed += (await dropDays(trx, countyId, stationId, gone)).length
  }
  for (const one of remade) {
    const { id } = one.station
    const made = new Set(fresh.get(id)?.days.map(({ day }) => day))
    const there = await daysOf(trx, countyId, [id], EVER)
    const gone = there.flatMap(({ day }) => (made.has(day) ? [] : [day]))
    changed += (await dropDays(trx, countyId, id, gone)).length
    await saveBasis(trx, countyId, id, basisOfStation(one))
  }
  const spans = await spansOf(trx, countyId)
  const bases = await basesOf(trx, countyId)
  await saveBasis(trx, countyId, countyId, basisOfCounty(ground, levels))
  for (const area of ground.areas)
    changed += await keepArea(trx, countyId, { ground, area, fresh, spans, bases, levels })
  return changed
}

interface AreaParts {
  ground: Ground
  area: AreaGround
  fresh: ReadonlyMap<string, Fresh>
  spans: ReadonlyMap<string, { first: number; last: number }>
  bases: ReadonlyMap<string, string>
  levels: readonly StationLevel[]
}

async function keepArea(
  trx: Db,
  countyId: string,
  { ground, area, fresh, spans, bases, levels }: AreaParts,
): Promise<number> {
  const { id } = area.region
  const firstDays = new Map([...spans].map(([subjectId, { first }]) => [subjectId, first]))
  const basis = basisOfArea(area, ground.stations, firstDays, levels)
  const text = JSON.stringify(basis)
  const isNew = bases.get(id) !== text
  const stationIds = basis.stations.map(({ stationId }) => stationId)
  let days: number[]
  if (isNew) {
    const known = [id, ...stationIds].flatMap((one) => spans.get(one) ?? [])
    const [first, last] = [Math.min(...known.map((one) => one.first)), Math.max(...known.map((one) => one.last))]
    days = known.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, at) => first + at)
  } else {
    const touched = stationIds.flatMap((one) => {
      const of = fresh.get(one)
      return of === undefined ? [] : [...of.days.map(({ day }) => day), ...of.gone]
    })
    days = [...new Set(touched)].sort((a, b) => a - b)
  }
  let changed = 0
  for (let at = 0; at < days.length; at += AREA_DAYS_AT_ONCE) {
    const some = days.slice(at, at + AREA_DAYS_AT_ONCE)
    const span = { first: some[0] ?? 0, last: some.at(-1) ?? 0 }
    const known = new Map(
      (await daysOf(trx, countyId, stationIds, span)).map((one) => [`${one.subjectId} ${one.day}`, one]),
    )
    const made = some.map((day) => areaDayOf(id, day, basis, (stationId) => known.get(`${stationId} ${day}`)))
    changed += (
      await saveDays(
        trx,
        countyId,
        made.filter((one) => one !== null),
      )
    ).length
    const gone = some.filter((_, place) => made[place] === null)
    changed += (await dropDays(trx, countyId, id, gone)).length
  }
  if (isNew) await saveBasis(trx, countyId, id, text)
  return changed
}
