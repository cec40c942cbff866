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

interface Stamps {
  shapes: ReadonlyMap<SourceClass, HTMLCanvasElement>
  /** by their reach */
  discs: ReadonlyMap<number, HTMLCanvasElement>
}

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
  const kept = useRef<{ palette: Palette; ratio: number; stamps: Stamps } | null>(null)

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!canvas.current || !context || palette === null) return
    const ratio = devicePixelRatio
    if (kept.current?.palette !== palette || kept.current.ratio !== ratio) {
      kept.current = { palette, ratio, stamps: stampsOf(palette, ratio) }
    }
    const { shapes, discs } = kept.current.stamps
    const [width, height] = [Math.round(sheet.width * ratio), Math.round(sheet.height * ratio)]
    // A canvas that is given a size, even its own, is made anew.
    if (canvas.current.width !== width || canvas.current.height !== height) {
      canvas.current.width = width
      canvas.current.height = height
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, sheet.width, sheet.height)
    for (const mark of marks) {
      if (mark.kind === 'one') {
        const stamp = shapes.get(mark.spot.class)
        if (stamp) context.drawImage(stamp, mark.point.x - MARK, mark.point.y - MARK, 2 * MARK, 2 * MARK)
      }
    }
    context.font = palette.font
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.fillStyle = palette.ink
    for (const { point, reach, spots: within } of marks.filter((mark) => mark.kind === 'many')) {
      const disc = discs.get(reach)
      if (disc) context.drawImage(disc, point.x - reach - 1, point.y - reach - 1, 2 * reach + 2, 2 * reach + 2)
      context.fillText(String(within.length), point.x, point.y + 0.5)
    }
  }, [marks, sheet, palette])
  return <canvas ref={canvas} className="map-many" style={{ width: sheet.width, height: sheet.height }} />
})

/** What is drawn of sources in a view. */
export function useMarks(spots: readonly PlacedSpot[], view: View, sheet: Size): readonly Mark[] {
  const drawn = useMemo(() => drawnOf(spots, clustered(spots, view.scale)), [spots, view.scale])
  return useMemo(() => marksOf(drawn, view, sheet), [drawn, view, sheet])
}

/** Marks before it is known where on the sheet they stand. */
type Unplaced =
  | { kind: 'one'; spot: PlacedSpot; offset: Offset; reach: number }
  | { kind: 'many'; spots: readonly PlacedSpot[]; offset: Offset; reach: number }

function drawnOf(spots: readonly PlacedSpot[], groups: Clustered): Unplaced[] {
  const ones = groups.singles.flatMap((at): Unplaced[] => {
    const spot = spots[at]
    return spot ? [{ kind: 'one', spot, offset: spot, reach: MARK }] : []
  })
  const discs = groups.clusters.map(({ members, ...offset }): Unplaced => {
    const within = members.flatMap((at) => spots[at] ?? [])
    const reach = Math.round(Math.min(DISC.most, DISC.least + Math.log10(within.length) * 3))
    return { kind: 'many', spots: within, offset, reach }
  })
  return [...ones, ...discs]
}

function marksOf(drawn: readonly Unplaced[], view: View, sheet: Size): Mark[] {
  const marks: Mark[] = []
  for (const { offset, ...mark } of drawn) {
    const point = pointOf(view, sheet, offset)
    const { x, y } = point
    if (x > -MARK && y > -MARK && x < sheet.width + MARK && y < sheet.height + MARK) marks.push({ ...mark, point })
  }
  return marks
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

/** Each shape and each size of disc drawn once, to be stamped: a stamp costs a third of what is stamped. */
function stampsOf(palette: Palette, ratio: number): Stamps {
  const stampOf = (side: number, draw: (context: CanvasRenderingContext2D) => void) => {
    const stamp = document.createElement('canvas')
    stamp.width = side * ratio
    stamp.height = side * ratio
    const context = stamp.getContext('2d')
    if (context) draw(context)
    return stamp
  }
  // Shapes are drawn in a field of 16 around 8, 8; a mark is 8.8 wide.
  const shift = (MARK - 8 * SHRINK) * ratio
  const shapes = sourceClasses.map((each) => {
    const stamp = stampOf(2 * MARK, (context) => {
      context.setTransform(SHRINK * ratio, 0, 0, SHRINK * ratio, shift, shift)
      const shape = new Path2D(sourceShapes[each])
      context.lineJoin = 'round'
      context.lineWidth = 4
      context.strokeStyle = palette.halo
      context.stroke(shape)
      context.fillStyle = palette.mark
      context.fill(shape)
    })
    return [each, stamp] as const
  })
  const discs = Array.from({ length: DISC.most - DISC.least + 1 }, (_, more) => {
    const reach = DISC.least + more
    const stamp = stampOf(2 * reach + 2, (context) => {
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.arc(reach + 1, reach + 1, reach, 0, 2 * Math.PI)
      context.fillStyle = palette.surface
      context.fill()
      context.lineWidth = 1.5
      context.strokeStyle = palette.mark
      context.stroke()
    })
    return [reach, stamp] as const
  })
  return { shapes: new Map(shapes), discs: new Map(discs) }
}
