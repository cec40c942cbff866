import type { Case } from '../../api/queries.ts'

type Ranked = Pick<Case, 'dueAt' | 'reportedAt' | 'state' | 'number'>

/**
 * Which case needs a hand first, the same in every room: by what is left until its deadline; a case that nobody has been
 * given yet has none and stands before those with more than a day left, oldest first; closed ones last, newest first.
 * @param now epoch ms
 */
export function byNeed(now: number): (a: Ranked, b: Ranked) => number {
  const day = 86_400_000
  const rank = (one: Ranked) => {
    if (one.state === 'closed') return [2, -Date.parse(one.reportedAt)] as const
    if (one.dueAt === null) return [1, Date.parse(one.reportedAt)] as const
    const left = Date.parse(one.dueAt) - now
    return [left < day ? 0 : 1.5, left] as const
  }
  return (a, b) => {
    const [groupA, placeA] = rank(a)
    const [groupB, placeB] = rank(b)
    return groupA - groupB || placeA - placeB || a.number.localeCompare(b.number)
  }
}
