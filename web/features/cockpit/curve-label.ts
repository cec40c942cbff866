import { type Box, isCrossed } from '../../charts/label-place.ts'

interface Point {
  x: number
  y: number
}

/** Air between a label and what is drawn. [px] */
const AIR = 4

/**
 * Where the label of a curve stands: as near to the curve's end as may be without touching a line or another label.
 * @param size of the label [px]
 * @param room in which it stands [px]
 * @param lines each left to right
 * @param taken boxes of other labels
 * @param end where the curve ends
 * @returns its box; null where it finds no room
 */
export function freeBox(
  size: { width: number; height: number },
  room: Box,
  lines: readonly (readonly Point[])[],
  taken: readonly Box[],
  end: Point,
): Box | null {
  const step = Math.max(1, size.height / 4)
  const far = ({ left, right, top, bottom }: Box) =>
    Math.hypot(Math.max(left - end.x, 0, end.x - right), Math.max(top - end.y, 0, end.y - bottom))
  const boxes: { box: Box; away: number }[] = []
  const add = (box: Box) => boxes.push({ box, away: far(box) })
  for (let left = room.left; left + size.width <= room.right; left += step) {
    for (let top = room.top; top + size.height <= room.bottom; top += step)
      add({ left, right: left + size.width, top, bottom: top + size.height })
  }
  // The last column ends where the room does, whatever the step.
  for (let top = room.top; top + size.height <= room.bottom && size.width <= room.right - room.left; top += step)
    add({ left: room.right - size.width, right: room.right, top, bottom: top + size.height })
  const isFree = ({ box }: { box: Box }) => {
    const wide = { left: box.left - AIR, right: box.right + AIR, top: box.top - AIR, bottom: box.bottom + AIR }
    return !taken.some((other) => meets(wide, other)) && !lines.some((line) => isCrossed(line, wide))
  }
  return boxes.sort((one, other) => one.away - other.away).find(isFree)?.box ?? null
}

function meets(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
