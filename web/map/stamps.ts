import { type SourceClass, sourceClasses } from '../../src/domain/sources/model.ts'
import { sourceShapes } from '../parts/marks.tsx'
import type { Palette } from './palette.ts'

/** What marks are drawn with: a stamp costs a fraction of what is stamped. */
export interface Stamps {
  /** Pixels of the screen in one of the page. */
  ratio: number
  shapes: ReadonlyMap<SourceClass, HTMLCanvasElement>
  /** With its number. @param reach from its middle [px] */
  disc: (reach: number, count: number) => HTMLCanvasElement
  /** Whether the disc of a number was asked for before. */
  hasDisc: (count: number) => boolean
}

/** Half a mark, with its halo. [px] */
export const MARK = 9
/** From the field of a shape to the map. */
const SHRINK = 0.8

/** Each shape drawn once, and each disc with its number the first time that it is asked for. */
export function stampsOf(palette: Palette, ratio: number): Stamps {
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
  return { ratio, shapes: new Map(shapes), disc, hasDisc: (count) => discs.has(count) }
}
