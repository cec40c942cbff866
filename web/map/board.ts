import { areaOf, type Box, laidIn, type Point, type Size, type View } from './frame.ts'
import { type Mark, marksIn, type PlacedMark } from './marks.ts'
import { MARK, type Stamps } from './stamps.ts'

/** So many marks are stamped in one frame; a disc whose stamp is still to be made costs as much as some others. */
const MOST_STAMPS = 120
const COST_OF_MAKING = 6

/** Marks, and what they are drawn for. */
export interface Marked {
  marks: readonly Mark[]
  view: View
  sheet: Size
  stamps: Stamps
}

/** A canvas with the marks around what is looked at. It is drawn a piece in each frame, and is whole after the last one. */
export class Board {
  readonly marked: Marked
  readonly canvas: HTMLCanvasElement
  readonly #seen: View
  readonly #area: Box
  #left: readonly PlacedMark[]

  /** @param seen what is looked at: the sheet's size of it is drawn */
  constructor(canvas: HTMLCanvasElement, marked: Marked, seen: View) {
    this.canvas = canvas
    this.marked = marked
    this.#seen = seen
    // The canvas falls upon whole pixels of the sheet.
    const { x, y, ...size } = areaOf(marked.view, seen, marked.sheet)
    this.#area = { ...size, x: Math.round(x), y: Math.round(y) }
    // Discs are the last ones: they stand above all else.
    this.#left = marksIn(marked.marks, marked, this.#area, 1)
    clear(canvas, marked)
  }

  isWhole(): boolean {
    return this.#left.length === 0
  }

  draw(): void {
    const context = this.canvas.getContext('2d')
    const most = this.#inOneFrame()
    if (context) stamp(context, this.#left.slice(0, most), this.#area, this.marked.stamps)
    this.#left = this.#left.slice(most)
  }

  /** How far what is looked at lies from what was, when this was begun. [px] */
  farFrom(seen: View): number {
    const { x, y } = laidIn(this.#seen, seen)
    return Math.max(Math.abs(x), Math.abs(y))
  }

  /** Lays the canvas where another view has it. @param sheet as large as the map is now */
  lay(live: View, sheet: Size): void {
    const { marked } = this
    const { x, y, stretch } = laidIn(marked.view, live)
    const left = sheet.width / 2 + (this.#area.x - marked.sheet.width / 2) * stretch + x
    const top = sheet.height / 2 + (this.#area.y - marked.sheet.height / 2) * stretch + y
    const at = stretch === 1 ? `${Math.round(left)}px, ${Math.round(top)}px` : `${left}px, ${top}px`
    this.canvas.style.transform = `translate(${at}) scale(${stretch})`
  }

  /** How many of those that are left. */
  #inOneFrame(): number {
    const { hasDisc } = this.marked.stamps
    let cost = 0
    const beyond = this.#left.findIndex(({ mark }) => {
      cost += mark.kind === 'one' || hasDisc(mark.spots.length) ? 1 : COST_OF_MAKING
      return cost > MOST_STAMPS
    })
    return beyond < 0 ? this.#left.length : beyond
  }
}

/** An empty canvas of the size of a sheet; its memory is taken now, and not in the frame in which the first marks are drawn. */
export function clear(canvas: HTMLCanvasElement, { marks, sheet, stamps: { ratio } }: Marked): void {
  // A map without marks needs no memory for them.
  const { width: across, height: high } = marks.length === 0 ? { width: 0, height: 0 } : sheet
  const [width, height] = [Math.round(across * ratio), Math.round(high * ratio)]
  // A canvas that is given a size, even its own, is made anew.
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
    canvas.style.width = `${across}px`
    canvas.style.height = `${high}px`
  }
  const context = canvas.getContext('2d')
  context?.setTransform(1, 0, 0, 1, 0, 0)
  context?.clearRect(0, 0, width, height)
}

/** @param corner of the canvas, on the sheet */
function stamp(context: CanvasRenderingContext2D, marks: readonly PlacedMark[], corner: Point, stamps: Stamps): void {
  const { ratio, shapes, disc } = stamps
  context.setTransform(ratio, 0, 0, ratio, -corner.x * ratio, -corner.y * ratio)
  const put = (drawn: HTMLCanvasElement | undefined, { x, y }: Point, half: number) => {
    if (drawn) context.drawImage(drawn, x - half, y - half, 2 * half, 2 * half)
  }
  for (const { mark, point } of marks) {
    if (mark.kind === 'one') put(shapes.get(mark.spot.class), point, MARK)
    else put(disc(mark.reach, mark.spots.length), point, mark.reach + 1)
  }
}
