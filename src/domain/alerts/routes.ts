import type { Foundation } from '../../platform/foundation.ts'
import type { Call, Reply } from '../../platform/http/endpoint.ts'
import { isoShanghai, MINUTE_MS } from '../../standards/civil-time.ts'
import { reachFor } from '../access/decide.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import { casesOfAlert } from '../cases/views.ts'
import { messagesAbout } from '../messages/service.ts'
import { namesOf } from '../people/service.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { tasksOfAlert } from '../tasks/views.ts'
import { type alertsApi, PREVIEW_ALERTS } from './api.ts'
import type { RadiiOf } from './in-force.ts'
import { type AlertState, draftOfRule, type RuleDraft } from './model.ts'
import { previewer } from './preview.ts'
import { addRule, changeRule, type KnownRule, listRules, type NoisyOf } from './rules.ts'
import { acknowledgeAlert, type NamedAlert, pageOfAlerts, readAlert, verifyAlert } from './service.ts'
import { endSilence, type KnownSilence, listSilences, silenceAlerts } from './silencing.ts'

type Api = typeof alertsApi
type AlertView = Reply<Api['GET /api/alerts']>['items'][number]
type RuleView = Reply<Api['GET /api/rules']>['items'][number]
type SilenceView = Reply<Api['GET /api/silences']>['items'][number]

/** What a county sets for its rules. */
export interface AlertSettingsOf {
  radiiOf: RadiiOf
  noisyOf: NoisyOf
}

const unresolved: readonly AlertState[] = ['open', 'acknowledged']

/** HTTP of the alerts room. */
export function alertsRoutes(
  foundation: Foundation,
  readings: ReadingsStore,
  { radiiOf, noisyOf }: AlertSettingsOf,
): RoomHandlers<Api> {
  const preview = previewer(foundation, readings, radiiOf)
  return {
    'GET /api/alerts': async ({ query }, { principal }) => {
      const { state, rule: ruleId, silence: silenceId, station: stationId, ...more } = query
      const states = state === undefined ? undefined : state === 'unresolved' ? unresolved : [state]
      const { items, next } = await pageOfAlerts(foundation, principal, {
        ...more,
        ...{ states, ruleId, silenceId, stationId },
      })
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
        verdictNote: one.verdictNote,
        tasks: tasks.map(({ id, number, state, assignee }) => ({ id, number, state, assignee: assignee.name })),
        cases: cases.map(({ id, number, state, title }) => ({ id, number, state, title })),
        messages: messages.map((message) => ({
          ...message,
          createdAt: isoShanghai(message.createdAt),
          sentAt: isoOrNull(message.sentAt),
        })),
      }
    },
    'POST /api/alerts/:id/acknowledge': ({ params, body }, { principal }) =>
      acknowledgeAlert(foundation, principal, envelopeOn(body), params.id),
    'POST /api/alerts/:id/verify': ({ params, body }, { principal }) => {
      const { verdict, note } = body
      return verifyAlert(foundation, principal, envelopeOn(body), params.id, { verdict, note })
    },
    'GET /api/rules': async (_call, { principal }) => ({
      items: (await listRules(foundation, principal, noisyOf)).map(viewRule),
    }),
    'POST /api/rules': ({ body }, { principal }) => addRule(foundation, principal, envelope(body), draftIn(body.rule)),
    'POST /api/rules/preview': async ({ body }, { principal }) => {
      const { from, to, alerts, days, layers } = await preview(principal, draftIn(body.rule), body.days, body.until)
      return {
        from: isoShanghai(from),
        to: isoShanghai(to),
        alerts: alerts.length,
        exceedances: alerts.reduce((sum, one) => sum + one.exceedances, 0),
        days: [...days],
        readings: layers,
        items: alerts
          .slice(-PREVIEW_ALERTS)
          .map(({ stationId, factor, threshold, unit, peakValue, exceedances, ...at }) => ({
            ...{ stationId, factor, threshold, unit, peakValue, exceedances },
            firstPeriodEnd: isoShanghai(at.firstPeriodEnd),
            lastPeriodEnd: isoShanghai(at.lastPeriodEnd),
            raisedAt: isoShanghai(at.raisedAt),
            resolvedAt: isoOrNull(at.resolvedAt),
          })),
      }
    },
    'POST /api/rules/:id': async ({ params, body }, { principal }) => {
      const wanted = { ...draftIn(body.rule), reason: body.reason }
      return viewRule(await changeRule(foundation, principal, envelopeOn(body), params.id, wanted, noisyOf))
    },
    'GET /api/silences': async (_call, { principal }) => {
      const silences = await listSilences(foundation, principal)
      const names = await namesOf(foundation.db, principal.countyId)
      return { items: silences.map((one) => viewSilence(one, names)) }
    },
    'POST /api/silences': ({ body }, { principal }) => {
      const { ruleId, stationId, factor, until, reason } = body
      const wanted = { ruleId, stationId, factor, reason, until: Date.parse(until) }
      return silenceAlerts(foundation, principal, envelope(body), wanted)
    },
    'POST /api/silences/:id/end': ({ params, body }, { principal }) =>
      endSilence(foundation, principal, envelopeOn(body), params.id),
  }
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : isoShanghai(instant)
}

function draftIn({ groupWindowMinutes, ...draft }: Call<Api['POST /api/rules']>['body']['rule']): RuleDraft {
  return { ...draft, groupWindowMs: groupWindowMinutes * MINUTE_MS }
}

function viewAlert({ alert, rule, station, feedName }: NamedAlert, names: ReadonlyMap<string, string>): AlertView {
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? ''))
  const { countyId: _county, deviceId: _device, episode: _episode, verdictNoteId: _note, feedId, ...rest } = alert
  return {
    ...rest,
    ruleName: rule.name,
    kind: rule.kind,
    stationName: station.name,
    stationCode: station.code,
    feed: feedId === null ? null : { id: feedId, name: feedName },
    resolution: rule.resolution,
    firstPeriodEnd: isoShanghai(alert.firstPeriodEnd),
    lastPeriodEnd: isoShanghai(alert.lastPeriodEnd),
    raisedAt: isoShanghai(alert.raisedAt),
    acknowledgedBy: nameOf(alert.acknowledgedBy),
    acknowledgedAt: isoOrNull(alert.acknowledgedAt),
    resolvedAt: isoOrNull(alert.resolvedAt),
    verifiedBy: nameOf(alert.verifiedBy),
    verifiedAt: isoOrNull(alert.verifiedAt),
  }
}

function viewRule({ rule, record, isNoisy }: KnownRule): RuleView {
  const { groupWindowMs, ...draft } = draftOfRule(rule)
  const { id, unit, version } = rule
  const groupWindowMinutes = groupWindowMs / MINUTE_MS
  return { ...draft, id, unit, version, groupWindowMinutes, record, isNoisy, approvedAt: isoShanghai(rule.approvedAt) }
}

function viewSilence(
  { silence, reason, swallowed, isOver }: KnownSilence,
  names: ReadonlyMap<string, string>,
): SilenceView {
  const { countyId: _county, reasonId: _reason, madeBy, from, until, endedAt, ...rest } = silence
  return {
    ...rest,
    reason,
    swallowed,
    isOver,
    from: isoShanghai(from),
    until: isoShanghai(until),
    endedAt: isoOrNull(endedAt),
    madeBy: madeBy === null ? null : (names.get(madeBy) ?? ''),
  }
}
