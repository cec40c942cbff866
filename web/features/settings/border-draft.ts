import { metresBetween, type Ring } from '../../../src/standards/places.ts'
import type { Place } from '../../map/frame.ts'

/** A line of a border on its way: its points without the closing one, and what it was before each step. */
export interface BorderDraft {
  points: readonly Place[]
  /** The last point leads to the first. */
  isClosed: boolean
  /** The point that keys move and remove. */
  chosen: number | null
  past: readonly Pick<BorderDraft, 'points' | 'isClosed'>[]
}

export type BorderStep =
  | { kind: 'add'; place: Place }
  | { kind: 'insert'; after: number; place: Place }
  | { kind: 'move'; at: number; place: Place }
  /** Under a hand: what it was before is kept by `take` alone. */
  | { kind: 'take'; at: number }
  | { kind: 'drag'; at: number; place: Place }
  | { kind: 'remove'; at: number }
  | { kind: 'choose'; at: number | null }
  | { kind: 'close' }
  | { kind: 'clear' }
  | { kind: 'undo' }

/** Steps that can be taken back. */
const MOST_STEPS = 200
/** Fewer points enclose nothing. */
const FEWEST = 3

export function draftOf(ring: Ring): BorderDraft {
  const points = ring.slice(0, -1).map(([lonWgs84, latWgs84]) => ({ lonWgs84, latWgs84 }))
  return { points, isClosed: points.length > 0, chosen: null, past: [] }
}

/** The draft after a step; the same one where the step changes nothing. */
export function stepped(draft: BorderDraft, step: BorderStep): BorderDraft {
  const { points, isClosed } = draft
  const to = (more: Partial<BorderDraft>): BorderDraft => ({ ...draft, ...kept(draft), ...more })
  switch (step.kind) {
    case 'add': {
      const place = rounded(step.place)
      if (isClosed || points.some((point) => isSame(point, place))) return draft
      return to({ points: [...points, place], chosen: points.length })
    }
    case 'insert':
      return to({ points: points.toSpliced(step.after + 1, 0, rounded(step.place)), chosen: step.after + 1 })
    case 'move':
      return step.at in points ? to({ points: points.with(step.at, rounded(step.place)), chosen: step.at }) : draft
    case 'take':
      return to({ chosen: step.at })
    case 'drag':
      return step.at in points ? { ...draft, points: points.with(step.at, rounded(step.place)) } : draft
    case 'remove': {
      if (!(step.at in points)) return draft
      const left = points.toSpliced(step.at, 1)
      const chosen = left.length === 0 ? null : Math.min(step.at, left.length - 1)
      return to({ points: left, chosen, isClosed: isClosed && left.length >= FEWEST })
    }
    case 'choose':
      return { ...draft, chosen: step.at }
    case 'close':
      return isClosed || points.length < FEWEST ? draft : to({ isClosed: true, chosen: null })
    case 'clear':
      return points.length === 0 ? draft : to({ points: [], isClosed: false, chosen: null })
    case 'undo': {
      // A point that was taken and put back where it was is no step.
      const at = draft.past.findLastIndex((one) => one.points !== points || one.isClosed !== isClosed)
      const before = draft.past[at]
      return before === undefined ? draft : { ...before, chosen: null, past: draft.past.slice(0, at) }
    }
  }
}

function kept({ past, points, isClosed }: BorderDraft): Pick<BorderDraft, 'past'> {
  return { past: [...past.slice(1 - MOST_STEPS), { points, isClosed }] }
}

/** Whether two drafts are one line, point by point: nothing was drawn, or all of it was taken back. */
export function isSameLine(one: BorderDraft, other: BorderDraft): boolean {
  return (
    one.isClosed === other.isClosed &&
    one.points.length === other.points.length &&
    one.points.every((point, at) => {
      const there = other.points[at]
      return there !== undefined && isSame(point, there)
    })
  )
}

/** The place of a neighbour's point that lies so near; else the place itself. @param withinM [m] */
export function snapped(place: Place, corners: readonly Place[], withinM: number): Place {
  let nearest = place
  let least = withinM
  // A degree of latitude is never shorter than 110.5 km: what is farther north or south need not be measured.
  const degrees = withinM / 110_500
  for (const corner of corners) {
    if (Math.abs(corner.latWgs84 - place.latWgs84) > degrees) continue
    const metres = metresBetween(lonLat(place), lonLat(corner))
    if (metres <= least) [nearest, least] = [corner, metres]
  }
  return nearest
}

/** In the middle of two points. */
export function between(one: Place, other: Place): Place {
  return rounded({
    lonWgs84: (one.lonWgs84 + other.lonWgs84) / 2,
    latWgs84: (one.latWgs84 + other.latWgs84) / 2,
  })
}

/** Numbers as they are written into a form; null: they are no place. */
export function placeOfText(lon: string, lat: string): Place | null {
  const place = { lonWgs84: Number(lon), latWgs84: Number(lat) }
  const isPlace =
    lon.trim() !== '' && lat.trim() !== '' && Math.abs(place.lonWgs84) <= 180 && Math.abs(place.latWgs84) <= 90
  return isPlace ? rounded(place) : null
}

export function lonLat({ lonWgs84, latWgs84 }: Place): { lon: number; lat: number } {
  return { lon: lonWgs84, lat: latWgs84 }
}

/** To a tenth of a metre, as it is kept. */
function rounded({ lonWgs84, latWgs84 }: Place): Place {
  return { lonWgs84: Number(lonWgs84.toFixed(6)), latWgs84: Number(latWgs84.toFixed(6)) }
}

function isSame(one: Place, other: Place): boolean {
  return one.lonWgs84 === other.lonWgs84 && one.latWgs84 === other.latWgs84
}
