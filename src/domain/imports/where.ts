import type { Db } from '../../platform/foundation.ts'
import { type Binding, bindingAt } from '../devices/model.ts'
import { bindingsOf, type DeviceRow, devicesOf } from '../devices/service.ts'
import type { Station } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import type { RowFault } from './model.ts'

/** What lists of stations add to names in brackets about their history: since when, until when, what for. */
const NOTE = /[（(][^()（）]*(?:启用|停用|停运|运行|新增|微调|更为|对照点|评价点)[^()（）]*[)）]/g

/** The name of a station without such notes. */
function bareName(name: string): string {
  return name.replaceAll(NOTE, '').trim()
}

/** Whose values a row has: a device, or a fault that speaks against it. */
export type Whose = { ok: true; deviceId: string } | { ok: false; fault: RowFault }

export interface Where {
  /** The device that measured at a station (by code or name) in the hour that ends at an instant [epoch ms]. */
  atStation(station: string, hourEnd: number): Whose
  ofMn(mn: string): Whose
  /** Stations without a device that were asked for: they get one to hold what is imported, with the id that was given for it. */
  wanted(): readonly { station: Station; deviceId: string }[]
}

/** What a county has of what the rows of a file may name. */
export interface CountyDirectory {
  stations: readonly Station[]
  bindings: readonly Binding[]
  devices: readonly Pick<DeviceRow, 'id' | 'mn' | 'kind'>[]
}

/** A device that a station without one is to get. */
export interface Holder {
  stationId: string
  deviceId: string
}

export async function countyDirectory(db: Db, countyId: string): Promise<CountyDirectory> {
  const [stations, bindings, devices] = await Promise.all([
    stationsOf(db, countyId),
    bindingsOf(db, countyId),
    devicesOf(db, countyId),
  ])
  return { stations, bindings, devices }
}

/** A directory as it was before an import gave stations their holders. */
export function withoutHolders(directory: CountyDirectory, holders: readonly Holder[]): CountyDirectory {
  const ids = new Set(holders.map(({ deviceId }) => deviceId))
  return {
    ...directory,
    bindings: directory.bindings.filter(({ deviceId }) => !ids.has(deviceId)),
    devices: directory.devices.filter(({ id }) => !ids.has(id)),
  }
}

/**
 * Where the rows of a file belong, by what the county has.
 * @param newId id of a device that a station without one would get; null: nobody may add one
 * @param given holders that earlier rows of the file were given
 */
export function whereIn(
  { stations, bindings, devices }: CountyDirectory,
  newId: (() => string) | null,
  given: readonly Holder[] = [],
): Where {
  const byMn = new Map(devices.map((device) => [device.mn, device.id]))
  const ofFeeds = new Set(devices.filter(({ kind }) => kind === 'feed').map(({ id }) => id))
  const byText = new Map<string, Station | null>()
  // A name that two stations have is no name of one; a code is always.
  for (const [text, named] of [
    ...Map.groupBy(stations, ({ name }) => bareName(name)),
    ...Map.groupBy(stations, ({ name }) => name),
  ]) {
    byText.set(text, named.length === 1 ? (named[0] ?? null) : null)
  }
  for (const station of stations) byText.set(station.code, station)
  const ofStation = new Map<string, Map<string, Binding[]>>()
  for (const one of bindings.filter(({ subjectType }) => subjectType === 'station')) {
    const devicesThere = ofStation.get(one.subjectId) ?? new Map<string, Binding[]>()
    ofStation.set(one.subjectId, devicesThere)
    devicesThere.set(one.deviceId, [...(devicesThere.get(one.deviceId) ?? []), one])
  }
  const holders = new Map<string, { station: Station; deviceId: string }>()
  for (const { stationId, deviceId } of given) {
    const station = stations.find(({ id }) => id === stationId)
    if (station !== undefined) holders.set(stationId, { station, deviceId })
  }

  return {
    atStation(text, hourEnd) {
      const station = byText.get(text) ?? byText.get(bareName(text))
      if (station === null) return { ok: false, fault: 'station-several' }
      if (station === undefined) return { ok: false, fault: 'station-unknown' }
      const there = ofStation.get(station.id)
      if (there === undefined) {
        if (newId === null) return { ok: false, fault: 'device-none' }
        const holder = holders.get(station.id) ?? { station, deviceId: newId() }
        holders.set(station.id, holder)
        return { ok: true, deviceId: holder.deviceId }
      }
      const bound = [...there].filter(([, own]) => bindingAt(own, hourEnd - 1) !== undefined)
      // What a feed holds stands aside for a logger; alone, past and future of the station are one series.
      const then = bound.length > 1 ? bound.filter(([id]) => !ofFeeds.has(id)) : bound
      const [only] = then
      if (only === undefined) return { ok: false, fault: 'device-none' }
      return then.length === 1 ? { ok: true, deviceId: only[0] } : { ok: false, fault: 'device-several' }
    },
    ofMn(mn) {
      const deviceId = byMn.get(mn)
      return deviceId === undefined ? { ok: false, fault: 'device-unknown' } : { ok: true, deviceId }
    },
    wanted: () => [...holders.values()],
  }
}
