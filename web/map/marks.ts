import type { CaseStage, SourceClass } from '../../src/domain/cases/model.ts'
import type { AqiLevel } from '../../src/standards/aqi-levels.ts'
import { clustered, stepOf } from './clusters.ts'
import { type Box, isIn, type Offset, type Place, type Point, pointOf, type Size, type View } from './frame.ts'
import { MARK } from './stamps.ts'

/** A source of pollution, drawn by the shape of its class. */
export interface SourceSpot extends Place {
  id: string
  class: SourceClass
  name: string
  /** What is said beside its name: kind, distance. */
  detail: string
}

/** A station with its value of the hour. */
export interface StationSpot extends Place {
  id: string
  code: string
  name: string
  /** As it is written, — where the hour has none; null: this map is about no values. */
  value: string | null
  /** Factor, unit and hour of the value. */
  detail: string
  /** Level of the hour's AQI; null: none. */
  level: AqiLevel | null
}

/** An open case at its place. */
export interface CaseSpot extends Place {
  id: string
  title: string
  stage: CaseStage
  late: boolean
  /** It is told of beside the map. */
  isChosen?: boolean
}

/** The wind at a station. */
export interface WindNow {
  /** Where it comes from. [°, clockwise from north] */
  fromDeg: number
  speedMs: number
}

/** A source, and how far it lies from the centre. */
export type PlacedSpot = SourceSpot & Offset

/** A source drawn on its own, or a disc of many. */
export type Mark = ({ kind: 'one'; spot: PlacedSpot } | { kind: 'many'; spots: readonly PlacedSpot[] }) & {
  /** Where it stands. */
  offset: Offset
  /** From its middle. [px] */
  reach: number
}

/** What is drawn of sources at a scale. [m/px] */
export type Marks = (scale: number) => readonly Mark[]

const DISC = { least: 11, most: 18 }

/** Reckoned once for each step of the scale. */
export function marksOf(spots: readonly PlacedSpot[]): Marks {
  const known = new Map<number, readonly Mark[]>()
  return (scale) => {
    const step = stepOf(scale)
    const marks = known.get(step) ?? marksAt(spots, step)
    known.set(step, marks)
    return marks
  }
}

function marksAt(spots: readonly PlacedSpot[], step: number): Mark[] {
  const { singles, clusters } = clustered(spots, step)
  const ones = singles.flatMap((at): Mark[] => {
    const spot = spots[at]
    return spot ? [{ kind: 'one', spot, offset: spot, reach: MARK }] : []
  })
  const discs = clusters.map(({ members, ...offset }): Mark => {
    const within = members.flatMap((at) => spots[at] ?? [])
    const reach = Math.round(Math.min(DISC.most, DISC.least + Math.log10(within.length) * 3))
    return { kind: 'many', spots: within, offset, reach }
  })
  return [...ones, ...discs]
}

export interface PlacedMark {
  mark: Mark
  /** Of the sheet. [px] */
  point: Point
}

/** Those that reach into an area of a sheet, or so far beside it. [px] */
export function marksIn(
  marks: readonly Mark[],
  { view, sheet }: { view: View; sheet: Size },
  area: Box,
  beside: number,
): PlacedMark[] {
  const found: PlacedMark[] = []
  for (const mark of marks) {
    const point = pointOf(view, sheet, mark.offset)
    if (isIn(area, point, mark.reach + beside)) found.push({ mark, point })
  }
  return found
}

/** The mark under a place: of those within reach the nearest. @param scale in which it is seen [m/px] */
export function hitAt(marks: readonly Mark[], { eastM, northM }: Offset, scale: number): Mark | null {
  let best: Mark | null = null
  let least = Number.POSITIVE_INFINITY
  for (const mark of marks) {
    // By squares: it is asked of thousands with every move of a pointer.
    const [east, north] = [mark.offset.eastM - eastM, mark.offset.northM - northM]
    const far = (east * east + north * north) / (scale * scale)
    if (far > (mark.reach + 3) ** 2 || far > least) continue
    best = mark
    least = far
  }
  return best
}
