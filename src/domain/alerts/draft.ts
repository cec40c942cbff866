import { MINUTE_MS } from '../../standards/civil-time.ts'
import { LIVE_WITHIN_MS } from './arrival.ts'
import type { Ground } from './ground.ts'
import type { Rule } from './model.ts'
import type { Cell, CellOf, Episode, State } from './state.ts'

/** Something that a rule found, at the station where the device stood in that period. */
export interface Finding {
  rule: Rule
  stationId: string
  deviceId: string
  /** The feed that is stale; null: it is about what was measured. */
  feedId: string | null
  /** Empty: of the device as a whole. */
  factor: string
  periodEnd: number
  /** In the rule's unit. */
  value: number
  /** What it had to be over, or under. */
  level: number
  /** The frame that it rests on; 0: none. */
  frameSeq: number
}

/** What the evaluator says. `at`: the instant of the data at which it holds, whenever it was worked out. [epoch ms] */
export type RuleEvent =
  | { kind: 'opened'; episode: string; at: number; finding: Finding }
  | { kind: 'grouped'; episode: string; at: number; finding: Finding; isReopened: boolean }
  | { kind: 'resolved'; episode: string; at: number; because: 'quiet' | 'heard' | 'rule-ended' }

/** A state that is being moved on, by one call of the evaluator; the one it began with stays as it was. */
export interface Draft {
  ground: Ground
  now: number
  due: number
  heard: Map<string, { at: number; seq: number }>
  cells: Map<string, Cell>
  episodes: Map<string, readonly Episode[]>
  events: RuleEvent[]
}

export function draftOf(state: State, ground: Ground): Draft {
  return {
    ground,
    now: state.now,
    due: state.due,
    heard: new Map(state.heard),
    cells: new Map(state.cells),
    episodes: new Map(state.episodes),
    events: [],
  }
}

/** Something that happens by itself at an instant. `order` puts those of one instant in line. */
export interface Waiting {
  at: number
  order: string
  happen: () => void
}

/** Something waits for this instant. */
export function waitFor(draft: Draft, at: number): void {
  if (at < draft.due) draft.due = at
}

/** The cell of a kind under a key, if that is what is there. */
export function cellOf<K extends Cell['kind']>(draft: Draft, key: string, kind: K): CellOf<K> | undefined {
  const cell = draft.cells.get(key)
  return isOf(cell, kind) ? cell : undefined
}

function isOf<K extends Cell['kind']>(cell: Cell | undefined, kind: K): cell is CellOf<K> {
  return cell?.kind === kind
}

/**
 * A rule found something: it joins the episode of the same rule, device, factor and station whose periods lie within the
 * rule's window, the newest of them, or opens one. The same period counts once, whatever is sent again.
 */
export function found(
  draft: Draft,
  rule: Rule,
  what: Omit<Finding, 'rule' | 'stationId' | 'feedId'> & { feedId?: string },
  at = draft.now,
): void {
  const stationId = draft.ground.stationOf(rule, what.deviceId, what.periodEnd)
  if (stationId === null) return
  const finding: Finding = { rule, stationId, feedId: null, ...what }
  const { periodEnd } = what
  const ofFeed = what.feedId === undefined ? '' : ` ${what.feedId}`
  const key = `${rule.id} ${what.deviceId} ${what.factor} ${stationId}${ofFeed}`
  const all = draft.episodes.get(key) ?? []
  if (all.some((one) => one.known.includes(periodEnd))) return
  const until = isUntilHeard(rule) ? 'heard' : 'quiet'
  const joined = all
    .filter((one) => touches(one, periodEnd, rule.groupWindowMs) || (one.isOpen && one.until === 'heard'))
    .reduce<Episode | undefined>(
      (newest, one) => (newest !== undefined && newest.last > one.last ? newest : one),
      undefined,
    )
  const before: Episode = joined ?? {
    key: `${key} ${periodEnd}`,
    ruleId: rule.id,
    first: periodEnd,
    last: periodEnd,
    known: [],
    isOpen: false,
    until,
    windowMs: rule.groupWindowMs,
  }
  const after: Episode = {
    ...before,
    first: Math.min(before.first, periodEnd),
    last: Math.max(before.last, periodEnd),
    known: [...stillKnown(before, draft.now), periodEnd],
    isOpen: true,
    windowMs: rule.groupWindowMs,
  }
  draft.episodes.set(key, [...all.filter((one) => one !== joined && isOfUse(one, draft.now)), after])
  const event = { episode: after.key, at, finding }
  draft.events.push(
    joined === undefined ? { kind: 'opened', ...event } : { kind: 'grouped', ...event, isReopened: !joined.isOpen },
  )
  if (after.until === 'quiet') waitFor(draft, quietAt(after))
}

/** Do alerts of a rule last until somebody is heard again? */
export function isUntilHeard({ kind }: Pick<Rule, 'kind'>): boolean {
  return kind === 'silent' || kind === 'stale'
}

function touches({ first, last }: Episode, periodEnd: number, windowMs: number): boolean {
  return last >= periodEnd - windowMs && first <= periodEnd + windowMs
}

/** Those of its periods that may come again: a device that is silent is not found twice, however long that lasts. */
function stillKnown({ known, until }: Episode, now: number): readonly number[] {
  return until === 'heard' ? known : known.filter((one) => one >= now - LIVE_WITHIN_MS)
}

/** May it still grow or end? What comes later than `LIVE_WITHIN_MS` is not looked at. */
export function isOfUse({ isOpen, last, windowMs }: Episode, now: number): boolean {
  return isOpen || last >= now - LIVE_WITHIN_MS - windowMs
}

/** Values come a while after their period: an alert is not over before the next ones could have been there. [ms] */
const ARRIVES_WITHIN_MS = 10 * MINUTE_MS

/** When an alert is over of which nothing more was found: its window later, and what comes in the end has had its time. */
export function quietAt({ last, windowMs }: Episode): number {
  return last + windowMs + ARRIVES_WITHIN_MS
}

/** Ends an episode, if it is open. */
export function resolve(
  draft: Draft,
  key: string,
  episode: Episode,
  at: number,
  because: Extract<RuleEvent, { kind: 'resolved' }>['because'],
): void {
  const all = draft.episodes.get(key) ?? []
  draft.episodes.set(
    key,
    all.map((one) => (one === episode ? { ...one, isOpen: false } : one)),
  )
  draft.events.push({ kind: 'resolved', episode: episode.key, at, because })
}
