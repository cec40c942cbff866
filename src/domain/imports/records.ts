import type { Db } from '../../platform/foundation.ts'
import { isMissing, plainText, typedNumber } from '../../platform/tables/values.ts'
import { factorOf } from '../../standards/factors.ts'
import { toWgs84 } from '../../standards/map-systems.ts'
import { metresBetween } from '../../standards/places.ts'
import { roles } from '../access/table.ts'
import { bindingsOf, devicesOf } from '../devices/service.ts'
import { peopleOf, unitsOf } from '../people/service.ts'
import type { Region } from '../regions/model.ts'
import { regionsById } from '../regions/service.ts'
import { SOURCE_TEXT } from '../sources/model.ts'
import { stationsOf } from '../stations/service.ts'
import type { CoordinateWatch } from './coordinate-watch.ts'
import { type Field, fieldsOf, footWords, roleNames, stationLevelNames } from './fields.ts'
import { foldName } from './header.ts'
import { landReader } from './land-records.ts'
import type { ImportKind, ImportPlan } from './model.ts'
import type { RecordRead } from './new-record.ts'
import { degreesOf, levelOf, type Row, refused, refusedPlace, regionOf, SAME_PLACE_M } from './record-cells.ts'
import { regionReader } from './region-records.ts'
import { sourceReader } from './source-records.ts'
import { signInNames } from './store.ts'

/** Kinds whose rows are records of the county. */
export type RecordKind = Exclude<ImportKind, 'readings' | 'rankings' | 'peer-days'>

/** Longest code, name and MN. [characters] */
const LONGEST = 200
/** Of fields that may be longer. */
const longest: Readonly<Record<string, number>> = {
  notes: SOURCE_TEXT.notes,
  outline: Number.MAX_SAFE_INTEGER,
  shape: Number.MAX_SAFE_INTEGER,
}

/**
 * A reader of the rows of a table of records: what each makes new, `record: null` where the county has it already as it stands
 * there. Reads what the county has once, at its beginning.
 */
export async function recordReader(
  db: Db,
  countyId: string,
  kind: RecordKind,
  plan: ImportPlan,
  watch: CoordinateWatch,
): Promise<(cells: readonly string[]) => RecordRead> {
  const byField = new Map(
    plan.columns.flatMap(({ target }, place) => (target === null ? [] : [[target, place] as const])),
  )
  const required = fieldsOf[kind].filter((field) => field.required === true)
  const seen = new Set<string>()
  const read = await readers[kind](db, countyId, plan, watch)
  return (cells) => {
    if (isFoot(cells)) return { ok: true, record: null, isOfOthers: true }
    const cellOf = (field: string) => cells[byField.get(field) ?? -1] ?? ''
    const row: Row = (field) => (isMissing(cellOf(field)) ? null : plainText(cellOf(field)))
    const said: Row = (field) => plainText(cellOf(field)) || null
    const lacking = required.find(({ key }) => row(key) === null)
    if (lacking !== undefined) return refused('missing', lacking.key)
    const isLong = ({ key }: Field) => (row(key)?.length ?? 0) > (longest[key] ?? LONGEST)
    if (fieldsOf[kind].some(isLong)) return refused('too-long')
    const found = read(row, said)
    if (!found.ok || found.isOfOthers) return found
    const id = row(keyField[kind]) ?? row('name') ?? ''
    if (seen.has(id)) return refused('repeated', id)
    seen.add(id)
    return found
  }
}

/** Is it a row below the records: its first cell with anything in it begins as such rows do? */
function isFoot(cells: readonly string[]): boolean {
  const first = foldName(cells.find((cell) => !isMissing(cell)) ?? '')
  return footWords.some((word) => first.startsWith(foldName(word)))
}

const keyField: Readonly<Record<RecordKind, string>> = {
  stations: 'code',
  devices: 'mn',
  people: 'signIn',
  regions: 'code',
  sources: 'code',
  landscape: 'code',
}

type ReaderOf = (
  db: Db,
  countyId: string,
  plan: ImportPlan,
  watch: CoordinateWatch,
) => Promise<(row: Row, said: Row) => RecordRead>

const readers: Readonly<Record<RecordKind, ReaderOf>> = {
  stations: stationReader,
  devices: deviceReader,
  people: personReader,
  regions: regionReader,
  sources: sourceReader,
  landscape: landReader,
}

async function stationReader(
  db: Db,
  countyId: string,
  plan: ImportPlan,
  watch: CoordinateWatch,
): Promise<(row: Row) => RecordRead> {
  const stations = await stationsOf(db, countyId)
  const byCode = new Map(stations.map((station) => [station.code, station]))
  const regions = await regionNames(db, countyId)
  return (row) => {
    const written = degreesOf(row)
    if (written === null) return refusedPlace(row)
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
    watch.point(written, there)
    const isSame =
      known.name === name &&
      (row('level') === null || known.level === level) &&
      metresBetween(there, { lon, lat }) <= SAME_PLACE_M
    return isSame ? { ok: true, record: null } : refused('differs', code)
  }
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

async function regionNames(db: Db, countyId: string): Promise<Region[]> {
  return [...(await regionsById(db, countyId)).values()]
}
