import type { Feed } from '../../api/queries.ts'

const rank: Readonly<Record<Feed['state'], number>> = { stale: 0, failing: 1, new: 2, good: 3, paused: 4 }

/** What needs a hand first, then by name. */
export function byNeed(one: Pick<Feed, 'state' | 'name'>, other: Pick<Feed, 'state' | 'name'>): number {
  return rank[one.state] - rank[other.state] || (one.name < other.name ? -1 : 1)
}

/** Does somebody have to look at it? */
export function needsHand({ state, fault }: Pick<Feed, 'state' | 'fault'>): boolean {
  return state === 'stale' || state === 'failing' || (state === 'new' && fault !== null)
}
