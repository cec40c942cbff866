import { type CaseOrigin, caseOrigins, type SourceClass, sourceClasses } from '../../../src/domain/cases/model.ts'
import { type Circle, type CircleRadii, circleAt, circles, distanceM } from '../../../src/domain/stations/model.ts'
import type { Case, Station } from '../../api/queries.ts'

/** Outside every circle, as a filter says it. */
export const OUTSIDE = 'outside'
export type Ring = Circle | typeof OUTSIDE
export const rings: readonly Ring[] = [...circles, OUTSIDE]

/** What the address of the list says: which cases, and how they are shown. */
export interface CasesSearch {
  show?: 'mine' | 'late' | 'all'
  view?: 'table' | 'board' | 'map'
  source?: SourceClass
  ring?: Ring
  unit?: string
  region?: string
  origin?: CaseOrigin
  /** The case that the map tells of. */
  at?: string
}

const shows = ['mine', 'late', 'all'] as const
const views = ['table', 'board', 'map'] as const

export function casesSearch(search: Record<string, unknown>): CasesSearch {
  const one = <T extends string>(known: readonly T[], value: unknown) => known.find((each) => each === value)
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return withoutGaps({
    show: one(shows, search.show),
    view: one(views, search.view),
    source: one(sourceClasses, search.source),
    ring: one(rings, search.ring),
    unit: text(search.unit),
    region: text(search.region),
    origin: one(caseOrigins, search.origin),
    at: text(search.at),
  })
}

/** An address says nothing of what is not chosen. */
export function withoutGaps(search: { [K in keyof CasesSearch]: CasesSearch[K] | undefined }): CasesSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}

/** In which circle of the station a case lies; null: nobody knows where it is, or there is no station. */
export function ringOf(
  one: Pick<Case, 'lonWgs84' | 'latWgs84'>,
  station: Station | undefined,
  radiiKm: CircleRadii,
): Ring | null {
  const { lonWgs84, latWgs84 } = one
  if (station === undefined || lonWgs84 === null || latWgs84 === null) return null
  return circleAt(distanceM(station, { lonWgs84, latWgs84 }), radiiKm) ?? OUTSIDE
}

/** The cases that the filters leave, whatever their state. */
export function narrowed(
  cases: readonly Case[],
  search: Omit<CasesSearch, 'show' | 'view' | 'at'>,
  station: Station | undefined,
  radiiKm: CircleRadii,
): Case[] {
  const { source, ring, unit, region, origin } = search
  return cases.filter(
    (one) =>
      (source === undefined || one.sourceClass === source) &&
      (ring === undefined || ringOf(one, station, radiiKm) === ring) &&
      (unit === undefined || one.mainUnit === unit) &&
      (region === undefined || one.regionName === region) &&
      (origin === undefined || one.cameBy === origin),
  )
}
