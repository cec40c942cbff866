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

/** Whether a line through these points, left to right, passes through the box. */
export function isCrossed(line: readonly { x: number; y: number }[], box: Box): boolean {
  return line.some((to, index) => {
    const from = line[index - 1] ?? to
    if (to.x < box.left || from.x > box.right) return false
    const slope = to.x === from.x ? 0 : (to.y - from.y) / (to.x - from.x)
    const within = (x: number) => from.y + slope * (Math.min(Math.max(x, from.x), to.x) - from.x)
    // Upright: all of it. Else the part of it that is over or under the box.
    const [a, b] = to.x === from.x ? [from.y, to.y] : [within(box.left), within(box.right)]
    return Math.max(a, b) >= box.top && Math.min(a, b) <= box.bottom
  })
}
