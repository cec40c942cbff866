import { type Degrees, metresToOutline } from '../../../src/standards/places.ts'
import type { Outline } from '../../api/queries.ts'

interface GridMember {
  name: string
  regionId: string
  openTasks: number
}

/** Somebody who may be sent; `metres` from the own region to the place, 0 within it, null where that is not known. */
export interface Near<P> {
  person: P
  metres: number | null
}

/**
 * Who to send somewhere, the likeliest first: who answers for the ground there, then whose region is nearer; of equally near the
 * one with the least to do. Nobody answers for the county as a whole.
 */
export function nearest<P extends GridMember>(
  people: readonly P[],
  outlines: readonly Pick<Outline, 'regionId' | 'level' | 'polygons'>[],
  place: Degrees | null,
): Near<P>[] {
  const metresTo = (regionId: string) => {
    const outline = outlines.find((one) => one.regionId === regionId && one.level !== 'county')
    return outline === undefined || place === null ? null : metresToOutline(outline.polygons, place)
  }
  return people
    .map((person) => ({ person, metres: metresTo(person.regionId) }))
    .sort(
      (a, b) =>
        (a.metres ?? Number.MAX_VALUE) - (b.metres ?? Number.MAX_VALUE) ||
        a.person.openTasks - b.person.openTasks ||
        a.person.name.localeCompare(b.person.name, 'zh'),
    )
}
