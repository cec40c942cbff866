import { memo, type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { type SourceClass, sourceClasses } from '../../src/domain/sources/model.ts'
import { sourceShapes } from '../parts/marks.tsx'
import { whenIdle } from '../parts/when-idle.ts'
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
  disc: (reach: number, count: number) => HTMLCanvasElement
}

/** Half a mark, with its halo. [px] */
const MARK = 9
/** So long a canvas waits to be made. [ms] */
const LATEST_MAKING_MS = 5_000
/** From the field of a shape to the map. */
const SHRINK = 0.8
const DISC = { least: 11, most: 18 }

/**
 * Sources as marks on a canvas, crowds of them as discs with their number: thousands cost one drawing when the map comes to rest
 * and nothing while it is dragged. What is drawn ahead, for the place where the sheet is about to be laid, goes on a second canvas
 * and is shown when it is laid there. For keyboards and screen readers the map's list has the same sources as links.
 */
export const Many = memo(function Many(props: {
  marks: readonly Mark[]
  sheet: Size
  palette: Palette | null
  /** Set here: draws marks that will be given. */
  ahead: RefObject<(marks: readonly Mark[]) => void>
}) {
  const { marks, sheet, palette, ahead } = props
  const shown = useRef<HTMLCanvasElement>(null)
  const behind = useRef<HTMLCanvasElement>(null)
  const drawnAhead = useRef<{ what: readonly Mark[]; palette: Palette | null } | null>(null)
  const kept = useRef<{ palette: Palette; ratio: number; stamps: Stamps } | null>(null)

  useLayoutEffect(() => {
    const draw = (canvas: HTMLCanvasElement | null, what: readonly Mark[]) => {
      if (canvas === null || palette === null) return
      const ratio = devicePixelRatio
      if (kept.current?.palette !== palette || kept.current.ratio !== ratio) {
        kept.current = { palette, ratio, stamps: stampsOf(palette, ratio) }
      }
      drawMarks(canvas, what, sheet, kept.current.stamps, ratio)
    }
    ahead.current = (what) => {
      draw(behind.current, what)
      drawnAhead.current = { what, palette }
    }
    if (drawnAhead.current?.what === marks && drawnAhead.current.palette === palette) {
      const [now, before] = [behind.current, shown.current]
      if (now) now.style.opacity = '1'
      if (before) before.style.opacity = '0'
      shown.current = now
      behind.current = before
    } else draw(shown.current, marks)
    drawnAhead.current = null
    // The first drawing on a canvas makes it, for which there is a quieter moment than the middle of a drag.
    return whenIdle(() => {
      if (behind.current?.width !== shown.current?.width) draw(behind.current, marks)
    }, LATEST_MAKING_MS)
  }, [marks, sheet, palette, ahead])
  const size = { width: sheet.width, height: sheet.height }
  return (
    <>
      <canvas ref={shown} className="map-many" style={size} />
      <canvas ref={behind} className="map-many map-many-behind" style={size} />
    </>
  )
})

function drawMarks(
  canvas: HTMLCanvasElement,
  marks: readonly Mark[],
  sheet: Size,
  { shapes, disc }: Stamps,
  ratio: number,
): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const [width, height] = [Math.round(sheet.width * ratio), Math.round(sheet.height * ratio)]
  // A canvas that is given a size, even its own, is made anew.
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, sheet.width, sheet.height)
  // Discs above all else.
  for (const mark of marks) if (mark.kind === 'one') put(context, shapes.get(mark.spot.class), mark.point, MARK)
  for (const mark of marks) {
    if (mark.kind === 'many') put(context, disc(mark.reach, mark.spots.length), mark.point, mark.reach + 1)
  }
}

function put(context: CanvasRenderingContext2D, stamp: HTMLCanvasElement | undefined, at: Point, half: number): void {
  if (stamp) context.drawImage(stamp, at.x - half, at.y - half, 2 * half, 2 * half)
}

/** What is drawn of sources in a view, and in one that is to come. */
export function useMarks(
  spots: readonly PlacedSpot[],
  view: View,
  sheet: Size,
): { marks: readonly Mark[]; marksAhead: (next: View) => readonly Mark[] } {
  const drawn = useMemo(() => drawnOf(spots, clustered(spots, view.scale)), [spots, view.scale])
  // The marks of the view that comes are those that were drawn ahead for it.
  const placed = useMemo(() => lastOf((of: View) => marksOf(drawn, of, sheet)), [drawn, sheet])
  return { marks: useMemo(() => placed(view), [placed, view]), marksAhead: placed }
}

/** Remembers its last answer. */
function lastOf<In extends object, Out>(work: (given: In) => Out): (given: In) => Out {
  let last: { given: In; found: Out } | null = null
  return (given) => {
    if (last?.given !== given) last = { given, found: work(given) }
    return last.found
  }
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

/** Each shape drawn once, to be stamped, and each disc with its number: a stamp costs a fraction of what is stamped. */
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
  const discOf = (reach: number, count: number) =>
    stampOf(2 * reach + 2, (context) => {
      const middle = reach + 1
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.arc(middle, middle, reach, 0, 2 * Math.PI)
      context.fillStyle = palette.surface
      context.fill()
      context.lineWidth = 1.5
      context.strokeStyle = palette.mark
      context.stroke()
      context.font = palette.font
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillStyle = palette.ink
      context.fillText(String(count), middle, middle + 0.5)
    })
  // As long as the map is dragged they are the same ones; a register has no more numbers than sources.
  const discs = new Map<number, HTMLCanvasElement>()
  const disc = (reach: number, count: number) => {
    const stamp = discs.get(count) ?? discOf(reach, count)
    discs.set(count, stamp)
    return stamp
  }
  return { shapes: new Map(shapes), disc }
}
