import type { Outline } from '../api/queries.ts'
import './place.css'

/** Borders of regions as hairlines, the county's a little stronger, below everything else of a drawing. */
export function Borders(props: {
  outlines: readonly Outline[]
  /** Where a place stands in the drawing. [px] */
  place: (at: { lonWgs84: number; latWgs84: number }) => { x: number; y: number }
}) {
  return props.outlines.map(({ regionId, level, polygons }) => (
    <path
      key={regionId}
      className={level === 'county' ? 'border border-county' : 'border'}
      d={polygons
        .flat()
        .map(
          (ring) => `M${ring.map(([lonWgs84, latWgs84]) => pointOf(props.place({ lonWgs84, latWgs84 }))).join('L')}Z`,
        )
        .join('')}
    />
  ))
}

function pointOf({ x, y }: { x: number; y: number }): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}
