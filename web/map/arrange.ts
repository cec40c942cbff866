import type { Box, Point, Size } from './frame.ts'
import { beside, overlap, placed, textWidth, upon, type Wish } from './labels.ts'

/** What stands on a map beside its ground, with the points of the sheet where it stands. [px] */
export interface Standing {
  /** What of the sheet is looked at, with so much beyond each edge of what is seen. */
  area: Box
  /** [px] */
  beyond: number
  /** Size of the letters. [px] */
  type: number
  own: { point: Point; name: string; value: string | null } | null
  stations: readonly { id: string; point: Point; value: string | null }[]
  pins: readonly { id: string; point: Point }[]
  /** What numbered pins hide: they stand where they are told. */
  tasks: readonly Box[]
  /** What only names on the ground keep clear of. */
  marks: readonly Box[]
  /** What lies over the map: no name is written below it. */
  covered: readonly Box[]
  /** Names of circles: at the tops or the bottoms of their lines, what is liked best first. */
  circles: readonly { id: string; points: readonly Point[]; name: string }[]
  names: readonly { id: string; kind: 'region' | 'river'; name: string; points: readonly Point[] }[]
  /** A way that is measured, its length written on it. */
  way: { from: Point; to: Point; length: string } | null
}

export interface Arranged {
  own: Box | null
  /** Boxes of stations' values; who finds no room is drawn as a dot. */
  stations: ReadonlyMap<string, Box>
  /** Pins that stand upon each other are one. */
  pins: readonly { ids: readonly string[]; point: Point }[]
  circles: ReadonlyMap<string, Box>
  names: ReadonlyMap<string, Box>
  /** Of the length of the way. */
  length: Box | undefined
}

/** Where on a way its length stands, the middle first. */
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74] as const
/** The ring of a station, and a pin over its place. [px] */
const RING = 20
const PIN: Size = { width: 16, height: 22 }
const PINS_APART = 13

/**
 * Who stands where: the own station's label wins, then circles' names, the length of the way, the values of stations, names of
 * regions, names of rivers. Pure.
 */
export function arrange({ area, beyond, type, ...standing }: Standing): Arranged {
  const { own, marks, covered } = standing
  const pins = grouped(standing.pins)
  const taken: Box[] = [
    ...pins.map(({ point }) => ({ ...PIN, x: point.x - PIN.width / 2, y: point.y - PIN.height })),
    ...standing.tasks,
  ]
  if (own) {
    taken.push({ x: own.point.x - RING / 2, y: own.point.y - RING / 2, width: RING, height: RING })
    const size = { width: ownWidth(own, type), height: ownHeight(type) }
    const boxes = seenFirst(beside(own.point, size, 15), area, beyond)
    taken.push(...placed([{ id: 'own', boxes, always: true }], taken).values())
  }
  const ownBox = own ? (taken.at(-1) ?? null) : null
  // Who is sent to a station looks for its value: beside a numbered pin it finds room first, and has more places to choose from.
  const [near, others] = stationWishes(standing, type)
  const sought = placed(near, [...taken, ...covered])
  taken.push(...sought.values())
  const circles = placed(
    standing.circles.map(({ id, points, name }) => {
      const size = { width: textWidth(name, type) + 4, height: type + 2 }
      const boxes = points.flatMap((point) => upon(point, size, 0).slice(0, 1))
      return { id, boxes: wholeOnes(boxes, area, beyond) }
    }),
    [...taken, ...covered],
  )
  const lengths = placed(lengthWishes(standing.way, area, beyond, type), [...taken, ...covered, ...circles.values()])
  const found = placed(others, [...taken, ...covered, ...circles.values(), ...lengths.values()])
  const stations = new Map([...sought, ...found])
  const names = placed(
    standing.names.map(({ id, kind, name, points }) => {
      const size = { width: textWidth(name, type) + name.length * 2 + 6, height: type + 4 }
      const boxes = points.flatMap((point) => upon(point, size, kind === 'river' ? 0 : 22))
      return { id, boxes: wholeOnes(boxes, area, beyond) }
    }),
    [
      ...taken,
      ...covered,
      ...circles.values(),
      ...lengths.values(),
      ...stations.values(),
      ...marks,
      ...dots(standing.way),
    ],
  )
  return { own: ownBox, stations, pins, circles, names, length: lengths.get('length') }
}

/** Values of stations beside a numbered pin, and those of all others. */
function stationWishes({ stations, tasks }: Pick<Standing, 'stations' | 'tasks'>, type: number): [Wish[], Wish[]] {
  const [near, others]: [Wish[], Wish[]] = [[], []]
  for (const { id, point, value } of stations) {
    const size = stationSize(value ?? '', type)
    const boxes = upon(point, size, 18)
    const isNear = tasks.some((pin) => boxes.slice(0, 1).some((box) => overlap(pin, box)))
    if (isNear) near.push({ id, boxes: [...boxes, ...beside(point, size, RING)] })
    else others.push({ id, boxes })
  }
  return [near, others]
}

function lengthWishes(way: Standing['way'], area: Box, beyond: number, type: number): Wish[] {
  if (way === null) return []
  const { from, to, length } = way
  const size = { width: textWidth(length, type) + 8, height: type + 6 }
  const boxes = ALONG.flatMap((part) =>
    upon({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }, size, 0).slice(0, 1),
  )
  return [{ id: 'length', boxes: seenFirst(boxes, area, beyond), always: true }]
}

/** A way in small pieces, which no name is written upon. */
function dots(way: Standing['way']): Box[] {
  if (way === null) return []
  const [east, south] = [way.to.x - way.from.x, way.to.y - way.from.y]
  const pieces = Math.ceil(Math.hypot(east, south) / 8)
  return Array.from({ length: pieces }, (_, at) => ({
    ...{ x: way.from.x + (east * at) / pieces - 2, y: way.from.y + (south * at) / pieces - 2 },
    ...{ width: 4, height: 4 },
  }))
}

/** Room of a station's value: 28 × 18 for two figures of 12 px. */
function stationSize(value: string, type: number): Size {
  return { width: Math.round(type + textWidth(value, type) + 2.4), height: Math.round(type * 1.5) }
}

function ownWidth({ name, value }: { name: string; value: string | null }, type: number): number {
  return Math.round(textWidth(name, type + 1) + textWidth(value ?? '', type + 2) + type * (value === null ? 1.2 : 2.2))
}

function ownHeight(type: number): number {
  return Math.round(type * 1.85)
}

/** What is seen as a whole before what the edge cuts. */
function seenFirst(boxes: readonly Box[], area: Box, beyond: number): Box[] {
  return [...boxes].sort((one, other) => Number(isWithin(other, area, beyond)) - Number(isWithin(one, area, beyond)))
}

function isWithin(box: Box, area: Box, edge: number): boolean {
  const [left, top] = [area.x + edge, area.y + edge]
  const isAcross = box.x >= left && box.x + box.width <= area.x + area.width - edge
  return isAcross && box.y >= top && box.y + box.height <= area.y + area.height - edge
}

/** Boxes in which a name is seen as a whole, and behind them those that are not seen at all until the map is dragged. */
function wholeOnes(boxes: readonly Box[], area: Box, beyond: number): Box[] {
  const isBeyond = (box: Box) =>
    box.x >= area.x + area.width - beyond ||
    box.y >= area.y + area.height - beyond ||
    box.x + box.width <= area.x + beyond ||
    box.y + box.height <= area.y + beyond
  return [
    ...boxes.filter((box) => isWithin(box, area, beyond)),
    ...boxes.filter((box) => isBeyond(box) && isWithin(box, area, 0)),
  ]
}

/** Pins by what stands upon each other, each group at its first one's place. */
function grouped(pins: Standing['pins']): { ids: string[]; point: Point }[] {
  const groups: { ids: string[]; point: Point }[] = []
  for (const { id, point } of pins) {
    const there = groups.find((group) => Math.hypot(group.point.x - point.x, group.point.y - point.y) < PINS_APART)
    if (there) there.ids.push(id)
    else groups.push({ ids: [id], point })
  }
  return groups
}
