import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal, Scope } from '../access/model.ts'
import { regionsById } from '../regions/service.ts'
import type { Station } from '../stations/model.ts'
import { stationsOf } from '../stations/service.ts'
import type { Alert, AlertState, Rule } from './model.ts'
import {
  alertById,
  alertForUpdate,
  citedFrames,
  exceedancesOf,
  insertRule,
  listAlerts,
  ruleForUpdate,
  rulesOf,
  saveAcknowledged,
  updateRule,
} from './store.ts'

export interface NamedAlert {
  alert: Alert
  rule: Rule
  station: Station
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
  query: { state?: AlertState | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: NamedAlert[]; next: string | null }> {
  const { countyId } = principal
  const stationIds = await stationsInReach(foundation.db, principal)
  if (stationIds === null) throw new Problem('not-allowed', { params: { act: 'read-alerts' } })
  const before = readCursor(query.cursor)
  const rows = await listAlerts(foundation.db, countyId, {
    stationIds,
    state: query.state,
    before,
    limit: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.raisedAt, id: row.id }))
  return { items: await named(foundation, countyId, page.items), next: page.next }
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
  return alerts.flatMap((alert) => {
    const rule = rules.get(alert.ruleId)
    const station = stations.get(alert.stationId)
    return rule === undefined || station === undefined ? [] : [{ alert, rule, station }]
  })
}

/** One alert with the readings that it groups. @throws Problem `not-found` */
export async function readAlert(
  foundation: Foundation,
  principal: Principal,
  id: string,
): Promise<NamedAlert & { exceedances: { periodEnd: number; value: number; frameSeq: number }[] }> {
  const { countyId } = principal
  const alert = await alertById(foundation.db, countyId, id)
  if (alert === undefined) throw new Problem('not-found', { params: { type: 'alert', id } })
  allowToSee(principal, 'read-alerts', await alertScope(foundation.db, alert), { type: 'alert', id })
  const [one] = await named(foundation, countyId, [alert])
  if (one === undefined) throw new Error(`alert ${id} has no rule or station`)
  return { ...one, exceedances: await exceedancesOf(foundation.db, countyId, id) }
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
    await saveAcknowledged(trx, next)
    await record({
      kind: 'alert.acknowledged',
      subject: { type: 'alert', id, version: next.version },
      data: { number: alert.number },
    })
    return { id, state: next.state, version: next.version }
  })
}

export async function listRules(foundation: Foundation, principal: Principal): Promise<Rule[]> {
  allow(principal, 'read-rules', countyScope(principal.countyId))
  return rulesOf(foundation.db, principal.countyId)
}

/** Adds a rule. The id of the act becomes the id of the rule. */
export async function addRule(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'>,
  wanted: Omit<Rule, 'countyId' | 'id' | 'version'>,
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-rules', countyScope(countyId))
  const request = { countyId, ...act, kind: 'add-rule', actor: actorOf(principal), input: { ...wanted } }
  return performAct(foundation, request, async ({ trx, record }) => {
    const rule: Rule = { ...wanted, countyId, id: act.actId, version: 1 }
    await insertRule(trx, rule)
    await record({ kind: 'rule.added', subject: { type: 'rule', id: rule.id, version: 1 }, data: { ...wanted } })
    return { id: rule.id }
  })
}

/** Changes a rule. @throws Problem `not-allowed`, `not-found`, `version-conflict` */
export async function changeRule(
  foundation: Foundation,
  principal: Principal,
  act: Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number },
  id: string,
  wanted: { threshold: number; groupWindowMs: number; enabled: boolean },
): Promise<Rule> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  allow(principal, 'manage-rules', countyScope(countyId))
  const input = { id, expects, ...wanted }
  const request = { countyId, ...envelope, kind: 'change-rule', actor: actorOf(principal), input }
  const changed = await performAct(foundation, request, async ({ trx, record }) => {
    const rule = await ruleForUpdate(trx, countyId, id)
    if (rule === undefined) throw new Problem('not-found', { params: { type: 'rule', id } })
    if (rule.version !== expects) throw new Problem('version-conflict', { params: { version: rule.version } })
    const next = { ...rule, ...wanted, version: rule.version + 1 }
    await updateRule(trx, next)
    await record({ kind: 'rule.changed', subject: { type: 'rule', id, version: next.version }, data: wanted })
    return { ...next }
  })
  return changed
}

/** For other rooms: the alert, or Problem `not-found`. */
export async function alertOr404(db: Db, countyId: string, id: string): Promise<Alert> {
  const alert = await alertById(db, countyId, id)
  if (alert === undefined) throw new Problem('not-found', { params: { type: 'alert', id } })
  return alert
}

export { evaluateStep } from './engine.ts'
export { rememberInForce } from './in-force.ts'
export { alertById, citedFrames, rulesOf }
