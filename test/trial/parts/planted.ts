import { looksOf } from '../../../simulator/history.ts'
import { stations } from '../../../simulator/place.ts'
import { sources } from '../../../simulator/world/sources.ts'
import type { World } from '../../../simulator/world/world.ts'
import { HOUR_MS, MINUTE_MS } from '../../../src/standards/civil-time.ts'
import { metresBetween } from '../../../src/standards/places.ts'

/** A planted story, once. */
export interface Occasion {
  story: string
  /** Null: of the whole region. */
  source: string | null
  from: number
  until: number
}

/** A source is felt at a station from so much PM2.5 on. */
export const FELT_UG_M3 = 10
/** So much over its neighbours the demo's rule asks for, whatever the air is like. [µg/m³] */
const ASKED_UG_M3 = 35
/** What a story leaves behind is there for so long. [ms] */
const AFTERWARDS_MS = HOUR_MS
/** Around a source it is looked in so many directions whether its plume went by there. */
const DIRECTIONS = 36

/** What was planted from one instant to another, each occasion once. */
export function plantedIn({ nature }: World, from: number, to: number): Occasion[] {
  const found = new Map<string, Occasion>()
  for (let instant = from; instant < to; instant += 10 * MINUTE_MS) {
    for (const { story, what } of [...nature.deeds(instant), ...nature.spells(instant)]) {
      const source = 'sourceCode' in what ? what.sourceCode : null
      found.set(`${story} ${what.from} ${source}`, { story, source, from: what.from, until: what.until })
    }
  }
  return [...found.values()]
}

/** Why an occasion was not found, by what was true. */
export const reasonsWhyNot = [
  'too thin where the nearest station is, whatever the wind',
  'wind carried it between the stations',
  'the station was silent',
  'felt, but less than the rules ask for',
  'felt, but the neighbours rose with it',
  'the rules were not passed',
] as const
export type WhyNot = (typeof reasonsWhyNot)[number]

/** @param isTold did the station tell of the hour that ends then? */
export function whyNot(
  world: World,
  { source, from, until }: Occasion,
  isTold: (stationCode: string, hourEnd: number) => boolean,
): WhyNot {
  if (source === null) return 'the rules were not passed'
  const hours = hoursOf(from, until)
  const felt = stations.flatMap((station) =>
    hours.map((hourEnd) => ({ station, hourEnd, added: addedAt(world, station, source, hourEnd) })),
  )
  const most = Math.max(
    ...felt.filter(({ station, hourEnd }) => isTold(station.code, hourEnd)).map(({ added }) => added),
  )
  if (most >= ASKED_UG_M3) return 'felt, but the neighbours rose with it'
  if (felt.some(({ station, hourEnd, added }) => added >= ASKED_UG_M3 && !isTold(station.code, hourEnd)))
    return 'the station was silent'
  if (most >= FELT_UG_M3) return 'felt, but less than the rules ask for'
  if (felt.some(({ added }) => added >= FELT_UG_M3)) return 'the station was silent'
  return wentBy(world, source, hours)
    ? 'wind carried it between the stations'
    : 'too thin where the nearest station is, whatever the wind'
}

function hoursOf(from: number, until: number): number[] {
  const first = (Math.floor(from / HOUR_MS) + 1) * HOUR_MS
  const last = Math.ceil((until + AFTERWARDS_MS) / HOUR_MS) * HOUR_MS
  return Array.from({ length: (last - first) / HOUR_MS + 1 }, (_, at) => first + at * HOUR_MS)
}

type Site = Parameters<World['real']>[0]

/** PM2.5 that a source added in an hour, over the looks at it. */
export function addedAt(world: World, site: Site, source: string, hourEnd: number): number {
  const real = world.real(site)
  const looks = looksOf(hourEnd)
  return looks.reduce((sum, look) => sum + (real(look).sources.get(source)?.a34004 ?? 0), 0) / looks.length
}

/** Was it felt somewhere on the circle around the source on which its nearest station stands? */
function wentBy({ nature }: World, code: string, hours: readonly number[]): boolean {
  const source = sources.find((one) => one.code === code)
  if (source === undefined) throw new Error(`no source ${code}`)
  const middle = { lon: source.lonWgs84, lat: source.latWgs84 }
  const [nearest] = stations
    .map((station) => ({
      townCode: station.townCode,
      metres: metresBetween(middle, { lon: station.lonWgs84, lat: station.latWgs84 }),
    }))
    .toSorted((a, b) => a.metres - b.metres)
  if (nearest === undefined) throw new Error('no station')
  return Array.from({ length: DIRECTIONS }, (_, at) => (2 * Math.PI * at) / DIRECTIONS).some((angle) => {
    const north = (nearest.metres * Math.cos(angle)) / 110_860
    const east = (nearest.metres * Math.sin(angle)) / (111_320 * Math.cos((middle.lat * Math.PI) / 180))
    const place = { lonWgs84: middle.lon + east, latWgs84: middle.lat + north }
    const at = nature.at({ code: 'QY999', townCode: nearest.townCode, ...place })
    return hours.some((hourEnd) => {
      const looks = looksOf(hourEnd)
      const sum = looks.reduce((total, look) => total + (at(look).sources.get(code)?.a34004 ?? 0), 0)
      return sum / looks.length >= FELT_UG_M3
    })
  })
}
