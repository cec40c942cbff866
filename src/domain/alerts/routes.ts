import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { isoShanghai, MINUTE_MS } from '../../standards/civil-time.ts'
import { reachFor } from '../access/decide.ts'
import { envelopeOn, type RoomHandlers } from '../access/http.ts'
import { casesOfAlert } from '../cases/views.ts'
import { messagesAbout } from '../messages/service.ts'
import { namesOf } from '../people/service.ts'
import { tasksOfAlert } from '../tasks/views.ts'
import type { alertsApi } from './api.ts'
import type { Rule } from './model.ts'
import { acknowledgeAlert, changeRule, listRules, type NamedAlert, pageOfAlerts, readAlert } from './service.ts'

type AlertView = Reply<(typeof alertsApi)['GET /api/alerts']>['items'][number]
type RuleView = Reply<(typeof alertsApi)['GET /api/rules']>['items'][number]

/** HTTP of the alerts room. */
export function alertsRoutes(foundation: Foundation): RoomHandlers<typeof alertsApi> {
  return {
    'GET /api/alerts': async ({ query }, { principal }) => {
      const { items, next } = await pageOfAlerts(foundation, principal, query)
      const names = await namesOf(foundation.db, principal.countyId)
      return { items: items.map((one) => viewAlert(one, names)), next }
    },
    'GET /api/alerts/:id': async ({ params }, { principal }) => {
      const one = await readAlert(foundation, principal, params.id)
      const { countyId } = principal
      const [names, tasks, cases, messages] = await Promise.all([
        namesOf(foundation.db, countyId),
        tasksOfAlert(foundation, principal, params.id),
        casesOfAlert(foundation, principal, params.id),
        // Who may not read messages is not told on this page either whom they went to.
        reachFor(principal, 'read-messages') === '-' ? [] : messagesAbout(foundation.db, countyId, params.id),
      ])
      return {
        alert: viewAlert(one, names),
        exceedances: one.exceedances.map((each) => ({ ...each, periodEnd: isoShanghai(each.periodEnd) })),
        tasks: tasks.map(({ id, number, state, assignee }) => ({ id, number, state, assignee: assignee.name })),
        cases: cases.map(({ id, number, state, title }) => ({ id, number, state, title })),
        messages: messages.map((message) => ({
          ...message,
          createdAt: isoShanghai(message.createdAt),
          sentAt: message.sentAt === null ? null : isoShanghai(message.sentAt),
        })),
      }
    },
    'POST /api/alerts/:id/acknowledge': ({ params, body }, { principal }) =>
      acknowledgeAlert(foundation, principal, envelopeOn(body), params.id),
    'GET /api/rules': async (_call, { principal }) => ({
      items: (await listRules(foundation, principal)).map(viewRule),
    }),
    'POST /api/rules/:id': async ({ params, body }, { principal }) => {
      const { threshold, groupWindowMinutes, enabled } = body
      const wanted = { threshold, groupWindowMs: groupWindowMinutes * MINUTE_MS, enabled }
      return viewRule(await changeRule(foundation, principal, envelopeOn(body), params.id, wanted))
    },
  }
}

function viewAlert({ alert, rule, station }: NamedAlert, names: ReadonlyMap<string, string>): AlertView {
  return {
    id: alert.id,
    number: alert.number,
    ruleId: rule.id,
    ruleName: rule.name,
    stationId: station.id,
    stationName: station.name,
    stationCode: station.code,
    factor: alert.factor,
    resolution: rule.resolution,
    severity: alert.severity,
    state: alert.state,
    threshold: alert.threshold,
    unit: alert.unit,
    firstValue: alert.firstValue,
    lastValue: alert.lastValue,
    peakValue: alert.peakValue,
    exceedances: alert.exceedances,
    firstPeriodEnd: isoShanghai(alert.firstPeriodEnd),
    lastPeriodEnd: isoShanghai(alert.lastPeriodEnd),
    raisedAt: isoShanghai(alert.raisedAt),
    acknowledgedBy: alert.acknowledgedBy === null ? null : (names.get(alert.acknowledgedBy) ?? ''),
    acknowledgedAt: alert.acknowledgedAt === null ? null : isoShanghai(alert.acknowledgedAt),
    version: alert.version,
  }
}

function viewRule(rule: Rule): RuleView {
  const { countyId: _countyId, groupWindowMs, ...rest } = rule
  return { ...rest, groupWindowMinutes: groupWindowMs / MINUTE_MS }
}
