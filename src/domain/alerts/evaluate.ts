import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { isUsable, mainStatistic } from '../readings/model.ts'
import { type Arrival, type Input, LIVE_WITHIN_MS } from './arrival.ts'
import {
  completeness,
  flatLine,
  hourJudgedAt,
  judgeHour,
  judgeWhole,
  neighbours,
  rise,
  threshold,
  type Value,
  wholeJudgedAt,
} from './conditions.ts'
import {
  type Draft,
  draftOf,
  found,
  isOfUse,
  isUntilHeard,
  quietAt,
  type RuleEvent,
  resolve,
  type Waiting,
  waitFor,
} from './draft.ts'
import type { Ground } from './ground.ts'
import type { Rule, RuleOf } from './model.ts'
import { staleDue, turned } from './stale-feeds.ts'
import type { State } from './state.ts'

export interface Evaluated {
  state: State
  events: readonly RuleEvent[]
}

/**
 * What the rules say of a stream of inputs: a pure fold, the same for what comes in now, for a preview and for days that are
 * run again. It says the same however the stream is cut into calls: what waits for its time (a silence, an hour whose grace
 * is over, an alert that is over) happens at that instant of the data, once any input has reached it, and before that input.
 * A reading that is not usable (no value, or a quality that forbids it) never makes a rule speak. What becomes of a feed has an
 * instant of its own and moves time on for nobody else: it is told by another way than readings, and may be ahead of them.
 */
export function evaluate(ground: Ground, state: State, inputs: readonly Input[]): Evaluated {
  const draft = draftOf(state, ground)
  for (const input of inputs) {
    if (input.kind === 'tick') advance(draft, input.at)
    else if (input.kind === 'turn') turned(draft, input.turn)
    else {
      advance(draft, input.arrival.at)
      take(draft, input.arrival)
    }
  }
  const { now, due, heard, cells, episodes, events } = draft
  return { state: { now, due, heard, cells, episodes, versions: state.versions }, events }
}

/**
 * Takes in which rules are in force: what was remembered by another version of a rule goes, so that a changed rule begins with
 * what comes then; its alerts stay and end as they would. A silence that no rule looks for any more is over.
 */
export function reconcile(ground: Ground, state: State): Evaluated & { isChanged: boolean } {
  const versions = new Map([...ground.rules].map(([id, rule]) => [id, rule.version]))
  const isChanged =
    versions.size !== state.versions.size || [...versions].some(([id, v]) => state.versions.get(id) !== v)
  if (!isChanged) return { state, events: [], isChanged }
  const draft = draftOf(state, ground)
  for (const key of state.cells.keys()) {
    const id = ruleIdIn(key)
    if (versions.get(id) !== state.versions.get(id)) draft.cells.delete(key)
  }
  for (const [key, all] of state.episodes) {
    const rule = ground.rules.get(ruleIdIn(key))
    if (rule !== undefined && isUntilHeard(rule)) continue
    const lasting = all.filter((one) => one.isOpen && one.until === 'heard')
    for (const one of lasting) resolve(draft, key, one, draft.now, 'rule-ended')
  }
  const { now, heard, cells, episodes, events } = draft
  // Everything that waits is looked up anew.
  return { state: { now, due: Number.NEGATIVE_INFINITY, versions, heard, cells, episodes }, events, isChanged }
}

function ruleIdIn(key: string): string {
  return key.slice(0, key.indexOf(' '))
}

/** Without what can decide nothing any more; nobody notices. */
export function withoutPast(state: State): State {
  const { now } = state
  const longAgo = now - LIVE_WITHIN_MS - 4 * HOUR_MS
  const cells = [...state.cells].filter(
    ([, cell]) => cell.kind !== 'hour' || !cell.isJudged || cell.periodEnd >= longAgo,
  )
  const episodes = [...state.episodes].flatMap(([key, all]) => {
    const kept = all.filter((one) => isOfUse(one, now))
    return kept.length === 0 ? [] : [[key, kept] as const]
  })
  return { ...state, cells: new Map(cells), episodes: new Map(episodes) }
}

function take(draft: Draft, arrival: Arrival): void {
  const { ground } = draft
  const { resolution } = arrival
  if (!ground.isWatched(resolution)) return
  for (const rule of ground.listening(resolution)) hear(draft, rule, arrival)
  if (!ground.isRead(resolution)) return
  const statistic = mainStatistic(resolution)
  for (const reading of arrival.readings) {
    const rules = ground.watching(resolution, reading.factor)
    if (rules.length === 0 || reading.statistic !== statistic || reading.value === null || !isUsable(reading)) continue
    const one: Value = { arrival, factor: reading.factor, value: reading.value }
    for (const rule of rules) judge(draft, rule, one)
  }
}

function judge(draft: Draft, rule: Rule, one: Value): void {
  if (rule.kind === 'threshold') threshold(draft, rule, one)
  else if (rule.kind === 'rise') rise(draft, rule, one)
  else if (rule.kind === 'neighbours') neighbours(draft, rule, one)
  else if (rule.kind === 'flat-line') flatLine(draft, rule, one)
  else if (rule.kind === 'completeness') completeness(draft, rule, one)
}

const ANY_FACTOR = '*'

/** A device speaks: the silence that a rule found is over. */
function hear(draft: Draft, rule: Rule, arrival: Arrival): void {
  const { deviceId, resolution, seq } = arrival
  const { factor } = rule
  if (factor !== null && !arrival.readings.some((one) => one.factor === factor && one.value !== null)) return
  draft.heard.set(`${deviceId} ${resolution} ${factor ?? ANY_FACTOR}`, { at: draft.now, seq })
  waitFor(draft, draft.now + rule.threshold * MINUTE_MS)
  // Only a silence that was found has a cell.
  if (!draft.cells.delete(`${rule.id} ${deviceId}`)) return
  const beginning = `${rule.id} ${deviceId} ${factor ?? ''} `
  for (const [key, all] of draft.episodes) {
    if (!key.startsWith(beginning)) continue
    for (const one of all) if (one.isOpen) resolve(draft, key, one, draft.now, 'heard')
  }
}

/** Time goes on: what is due until then happens, each at its own instant, the earliest first. */
function advance(draft: Draft, to: number): void {
  while (draft.due <= to) {
    const waiting = waitingIn(draft)
    const first = waiting.reduce((least, one) => Math.min(least, one.at), Number.POSITIVE_INFINITY)
    draft.due = first
    if (first > to) break
    draft.now = Math.max(draft.now, first)
    draft.due = Number.NEGATIVE_INFINITY
    const now = waiting.filter((one) => one.at === first)
    for (const one of now.toSorted((a, b) => (a.order < b.order ? -1 : 1))) one.happen()
  }
  draft.now = Math.max(draft.now, to)
}

function waitingIn(draft: Draft): Waiting[] {
  return [...silencesDue(draft), ...staleDue(draft), ...judgementsDue(draft), ...endsDue(draft)]
}

function silencesDue(draft: Draft): Waiting[] {
  const rules = [...draft.ground.rules.values()].filter((rule) => rule.kind === 'silent')
  return [...draft.heard].flatMap(([voice, { at, seq }]) => {
    const [deviceId = '', resolution = '', factor = ''] = voice.split(' ')
    return rules.flatMap((rule) => {
      if (rule.resolution !== resolution || (rule.factor ?? ANY_FACTOR) !== factor) return []
      const key = `${rule.id} ${deviceId}`
      const cell = draft.cells.get(key)
      if (cell?.kind === 'silence' && cell.of === at) return []
      const periodEnd = at + rule.threshold * MINUTE_MS
      const happen = () => {
        draft.cells.set(key, { kind: 'silence', of: at })
        const limit = { value: rule.threshold, level: rule.threshold }
        found(draft, rule, { deviceId, factor: rule.factor ?? '', periodEnd, ...limit, frameSeq: seq })
      }
      return [{ at: periodEnd, order: `1 ${key}`, happen }]
    })
  })
}

function judgementsDue(draft: Draft): Waiting[] {
  return [...draft.cells].flatMap(([key, cell]) => {
    if (cell.kind !== 'hour' && cell.kind !== 'gathered') return []
    const rule = draft.ground.rules.get(ruleIdIn(key))
    if (rule?.kind === 'neighbours' && cell.kind === 'hour' && !cell.isJudged) {
      return [dueHour(draft, rule, key, cell.periodEnd)]
    }
    if (rule?.kind === 'completeness' && cell.kind === 'gathered') return [dueWhole(draft, rule, key, cell.next)]
    return []
  })
}

function dueHour(draft: Draft, rule: RuleOf<'neighbours'>, key: string, periodEnd: number): Waiting {
  return { at: hourJudgedAt(rule, periodEnd), order: `2 ${key}`, happen: () => judgeHour(draft, rule, key) }
}

function dueWhole(draft: Draft, rule: RuleOf<'completeness'>, key: string, end: number): Waiting {
  return { at: wholeJudgedAt(rule, end), order: `2 ${key}`, happen: () => judgeWhole(draft, rule, key) }
}

function endsDue(draft: Draft): Waiting[] {
  return [...draft.episodes].flatMap(([key, all]) =>
    all.flatMap((one) => {
      if (!one.isOpen || one.until !== 'quiet') return []
      const at = quietAt(one)
      return [{ at, order: `3 ${one.key}`, happen: () => resolve(draft, key, one, at, 'quiet') }]
    }),
  )
}
