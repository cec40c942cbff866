/** A box on a picture. [px] */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Where a label beside a point hides least of what else is there: to the right of it, to the left, below or above, the first of
 * these that hides nothing, else the one that hides the fewest.
 * @param gap between the point and the label [px]
 */
export function clearSide(
  point: { x: number; y: number },
  size: { width: number; height: number },
  gap: number,
  others: readonly Box[],
): Box {
  const middle = { x: point.x - size.width / 2, y: point.y - size.height / 2 }
  const sides: readonly [Box, ...Box[]] = [
    { ...size, x: point.x + gap, y: middle.y },
    { ...size, x: point.x - gap - size.width, y: middle.y },
    { ...size, x: middle.x, y: point.y + gap },
    { ...size, x: middle.x, y: point.y - gap - size.height },
  ]
  const hidden = (side: Box) => others.filter((other) => overlap(side, other)).length
  return sides.reduce((best, side) => (hidden(side) < hidden(best) ? side : best), sides[0])
}

function overlap(one: Box, other: Box): boolean {
  const apartX = one.x + one.width <= other.x || other.x + other.width <= one.x
  const apartY = one.y + one.height <= other.y || other.y + other.height <= one.y
  return !apartX && !apartY
}
