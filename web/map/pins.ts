import type { Box, Point } from './frame.ts'

/** A numbered pin: its body's room, and how far apart two of them stand in a row and one above the other. [px] */
const BODY = { width: 28, height: 38 } as const
const STEP = { right: 32, up: 42 } as const

/** Where a pin stands: on its place, or moved aside from others, with a stem to it. [px] */
export interface StandingPin {
  id: string
  /** What it is about. */
  place: Point
  /** Where its point is drawn. */
  tip: Point
}

/**
 * Where numbered pins stand so that each number is read: the first of those that meet keeps its place, the others move aside by as
 * little as may be, never downward, where the value of what they are about stands. Pure, and finds room for any number.
 */
export function pinsApart(pins: readonly { id: string; place: Point }[]): StandingPin[] {
  const moves = movesFor(pins.length)
  const standing: StandingPin[] = []
  for (const { id, place } of pins) {
    const tips = moves.map(({ x, y }) => ({ x: place.x + x, y: place.y + y }))
    const tip = tips.find((each) => standing.every((other) => !meets(each, other.tip))) ?? place
    standing.push({ id, place, tip })
  }
  return standing
}

/** What a pin hides: nothing is written there. */
export function pinBox({ x, y }: Point): Box {
  return { ...BODY, x: x - BODY.width / 2, y: y - BODY.height }
}

function meets(one: Point, other: Point): boolean {
  return Math.abs(one.x - other.x) < BODY.width && Math.abs(one.y - other.y) < BODY.height
}

/** Nearest first: each pin that stands takes at most four of them, and there are more than four for each. */
function movesFor(pins: number): Point[] {
  const reach = Math.ceil(Math.sqrt(2 * pins)) + 1
  return Array.from({ length: reach + 1 }, (_, up) =>
    Array.from({ length: 2 * reach + 1 }, (_, at) => ({ x: (at - reach) * STEP.right, y: -up * STEP.up })),
  )
    .flat()
    .toSorted((one, other) => Math.hypot(one.x, one.y) - Math.hypot(other.x, other.y) || other.x - one.x)
}
