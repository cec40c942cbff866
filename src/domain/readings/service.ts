import type { Foundation } from '../../platform/foundation.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayOf, DAY_MS, HOUR_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { type Binding, bindingAt } from '../devices/model.ts'
import { bindingsOf, devicesOf } from '../devices/service.ts'
import { stationsOf } from '../stations/service.ts'
import { mainStatistic, type Quality, type Reading, type Resolution } from './model.ts'
import type { KeptFrame, RangeQuery, ReadingRow, ReadingsStore } from './store.ts'

export interface ReadingsQuery {
  station?: string | undefined
  mn?: string | undefined
  /** Code or name of a factor: `a34004`, `PM2.5`. */
  factor?: string | undefined
  resolution: Resolution
  /** Periods that end in (from, to]. [epoch ms] */
  from: number
  to: number
  knownAt?: number | undefined
  cursor?: string | undefined
}

/** The readings of one device and period, with what people call the device and where it measured then. */
export interface NamedRow {
  deviceId: string
  mn: string
  /** Code of the station; null when it measured at none. */
  station: string | null
  periodStart: number
  periodEnd: number
  readings: readonly Reading[]
}

/** A question about readings that was understood and allowed. */
export interface AskedReadings {
  /** Code of the factor, if one was named. */
  factor: string | null
  /**
   * The answer, oldest first, in pages of at most `limit` rows of which each is one device and period. It may have fewer rows
   * than it was asked for without being the last. A page is asked of the database when it is wanted and not before; with
   * `ahead`, while the one before it is looked at, by whoever is going to want many.
   */
  pages(limit: number, ahead?: boolean): AsyncGenerator<NamedRow[], void, void>
}

/**
 * Readings of the county by station code or MN, with the station that each device measured at in that very period.
 * @throws Problem `not-allowed`, `target-unknown` (station or MN), `invalid-input` (cursor)
 */
export async function askReadings(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  query: ReadingsQuery,
): Promise<AskedReadings> {
  const { countyId } = principal
  allow(principal, 'read-readings', countyScope(countyId))
  const [devices, bindings, stations] = await Promise.all([
    devicesOf(foundation.db, countyId),
    bindingsOf(foundation.db, countyId),
    stationsOf(foundation.db, countyId),
  ])
  const station = stations.find((one) => one.code === query.station)
  if (query.station !== undefined && station === undefined) throw unknown('station', query.station)
  const ofMn = devices.filter((device) => query.mn === undefined || device.mn === query.mn)
  if (query.mn !== undefined && ofMn.length === 0) throw unknown('device', query.mn)
  const bindingsById = Map.groupBy(bindings, (one) => one.deviceId)
  const mayBeThere = (one: Binding) =>
    one.subjectId === station?.id && one.validFrom <= query.to && (one.validTo === null || query.from < one.validTo)
  const asked = ofMn.filter(({ id }) => station === undefined || bindingsById.get(id)?.some(mayBeThere))
  const mnById = new Map(asked.map((device) => [device.id, device.mn]))
  const codeById = new Map(stations.map((one) => [one.id, one.code]))
  const factor = query.factor === undefined ? null : (factorOf(query.factor)?.code ?? query.factor)
  const first = readCursor(query.cursor)

  const named = (row: ReadingRow): NamedRow => ({
    deviceId: row.deviceId,
    mn: mnById.get(row.deviceId) ?? '',
    station: stationOf(bindingsById.get(row.deviceId) ?? [], row, codeById),
    periodStart: row.periodStart,
    periodEnd: row.periodEnd,
    readings: row.readings,
  })

  return {
    factor,
    async *pages(limit, ahead = false) {
      const wanted: RangeQuery = {
        deviceIds: [...mnById.keys()],
        resolution: query.resolution,
        from: query.from,
        to: query.to,
        limit,
        ...(factor === null ? {} : { factor }),
        ...(query.knownAt === undefined ? {} : { knownAt: query.knownAt }),
      }
      const read = (after: RangeQuery['after']) =>
        readings.range(countyId, after === undefined ? wanted : { ...wanted, after })
      let reading = read(first === undefined ? undefined : { periodEnd: first.at, deviceId: first.id })
      for (;;) {
        const rows = await reading
        const last = rows.at(-1)
        const after =
          rows.length < limit || last === undefined ? null : { periodEnd: last.periodEnd, deviceId: last.deviceId }
        if (after !== null && ahead) {
          reading = read(after)
          // Whoever has enough leaves it; then its failure is nobody's.
          reading.catch(() => undefined)
        }
        const page = rows.map(named).filter((row) => station === undefined || row.station === station.code)
        if (page.length > 0) yield page
        if (after === null) return
        if (!ahead) reading = read(after)
      }
    },
  }
}

/** Where a device measured in a period: where it stood when the period was about to end. */
function stationOf(
  bindings: readonly Binding[],
  period: { periodStart: number; periodEnd: number },
  codeById: ReadonlyMap<string, string>,
): string | null {
  const bound = bindingAt(bindings, Math.max(period.periodStart, period.periodEnd - 1))
  return bound?.subjectType === 'station' ? (codeById.get(bound.subjectId) ?? null) : null
}

function unknown(what: string, id: string): Problem {
  return new Problem('target-unknown', { params: { what, id } })
}

/** The value of a factor as people are told it first. */
interface ValueNow {
  value: number | null
  flag: string | null
  quality: Quality
}

export interface FactorNow {
  factor: string
  realtime: (ValueNow & { at: number }) | null
  hour: (ValueNow & { endingAt: number }) | null
  /** Mean of today's valid hours, labelled 01:00 up to now. */
  today: { mean: number; hours: number } | null
}

/** What each station says now: newest sample, newest hour, the day so far. */
export async function stationsNow(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
): Promise<{ stationId: string; factors: FactorNow[] }[]> {
  const { countyId } = principal
  allow(principal, 'read-readings', countyScope(countyId))
  const now = foundation.clocks.domain.now()
  const bindings = (await bindingsOf(foundation.db, countyId)).filter(
    (one) => one.subjectType === 'station' && one.validFrom <= now && (one.validTo === null || now < one.validTo),
  )
  const deviceIds = bindings.map((one) => one.deviceId)
  // The day holds the hours labelled 01:00–24:00, so it begins behind its own midnight.
  const midnight = startOfCivilDay(civilDayOf(now - 1))
  const [samples, hours, means] = await Promise.all([
    readings.latest(countyId, deviceIds, 'realtime'),
    readings.latest(countyId, deviceIds, 'hour'),
    readings.meanOfHours(countyId, deviceIds, midnight, midnight + DAY_MS),
  ])
  const stationIds = [...new Set(bindings.map((one) => one.subjectId))]
  return stationIds.map((stationId) => {
    const own = new Set(bindings.filter((one) => one.subjectId === stationId).map((one) => one.deviceId))
    const sample = mainValues(
      samples.filter((row) => own.has(row.deviceId)),
      now,
    )
    const hour = mainValues(
      hours.filter((row) => own.has(row.deviceId)),
      now + HOUR_MS,
    )
    const codes = [...new Set([...sample.keys(), ...hour.keys()])].sort()
    return { stationId, factors: codes.map((factor) => factorNow(factor, sample, hour, means, own)) }
  })
}

function factorNow(
  factor: string,
  sample: ReadonlyMap<string, Reading>,
  hour: ReadonlyMap<string, Reading>,
  means: readonly { deviceId: string; factor: string; mean: number; hours: number }[],
  deviceIds: ReadonlySet<string>,
): FactorNow {
  const realtime = sample.get(factor)
  const hourly = hour.get(factor)
  const mean = means.find((one) => one.factor === factor && deviceIds.has(one.deviceId))
  return {
    factor,
    realtime: realtime === undefined ? null : { ...valueNow(realtime), at: realtime.periodEnd },
    hour: hourly === undefined ? null : { ...valueNow(hourly), endingAt: hourly.periodEnd },
    today: mean === undefined ? null : { mean: mean.mean, hours: mean.hours },
  }
}

function valueNow({ value, flag, quality }: Reading): ValueNow {
  return { value, flag, quality }
}

/** The main value of each factor in the newest rows; rows from beyond `until` (a device's wrong clock) are left out. */
function mainValues(rows: readonly ReadingRow[], until: number): Map<string, Reading> {
  const found = new Map<string, Reading>()
  for (const reading of rows.flatMap((row) => row.readings)) {
    if (reading.statistic !== mainStatistic(reading.resolution) || reading.periodEnd > until) continue
    const earlier = found.get(reading.factor)
    if (earlier === undefined || earlier.periodEnd < reading.periodEnd) found.set(reading.factor, reading)
  }
  return found
}

/**
 * The device of an MN, for questions about one of its periods.
 * @throws Problem `target-unknown`
 */
export async function deviceNamed(foundation: Foundation, countyId: string, mn: string): Promise<string> {
  const device = (await devicesOf(foundation.db, countyId)).find((one) => one.mn === mn)
  if (device === undefined) throw unknown('device', mn)
  return device.id
}

/** Frames that were kept but not taken, newest first; of one MN, or of all. */
export async function listQuarantine(
  readings: ReadingsStore,
  principal: Principal,
  query: { before: number; limit: number; mn?: string },
): Promise<KeptFrame[]> {
  allow(principal, 'read-devices', countyScope(principal.countyId))
  return readings.quarantine(principal.countyId, query)
}
export { type DeviceValue, layerGrouper } from './hour-layers.ts'
export type { LayerStage, LayerWrite, ReadingLayer, ReadingRow, ReadingsStore, StagedFile } from './store.ts'
export { isInFactorUnit } from './units.ts'
export {
  type Disturbance,
  isDisturbed,
  isExhaust,
  isForWorkList,
  judgeFrame,
  judgeValue,
  qualityOfReason,
} from './validity.ts'
export { type HourSeries, type HourVerdict, influenceOf, judgeHours } from './validity-hours.ts'
export {
  ALL_FACTORS,
  isOwnRule,
  numbersInForce,
  type RulesOf,
  usualRulesOf,
} from './validity-settings.ts'
export { usualRules, type ValidityRules } from './validity-table.ts'
