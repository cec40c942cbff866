import type { Db } from '../../platform/foundation.ts'
import { isMissing, plainText, typedNumber } from '../../platform/tables/values.ts'
import { factorOf } from '../../standards/factors.ts'
import { type Role, roles } from '../access/table.ts'
import { bindingsOf, devicesOf } from '../devices/service.ts'
import { peopleOf, unitsOf } from '../people/service.ts'
import type { Region, RegionLevel } from '../regions/model.ts'
import { regionsById } from '../regions/service.ts'
import type { StationLevel } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import { type Degrees, type KnownPoint, metresBetween, toWgs84 } from './coordinates.ts'
import { fieldsOf, regionLevelNames, roleNames, stationLevelNames } from './fields.ts'
import { foldName } from './header.ts'
import type { ImportKind, ImportPlan, RowFault } from './model.ts'
import { signInNames } from './store.ts'

/** A record that a row makes. */
export type NewRecord =
  | {
      kind: 'stations'
      code: string
      name: string
      level: StationLevel
      regionId: string | undefined
      lonWgs84: number
      latWgs84: number
    }
  | {
      kind: 'devices'
      mn: string
      name: string | undefined
      password: string
      stationId: string
      factors: string[]
      minuteInterval: number
    }
  | {
      kind: 'people'
      name: string
      signInName: string
      role: Role
      unitId: string | null
      regionId: string | undefined
      phone: string | null
      /** Null: one is made. */
      password: string | null
    }
  | { kind: 'regions'; code: string; name: string; level: RegionLevel; parent: string | null }

export type RecordRead =
  | { ok: true; record: NewRecord | null; point?: KnownPoint }
  | { ok: false; fault: RowFault; what: string | null }

/** Kinds whose rows are records of the county. */
export type RecordKind = Exclude<ImportKind, 'readings' | 'sources'>

/** Two places that near are one: coordinates are written with five decimals. [m] */
const SAME_PLACE_M = 3
/** Longest code, name and MN. [characters] */
const LONGEST = 200

/** What a field of a row says; null: nothing. */
type Row = (field: string) => string | null

const refused = (fault: RowFault, what: string | null = null): RecordRead => ({ ok: false, fault, what })

/**
 * A reader of the rows of a table of records: what each makes new, `record: null` where the county has it already as it stands
 * there. Reads what the county has once, at its beginning.
 */
export async function recordReader(
  db: Db,
  countyId: string,
  kind: RecordKind,
  plan: ImportPlan,
): Promise<(cells: readonly string[]) => RecordRead> {
  const byField = new Map(
    plan.columns.flatMap(({ target }, place) => (target === null ? [] : [[target, place] as const])),
  )
  const required = fieldsOf[kind].filter((field) => field.required === true)
  const seen = new Set<string>()
  const read = await readers[kind](db, countyId, plan)
  return (cells) => {
    const row: Row = (field) => {
      const cell = cells[byField.get(field) ?? -1] ?? ''
      return isMissing(cell) ? null : plainText(cell)
    }
    const lacking = required.find(({ key }) => row(key) === null)
    if (lacking !== undefined) return refused('missing', lacking.key)
    if (fieldsOf[kind].some(({ key }) => (row(key)?.length ?? 0) > LONGEST)) return refused('too-long')
    const found = read(row)
    if (!found.ok) return found
    const id = row(keyField[kind]) ?? row('name') ?? ''
    if (seen.has(id)) return refused('repeated', id)
    seen.add(id)
    return found
  }
}

const keyField: Readonly<Record<RecordKind, string>> = {
  stations: 'code',
  devices: 'mn',
  people: 'signIn',
  regions: 'code',
}

const readers: Readonly<
  Record<RecordKind, (db: Db, countyId: string, plan: ImportPlan) => Promise<(row: Row) => RecordRead>>
> = { stations: stationReader, devices: deviceReader, people: personReader, regions: regionReader }

async function stationReader(db: Db, countyId: string, plan: ImportPlan): Promise<(row: Row) => RecordRead> {
  const stations = await stationsOf(db, countyId)
  const byCode = new Map(stations.map((station) => [station.code, station]))
  const regions = await regionNames(db, countyId)
  return (row) => {
    const written = degreesOf(row)
    if (written === null) return refused('place', `${row('lon')}, ${row('lat')}`)
    const level = levelOf(row('level'), stationLevelNames, 'micro')
    if (level === null) return refused('level', row('level'))
    const region = regionOf(regions, row('region'))
    if (region === null) return refused('region-unknown', row('region'))
    const [code, name] = [row('code') ?? '', row('name') ?? '']
    const { lon, lat } = toWgs84(written, plan.coordinates)
    const known = byCode.get(code)
    if (known === undefined) {
      const place = { lonWgs84: lon, latWgs84: lat }
      return { ok: true, record: { kind: 'stations', code, name, level, regionId: region?.id, ...place } }
    }
    const there = { lon: known.lonWgs84, lat: known.latWgs84 }
    const point = { written, wgs84: there }
    const isSame =
      known.name === name &&
      (row('level') === null || known.level === level) &&
      metresBetween(there, { lon, lat }) <= SAME_PLACE_M
    return isSame ? { ok: true, record: null, point } : { ...refused('differs', code), ...{ point } }
  }
}

function degreesOf(row: Row): Degrees | null {
  const [lon, lat] = [typedNumber(row('lon') ?? ''), typedNumber(row('lat') ?? '')]
  const isPlace = lon !== null && lat !== null && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  return isPlace ? { lon, lat } : null
}

function levelOf<T extends string>(text: string | null, names: Readonly<Record<string, T>>, usual: T): T | null {
  return text === null ? usual : (names[foldName(text)] ?? null)
}

async function deviceReader(db: Db, countyId: string): Promise<(row: Row) => RecordRead> {
  const [stations, devices, bindings] = await Promise.all([
    stationsOf(db, countyId),
    devicesOf(db, countyId),
    bindingsOf(db, countyId),
  ])
  const byMn = new Map(devices.map((device) => [device.mn, device]))
  return (row) => {
    const wanted = row('station') ?? ''
    const station = stations.find(({ code }) => code === wanted) ?? stations.find(({ name }) => name === wanted)
    if (station === undefined) return refused('station-unknown', wanted)
    const names = (row('factors') ?? '').split(/[,，、;；\s]+/).filter((name) => name !== '')
    const unknown = names.find((name) => factorOf(name) === undefined)
    if (unknown !== undefined) return refused('factor-unknown', unknown)
    const factors = names.flatMap((name) => factorOf(name)?.code ?? [])
    const minutes = row('minuteInterval')
    const minuteInterval = minutes === null ? 10 : typedNumber(minutes)
    if (minuteInterval === null || !Number.isInteger(minuteInterval) || minuteInterval < 1 || minuteInterval > 30) {
      return refused('number', minutes)
    }
    const [mn, password] = [row('mn') ?? '', row('password') ?? '']
    if (mn.length > 40 || password.length > 32) return refused('too-long', mn)
    const known = byMn.get(mn)
    if (known === undefined) {
      const name = row('name') ?? undefined
      return {
        ok: true,
        record: { kind: 'devices', mn, name, password, stationId: station.id, factors, minuteInterval },
      }
    }
    const isThere = bindings.some(
      (one) => one.deviceId === known.id && one.subjectId === station.id && one.validTo === null,
    )
    const isSame =
      isThere &&
      known.name === (row('name') ?? known.name) &&
      (factors.length === 0 || factors.toSorted().join() === known.factors.toSorted().join())
    return isSame ? { ok: true, record: null } : refused('differs', mn)
  }
}

async function personReader(db: Db, countyId: string): Promise<(row: Row) => RecordRead> {
  const [people, units, regions] = await Promise.all([
    peopleOf(db, countyId),
    unitsOf(db, countyId),
    regionNames(db, countyId),
  ])
  const personOf = await signInNames(db, countyId)
  return (row) => {
    const name = row('name') ?? ''
    const signInName = row('signIn') ?? name
    const said = foldName(row('role') ?? '')
    const role = roles.find((one) => one === said || one === roleNames[said])
    if (role === undefined) return refused('role', row('role'))
    const unitName = row('unit')
    const unit = units.find((one) => one.name === unitName)
    if (unitName !== null && unit === undefined) return refused('unit-unknown', unitName)
    const region = regionOf(regions, row('region'))
    if (region === null) return refused('region-unknown', row('region'))
    const known = people.find(({ id }) => id === personOf.get(signInName))
    if (known !== undefined) {
      const isSame = known.name === name && known.roles.includes(role) && known.unitId === (unit?.id ?? known.unitId)
      return isSame ? { ok: true, record: null } : refused('differs', signInName)
    }
    const regionId = region?.id
    const [phone, password] = [row('phone'), row('password')]
    const record = {
      kind: 'people',
      name,
      signInName,
      role,
      unitId: unit?.id ?? null,
      regionId,
      phone,
      password,
    } as const
    return { ok: true, record }
  }
}

async function regionReader(db: Db, countyId: string): Promise<(row: Row) => RecordRead> {
  const regions = await regionNames(db, countyId)
  const added = new Map<string, RegionLevel>()
  return (row) => {
    const level = levelOf(row('level'), regionLevelNames, 'town')
    if (level === null) return refused('level', row('level'))
    const [code, name, parent] = [row('code') ?? '', row('name') ?? '', row('parent')]
    if (!/^[\w-]{1,20}$/.test(code)) return refused('too-long', code)
    const above = regionOf(regions, parent)
    if (above === null && !added.has(parent ?? '')) return refused('region-unknown', parent)
    const known = regions.find((one) => one.code === code)
    if (known !== undefined) {
      const isSame = known.name === name && known.level === level
      return isSame ? { ok: true, record: null } : refused('differs', code)
    }
    added.set(code, level)
    return { ok: true, record: { kind: 'regions', code, name, level, parent } }
  }
}

async function regionNames(db: Db, countyId: string): Promise<Region[]> {
  return [...(await regionsById(db, countyId)).values()]
}

/** The region of a code or a name; undefined: none was named; null: there is none. */
function regionOf(regions: readonly Region[], text: string | null): Region | undefined | null {
  if (text === null) return undefined
  return regions.find(({ code }) => code === text) ?? regions.find(({ name }) => name === text) ?? null
}
