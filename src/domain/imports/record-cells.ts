import type { Degrees } from '../../standards/places.ts'
import type { Region } from '../regions/model.ts'
import { foldName } from './header.ts'
import type { RowFault } from './model.ts'
import { typedDegrees } from './typed-degrees.ts'

/** What a field of a row says; null: nothing. */
export type Row = (field: string) => string | null

/** A row that is not taken. */
export interface RecordRefused {
  ok: false
  fault: RowFault
  what: string | null
}

/** Two places that near are one: coordinates are written with five decimals. [m] */
export const SAME_PLACE_M = 3

export const refused = (fault: RowFault, what: string | null = null): RecordRefused => ({ ok: false, fault, what })

/** The place that a row writes, in whatever system. */
export function degreesOf(row: Row): Degrees | null {
  const [lon, lat] = [typedDegrees(row('lon') ?? ''), typedDegrees(row('lat') ?? '')]
  const isPlace = lon !== null && lat !== null && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
  return isPlace ? { lon, lat } : null
}

/** Where China lies, from 73°33′ to 135°05′ E and 3°51′ to 53°33′ N: no longitude of it may be a latitude of it. [°] */
const CHINA = { lon: { least: 73, most: 136 }, lat: { least: 3, most: 54 } } as const

/** Why there is no place in a row: two numbers that would be one the other way round are told from others. */
export function refusedPlace(row: Row): RecordRefused {
  const within = ({ least, most }: { least: number; most: number }, degrees: number | null) =>
    degrees !== null && degrees >= least && degrees <= most
  const [lon, lat] = [row('lon'), row('lat')]
  const isTurned = within(CHINA.lat, typedDegrees(lon ?? '')) && within(CHINA.lon, typedDegrees(lat ?? ''))
  return refused(isTurned ? 'place-turned' : 'place', `${lon}, ${lat}`)
}

export function levelOf<T extends string>(text: string | null, names: Readonly<Record<string, T>>, usual: T): T | null {
  return text === null ? usual : (names[foldName(text)] ?? null)
}

/** The region of a code or a name; undefined: none was named; null: there is none. */
export function regionOf(regions: readonly Region[], text: string | null): Region | undefined | null {
  if (text === null) return undefined
  return regions.find(({ code }) => code === text) ?? regions.find(({ name }) => name === text) ?? null
}
