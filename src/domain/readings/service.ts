import type { Foundation } from '../../platform/foundation.ts'
import { readCursor, writeCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayOf, DAY_MS, HOUR_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { bindingAt } from '../devices/model.ts'
import { bindingsOf, devicesOf } from '../devices/service.ts'
import { stationByCode, stationsOf } from '../stations/service.ts'
import { mainStatistic, type Reading, type Resolution } from './model.ts'
import type { KeptFrame, ReadingRow, ReadingsStore } from './store.ts'

export interface ReadingsQuery {
  station?: string | undefined
  mn?: string | undefined
  factor?: string | undefined
  resolution: Resolution
  from: number
  to: number
  knownAt?: number | undefined
  cursor?: string | undefined
  limit: number
}

export interface NamedReading extends Reading {
  mn: string
  station: string | null
}

/**
 * Readings of the county by station code or MN, with the station that each device measured at in that very period.
 * @throws Problem `not-allowed`, `target-unknown` (station or MN), `invalid-input` (cursor)
 */
export async function listReadings(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  query: ReadingsQuery,
): Promise<{ items: NamedReading[]; next: string | null }> {
  const { countyId } = principal
  allow(principal, 'read-readings', countyScope(countyId))
  const [devices, bindings, stations] = await Promise.all([
    devicesOf(foundation.db, countyId),
    bindingsOf(foundation.db, countyId),
    stationsOf(foundation.db, countyId),
  ])
  const station = query.station === undefined ? undefined : await stationByCode(foundation.db, countyId, query.station)
  if (query.station !== undefined && station === undefined) throw unknown('station', query.station)
  const byId = new Map(devices.map((device) => [device.id, device.mn]))
  const wanted = devices.filter(
    (device) =>
      (query.mn === undefined || device.mn === query.mn) &&
      (station === undefined || bindings.some((one) => one.deviceId === device.id && one.subjectId === station.id)),
  )
  if (query.mn !== undefined && wanted.length === 0) throw unknown('device', query.mn)
  const after = readCursor(query.cursor)
  const factor = query.factor === undefined ? undefined : (factorOf(query.factor)?.code ?? query.factor)
  const rows = await readings.range(countyId, {
    deviceIds: wanted.map((device) => device.id),
    resolution: query.resolution,
    from: query.from,
    to: query.to,
    limit: query.limit,
    ...(factor === undefined ? {} : { factor }),
    ...(query.knownAt === undefined ? {} : { knownAt: query.knownAt }),
    ...(after === undefined ? {} : { after: { periodEnd: after.at, deviceId: after.id } }),
  })
  const codeOf = new Map(stations.map((one) => [one.id, one.code]))
  const items = rows.flatMap((row) => {
    const bound = bindingAt(
      bindings.filter((one) => one.deviceId === row.deviceId),
      row.periodEnd,
    )
    const code = bound?.subjectType === 'station' ? (codeOf.get(bound.subjectId) ?? null) : null
    if (station !== undefined && code !== station.code) return []
    return row.readings.map((reading) => ({ ...reading, mn: byId.get(row.deviceId) ?? '', station: code }))
  })
  const last = rows.at(-1)
  const next =
    rows.length === query.limit && last !== undefined ? writeCursor({ at: last.periodEnd, id: last.deviceId }) : null
  return { items, next }
}

function unknown(what: string, id: string): Problem {
  return new Problem('target-unknown', { params: { what, id } })
}

export interface FactorNow {
  factor: string
  realtime: { value: number | null; at: number; flag: string | null } | null
  hour: { value: number | null; endingAt: number; flag: string | null } | null
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
    realtime: realtime === undefined ? null : { value: realtime.value, at: realtime.periodEnd, flag: realtime.flag },
    hour: hourly === undefined ? null : { value: hourly.value, endingAt: hourly.periodEnd, flag: hourly.flag },
    today: mean === undefined ? null : { mean: mean.mean, hours: mean.hours },
  }
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

/** Frames that were kept but not taken, newest first. */
export async function listQuarantine(
  readings: ReadingsStore,
  principal: Principal,
  before: number,
  limit: number,
): Promise<KeptFrame[]> {
  allow(principal, 'read-devices', countyScope(principal.countyId))
  return readings.quarantine(principal.countyId, before, limit)
}
export type { ReadingsStore } from './store.ts'
