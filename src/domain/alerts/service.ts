import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal, Scope } from '../access/model.ts'
import { feedNames } from '../feeds/service.ts'
import { regionsById } from '../regions/service.ts'
import type { Station } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import { type Alert, type AlertState, type Rule, type Severity, severities, type Verdict } from './model.ts'
import {
  alertById,
  alertForUpdate,
  citedFrames,
  countOpenAlerts,
  exceedancesOf,
  listAlerts,
  rulesOf,
  saveAlert,
} from './store.ts'
import type { RuleKind } from './table.ts'

export interface NamedAlert {
  alert: Alert
  rule: Rule
  station: Station
  /** Empty: it is of no feed. */
  feedName: string
}

/** Where an alert stands: in the region of its station; it names nobody. */
export async function alertScope(db: Db, alert: Alert): Promise<Scope> {
  const station = (await stationsOf(db, alert.countyId)).find((one) => one.id === alert.stationId)
  const region = (await regionsById(db, alert.countyId)).get(station?.regionId ?? '')
  return { countyId: alert.countyId, personIds: [], unitIds: [], regionPath: region?.path ?? null }
}

/** Alerts within reach, newest first. @throws Problem `not-allowed` */
export async function pageOfAlerts(
  foundation: Foundation,
  principal: Principal,
  query: {
    states?: readonly AlertState[] | undefined
    ruleId?: string | undefined
    silenceId?: string | undefined
    severity?: Severity | undefined
    stationId?: string | undefined
    factor?: string | undefined
    kind?: RuleKind | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ items: NamedAlert[]; next: string | null }> {
  const { countyId } = principal
  const stationIds = await stationsInReach(foundation.db, principal)
  if (stationIds === null) throw new Problem('not-allowed', { params: { act: 'read-alerts' } })
  const { cursor, limit, ...narrowing } = query
  const before = readCursor(cursor)
  const rows = await listAlerts(foundation.db, countyId, { ...narrowing, stationIds, before, limit: limit + 1 })
  const page = cutPage(rows, limit, (row) => ({ at: row.raisedAt, id: row.id }))
  return { items: await named(foundation, countyId, page.items), next: page.next }
}

/** The newest alerts within reach whose number contains the text; none for whoever may read none. */
export async function alertsByNumber(
  foundation: Foundation,
  principal: Principal,
  text: string,
  limit: number,
): Promise<NamedAlert[]> {
  const { countyId } = principal
  const stationIds = await stationsInReach(foundation.db, principal)
  if (stationIds === null) return []
  return named(foundation, countyId, await listAlerts(foundation.db, countyId, { stationIds, text, limit }))
}

/** Those of some alerts that are within reach; none for whoever may read none. */
export async function alertsAmong(
  foundation: Foundation,
  principal: Principal,
  ids: readonly string[],
): Promise<NamedAlert[]> {
  const { countyId } = principal
  const stationIds = await stationsInReach(foundation.db, principal)
  if (stationIds === null || ids.length === 0) return []
  return named(foundation, countyId, await listAlerts(foundation.db, countyId, { stationIds, ids, limit: ids.length }))
}

/** Alerts that nobody has acknowledged yet, told together. */
export interface OpenAlerts {
  count: number
  /** The gravest among them. */
  severity: Severity
  newest: NamedAlert
}

/** What waits for whoever may acknowledge alerts, which is a matter of the whole county; null: nothing, or not for them. */
export async function alertsInHand(foundation: Foundation, principal: Principal): Promise<OpenAlerts | null> {
  const { countyId } = principal
  if (principal.kind !== 'person' || reachFor(principal, 'acknowledge-alert') !== 'county') return null
  const [counts, rows] = await Promise.all([
    countOpenAlerts(foundation.db, countyId),
    listAlerts(foundation.db, countyId, { stationIds: 'county', states: ['open'], limit: 1 }),
  ])
  const [newest] = await named(foundation, countyId, rows)
  const severity = severities.toReversed().find((one) => counts.has(one))
  if (newest === undefined || severity === undefined) return null
  return { count: [...counts.values()].reduce((sum, alerts) => sum + alerts, 0), severity, newest }
}

/** Whose alerts a principal may read; null = nobody's. */
async function stationsInReach(db: Db, principal: Principal): Promise<readonly string[] | 'county' | null> {
  const reach = reachFor(principal, 'read-alerts')
  if (reach === 'county') return 'county'
  if (reach !== 'region' || principal.kind !== 'person') return null
  const regions = await regionsById(db, principal.countyId)
  const stations = await stationsOf(db, principal.countyId)
  return stations
    .filter((station) => regions.get(station.regionId)?.path.startsWith(principal.regionPath) ?? false)
    .map((station) => station.id)
}

async function named(foundation: Foundation, countyId: string, alerts: readonly Alert[]): Promise<NamedAlert[]> {
  if (alerts.length === 0) return []
  const rules = new Map((await rulesOf(foundation.db, countyId)).map((rule) => [rule.id, rule]))
  const stations = new Map((await stationsOf(foundation.db, countyId)).map((station) => [station.id, station]))
  const feeds = alerts.some(({ feedId }) => feedId !== null) ? await feedNames(foundation.db, countyId) : new Map()
  return alerts.flatMap((alert) => {
    const rule = rules.get(alert.ruleId)
    const station = stations.get(alert.stationId)
    return rule === undefined || station === undefined
      ? []
      : [{ alert, rule, station, feedName: feeds.get(alert.feedId ?? '') ?? '' }]
  })
}

/** One alert with the readings that it groups. @throws Problem `not-found` */
export async function readAlert(
  foundation: Foundation,
  principal: Principal,
  id: string,
): Promise<NamedAlert & { exceedances: Awaited<ReturnType<typeof exceedancesOf>>; verdictNote: string | null }> {
  const { countyId } = principal
  const alert = await alertToSee(foundation.db, principal, id)
  const [one] = await named(foundation, countyId, [alert])
  if (one === undefined) throw new Error(`alert ${id} has no rule or station`)
  const { verdictNoteId } = alert
  const notes = verdictNoteId === null ? new Map() : await textsOf(foundation.db, countyId, [verdictNoteId])
  return {
    ...one,
    exceedances: await exceedancesOf(foundation.db, countyId, id),
    verdictNote: verdictNoteId === null ? null : (notes.get(verdictNoteId) ?? null),
  }
}

/** Somebody has seen it. @throws Problem `not-found`, `not-allowed`, `version-conflict`, `wrong-state` */
export async function acknowledgeAlert(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  id: string,
): Promise<{ id: string; state: AlertState; version: number }> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'acknowledge-alert', countyScope(countyId))
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'acknowledge-alert' } })
  const request = {
    countyId,
    ...envelope,
    kind: 'acknowledge-alert',
    actor: actorOf(principal),
    input: { id, expects },
  }
  return performAct(foundation, request, async ({ trx, record, receivedAt }) => {
    const alert = await alertForUpdate(trx, countyId, id)
    if (alert === undefined) throw new Problem('not-found', { params: { type: 'alert', id } })
    if (alert.version !== expects) throw new Problem('version-conflict', { params: { version: alert.version } })
    if (alert.state !== 'open') throw new Problem('wrong-state', { params: { state: alert.state } })
    const next: Alert = {
      ...alert,
      state: 'acknowledged',
      acknowledgedBy: principal.personId,
      acknowledgedAt: receivedAt,
      version: alert.version + 1,
    }
    await saveAlert(trx, next)
    await record({
      kind: 'alert.acknowledged',
      subject: { type: 'alert', id, version: next.version },
      data: { number: alert.number },
    })
    return { id, state: next.state, version: next.version }
  })
}

/**
 * Somebody has found out what was behind it; said again, the newer verdict stands. An alert that nobody had acknowledged is
 * acknowledged with it. @throws Problem `not-found`, `not-allowed`, `version-conflict`
 */
export async function verifyAlert(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  id: string,
  found: { verdict: Verdict; note: string },
): Promise<{ id: string; state: AlertState; verdict: Verdict; version: number }> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'verify-alert', countyScope(countyId))
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'verify-alert' } })
  const input = { id, expects, ...found }
  const request = { countyId, ...envelope, kind: 'verify-alert', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, record, receivedAt, keepText }) => {
    const alert = await alertForUpdate(trx, countyId, id)
    if (alert === undefined) throw new Problem('not-found', { params: { type: 'alert', id } })
    if (alert.version !== expects) throw new Problem('version-conflict', { params: { version: alert.version } })
    const note = await keepText(found.note)
    const isSeen = alert.acknowledgedAt !== null
    const next: Alert = {
      ...alert,
      state: alert.state === 'open' ? 'acknowledged' : alert.state,
      acknowledgedBy: isSeen ? alert.acknowledgedBy : principal.personId,
      acknowledgedAt: isSeen ? alert.acknowledgedAt : receivedAt,
      verdict: found.verdict,
      verdictNoteId: note.id,
      verifiedBy: principal.personId,
      verifiedAt: receivedAt,
      version: alert.version + 1,
    }
    await saveAlert(trx, next)
    await record({
      kind: 'alert.verified',
      subject: { type: 'alert', id, version: next.version },
      data: { number: alert.number, ruleId: alert.ruleId, verdict: found.verdict, before: alert.verdict, note },
    })
    return { id, state: next.state, verdict: found.verdict, version: next.version }
  })
}

/** For other rooms: an alert that somebody may read. @throws Problem `not-found` */
export async function alertToSee(db: Db, principal: Principal, id: string): Promise<Alert> {
  const alert = await alertOr404(db, principal.countyId, id)
  allowToSee(principal, 'read-alerts', await alertScope(db, alert), { type: 'alert', id })
  return alert
}

/** For other rooms: the alert, or Problem `not-found`. */
export async function alertOr404(db: Db, countyId: string, id: string): Promise<Alert> {
  const alert = await alertById(db, countyId, id)
  if (alert === undefined) throw new Problem('not-found', { params: { type: 'alert', id } })
  return alert
}

export { engineMemory, evaluateStep } from './engine.ts'
export { type RadiiOf, rememberInForce } from './in-force.ts'
export { type ReplayedRules, replayRules, type WouldHave } from './past.ts'
export { addRule, changeRule } from './rules.ts'
export { endSilence, silenceAlerts } from './silencing.ts'
export { alertById, citedFrames, rulesOf }
