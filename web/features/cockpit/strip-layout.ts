import type { Severity } from '../../../src/domain/alerts/model.ts'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { emsOf } from '../../charts/label-place.ts'
import { groupedBy } from '../../parts/grouped.ts'

/** Something that happened, to be marked above the bars. */
export interface StripEvent {
  id: string
  /** [epoch ms] */
  at: number
  severity: Severity
  name: string
}

/** One mark: what happened within an hour stands together under the gravest of it. */
export interface StripMark {
  at: number
  severity: Severity
  /** Text beside the mark; null: there is no room for any. */
  name: string | null
  side: 'right' | 'left'
  lane: 0 | 1
  events: readonly StripEvent[]
}

const graveness: readonly Severity[] = ['notice', 'attention', 'urgent']

/** Events of one hour as one: at the time of the gravest, the others as a number. */
export function grouped(events: readonly StripEvent[]): StripEvent[][] {
  return [...groupedBy(events, ({ at }) => Math.floor(at / HOUR_MS)).values()]
    .map((some) =>
      some.toSorted((a, b) => graveness.indexOf(b.severity) - graveness.indexOf(a.severity) || a.at - b.at),
    )
    .toSorted((a, b) => (a[0]?.at ?? 0) - (b[0]?.at ?? 0))
}

/**
 * Marks in two lanes, the gravest placed first: each with its name on the right where that is free, else on the left, else without
 * a name. No text runs into another mark, and none leaves a mark that comes later without a lane.
 * @param x place of an instant [px]
 * @param edges between which everything stands [px]
 * @param size height of the text; a mark is 1.4 of it wide [px]
 */
export function placedMarks(
  events: readonly StripEvent[],
  x: (at: number) => number,
  edges: readonly [number, number],
  size: number,
): StripMark[] {
  const half = size * 0.7
  const waiting = grouped(events).flatMap((some) => {
    const [gravest] = some
    return gravest === undefined ? [] : [{ some, gravest, at: x(gravest.at) }]
  })
  const taken: { lane: 0 | 1; from: number; to: number }[] = []
  const isFree = (lane: 0 | 1, from: number, to: number) =>
    taken.every((one) => one.lane !== lane || to <= one.from || from >= one.to)
  const placed: StripMark[] = []
  const inTurn = waiting.toSorted(
    (a, b) => graveness.indexOf(b.gravest.severity) - graveness.indexOf(a.gravest.severity) || b.at - a.at,
  )
  for (const [turn, { some, gravest, at }] of inTurn.entries()) {
    const later = inTurn.slice(turn + 1)
    const leavesRoom = (lane: 0 | 1, from: number, to: number) =>
      later.every((one) => {
        const [left, right] = [one.at - half, one.at + half]
        if (right <= from || left >= to) return true
        // Under a text of the upper lane there is the lower one; above one of the lower lane its leader would go through it.
        return lane === 0 && isFree(1, left, right)
      })
    const name = `${gravest.name}${some.length > 1 ? ` +${some.length - 1}` : ''}`
    const width = emsOf(name) * size + 8
    const ways = (['right', 'left'] as const).flatMap((side) =>
      ([0, 1] as const).map((lane) => {
        const from = side === 'right' ? at - half : at - half - width
        return { side, lane, from, to: from + 2 * half + width }
      }),
    )
    const way = ways.find(
      ({ lane, from, to }) =>
        from >= edges[0] &&
        to <= edges[1] &&
        isFree(lane, from, to) &&
        (lane === 1 || isFree(1, at - 1, at + 1)) &&
        leavesRoom(lane, from, to),
    )
    const lane = way?.lane ?? (isFree(0, at - half, at + half) ? 0 : 1)
    taken.push({ lane, from: way?.from ?? at - half, to: way?.to ?? at + half })
    // The leader of a mark in the upper lane goes through the lower one.
    if (lane === 0) taken.push({ lane: 1, from: at - 1, to: at + 1 })
    const { severity } = gravest
    placed.push({
      ...{ at: gravest.at, severity, name: way ? name : null, side: way?.side ?? 'right', lane, events: some },
    })
  }
  return placed.toSorted((a, b) => a.at - b.at)
}

/** The highest and the lowest of the values and the newest, each once: those are written above their bars. */
export function labelled(values: readonly { at: number; value: number | null }[]): ReadonlySet<number> {
  const there = values.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]))
  const last = there.at(-1)
  if (last === undefined) return new Set()
  const highest = there.reduce((most, one) => (one.value > most.value ? one : most), last)
  const lowest = there.reduce((least, one) => (one.value < least.value ? one : least), last)
  // Beside each other two labels are one too many: the newest stays.
  const isApart = (at: number) => Math.abs(at - last.at) > HOUR_MS
  return new Set([last.at, ...[highest.at, lowest.at].filter((at) => at === last.at || isApart(at))])
}

/** Length of a wind arrow: 0.3 m/s is the shortest, from 8 m/s on it grows no more. [of the row's height] */
export function arrowLength(speedMs: number): number {
  return 0.4 + 0.6 * Math.min(1, Math.max(0, speedMs - 0.3) / 7.7)
}

/**
 * Where along a line a text of some width has nothing in its way: the first place from the left, else the left itself.
 * @param obstacles spans that are in the way [px]
 */
export function freePlace(
  from: number,
  to: number,
  width: number,
  obstacles: readonly (readonly [number, number])[],
): number {
  const inTheWay = obstacles.toSorted((a, b) => a[0] - b[0])
  let at = from
  for (const [left, right] of inTheWay) if (left < at + width && right > at) at = right
  return at + width <= to ? at : from
}
