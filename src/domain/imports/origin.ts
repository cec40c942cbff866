import type { CoordinateSystem } from '../../standards/map-systems.ts'

/**
 * Who publishes files with these properties, and in which system: DataV.GeoAtlas of Alibaba writes `adcode` with `center` or
 * `centroid`, in the GCJ-02 of its own maps.
 * @returns null for whoever is not known
 */
export function originOf(names: readonly string[]): { origin: string; system: CoordinateSystem } | null {
  const isDataV = names.includes('adcode') && (names.includes('center') || names.includes('centroid'))
  return isDataV ? { origin: 'DataV.GeoAtlas', system: 'gcj02' } : null
}
