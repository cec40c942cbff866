import type { Quality } from '../../src/domain/readings/model.ts'
import type { Theme } from './theme.ts'

/** Drawing on a canvas in CSS pixels: texts with a halo, dashed lines, the marks of quality. */

/** The plot within its canvas. [px] */
export interface Frame {
  left: number
  right: number
  top: number
  bottom: number
  /** of the whole canvas */
  width: number
  height: number
}

export interface Writing {
  colour: string
  font: string
  align?: CanvasTextAlign
  /** what it stands on, so that it can be read over a line */
  halo?: string
}

/** Writes a text on its base line. */
export function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, how: Writing): void {
  pen.font = how.font
  pen.textAlign = how.align ?? 'left'
  pen.textBaseline = 'alphabetic'
  if (how.halo !== undefined) {
    pen.lineJoin = 'round'
    pen.lineWidth = 4
    pen.setLineDash([])
    pen.strokeStyle = how.halo
    pen.strokeText(text, x, y)
  }
  pen.fillStyle = how.colour
  pen.fillText(text, x, y)
}

/** A straight line between two points. */
export function rule(
  pen: CanvasRenderingContext2D,
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  colour: string,
  width: number,
  dash: readonly number[] = [],
): void {
  pen.beginPath()
  pen.moveTo(x1, y1)
  pen.lineTo(x2, y2)
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.setLineDash([...dash])
  pen.stroke()
}

/** The mark of a quality around a centre, as everywhere: triangle in doubt, cross invalid, ring too few, dot valid. */
export function qualityMark(pen: CanvasRenderingContext2D, quality: Quality, x: number, y: number, theme: Theme): void {
  const r = 4.4
  pen.beginPath()
  pen.setLineDash([])
  pen.lineJoin = 'round'
  pen.fillStyle = theme.surface
  if (quality === 'suspect') {
    pen.moveTo(x, y - r * 1.1)
    pen.lineTo(x + r * 1.1, y + r * 0.8)
    pen.lineTo(x - r * 1.1, y + r * 0.8)
    pen.closePath()
    pen.strokeStyle = theme.ochre
    pen.lineWidth = 1.8
    pen.fill()
  } else if (quality === 'invalid') {
    pen.moveTo(x - r, y - r)
    pen.lineTo(x + r, y + r)
    pen.moveTo(x + r, y - r)
    pen.lineTo(x - r, y + r)
    pen.strokeStyle = theme.brick
    pen.lineWidth = 2
  } else {
    pen.arc(x, y, r * 0.9, 0, 2 * Math.PI)
    pen.strokeStyle = theme.ink3
    pen.lineWidth = 1.6
    pen.fill()
  }
  pen.stroke()
}

/** A bar that tells a quality: filled valid, hatched in doubt, outlined what is not. */
export function qualityBar(
  pen: CanvasRenderingContext2D,
  quality: Quality,
  [x, y, width, height]: readonly [number, number, number, number],
  theme: Theme,
): void {
  pen.setLineDash([])
  if (quality === 'valid') {
    pen.fillStyle = theme.bar
    pen.fillRect(x, y, width, height)
    return
  }
  pen.save()
  pen.beginPath()
  pen.rect(x, y, width, height)
  pen.fillStyle = theme.surface
  pen.fill()
  pen.clip()
  pen.beginPath()
  const colour = quality === 'suspect' ? theme.ochre : quality === 'invalid' ? theme.brick : theme.ink3
  if (quality === 'suspect') {
    for (let at = x - height; at < x + width; at += 5) {
      pen.moveTo(at, y + height)
      pen.lineTo(at + height, y)
    }
  }
  pen.rect(x + 0.5, y + 0.5, Math.max(0, width - 1), height - 1)
  pen.strokeStyle = colour
  pen.lineWidth = 1.2
  pen.stroke()
  pen.restore()
}
