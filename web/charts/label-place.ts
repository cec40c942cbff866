/** A box in the picture. [px] */
export interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The first of the characters that are as wide as high (CJK Radicals Supplement). */
const CJK_BEGINS = 0x2e80

/** Ems of a text in a face where a Chinese character is one em wide and everything else about 0.56. */
export function emsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) >= CJK_BEGINS ? 1 : 0.56), 0)
}

/** The course of a line, to be asked whether a box is in its way. */
export interface Course {
  meets(box: Box): boolean
}

/**
 * How far up and down a line through these points, left to right, goes in each pixel of its way: asked for a thousand boxes, it
 * is not followed anew for each.
 */
export function courseOf(line: readonly { x: number; y: number }[]): Course {
  const first = Math.floor(line[0]?.x ?? 0)
  const length = Math.max(0, Math.floor(line.at(-1)?.x ?? 0) - first + 1)
  const tops = new Float64Array(length).fill(Number.POSITIVE_INFINITY)
  const bottoms = new Float64Array(length).fill(Number.NEGATIVE_INFINITY)
  const reach = (column: number, y: number) => {
    tops[column - first] = Math.min(tops[column - first] ?? y, y)
    bottoms[column - first] = Math.max(bottoms[column - first] ?? y, y)
  }
  if (line.length === 1 && line[0] !== undefined) reach(first, line[0].y)
  for (let at = 1; at < line.length; at += 1) {
    const [from, to] = [line[at - 1], line[at]]
    if (from === undefined || to === undefined) continue
    const slope = to.x > from.x ? (to.y - from.y) / (to.x - from.x) : 0
    for (let column = Math.floor(from.x); column <= Math.floor(to.x); column += 1) {
      reach(column, from.y + slope * (Math.max(from.x, column) - from.x))
      reach(column, to.x > column + 1 ? from.y + slope * (column + 1 - from.x) : to.y)
    }
  }
  return {
    meets(box) {
      const last = Math.min(length, Math.ceil(box.right) - first)
      for (let at = Math.max(0, Math.floor(box.left) - first); at < last; at += 1) {
        if ((tops[at] ?? 0) < box.bottom && (bottoms[at] ?? 0) > box.top) return true
      }
      return false
    },
  }
}
