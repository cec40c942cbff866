import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { civilDayAt, monthOfDay, monthPeriod, type Period } from '../../standards/civil-days.ts'
import type { Edition } from '../../standards/editions.ts'
import { asReported } from '../../standards/evaluation.ts'
import { limitsInForce } from '../../standards/limits.ts'
import { rankingLists } from '../../standards/ranking.ts'
import { rounded } from '../../standards/rounding.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { evaluationsApi } from './api.ts'
import { daysOf } from './day-store.ts'
import { exclusionsIn } from './exclusion-store.ts'
import { judgedBoth, overBy } from './judged.ts'
import { nameOfPeriod, periodNamed, type RankingKey, yearEarlier } from './model.ts'
import { type PeerDay, peerDaysIn, peersOf, rankedPeriods, standingsOf } from './peer-store.ts'
import { type Figures, isSameDistrict } from './peers.ts'
import { compositeOf, figuresOf, figuresOfDays, type Ranking, rankedDistricts, withChange } from './ranking.ts'
import { appliedOf } from './series.ts'
import { concerning, subjectNamed, subjectsOf } from './subjects.ts'

type RankingReply = Reply<(typeof evaluationsApi)['GET /api/evaluations/ranking']>

export interface AskedRanking {
  /** The newest of which a table was published when left out. */
  period: Period | undefined
  list: RankingKey
  edition: Edition | undefined
  /** As known then [epoch ms]; left out: now. */
  knownAt: number | undefined
}

/**
 * Districts in the order of a list. Of each the published figures stand, and where there are none what Weike counts of its
 * days; of the county itself both stand side by side. “What if” counts everybody's index by the other table, from published
 * concentrations too. @throws Problem `not-allowed`
 */
export async function rankingOf(
  foundation: Foundation,
  principal: Principal,
  asked: AskedRanking,
): Promise<RankingReply> {
  const { db } = foundation
  const { countyId } = principal
  allow(principal, 'read-evaluations', countyScope(countyId))
  const known = await rankedPeriods(db, countyId)
  const periods = periodsKnown(known)
  const newest = known.published.at(-1) ?? periods.at(-1)
  const period = asked.period ?? (newest === undefined ? null : periodNamed(newest))
  const { key, first, decimals, source } = rankingLists[asked.list]
  const list = { key, first, decimals, source }
  if (period === null) return { period: null, periods, list, table: null, items: [], doubts: [] }
  const lastDay = civilDayAt(period.last)
  const now = await districtsIn(foundation, countyId, period, asked)
  const old = await districtsIn(foundation, countyId, yearEarlier(period), {
    ...asked,
    edition: tableEdition(asked, lastDay),
  })
  const before = new Map(old.map((one) => [one.name, one]))
  const districts = now.map((one): Ranking => {
    const earlier = before.get(one.name)
    return {
      ...one,
      published: withChange(one.published, earlier?.published ?? earlier?.computed ?? null),
      computed: withChange(one.computed, earlier?.computed ?? earlier?.published ?? null),
    }
  })
  const ranked = rankedDistricts(districts, asked.list, lastDay)
  const table = limitsInForce(lastDay, asked.edition)
  return {
    period: nameOfPeriod(period),
    periods,
    list,
    table: table.name,
    items: ranked.map(({ peerId: _peerId, ...one }) => one),
    doubts: [
      ...(ranked.some(({ isTied }) => isTied) ? ['tie-break'] : []),
      ...(table.edition === '2026' ? ['index-weights-2026', 'index-decimals-2026'] : []),
    ],
  }
}

/** A change is counted by one table on either side: the one of the newer period (fact sheet, 1.1). */
function tableEdition({ edition }: AskedRanking, lastDay: string): Edition {
  return edition ?? limitsInForce(lastDay).edition
}

/** Periods of published tables, and the months of which there are days. */
function periodsKnown({ published, firstDay, lastDay }: Awaited<ReturnType<typeof rankedPeriods>>): string[] {
  const months = new Set(published)
  if (firstDay !== null && lastDay !== null) {
    for (let day = firstDay; day <= lastDay; ) {
      const { year, month } = monthOfDay(day)
      months.add(nameOfPeriod(monthPeriod(year, month)))
      months.add(String(year))
      day = monthPeriod(year, month).last + 1
    }
  }
  return [...months].sort()
}

async function districtsIn(
  foundation: Foundation,
  countyId: string,
  period: Period,
  { edition, knownAt }: AskedRanking,
): Promise<Ranking[]> {
  const { db } = foundation
  const [peers, standings, days, own] = await Promise.all([
    peersOf(db, countyId),
    standingsOf(db, countyId, { periods: [nameOfPeriod(period)], knownAt }),
    peerDaysIn(db, countyId, period, knownAt),
    ownFigures(foundation, countyId, period, edition),
  ])
  const figures = new Map(standings.map(({ value }) => [value.peerId, value.figures]))
  const daysOfPeer = Map.groupBy(
    days.map(({ value }) => value),
    ({ peerId }: PeerDay) => peerId,
  )
  const found = [...peers].flatMap(([name, peerId]): Ranking[] => {
    const isOwn = isSameDistrict(name, own.name)
    const said = figures.get(peerId) ?? null
    const published = said === null ? null : wholeOf(said, period, edition)
    const computed =
      isOwn && own.figures !== null ? own.figures : figuresOfDays(daysOfPeer.get(peerId) ?? [], period, edition)
    return published === null && computed === null ? [] : [{ peerId, name, isOwn, published, computed }]
  })
  const hasOwn = found.some(({ isOwn }) => isOwn)
  if (hasOwn || own.figures === null) return found
  return [...found, { peerId: null, name: own.name, isOwn: true, published: null, computed: own.figures }]
}

/** Published figures, the index counted from their concentrations where the table has none, or where another edition is asked. */
function wholeOf(figures: Figures, period: Period, edition: Edition | undefined): Figures {
  const lastDay = civilDayAt(period.last)
  const inForce = limitsInForce(lastDay)
  const isWhatIf = edition !== undefined && edition !== inForce.edition
  if (figures.composite !== null && !isWhatIf) return figures
  const counted = compositeOf(figures, limitsInForce(lastDay, edition), lastDay)
  const composite = counted === null ? null : rounded(counted, rankingLists.composite.decimals)
  // Change and rank were published of the index of the edition in force.
  return isWhatIf ? { ...figures, composite, change: null, rank: null, changeRank: null } : { ...figures, composite }
}

/** The county's own figures, as an official report gives them. */
async function ownFigures(
  { db, clocks }: Foundation,
  countyId: string,
  period: Period,
  edition: Edition | undefined,
): Promise<{ name: string; figures: Figures | null }> {
  const subjects = await subjectsOf(db, countyId)
  const county = subjectNamed(subjects, undefined)
  const days = await daysOf(db, countyId, [county.id], period)
  if (days.length === 0) return { name: county.name, figures: null }
  const exclusions = appliedOf(concerning(await exclusionsIn(db, countyId, period), county, subjects))
  const judging = { edition, basis: 'rounded', reading: 'strict' } as const
  const both = judgedBoth(days, period, overBy(clocks.domain.now(), period), judging, exclusions)
  return { name: county.name, figures: figuresOf(asReported(both), civilDayAt(period.last)) }
}
