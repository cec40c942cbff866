import { civilOf, DAY_MS, OFFSET_MS } from '../../src/standards/civil-time.ts'
import { civilDayNumber, isSunday } from './courses.ts'
import { remembered } from './remembered.ts'

/** What somebody does with a source for a while: planted, so that its truth is known. */
export interface Deed {
  sourceCode: string
  from: number
  until: number
  /** Multiplies what the source gives off … */
  times: number
  /** … and adds to it, as a share of its rate at full work. */
  plus: number
  /** Does it do the same to the gases, or to the particles alone? */
  isOfGases: boolean
  /** Is what it has against pollution in use meanwhile? */
  isTreated: boolean
}

/** What happens to the air of the whole region for a while. */
export interface Spell {
  from: number
  until: number
  /** It comes and goes within so long. [ms] */
  easeMs: number
  /** Multiplies the fine and the coarse particles, the wind and the mixed layer at its height. */
  fine: number
  coarse: number
  wind: number
  mixed: number
}

/** A planted story: what it does on a civil day (that begins on it), whatever was asked before. */
export interface Story {
  key: string
  /** Longest time for which what begins on a day goes on. [days] */
  lastsDays: number
  deedsOn?(seed: string, day: StoryDay): readonly Deed[]
  spellsOn?(seed: string, day: StoryDay): readonly Spell[]
}

export interface StoryDay {
  /** Days since 1970 in civil time. */
  number: number
  /** Its midnight. [epoch ms] */
  start: number
  month: number
  /** Of the month. */
  day: number
  /** Did it rain on one of the two days before? */
  isAfterRain: boolean
  /** Does it rain on the day itself? */
  isRainy: boolean
  isSunday: boolean
}

export interface Told<T> {
  story: string
  what: T
}

const DAYS_REMEMBERED = 100

/** What is going on at an instant of all stories; each civil day is told once and remembered for a while. */
export function createTelling(
  seed: string,
  stories: readonly Story[],
  rainedOn: (dayNumber: number) => boolean,
): { deeds: (instant: number) => readonly Told<Deed>[]; spells: (instant: number) => readonly Told<Spell>[] } {
  const longest = Math.max(...stories.map(({ lastsDays }) => lastsDays))
  /** What begins on a civil day. */
  const beginning = remembered(DAYS_REMEMBERED, (number) => {
    const day = storyDay(number, rainedOn)
    return stories.map(({ key, deedsOn, spellsOn }) => ({
      deeds: (deedsOn?.(seed, day) ?? []).map((what) => ({ story: key, what })),
      spells: (spellsOn?.(seed, day) ?? []).map((what) => ({ story: key, what })),
    }))
  })
  /** What may go on on a civil day: it began then or shortly before. */
  const about = remembered(DAYS_REMEMBERED, (today) => {
    const told = Array.from({ length: longest + 1 }, (_, back) => beginning(today - longest + back)).flat()
    return { deeds: told.flatMap(({ deeds }) => deeds), spells: told.flatMap(({ spells }) => spells) }
  })
  return {
    deeds: (instant) => goingOn(about(civilDayNumber(instant)).deeds, instant),
    spells: (instant) => goingOn(about(civilDayNumber(instant)).spells, instant),
  }
}

function goingOn<T extends { from: number; until: number }>(told: readonly Told<T>[], instant: number): Told<T>[] {
  return told.filter(({ what }) => what.from <= instant && instant < what.until)
}

function storyDay(number: number, rainedOn: (dayNumber: number) => boolean): StoryDay {
  const start = number * DAY_MS - OFFSET_MS
  const { month, day } = civilOf(start)
  return {
    number,
    start,
    month,
    day,
    isAfterRain: rainedOn(number - 1) || rainedOn(number - 2),
    isRainy: rainedOn(number),
    isSunday: isSunday(number),
  }
}

/** How much of a spell is there at an instant, 0 to 1. */
export function strengthOf({ from, until, easeMs }: Spell, instant: number): number {
  const inside = Math.min(instant - from, until - instant)
  if (inside <= 0) return 0
  return inside >= easeMs ? 1 : (1 - Math.cos((Math.PI * inside) / easeMs)) / 2
}
