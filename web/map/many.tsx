import { memo, useLayoutEffect, useMemo, useRef } from 'react'
import { type SourceClass, sourceClasses } from '../../src/domain/sources/model.ts'
import { sourceShapes } from '../parts/marks.tsx'
import { type Clustered, clustered } from './clusters.ts'
import { type Offset, type Point, pointOf, type Size, type View } from './frame.ts'
import type { SourceSpot } from './marks.ts'
import type { Palette } from './palette.ts'

/** A source, and how far it lies from the centre. */
export type PlacedSpot = SourceSpot & Offset

/** What stands under a pointer: one source, or a disc of many. */
export type Hit =
  | { kind: 'one'; spot: PlacedSpot; point: Point }
  | { kind: 'many'; spots: readonly PlacedSpot[]; point: Point }

/** A mark on the sheet and how far it reaches from its middle. [px] */
export type Mark = Hit & { reach: number }

/** Half a mark, with its halo. [px] */
const MARK = 9
/** From the field of a shape to the map. */
const SHRINK = 0.8
const DISC = { least: 11, most: 18 }

/**
 * Sources as marks on one canvas, crowds of them as discs with their number: thousands cost one drawing when the map comes to
 * rest and nothing while it is dragged. For keyboards and screen readers the map's list has the same sources as links.
 */
export const Many = memo(function Many(props: { marks: readonly Mark[]; sheet: Size; palette: Palette | null }) {
  const { marks, sheet, palette } = props
  const canvas = useRef<HTMLCanvasElement>(null)

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context || palette === null) return
    const ratio = devicePixelRatio
    canvas.current.width = sheet.width * ratio
    canvas.current.height = sheet.height * ratio
    context.scale(ratio, ratio)
    const stamps = stampsOf(palette, ratio)
    for (const mark of marks) {
      if (mark.kind === 'one') {
        const stamp = stamps.get(mark.spot.class)
        if (stamp) context.drawImage(stamp, mark.point.x - MARK, mark.point.y - MARK, 2 * MARK, 2 * MARK)
      }
    }
    context.font = palette.font
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineWidth = 1.5
    context.strokeStyle = palette.mark
    for (const { point, reach, spots: within } of marks.filter((mark) => mark.kind === 'many')) {
      context.fillStyle = palette.surface
      context.beginPath()
      context.arc(point.x, point.y, reach, 0, 2 * Math.PI)
      context.fill()
      context.stroke()
      context.fillStyle = palette.ink
      context.fillText(String(within.length), point.x, point.y + 0.5)
    }
  }, [marks, sheet, palette])
  return <canvas ref={canvas} className="map-many" style={{ width: sheet.width, height: sheet.height }} />
})

/** What is drawn of sources in a view. */
export function useMarks(spots: readonly PlacedSpot[], view: View, sheet: Size): readonly Mark[] {
  const groups = useMemo(() => clustered(spots, view.scale), [spots, view.scale])
  return useMemo(() => marksOf(spots, groups, view, sheet), [spots, groups, view, sheet])
}

function marksOf(spots: readonly PlacedSpot[], groups: Clustered, view: View, sheet: Size): Mark[] {
  const isOn = ({ x, y }: Point) => x > -MARK && y > -MARK && x < sheet.width + MARK && y < sheet.height + MARK
  const ones = groups.singles.flatMap((at): Mark[] => {
    const spot = spots[at]
    const point = spot && pointOf(view, sheet, spot)
    return point && isOn(point) ? [{ kind: 'one', spot, point, reach: MARK }] : []
  })
  const discs = groups.clusters.flatMap(({ members, ...offset }): Mark[] => {
    const point = pointOf(view, sheet, offset)
    if (!isOn(point)) return []
    const within = members.flatMap((at) => spots[at] ?? [])
    const reach = Math.min(DISC.most, DISC.least + Math.log10(within.length) * 3)
    return [{ kind: 'many', spots: within, point, reach }]
  })
  return [...ones, ...discs]
}

/** The mark under a point of the sheet: of those within reach the nearest. */
export function hitAt(marks: readonly Mark[], { x, y }: Point): Hit | null {
  let best: { mark: Mark; far: number } | null = null
  for (const mark of marks) {
    const far = Math.hypot(mark.point.x - x, mark.point.y - y)
    if (far <= mark.reach + 3 && far <= (best?.far ?? Number.POSITIVE_INFINITY)) best = { mark, far }
  }
  return best?.mark ?? null
}

/** Each shape drawn once, to be stamped. */
function stampsOf(palette: Palette, ratio: number): Map<SourceClass, HTMLCanvasElement> {
  return new Map(
    sourceClasses.map((each) => {
      const stamp = document.createElement('canvas')
      stamp.width = 2 * MARK * ratio
      stamp.height = 2 * MARK * ratio
      const context = stamp.getContext('2d')
      if (context) {
        // Shapes are drawn in a field of 16 around 8, 8; a mark is 8.8 wide.
        const shift = (MARK - 8 * SHRINK) * ratio
        context.setTransform(SHRINK * ratio, 0, 0, SHRINK * ratio, shift, shift)
        const shape = new Path2D(sourceShapes[each])
        context.lineJoin = 'round'
        context.lineWidth = 4
        context.strokeStyle = palette.halo
        context.stroke(shape)
        context.fillStyle = palette.mark
        context.fill(shape)
      }
      return [each, stamp] as const
    }),
  )
}
