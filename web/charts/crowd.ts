import type uPlot from 'uplot'
import { type Course, TILE } from './course.ts'
import type { Line } from './line.ts'
import type { Theme } from './theme.ts'

/** The lines of a crowded plot and how they look. */
export interface Crowded {
  courses: readonly Course[]
  lines: readonly Line[]
  theme: Theme
}

/** What a picture of the bars is true for. Pixels are those of the canvas. */
interface Look extends Crowded {
  /** pixels to a millisecond */
  perMs: number
  low: number
  high: number
  height: number
}

/** Do more periods lie in view than the plot has pixels? */
export function isCrowded(plot: uPlot, first: number, last: number): boolean {
  return last - first > plot.bbox.width
}

/**
 * Lines with more periods than pixels, drawn column by column: a few thousand upright bars cost a hundredth of what paths with as
 * many corners do where no graphics processor helps. What is drawn again at the same scale, as by a hand that moves it, is drawn
 * from pictures of the bars, which move by whole pixels.
 */
export class Crowd {
  readonly #pictures = new Map<number, ImageBitmap>()
  #look: Look | null = null

  /** Draws what is in view. */
  draw(plot: uPlot, crowded: Crowded): void {
    const look = lookOf(plot, crowded)
    const isKnown = this.#look !== null && isSame(look, this.#look)
    if (!isKnown) this.forget()
    this.#look = look
    const { ctx, bbox } = plot
    const { shift, from, to } = spanOf(plot, look)
    for (let tile = Math.floor(from / TILE); tile * TILE <= to; tile += 1) {
      const [left, right] = [Math.max(from, tile * TILE), Math.min(to, tile * TILE + TILE - 1)]
      const picture = isKnown ? this.#pictureOf(tile, look) : null
      const width = right - left + 1
      if (picture === null) drawBars(ctx, look, left, right, shift, bbox.top)
      else ctx.drawImage(picture, left - tile * TILE, 0, width, look.height, left + shift, bbox.top, width, look.height)
    }
    this.#keepNear(from, to)
  }

  /** Makes a picture for what was drawn last and has none yet. @returns whether there was one to make */
  prepare(plot: uPlot): boolean {
    const look = this.#look
    if (look === null) return false
    const { from, to } = spanOf(plot, look)
    for (let tile = Math.floor(from / TILE) - 1; (tile - 1) * TILE <= to; tile += 1) {
      if (this.#pictures.has(tile)) continue
      return this.#pictureOf(tile, look) !== null
    }
    return false
  }

  forget(): void {
    for (const picture of this.#pictures.values()) picture.close()
    this.#pictures.clear()
    this.#look = null
  }

  /** null where the browser makes none. */
  #pictureOf(tile: number, look: Look): ImageBitmap | null {
    const known = this.#pictures.get(tile)
    if (known) return known
    const pen = 'OffscreenCanvas' in globalThis ? new OffscreenCanvas(TILE, look.height).getContext('2d') : null
    if (pen === null) return null
    const from = tile * TILE
    drawBars(pen, look, from, from + TILE - 1, -from, 0)
    const picture = pen.canvas.transferToImageBitmap()
    this.#pictures.set(tile, picture)
    return picture
  }

  #keepNear(from: number, to: number): void {
    for (const [tile, picture] of this.#pictures) {
      if ((tile + 2) * TILE > from && (tile - 1) * TILE <= to) continue
      picture.close()
      this.#pictures.delete(tile)
    }
  }
}

function lookOf({ bbox, scales }: uPlot, crowded: Crowded): Look {
  const [from, to] = [scales.x?.min ?? 0, scales.x?.max ?? 1]
  return {
    ...crowded,
    // A view that is moved keeps its length but for what is lost in adding: whole milliseconds are the same.
    perMs: bbox.width / Math.max(1, Math.round(to - from)),
    low: scales.y?.min ?? 0,
    high: scales.y?.max ?? 1,
    height: Math.max(1, Math.round(bbox.height)),
  }
}

function isSame(one: Look, other: Look): boolean {
  return (
    one.courses === other.courses &&
    one.lines === other.lines &&
    one.theme === other.theme &&
    one.perMs === other.perMs &&
    one.low === other.low &&
    one.high === other.high &&
    one.height === other.height
  )
}

/** The columns from … to that are in view, both included, and by how much they stand further right on the canvas. */
function spanOf({ bbox, data, scales }: uPlot, { perMs }: Look): { shift: number; from: number; to: number } {
  const shift = Math.round(bbox.left + ((data[0][0] ?? 0) - (scales.x?.min ?? 0)) * perMs)
  const from = bbox.left - shift
  return { shift, from, to: from + bbox.width - 1 }
}

function drawBars(
  pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { courses, lines, theme, perMs, low, high, height }: Look,
  from: number,
  to: number,
  shift: number,
  top: number,
): void {
  const y = (value: number) => top + Math.round(((high - value) / (high - low)) * height)
  for (const [place, course] of courses.entries()) {
    const line = lines[place]
    if (line === undefined) continue
    pen.fillStyle = theme.lines[line.colour]
    // Strokes cannot be told in a crowd: what stands beside is pale.
    pen.globalAlpha = line.dash === undefined ? 1 : 0.5
    course.bars(perMs, from, to, (column, lowest, highest) => {
      // What leads here from outside the view may begin beyond the plot.
      const upper = Math.min(top + height - 1, Math.max(top, y(highest)))
      const lower = Math.min(top + height, Math.max(upper + 1, y(lowest)))
      pen.fillRect(column + shift, upper, 1, lower - upper)
    })
  }
  pen.globalAlpha = 1
}
