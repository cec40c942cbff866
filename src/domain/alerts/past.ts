import type { Db, Foundation } from '../../platform/foundation.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import type { Binding } from '../devices/model.ts'
import { bindingsOf } from '../devices/service.ts'
import { devicesOfFeeds, turnsOfFeeds } from '../feeds/service.ts'
import type { Resolution } from '../readings/model.ts'
import type { ReadingsStore } from '../readings/service.ts'
import type { CircleRadii } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import { type Arrival, LIVE_WITHIN_MS, pastArrival } from './arrival.ts'
import type { Finding, RuleEvent } from './draft.ts'
import { evaluate, reconcile, withoutPast } from './evaluate.ts'
import { type Ground, groundOf } from './ground.ts'
import type { Rule } from './model.ts'
import { nothingYet, type State } from './state.ts'
import { grown, type Tally, tallyOf } from './tally.ts'

/** An alert that would have been raised. */
export interface WouldHave extends Tally {
  episode: string
  ruleId: string
  stationId: string
  deviceId: string
  factor: string
  /** What had to be passed when it was raised. */
  threshold: number
  unit: string
  /** When it would have been raised, by the data. [epoch ms] */
  raisedAt: number
  /** Null: it would not be over yet. [epoch ms] */
  resolvedAt: number | null
}

export interface ReplayedRules {
  /** In the order in which they would have been raised. */
  alerts: WouldHave[]
  /** Layers of readings that were looked at. */
  layers: number
}

export interface ReplayPlan {
  rules: readonly Rule[]
  radiiKm: CircleRadii
  /** Alerts that would have been raised in (from, to]. [epoch ms] */
  from: number
  to: number
  /** Asked between two slices; true: it is not wanted any more, and what is there so far is the answer. */
  isCancelled?: () => boolean
  /** Told after each slice how far it is. [epoch ms] */
  progress?: (reached: number) => void
}

/** A device's clock may be ahead of ours by so much (reception takes no later data). [ms] */
const AHEAD_MS = HOUR_MS

/** How much is looked at between two breaths of the event loop. [ms] */
const sliceMs: Readonly<Partial<Record<Resolution, number>>> = {
  realtime: 2 * HOUR_MS,
  minute: DAY_MS,
}

/**
 * Runs stored readings through rules, by the evaluator that looks at what comes in now: in the order in which they came, what
 * was imported as if it had come at the end of its period. It begins so much earlier than asked that all that a rule
 * remembers is there when it matters; which feeds were stale is told from the first day.
 */
export async function replayRules(
  { db }: Pick<Foundation, 'db'>,
  readings: ReadingsStore,
  countyId: string,
  plan: ReplayPlan,
): Promise<ReplayedRules> {
  const { ground, bindings } = await groundThere(db, countyId, plan)
  const deviceIds = devicesAtStations(bindings)
  const turns = ground.aboutFeeds.length === 0 ? [] : await turnsOfFeeds(db, countyId)
  const watched = watchedOf(plan.rules)
  const slice = Math.min(...watched.map(({ resolution }) => sliceMs[resolution] ?? 8 * DAY_MS))
  const alerts = new Map<string, WouldHave>()
  let layers = 0
  let waiting: Arrival[] = []
  let state: State = reconcile(ground, nothingYet).state
  let reached = plan.from - longestMemory(plan.rules)
  let readTo = reached - LIVE_WITHIN_MS
  let turnedTo = Number.NEGATIVE_INFINITY
  while (reached < plan.to && ground.rules.size > 0) {
    const until = Math.min(plan.to, reached + slice)
    for (const { resolution, factor } of watched) {
      const range = { deviceIds, resolution, factor, from: readTo, to: until + AHEAD_MS }
      for (const layer of await readings.brought(countyId, range)) {
        layers += 1
        const arrival = pastArrival(layer)
        if (arrival !== null) waiting.push(arrival)
      }
    }
    readTo = until + AHEAD_MS
    const now = waiting.filter((one) => one.at <= until).toSorted((a, b) => a.at - b.at || a.seq - b.seq)
    waiting = waiting.filter((one) => one.at > until)
    const inputs = now.map((arrival) => ({ kind: 'arrival' as const, arrival }))
    const turnsNow = turns.filter(({ at }) => at > turnedTo && at <= until)
    turnedTo = until
    const turnInputs = turnsNow.map((turn) => ({ kind: 'turn' as const, turn }))
    const evaluated = evaluate(ground, state, [...turnInputs, ...inputs, { kind: 'tick', at: until }])
    state = withoutPast(evaluated.state)
    for (const event of evaluated.events) note(alerts, event)
    reached = until
    plan.progress?.(reached)
    // The event loop has others to serve.
    await new Promise((resolve) => setImmediate(resolve))
    if (plan.isCancelled?.() === true) break
  }
  return { alerts: [...alerts.values()].filter((one) => one.raisedAt > plan.from), layers }
}

async function groundThere(
  db: Db,
  countyId: string,
  { rules, radiiKm }: ReplayPlan,
): Promise<{ ground: Ground; bindings: readonly Binding[] }> {
  const [bindings, stations, feeds] = await Promise.all([
    bindingsOf(db, countyId),
    stationsOf(db, countyId),
    devicesOfFeeds(db, countyId),
  ])
  return { ground: groundOf(rules, bindings, stations, radiiKm, feeds), bindings }
}

function devicesAtStations(bindings: readonly Binding[]): string[] {
  return [...new Set(bindings.filter((one) => one.subjectType === 'station').map((one) => one.deviceId))]
}

/** What has to be read: by resolution, of one factor where no rule looks at another. */
function watchedOf(rules: readonly Rule[]): { resolution: Resolution; factor: string | null }[] {
  const enabled = Map.groupBy(
    rules.filter((rule) => rule.enabled && rule.kind !== 'stale'),
    (rule) => rule.resolution,
  )
  return [...enabled].map(([resolution, some]) => {
    const [factor = null, ...others] = new Set(some.map((rule) => rule.factor))
    return { resolution, factor: others.length > 0 ? null : factor }
  })
}

/** So far back what a rule says may depend on: what it waits for, what it groups, and what comes late. [ms] */
function longestMemory(rules: readonly Rule[]): number {
  const memories = rules.map((rule) => {
    const lasting = rule.unit === 'min' ? rule.threshold : 0
    const minutes = Math.max(lasting, ...Object.values(rule.params))
    // Two days, so that the first whole one has been seen from its beginning.
    return rule.groupWindowMs + minutes * MINUTE_MS + (rule.kind === 'completeness' ? 2 * DAY_MS : 0)
  })
  return Math.max(0, ...memories) + LIVE_WITHIN_MS
}

function note(alerts: Map<string, WouldHave>, event: RuleEvent): void {
  const before = alerts.get(event.episode)
  if (event.kind === 'resolved') {
    if (before !== undefined) alerts.set(event.episode, { ...before, resolvedAt: event.at })
    return
  }
  const { finding } = event
  const after =
    before === undefined ? begun(event.episode, event.at, finding) : { ...before, ...grown(before, finding) }
  alerts.set(event.episode, { ...after, resolvedAt: null })
}

function begun(episode: string, at: number, finding: Finding): WouldHave {
  const { rule, stationId, deviceId, factor, level } = finding
  const where = { ruleId: rule.id, stationId, deviceId, factor }
  return { episode, ...where, threshold: level, unit: rule.unit, ...tallyOf(finding), raisedAt: at, resolvedAt: null }
}
