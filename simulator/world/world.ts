import type { Place } from '../place.ts'
import { createEpisode, roadworks } from './episode.ts'
import { createInstrument } from './instrument.ts'
import { createNature, type Nature } from './nature.ts'
import type { Real, Showing } from './shown.ts'
import { type Added, sumOf } from './transport.ts'

/** A station as the world needs to know it. */
export type Site = Place & { code: string; townCode: string }

export interface World {
  seed: string
  nature: Nature
  /** What is there at a station, and what each source has a part in it. */
  real(site: Site): (instant: number) => { real: Real; sources: ReadonlyMap<string, Added> }
  /** What its instruments show of it. */
  showing(site: Site): (instant: number) => Showing
}

/** Of nitrogen dioxide that comes fresh, so much ozone is used up. Ours. [µg/µg] */
const OZONE_TAKEN = 0.45
const LEAST_OZONE = 2

/**
 * The world as instruments see it: weather, air from outside, what the county's sources add, planted stories on top.
 * Pure in (seed, start, station, instant).
 * @param start when the demo began [epoch ms]; the road works are told from there
 */
export function createWorld(seed: string, start: number): World {
  const nature = createNature(seed)
  const episodeAt = createEpisode(seed, start)
  const known = new Map<string, ReturnType<World['real']>>()
  // Asked for by loggers, by tables of the past and by the truth: they share what was worked out.
  const real: World['real'] = (site) => {
    const found = known.get(site.code) ?? realOf(site)
    known.set(site.code, found)
    return found
  }
  const realOf: World['real'] = (site) => {
    const truthAt = nature.at(site)
    const episodeHere = episodeAt(site.code)
    return (instant) => {
      const { weather, background, sources } = truthAt(instant)
      const strength = episodeHere(instant)
      const parts = strength === 0 ? sources : new Map([...sources, [roadworks.sourceCode, scaled(strength)]])
      const added = sumOf(parts)
      return {
        sources: parts,
        real: {
          a34004: background.a34004 + added.a34004,
          a34002: background.a34002 + added.a34002,
          a21026: background.a21026 + added.a21026,
          a21004: background.a21004 + added.a21004,
          a21005: background.a21005 + added.a21005,
          a05024: Math.max(LEAST_OZONE, background.a05024 - OZONE_TAKEN * added.a21004),
          a01001: weather.temperatureC,
          a01002: weather.humidity,
          a01006: weather.pressureKPa,
          a01007: weather.windSpeedMs,
          a01008: weather.windFromDeg,
        },
      }
    }
  }
  return {
    seed,
    nature,
    real,
    showing(site) {
      const here = real(site)
      const shows = createInstrument(seed, site.code)
      return (instant) => shows(here(instant).real, instant)
    },
  }
}

function scaled(strength: number): Added {
  const { a34004, a34002, a21026, a21004, a21005 } = roadworks.adds
  return {
    a34004: strength * a34004,
    a34002: strength * a34002,
    a21026: strength * a21026,
    a21004: strength * a21004,
    a21005: strength * a21005,
  }
}
