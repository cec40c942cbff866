import { MINUTE_MS } from '../../standards/civil-time.ts'
import type { FeedTurn } from '../feeds/model.ts'
import { cellOf, type Draft, found, resolve, type Waiting, waitFor } from './draft.ts'
import type { RuleOf } from './model.ts'
import type { CellOf } from './state.ts'

/**
 * What rules about feeds make of one that has gone stale, or is so no longer. When that is, the feed knows itself, by its
 * schedule and its patience; a rule only waits so much longer. An alert lasts until the feed is no longer stale.
 */
export function turned(draft: Draft, { at, feedId, stale }: FeedTurn): void {
  for (const rule of draft.ground.aboutFeeds) {
    const key = `${rule.id} ${feedId}`
    const before = cellOf(draft, key, 'stale')
    if (before !== undefined && !before.isTold && before.tellAt <= at) tell(draft, rule, key, before)
    if (stale === null) end(draft, rule, feedId, at)
    else if (before?.dueAt !== stale.dueAt) {
      const tellAt = Math.max(at, stale.dueAt + rule.threshold * MINUTE_MS)
      const cell: CellOf<'stale'> = { kind: 'stale', ...stale, tellAt, isTold: false }
      draft.cells.set(key, cell)
      if (tellAt <= at) tell(draft, rule, key, cell)
      else waitFor(draft, tellAt)
    }
  }
}

/** Feeds that a rule gave more time. */
export function staleDue(draft: Draft): Waiting[] {
  return draft.ground.aboutFeeds.flatMap((rule) =>
    [...draft.cells].flatMap(([key, cell]) => {
      if (cell.kind !== 'stale' || cell.isTold || !key.startsWith(`${rule.id} `)) return []
      return [{ at: cell.tellAt, order: `1 ${key}`, happen: () => tell(draft, rule, key, cell) }]
    }),
  )
}

/** At the foremost of the feed's stations at which the rule looks: one alert a feed, however many stations it brings. */
function tell(draft: Draft, rule: RuleOf<'stale'>, key: string, cell: CellOf<'stale'>): void {
  draft.cells.set(key, { ...cell, isTold: true })
  const { dueAt: periodEnd, awaitedFrom, tellAt } = cell
  const feedId = key.slice(rule.id.length + 1)
  const deviceId = draft.ground.devicesOfFeed(feedId).find((id) => draft.ground.stationOf(rule, id, periodEnd) !== null)
  if (deviceId === undefined) return
  // By the feed and the rule, not by when somebody came to look.
  const minutes = rule.threshold + Math.floor((periodEnd - awaitedFrom) / MINUTE_MS)
  found(draft, rule, { deviceId, feedId, factor: '', periodEnd, value: minutes, level: minutes, frameSeq: 0 }, tellAt)
}

function end(draft: Draft, rule: RuleOf<'stale'>, feedId: string, at: number): void {
  draft.cells.delete(`${rule.id} ${feedId}`)
  for (const [key, all] of draft.episodes) {
    if (!key.startsWith(`${rule.id} `) || !key.endsWith(` ${feedId}`)) continue
    for (const one of all) if (one.isOpen) resolve(draft, key, one, at, 'heard')
  }
}
