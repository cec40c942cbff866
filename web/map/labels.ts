import type { Box, Point, Size } from './frame.ts'

/** A label that wants a place: the first of its boxes that hides nothing. */
export interface Wish {
  id: string
  /** By preference. */
  boxes: readonly Box[]
  /** Stands in any case, where it hides fewest. */
  always?: boolean
}

/**
 * Where labels stand so that none hides another: each takes the first of its boxes that is free, in the order in which they are
 * given; who finds none is left out, unless it stands always.
 * @param taken boxes that nothing may hide
 */
export function placed(wishes: readonly Wish[], taken: readonly Box[]): Map<string, Box> {
  const there = [...taken]
  const found = new Map<string, Box>()
  for (const { id, boxes, always } of wishes) {
    const isFree = (each: Box) => !there.some((other) => overlap(each, other))
    const box = boxes.find(isFree) ?? (always ? fewestHidden(boxes, there) : undefined)
    if (box === undefined) continue
    there.push(box)
    found.set(id, box)
  }
  return found
}

function fewestHidden(boxes: readonly Box[], there: readonly Box[]): Box | undefined {
  const [first, ...rest] = boxes
  if (first === undefined) return undefined
  return rest.reduce((best, box) => (hidden(box, there) < hidden(best, there) ? box : best), first)
}

function hidden(box: Box, there: readonly Box[]): number {
  return there.reduce((sum, other) => sum + (overlap(box, other) ? 1 : 0), 0)
}

export function overlap(one: Box, other: Box): boolean {
  const apartX = one.x + one.width <= other.x || other.x + other.width <= one.x
  const apartY = one.y + one.height <= other.y || other.y + other.height <= one.y
  return !apartX && !apartY
}

/** Beside a point: to its right, left, below, above. @param gap between the point and the label [px] */
export function beside({ x, y }: Point, size: Size, gap: number): Box[] {
  const middle = { x: x - size.width / 2, y: y - size.height / 2 }
  return [
    { ...size, x: x + gap, y: middle.y },
    { ...size, x: x - gap - size.width, y: middle.y },
    { ...size, x: middle.x, y: y + gap },
    { ...size, x: middle.x, y: y - gap - size.height },
  ]
}

/** Upon a point, and a little moved from it upward, downward and to the sides. @param step [px] */
export function upon({ x, y }: Point, size: Size, step: number): Box[] {
  const box = { ...size, x: x - size.width / 2, y: y - size.height / 2 }
  const moves = [
    [0, 0],
    [0, -1],
    [0, 1],
    [1, 0],
    [-1, 0],
  ] as const
  return moves.map(([right, down]) => ({ ...box, x: box.x + right * step, y: box.y + down * step }))
}

/** Where the scripts written in full-width signs begin (CJK radicals). */
const FIRST_WIDE = 0x2e80

/** About how wide a text is. @param type size of the letters [px] */
export function textWidth(text: string, type: number): number {
  return [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) < FIRST_WIDE ? 0.57 : 1) * type, 0)
}
