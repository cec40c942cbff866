import { memo, useMemo } from 'react'
import type { DrawnCircle } from '../../src/domain/stations/model.ts'
import { CALM_BELOW_MS } from '../place/wind.ts'
import type { Place, Point, Size, View } from './frame.ts'
import { pointOf } from './frame.ts'
import type { WindNow } from './marks.ts'
import { groundPaths } from './paths.ts'
import { Plane } from './plane.tsx'
import { type Stand, useDrawn } from './stand.ts'
import type { Ground } from './use-ground.ts'

/** Half of the sector that counts as upwind. [°] */
const WEDGE_DEG = 16
/** Beyond the sector an arrow as long as this, after so much air. [px] */
export const ARROW_PX = 26
const ARROW_AIR_PX = 8

/**
 * The county's own drawing: land, built-up areas, towns, roads, rivers, the county's line, the sector upwind, circles. Its paths
 * are made once; for another view they are only moved and stretched.
 */
export const GroundLayer = memo(function GroundLayer(props: {
  ground: Ground
  anchor: Place
  stand: Stand
  first: View
  sheet: Size
  /** From the inside; none: the map is not about them. */
  circles: readonly DrawnCircle[]
  /** How far the sector upwind reaches: as far as the outermost circle of the county. [km] */
  outermostKm: number
  /** Drawn as a sector; null: none. */
  wind: WindNow | null
}) {
  const { ground, anchor, stand, first, sheet, wind } = props
  const view = useDrawn(stand, first)
  const paths = useMemo(() => groundPaths(ground, anchor), [ground, anchor])
  const centre = pointOf(view, sheet, { eastM: 0, northM: 0 })
  const radius = (km: number) => (km * 1000) / view.scale
  return (
    <Plane stand={stand} view={view}>
      <svg className="map-ground" width={sheet.width} height={sheet.height} aria-hidden="true">
        <g transform={`matrix(${1 / view.scale} 0 0 ${1 / view.scale} ${centre.x} ${centre.y})`}>
          {paths.county !== '' && <path className="land" d={paths.county} />}
          <path className="land-built" d={paths.builtUp} />
          <path className="land-region" d={paths.regions} />
          <path className="land-road" d={paths.roads} />
          <path className="land-motorway-edge" d={paths.motorways} />
          <path className="land-motorway" d={paths.motorways} />
          <path className="land-river" d={paths.riverAreas} />
          <path className="land-river-line" d={paths.riverLines} />
          <path className="land-county" d={paths.county} />
        </g>
        {wind && wind.speedMs >= CALM_BELOW_MS && (
          <g transform={`translate(${centre.x} ${centre.y}) rotate(${wind.fromDeg})`}>
            <path className="upwind" d={wedge(radius(props.outermostKm))} />
            <path
              className="upwind-arrow"
              transform={`translate(0 ${-radius(props.outermostKm) - ARROW_AIR_PX})`}
              d={`M0 ${-ARROW_PX}V-2M-6.5 -9.5 0 -2 6.5 -9.5`}
            />
          </g>
        )}
        {props.circles.map(({ circle, km }) => (
          <circle key={circle} className={`circle circle-${circle}`} cx={centre.x} cy={centre.y} r={radius(km)} />
        ))}
      </svg>
    </Plane>
  )
})

/** Where the arrow of the wind stands. @param centre of the sector @param radius of it [px] */
export function arrowMiddle(centre: Point, { fromDeg }: WindNow, radius: number): Point {
  const [angle, far] = [(fromDeg * Math.PI) / 180, radius + ARROW_AIR_PX + ARROW_PX / 2]
  return { x: centre.x + Math.sin(angle) * far, y: centre.y - Math.cos(angle) * far }
}

/** A sector to the north. @param radius [px] */
function wedge(radius: number): string {
  const angle = (WEDGE_DEG * Math.PI) / 180
  const [x, y] = [radius * Math.sin(angle), radius * Math.cos(angle)]
  return `M0 0L${-x} ${-y}A${radius} ${radius} 0 0 1 ${x} ${-y}Z`
}
