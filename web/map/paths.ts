import { offsetFrom, type Place } from './frame.ts'
import type { Ground } from './use-ground.ts'

/** What is drawn on the ground, as paths of SVG: metres east and south from the centre. */
export interface GroundPaths {
  county: string
  regions: string
  builtUp: string
  riverAreas: string
  riverLines: string
  roads: string
  motorways: string
}

type Line = readonly (readonly [lon: number, lat: number])[]

export function groundPaths({ outlines, landscape }: Ground, centre: Place): GroundPaths {
  const path = (lines: readonly Line[], isClosed: boolean) =>
    lines.map((line) => pathOf(line, centre, isClosed)).join('')
  const land = (kind: Ground['landscape'][number]['kind'], isArea: boolean) =>
    landscape
      .filter((feature) => feature.kind === kind && feature.isArea === isArea)
      .map(({ parts }) => path(parts, isArea))
      .join('')
  const borders = (isCounty: boolean) =>
    outlines
      .filter(({ level }) => (level === 'county') === isCounty)
      .map(({ polygons }) => path(polygons.flat(), true))
      .join('')
  return {
    county: borders(true),
    regions: borders(false),
    builtUp: land('built-up', true),
    riverAreas: land('river', true),
    riverLines: land('river', false),
    roads: land('road', false) + land('road', true),
    motorways: land('motorway', false) + land('motorway', true),
  }
}

/** To the decimetre: finer than any map of a county is. */
function pathOf(line: Line, centre: Place, isClosed: boolean): string {
  const points = line.map(([lonWgs84, latWgs84]) => {
    const { eastM, northM } = offsetFrom(centre, { lonWgs84, latWgs84 })
    return `${Math.round(eastM * 10) / 10} ${Math.round(-northM * 10) / 10}`
  })
  return points.length === 0 ? '' : `M${points.join('L')}${isClosed ? 'Z' : ''}`
}
