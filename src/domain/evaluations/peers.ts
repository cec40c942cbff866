import { z } from 'zod'
import { evaluatedFactors, type FactorName } from '../../standards/statistics-table.ts'

/**
 * Districts that the county is ranked among, as tables publish them. They have no stations here: what is known of one is what
 * a table says of it, or its day values.
 */
const figure = z.number().nullable()

/** Figures of a district in a period; any may be missing in a table. [µg/m³; CO mg/m³; ratio and change %] */
export const figuresSchema = z.object({
  pm25: figure,
  pm10: figure,
  so2: figure,
  no2: figure,
  co: figure,
  o3: figure,
  composite: figure,
  goodDays: figure,
  rank: figure,
  /** Change of the composite index against the like period of the year before; less is better. [%] */
  change: figure,
  changeRank: figure,
})
export type Figures = z.output<typeof figuresSchema>

export const noFigures: Figures = {
  pm25: null,
  pm10: null,
  so2: null,
  no2: null,
  co: null,
  o3: null,
  composite: null,
  goodDays: null,
  rank: null,
  change: null,
  changeRank: null,
}

export const factorNamesInOrder: readonly FactorName[] = evaluatedFactors.map(({ name }) => name)

/** Do two names mean one district? Tables of a city leave out the city: `资阳区` is `益阳市资阳区`. */
export function isSameDistrict(one: string, other: string): boolean {
  const [a, b] = [one.replaceAll(/\s/g, ''), other.replaceAll(/\s/g, '')]
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 2 && long.endsWith(short)
}
