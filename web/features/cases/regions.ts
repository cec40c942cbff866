import type { Region } from '../../api/queries.ts'

/** A region and how deep it lies under the first. */
export interface RegionLine {
  region: Region
  depth: number
}

/** Each region right after the one it lies in, those beside each other in the given order. */
export function inTree(regions: readonly Region[]): RegionLine[] {
  const known = new Set(regions.map((region) => region.id))
  const under = (parentId: string | null, depth: number): RegionLine[] =>
    regions
      .filter((region) => (known.has(region.parentId ?? '') ? region.parentId : null) === parentId)
      .flatMap((region) => [{ region, depth }, ...under(region.id, depth + 1)])
  return under(null, 0)
}

/** One region and what lies in it. */
export function within(regions: readonly Region[], id: string): Region[] {
  return regions.flatMap((region) => {
    if (region.id === id)
      return [region, ...regions.filter((each) => each.parentId === id).flatMap((each) => within(regions, each.id))]
    return []
  })
}
