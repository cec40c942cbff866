import { civilDayAt, type Period } from '../../standards/civil-days.ts'
import { compositeIndexOf } from '../../standards/composite.ts'
import { compositeMethodOf } from '../../standards/composite-table.ts'
import { inForce } from '../../standards/dated.ts'
import type { Edition } from '../../standards/editions.ts'
import { type Evaluation, evaluate, usualRules } from '../../standards/evaluation.ts'
import { type LimitTable, limitsInForce } from '../../standards/limits.ts'
import { brokenBy, ranked, rankingLists, tieBreaks } from '../../standards/ranking.ts'
import { rounded } from '../../standards/rounding.ts'
import { decimalsOf, derivedDecimals } from '../../standards/statistics-decimals.ts'
import { byFactor, evaluatedFactors } from '../../standards/statistics-table.ts'
import { relativeChange } from '../../standards/year-on-year.ts'
import { statisticIn } from './compared.ts'
import type { RankingKey } from './model.ts'
import type { PeerDay } from './peer-store.ts'
import { type Figures, noFigures } from './peers.ts'
import { seriesOf } from './series.ts'

/** A district in a period: what was published of it, and what Weike makes of its days, or of the county's own. */
export interface Ranking {
  peerId: string | null
  name: string
  isOwn: boolean
  published: Figures | null
  computed: Figures | null
}

/** A line of a list. */
export interface RankedDistrict extends Ranking {
  /** What the list goes by, rounded as published; null: it has none and no place. */
  value: number | null
  /** Whether the table says it or Weike counted it. */
  by: 'published' | 'computed' | null
  rank: number | null
  isTied: boolean
  /** The rank that the table itself gives, where it gives one for this list. */
  publishedRank: number | null
  /** What Weike counted and what was published are not the same when rounded alike. */
  differs: boolean
}

/** Figures of a period from an evaluation, as they are published. */
export function figuresOf(evaluation: Evaluation, lastDay: string): Figures {
  const factors = Object.fromEntries(
    evaluatedFactors.map(({ factor, name }) => {
      const value = statisticIn(evaluation, name)
      return [name, value === null ? null : rounded(value, decimalsOf('publication', factor, lastDay))]
    }),
  )
  const { ratio } = evaluation.goodDays
  return {
    ...noFigures,
    ...factors,
    composite:
      evaluation.composite === null ? null : rounded(evaluation.composite.value, rankingLists.composite.decimals),
    goodDays: ratio === null ? null : rounded(ratio, derivedDecimals.ratio),
  }
}

/** Figures of a peer from its days. @param edition “what if”; left out: the law in force */
export function figuresOfDays(days: readonly PeerDay[], period: Period, edition: Edition | undefined): Figures | null {
  const inside = days.filter(({ day }) => day >= period.first && day <= period.last)
  if (inside.length === 0) return null
  const series = seriesOf(
    inside.map(({ day, values }) => ({ day, values, usable: values.map((value) => value !== null) })),
    period,
  )
  const lastDay = civilDayAt(period.last)
  const table = edition === undefined ? undefined : limitsInForce(lastDay, edition)
  return figuresOf(evaluate(series, period, { ...usualRules, basis: 'rounded', table }), lastDay)
}

/**
 * The composite index from the concentrations that a table publishes.
 * @returns null unless it has all six
 */
export function compositeOf(figures: Figures, table: LimitTable, lastDay: string): number | null {
  const statistics = byFactor(({ name, meanLimit, percent }) => {
    const value = figures[name]
    return meanLimit === null
      ? { mean: null, percentile: { p: percent, value } }
      : { mean: value, percentile: { p: percent, value: null } }
  })
  const method = compositeMethodOf('ranking', lastDay).value
  return compositeIndexOf(statistics, method, table, 'rounded', lastDay)?.value ?? null
}

/** Figures with the change against those of a year before, where the table does not say it. */
export function withChange(now: Figures | null, old: Figures | null): Figures | null {
  if (now === null) return null
  return { ...now, change: now.change ?? relativeChange(old?.composite ?? null, now.composite)?.value ?? null }
}

const measureOf: Readonly<Record<RankingKey, keyof Figures>> = {
  composite: 'composite',
  fine: 'pm25',
  goodDays: 'goodDays',
  improvement: 'change',
}

/**
 * Districts in the order of a list; those without a value stand at the end without a place. Published figures go before counted
 * ones; equals share their rank, and stand as `tieBreaks` says for the list only; pure.
 */
export function rankedDistricts(districts: readonly Ranking[], key: RankingKey, lastDay: string): RankedDistrict[] {
  const list = rankingLists[key]
  const measure = measureOf[key]
  const value = (one: Ranking) => one.published?.[measure] ?? one.computed?.[measure] ?? null
  const breakers = ({ published, computed, name }: Ranking) => ({
    goodDayRatio: published?.goodDays ?? computed?.goodDays ?? null,
    fineParticles: published?.pm25 ?? computed?.pm25 ?? null,
    name,
  })
  const between = brokenBy(inForce(tieBreaks, lastDay).value)
  const places = ranked(districts, value, list, (one, other) => between(breakers(one), breakers(other)))
  const withPlace = places.map(
    ({ area, value: shown, rank, isTied }): RankedDistrict => ({
      ...area,
      value: shown,
      by: (area.published?.[measure] ?? null) === null ? 'computed' : 'published',
      rank,
      isTied,
      publishedRank: publishedRankOf(area, key),
      differs: doDiffer(area, measure, list.decimals),
    }),
  )
  const without = districts
    .filter((one) => value(one) === null)
    .map((one): RankedDistrict => {
      const publishedRank = publishedRankOf(one, key)
      return { ...one, value: null, by: null, rank: null, isTied: false, publishedRank, differs: false }
    })
  return [...withPlace, ...without]
}

function publishedRankOf({ published }: Ranking, key: RankingKey): number | null {
  if (key === 'composite') return published?.rank ?? null
  return key === 'improvement' ? (published?.changeRank ?? null) : null
}

function doDiffer({ published, computed }: Ranking, measure: keyof Figures, decimals: number): boolean {
  const [said, counted] = [published?.[measure] ?? null, computed?.[measure] ?? null]
  return said !== null && counted !== null && rounded(said, decimals) !== rounded(counted, decimals)
}
