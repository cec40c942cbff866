import { civilOf } from '../../src/standards/civil-time.ts'
import { civilDayNumber, hourOfDay, hump, isSunday } from './courses.ts'
import { swing } from './noise.ts'
import type { Habit, WorldSource } from './sources.ts'
import type { Deed, Told } from './story.ts'
import type { CountyWeather } from './weather.ts'

/** What a source is doing at an instant. */
export interface Doing {
  /** Share of full work, of production or of traffic, 0 and more. */
  work: number
  /** Is what it has against pollution (treatment, covers, sprays) in use? */
  isTreated: boolean
  /** What it gives off of particles and of gases, as shares of its rates at full work without misdoing. */
  share: number
  gasShare: number
}

/** Nobody begins or ends at the stroke: half an hour before and after. [h] */
const EASE_H = 0.5

/** How much of a stretch of the day is going on, 0 to 1; it may go on over midnight. 0 ≤ from < until ≤ from + 24 [h] */
function during(hour: number, from: number, until: number): number {
  const inside = (at: number) => Math.min(at - from, until - at)
  const deepest = Math.max(inside(hour), inside(hour + 24))
  return Math.max(0, Math.min(1, (deepest + EASE_H) / (2 * EASE_H)))
}

/** At least so much, all of it while it goes on. */
const between = (least: number, most: number, share: number) => least + (most - least) * share

/** Part of full work by habit, hour of the day and season; without misdoing. Hours and shares: ours, in the order of the field. */
function workOf({ habit, code }: WorldSource, instant: number): number {
  const hour = hourOfDay(instant)
  const { month } = civilOf(instant)
  const rests = isSunday(civilDayNumber(instant))
  switch (habit) {
    case 'road':
      return 0.15 + 0.85 * Math.max(hump(instant, 8, 1), hump(instant, 18.3, 1.3), 0.5 * hump(instant, 13, 4))
    case 'lorries':
      // Lorries are let into town by night, and kept out of it while people go to work and come home.
      return between(0.25, 1, during(hour, 22, 29)) - 0.2 * (during(hour, 6, 9) + during(hour, 17, 20))
    case 'gate':
      return rests ? 0.2 : between(0.25, 1, during(hour, 6, 20))
    case 'machines':
      return (during(hour, 7, 12) + during(hour, 14, 18)) * (rests ? 0.4 : 1)
    case 'site':
      return between(0.04, rests ? 0.5 : 1, during(hour, 7, 12) + during(hour, 14, 19))
    case 'yard':
      return between(0.3, 1, during(hour, 7, 19))
    case 'kiln':
      return 0.95
    case 'shift':
      return rests ? 0.1 : 0.1 + 0.9 * during(hour, 8, 17) + 0.7 * during(hour, 17, 24)
    case 'furnace':
      return code === 'I07' && month >= 4 && month <= 10 ? 0.4 : 0.95
    case 'restaurant': {
      const late = code === 'L06' ? 0.77 * during(hour, 21.5, 24) : 0
      return 0.03 + 0.87 * during(hour, 11, 13.5) + 0.97 * during(hour, 17, 21.5) + late
    }
    case 'stoves':
      return between(0.15, 1, during(hour, 6, 8) + during(hour, 17, 20)) * (month >= 11 || month <= 3 ? 1 : 0.35)
    case 'straw':
    case 'fireworks':
      // Only what somebody sets on fire.
      return 0
    case 'shop':
      // What it sells goes up elsewhere.
      return 0
    case 'fixed':
      // A story tells what it gives off.
      return 0
  }
}

/** Habits that raise dust: rain lays it, dry wind lifts it. */
const dusty: ReadonlySet<Habit> = new Set(['road', 'lorries', 'site', 'yard', 'gate'])

/**
 * What each source does and gives off. Deterministic in (seed, instant).
 * @param deedsAt what is planted at an instant
 */
export function createHabits(
  seed: string,
  weather: CountyWeather,
  deedsAt: (instant: number) => readonly Told<Deed>[],
): (source: WorldSource) => (instant: number) => Doing {
  return (source) => {
    // A plant does not work evenly, and no inventory knows how much.
    const uneven = swing(seed, `${source.code}/uneven`, 3 * 3_600_000)
    return (instant) => {
      const work = workOf(source, instant)
      let share = work * Math.exp(0.3 * uneven(instant) - 0.045)
      if (dusty.has(source.habit)) {
        const { rainMmH } = weather.sky(instant)
        const { eastMs, northMs } = weather.carrying(instant)
        const wind = Math.hypot(eastMs, northMs)
        share *= rainMmH > 0 ? 0.1 : 0.6 + 0.15 * wind
      }
      let gasShare = share
      let isTreated = true
      for (const { what: deed } of deedsAt(instant)) {
        if (deed.sourceCode !== source.code) continue
        share = share * deed.times + deed.plus
        if (deed.isOfGases) gasShare = gasShare * deed.times + deed.plus
        isTreated &&= deed.isTreated
      }
      return { work, isTreated, share, gasShare }
    }
  }
}
