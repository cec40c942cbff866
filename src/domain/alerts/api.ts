import { z } from 'zod'
import { actOnVersion, byId, instant, page, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { resolutions } from '../readings/model.ts'
import { alertStates, severities } from './model.ts'

const alert = z
  .object({
    id: uuid,
    number: z.string(),
    ruleId: uuid,
    ruleName: z.string(),
    stationId: uuid,
    stationName: z.string(),
    stationCode: z.string(),
    factor: z.string(),
    resolution: z.enum(resolutions),
    severity: z.enum(severities),
    state: z.enum(alertStates),
    threshold: z.number(),
    unit: z.string(),
    firstValue: z.number(),
    lastValue: z.number(),
    peakValue: z.number(),
    exceedances: z.int().describe('readings over the threshold that this alert groups'),
    firstPeriodEnd: instant,
    lastPeriodEnd: instant,
    raisedAt: instant,
    acknowledgedBy: z.string().nullable().describe('name of the person'),
    acknowledgedAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Alert' })

const rule = z
  .object({
    id: uuid,
    name: z.string(),
    factor: z.string(),
    resolution: z.enum(resolutions),
    stationId: uuid.nullable(),
    threshold: z.number(),
    unit: z.string(),
    severity: z.enum(severities),
    groupWindowMinutes: z.number(),
    enabled: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Rule' })

export const alertsApi = contract({
  'GET /api/alerts': {
    act: 'read-alerts',
    summary: 'Alerts, newest first',
    query: page.extend({ state: z.enum(alertStates).optional() }),
    reply: z.object({ items: z.array(alert), next: z.string().nullable() }),
  },
  'GET /api/alerts/:id': {
    act: 'read-alerts',
    summary: 'One alert with the readings it groups, the tasks sent for it, the cases and messages that came of it',
    params: byId,
    reply: z.object({
      alert,
      exceedances: z.array(z.object({ periodEnd: instant, value: z.number(), frameSeq: z.int() })),
      tasks: z.array(z.object({ id: uuid, number: z.string(), state: z.string(), assignee: z.string() })),
      cases: z.array(z.object({ id: uuid, number: z.string(), state: z.string(), title: z.string() })),
      messages: z.array(
        z.object({ id: uuid, channel: z.string(), state: z.string(), createdAt: instant, sentAt: instant.nullable() }),
      ),
    }),
  },
  'POST /api/alerts/:id/acknowledge': {
    act: 'acknowledge-alert',
    summary: 'Say that somebody has seen it and is judging it',
    params: byId,
    body: actOnVersion,
    reply: z.object({ id: uuid, state: z.enum(alertStates), version: z.int() }),
  },
  'GET /api/rules': {
    act: 'read-rules',
    summary: 'The alert rules',
    reply: z.object({ items: z.array(rule) }),
  },
  'POST /api/rules/:id': {
    act: 'manage-rules',
    summary: 'Change the threshold, the grouping or the state of a rule',
    params: byId,
    body: actOnVersion.extend({
      threshold: z.number().positive(),
      groupWindowMinutes: z.number().positive().max(1440),
      enabled: z.boolean(),
    }),
    reply: rule,
  },
})
