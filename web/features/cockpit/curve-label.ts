import { type Box, courseOf } from '../../charts/label-place.ts'

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
  const courses = lines.map(courseOf)
  const isFree = ({ left, right, top, bottom }: Box) => {
    const wide = { left: left - AIR, right: right + AIR, top: top - AIR, bottom: bottom + AIR }
    return !taken.some((other) => meets(wide, other)) && !courses.some((course) => course.meets(wide))
  }
  let best: { box: Box; away: number } | null = null
  const look = (left: number, top: number) => {
    const [right, bottom] = [left + size.width, top + size.height]
    const across = Math.max(left - end.x, 0, end.x - right)
    const along = Math.max(top - end.y, 0, end.y - bottom)
    const away = across * across + along * along
    if (best !== null && away >= best.away) return
    const box = { left, right, top, bottom }
    if (isFree(box)) best = { box, away }
  }
  const lastLeft = room.right - size.width
  const lefts = Array.from(
    { length: Math.max(0, Math.floor((lastLeft - room.left) / step) + 1) },
    (_, at) => room.left + at * step,
  )
  // The last column ends where the room does, whatever the step.
  if (lastLeft >= room.left) lefts.push(lastLeft)
  // From the end on: what is farther away than what has been found is not even looked at.
  const away = (left: number) => Math.max(left - end.x, 0, end.x - left - size.width)
  for (const left of lefts.sort((one, other) => away(one) - away(other))) {
    for (let top = room.top; top + size.height <= room.bottom; top += step) look(left, top)
  }
  return (best as { box: Box } | null)?.box ?? null
}

function meets(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
}
