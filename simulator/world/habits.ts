import { civilOf } from '../../src/standards/civil-time.ts'
import { civilDayNumber, hourOfDay, hump } from './courses.ts'
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

/** Is it between these hours, 0 ≤ from < until ≤ 24? */
const within = (hour: number, from: number, until: number) => hour >= from && hour < until

/** Part of full work by habit, hour of the day and season; without misdoing. Hours and shares: ours, in the order of the field. */
function workOf({ habit, code }: WorldSource, instant: number): number {
  const hour = hourOfDay(instant)
  const { month } = civilOf(instant)
  const dayNumber = civilDayNumber(instant)
  const isSunday = (dayNumber + 4) % 7 === 0
  switch (habit) {
    case 'road':
      return 0.15 + 0.85 * Math.max(hump(instant, 8, 1), hump(instant, 18.3, 1.3), 0.5 * hump(instant, 13, 4))
    case 'lorries':
      // Lorries are let into town by night.
      return within(hour, 22, 24) || within(hour, 0, 5) ? 1 : within(hour, 6, 9) || within(hour, 17, 20) ? 0.05 : 0.25
    case 'gate':
      return isSunday ? 0.2 : within(hour, 6, 20) ? 1 : 0.25
    case 'machines':
      return within(hour, 7, 12) || within(hour, 14, 18) ? (isSunday ? 0.4 : 1) : 0
    case 'site':
      return within(hour, 7, 12) || within(hour, 14, 19) ? (isSunday ? 0.5 : 1) : 0.04
    case 'yard':
      return within(hour, 7, 19) ? 1 : 0.3
    case 'kiln':
      return 0.95
    case 'shift':
      return isSunday ? 0.1 : within(hour, 8, 17) ? 1 : within(hour, 17, 24) ? 0.8 : 0.1
    case 'furnace':
      return code === 'I07' && month >= 4 && month <= 10 ? 0.4 : 0.95
    case 'restaurant':
      return within(hour, 11, 13.5)
        ? 0.9
        : within(hour, 17, 21.5)
          ? 1
          : within(hour, 21.5, 24) && code === 'L06'
            ? 0.8
            : 0.03
    case 'stoves':
      return (within(hour, 6, 8) || within(hour, 17, 20) ? 1 : 0.15) * (month >= 11 || month <= 3 ? 1 : 0.35)
    case 'straw':
    case 'fireworks':
      // Only what somebody sets on fire.
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
