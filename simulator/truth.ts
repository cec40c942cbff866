import { HOUR_MS, isoShanghai } from '../src/standards/civil-time.ts'
import type { Station } from './place.ts'
import { type Power, powerOf } from './world/electricity.ts'
import { sources } from './world/sources.ts'
import type { Deed, Spell, Told } from './world/story.ts'
import type { Added } from './world/transport.ts'
import type { World } from './world/world.ts'

/** What is true of an hour at a station: means over the looks at it, PM2.5 and what else sources give off. */
export interface TrueHour {
  /** End of the hour, `2026-11-18T15:00:00+08:00`. */
  hour: string
  station: string
  /** What the air held, before instruments. [µg/m³; a21005 mg/m³] */
  real: Added
  /** What of it each source added; the rest came from outside. */
  sources: Readonly<Record<string, Added>>
}

/** What went on in an hour: what each source did, and the stories of it. */
export interface TrueDoings {
  hour: string
  /** Share of full work, and whether it used what it has against pollution; sources at rest are left out. */
  doings: Readonly<Record<string, { work: number; isTreated: boolean; share: number }>>
  /** What the meters of enterprises show then. [kW] */
  power: Readonly<Record<string, Power>>
  stories: readonly { story: string; source: string | null; from: string; until: string }[]
}

const factors = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005'] as const

/** @param looks instants of the hour [epoch ms] */
export function trueHour(world: World, station: Station, hourEnd: number, looks: readonly number[]): TrueHour {
  const realAt = world.real(station)
  const seen = looks.map(realAt)
  const share = 1 / seen.length
  const real = zero()
  const bySource = new Map<string, Record<keyof Added, number>>()
  for (const { real: there, sources: parts } of seen) {
    for (const factor of factors) real[factor] += there[factor] * share
    for (const [code, part] of parts) {
      const sum = bySource.get(code) ?? zero()
      for (const factor of factors) sum[factor] += part[factor] * share
      bySource.set(code, sum)
    }
  }
  return {
    hour: isoShanghai(hourEnd),
    station: station.code,
    real: rounded(real),
    sources: Object.fromEntries([...bySource].map(([code, sum]) => [code, rounded(sum)])),
  }
}

/** As at the middle of the hour. */
export function trueDoings({ seed, nature }: World, hourEnd: number): TrueDoings {
  const instant = hourEnd - HOUR_MS / 2
  const doings: Record<string, { work: number; isTreated: boolean; share: number }> = {}
  const power: Record<string, Power> = {}
  for (const source of sources) {
    const doing = nature.doing(source)(instant)
    const { work, isTreated, share } = doing
    if (share !== 0 || work !== 0) doings[source.code] = { work, isTreated, share: Math.round(share * 1e4) / 1e4 }
    const shown = powerOf(seed, source, doing, instant)
    if (shown !== undefined) power[source.code] = tenths(shown)
  }
  return {
    hour: isoShanghai(hourEnd),
    doings,
    power,
    stories: [...nature.deeds(instant).map(deedTold), ...nature.spells(instant).map(spellTold)],
  }
}

function tenths({ productionKw, treatmentKw }: Power): Power {
  return { productionKw: Math.round(productionKw * 10) / 10, treatmentKw: Math.round(treatmentKw * 10) / 10 }
}

function deedTold({ story, what }: Told<Deed>) {
  return { story, source: what.sourceCode, from: isoShanghai(what.from), until: isoShanghai(what.until) }
}

function spellTold({ story, what }: Told<Spell>) {
  return { story, source: null, from: isoShanghai(what.from), until: isoShanghai(what.until) }
}

function zero(): Record<keyof Added, number> {
  return { a34004: 0, a34002: 0, a21026: 0, a21004: 0, a21005: 0 }
}

/** To a ten-thousandth: so small a part of a microgram nobody misses, and the sum still adds up. */
function rounded(sum: Record<keyof Added, number>): Added {
  const round = (value: number) => Math.round(value * 1e4) / 1e4
  return {
    a34004: round(sum.a34004),
    a34002: round(sum.a34002),
    a21026: round(sum.a21026),
    a21004: round(sum.a21004),
    a21005: round(sum.a21005),
  }
}
