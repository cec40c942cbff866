import { isUsable, mainStatistic } from '../../../src/domain/readings/model.ts'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import type { Reading, Station, StationNow } from '../../api/queries.ts'
import type { Point } from '../../charts/scale.ts'

/** Hours of the small line, and beside which the completeness is told. */
export const SHOWN_HOURS = 24
/** An hour that ended longer ago is no longer the present. [ms] */
const FRESH_MS = 2 * HOUR_MS

/** `late`: nothing of the last two hours; `silent`: nothing at all of the last two days. */
export type CardState = 'current' | 'doubtful' | 'late' | 'silent'

/** A station in one look, of one factor. */
export interface StationCard {
  station: Station
  now: StationNow | undefined
  state: CardState
  /** Its newest hour that has a value. Value in Weike's unit. [epoch ms] */
  hour: { endingAt: number; value: number; quality: Reading['quality'] } | null
  /** The hours that end from `from` to `to`; a gap where there is none that may be used. */
  points: Point[]
  from: number
  to: number
  /** How many of them may be used. */
  usable: number
  /** Against the hour a day before, of the values as they are shown; null: one of the two is not there. */
  change: number | null
}

/**
 * Stations as cards: the national-control ones first, the others in their order; pure.
 * @param past hourly readings of the factor in the last two days
 * @param now [epoch ms]
 */
export function stationCards(
  stations: readonly Station[],
  latest: readonly StationNow[],
  past: readonly Reading[],
  factor: string,
  now: number,
): StationCard[] {
  const inOrder = stations.toSorted((a, b) => Number(b.level === 'national') - Number(a.level === 'national'))
  return inOrder.map((station) => {
    const own = past.filter(
      (one) => one.station === station.code && one.factor === factor && one.statistic === mainStatistic('hour'),
    )
    const byEnd = new Map<number, Reading>()
    for (const one of own) {
      const end = Date.parse(one.end)
      const before = byEnd.get(end)
      if (before === undefined || (!isUsable(before) && isUsable(one))) byEnd.set(end, one)
    }
    const newest = Math.max(...[...byEnd].flatMap(([end, { value }]) => (value === null ? [] : [end])))
    const lastHour = Math.floor(now / HOUR_MS) * HOUR_MS
    // The hour that has just ended is on its way and lacks nobody.
    const to = now - newest > FRESH_MS ? lastHour : newest
    const points = Array.from({ length: SHOWN_HOURS }, (_, index): Point => {
      const at = to - (SHOWN_HOURS - 1 - index) * HOUR_MS
      const found = byEnd.get(at)
      return { at, value: found !== undefined && isUsable(found) ? found.value : null }
    })
    const last = byEnd.get(newest)
    const dayBefore = byEnd.get(newest - SHOWN_HOURS * HOUR_MS)
    const value = last?.value ?? null
    const hour = last === undefined || value === null ? null : { endingAt: newest, value, quality: last.quality }
    const earlier = dayBefore !== undefined && isUsable(dayBefore) ? dayBefore.value : null
    return {
      station,
      now: latest.find(({ stationId }) => stationId === station.id),
      state: stateOf(hour, now),
      hour,
      points,
      from: to - (SHOWN_HOURS - 1) * HOUR_MS,
      to,
      usable: points.filter((point) => point.value !== null).length,
      change: value === null || earlier === null ? null : Math.round(value) - Math.round(earlier),
    }
  })
}

function stateOf(hour: StationCard['hour'], now: number): CardState {
  if (hour === null) return 'silent'
  if (now - hour.endingAt > FRESH_MS) return 'late'
  return hour.quality === 'valid' ? 'current' : 'doubtful'
}
