import { DAY_MS, HOUR_MS, OFFSET_MS } from '../../src/standards/civil-time.ts'
import type { Place } from '../place.ts'
import { type Air, createBackground } from './background.ts'
import { createHabits, type Doing } from './habits.ts'
import type { WorldSource } from './sources.ts'
import { stories } from './stories/index.ts'
import { createTelling, type Deed, type Spell, strengthOf, type Told } from './story.ts'
import { type Added, createTransport } from './transport.ts'
import { type CountyWeather, createWeather, type Weather } from './weather.ts'

/** Everything that is true at a station at an instant, before any instrument looks at it. */
export interface Truth {
  weather: Weather
  /** From outside, with the spells of the region. */
  background: Air
  /** What each source of the county adds; those that add nothing are left out. */
  sources: ReadonlyMap<string, Added>
}

export interface Nature {
  weather: CountyWeather
  at(station: Place & { code: string; townCode: string }): (instant: number) => Truth
  doing(source: WorldSource): (instant: number) => Doing
  deeds(instant: number): readonly Told<Deed>[]
  spells(instant: number): readonly Told<Spell>[]
}

/** The county's weather, background, sources and planted stories in one. Deterministic in (seed, instant). */
export function createNature(seed: string): Nature {
  const calm = createWeather(seed)
  const rainedOn = (dayNumber: number) => {
    const start = dayNumber * DAY_MS - OFFSET_MS
    for (let hour = 0; hour < 24; hour += 2) if (calm.sky(start + hour * HOUR_MS).rainMmH > 0) return true
    return false
  }
  const telling = createTelling(seed, stories, rainedOn)
  const weather = underSpells(calm, telling.spells)
  const doing = createHabits(seed, weather, telling.deeds)
  const background = createBackground(seed, weather)
  const transport = createTransport(seed, weather, doing)
  return {
    weather,
    doing,
    deeds: telling.deeds,
    spells: telling.spells,
    at(station) {
      const weatherHere = weather.at(station)
      const backgroundHere = background(station)
      const sourcesHere = transport(station)
      return (instant) => ({
        weather: weatherHere(instant),
        background: thickened(backgroundHere(instant), telling.spells(instant), instant),
        sources: sourcesHere(instant),
      })
    },
  }
}

/** 1 while nothing is going on, the product of what is at full strength. */
function factorOf(
  spells: readonly Told<Spell>[],
  which: 'fine' | 'coarse' | 'wind' | 'mixed',
  instant: number,
): number {
  return spells.reduce((product, { what }) => product * (1 + (what[which] - 1) * strengthOf(what, instant)), 1)
}

function underSpells(calm: CountyWeather, spellsAt: (instant: number) => readonly Told<Spell>[]): CountyWeather {
  const windFactor = (instant: number) => factorOf(spellsAt(instant), 'wind', instant)
  return {
    sky: calm.sky,
    carrying(instant) {
      const { eastMs, northMs, stability, mixedM } = calm.carrying(instant)
      const spells = spellsAt(instant)
      const wind = factorOf(spells, 'wind', instant)
      return {
        eastMs: eastMs * wind,
        northMs: northMs * wind,
        stability,
        mixedM: mixedM * factorOf(spells, 'mixed', instant),
      }
    },
    at(station) {
      const here = calm.at(station)
      return (instant) => {
        const weather = here(instant)
        return { ...weather, windSpeedMs: weather.windSpeedMs * windFactor(instant) }
      }
    },
  }
}

function thickened(air: Air, spells: readonly Told<Spell>[], instant: number): Air {
  if (spells.length === 0) return air
  const fine = factorOf(spells, 'fine', instant)
  const coarse = factorOf(spells, 'coarse', instant)
  const a34004 = air.a34004 * fine
  return {
    ...air,
    a34004,
    a34002: a34004 + (air.a34002 - air.a34004) * coarse,
    a21004: air.a21004 * Math.sqrt(fine),
    a21005: air.a21005 * Math.sqrt(fine),
  }
}
