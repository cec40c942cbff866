import { z } from 'zod'
import {
  actEnvelope,
  actOnVersion,
  byId,
  instant,
  longText,
  page,
  shortText,
  uuid,
} from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { resolutions } from '../readings/model.ts'
import { alertStates, severities, verdicts } from './model.ts'
import { narrowing, ruleCondition } from './rule-schemas.ts'
import { ruleKinds, windowBounds } from './table.ts'

const alert = z
  .object({
    id: uuid,
    number: z.string(),
    ruleId: uuid,
    ruleName: z.string(),
    kind: z.enum(ruleKinds),
    stationId: uuid,
    stationName: z.string(),
    stationCode: z.string(),
    feed: z
      .object({ id: uuid, name: z.string() })
      .nullable()
      .describe('the feed that is stale; null: it is of readings'),
    factor: z.string().describe('empty: the device as a whole'),
    resolution: z.enum(resolutions),
    severity: z.enum(severities),
    state: z.enum(alertStates),
    threshold: z.number().describe('what had to be passed when it was raised'),
    unit: z.string(),
    firstValue: z.number(),
    lastValue: z.number(),
    peakValue: z.number().describe('furthest beyond the limit'),
    exceedances: z.int().describe('how often the rule found it; all of that is one alert'),
    firstPeriodEnd: instant,
    lastPeriodEnd: instant,
    raisedAt: instant,
    acknowledgedBy: z.string().nullable().describe('name of the person'),
    acknowledgedAt: instant.nullable(),
    resolvedAt: instant.nullable(),
    silenceId: uuid.nullable().describe('the silence under which it was raised'),
    swallowed: z.int().describe('how many of them came while it was silenced'),
    verdict: z.enum(verdicts).nullable(),
    verifiedBy: z.string().nullable().describe('name of the person'),
    verifiedAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Alert' })

/** What every kind of rule has beside its condition. */
const frame = z.object({
  name: shortText,
  factor: z.string().min(1).max(20).nullable(),
  resolution: z.enum(resolutions),
  stationId: uuid.nullable(),
  narrowing,
  threshold: z.number(),
  severity: z.enum(severities),
  groupWindowMinutes: z.int().min(windowBounds.least).max(windowBounds.most),
  enabled: z.boolean(),
})

const draft = z.intersection(frame, ruleCondition).meta({ id: 'RuleDraft' })

const record = z.object({
  raised: z.int(),
  silenced: z.int().describe('raised while somebody had silenced it'),
  byVerdict: z.record(z.enum(verdicts), z.int()),
  sinceApproval: z.object({ verified: z.int(), right: z.int() }),
})

const rule = z
  .intersection(
    frame.extend({
      id: uuid,
      unit: z.string(),
      record,
      isNoisy: z.boolean().describe('wrong too often: whoever changes it next has to say why it goes on'),
      approvedAt: instant,
      version: z.int(),
    }),
    ruleCondition,
  )
  .meta({ id: 'Rule' })

const silence = z
  .object({
    id: uuid,
    ruleId: uuid.nullable(),
    stationId: uuid.nullable(),
    factor: z.string().nullable(),
    reason: z.string().nullable().describe('null: erased'),
    from: instant,
    until: instant,
    endedAt: instant.nullable().describe('ended before its time'),
    isOver: z.boolean(),
    madeBy: z.string().nullable().describe('name of the person'),
    swallowed: z.object({ alerts: z.int(), exceedances: z.int() }),
    version: z.int(),
  })
  .meta({ id: 'Silence' })

/** Alerts in a preview's list. */
export const PREVIEW_ALERTS = 50
/** How far back a preview may look. [d] */
export const PREVIEW_DAYS = 92

const wouldHave = z.object({
  stationId: uuid,
  factor: z.string(),
  threshold: z.number(),
  unit: z.string(),
  peakValue: z.number(),
  exceedances: z.int(),
  firstPeriodEnd: instant,
  lastPeriodEnd: instant,
  raisedAt: instant,
  resolvedAt: instant.nullable(),
})

export const alertsApi = contract({
  'GET /api/alerts': {
    act: 'read-alerts',
    summary: 'Alerts, newest first',
    query: page.extend({
      state: z.enum([...alertStates, 'unresolved']).optional(),
      rule: uuid.optional(),
      silence: uuid.optional(),
      severity: z.enum(severities).optional(),
      station: uuid.optional(),
      factor: z.string().max(20).optional().describe('empty: of a device or a feed as a whole'),
      kind: z.enum(ruleKinds).optional(),
    }),
    reply: z.object({ items: z.array(alert), next: z.string().nullable() }),
  },
  'GET /api/alerts/:id': {
    act: 'read-alerts',
    summary: 'One alert with the readings it groups, the tasks sent for it, the cases and messages that came of it',
    params: byId,
    reply: z.object({
      alert,
      exceedances: z.array(
        z.object({
          periodEnd: instant,
          value: z.number(),
          level: z.number().describe('what had to be passed'),
          frameSeq: z.int().describe('0: it rests on none'),
        }),
      ),
      verdictNote: z.string().nullable(),
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
  'POST /api/alerts/:id/verify': {
    act: 'verify-alert',
    summary: 'Say what was behind it: it was true, made by the weather, or by the instrument',
    params: byId,
    body: actOnVersion.extend({ verdict: z.enum(verdicts), note: longText }),
    reply: z.object({ id: uuid, state: z.enum(alertStates), verdict: z.enum(verdicts), version: z.int() }),
  },
  'GET /api/rules': {
    act: 'read-rules',
    summary: 'The alert rules, each with how often it was right',
    reply: z.object({ items: z.array(rule) }),
  },
  'POST /api/rules': {
    act: 'manage-rules',
    summary: 'Add a rule',
    body: actEnvelope.extend({ rule: draft }),
    reply: z.object({ id: uuid }),
  },
  'POST /api/rules/preview': {
    act: 'read-rules',
    summary:
      'What a rule would have raised in the days before now, or before the end of a past day; a new question of the same person ends the one before',
    body: z.object({
      rule: draft,
      days: z.int().min(1).max(PREVIEW_DAYS),
      until: z.iso.date().optional().describe('the last of the days; left out: today'),
    }),
    reply: z.object({
      from: instant,
      to: instant,
      alerts: z.int(),
      exceedances: z.int(),
      days: z.array(z.object({ day: z.iso.date(), alerts: z.int() })),
      items: z.array(wouldHave).max(PREVIEW_ALERTS),
      readings: z.int().describe('periods of devices that were looked at'),
    }),
  },
  'POST /api/rules/:id': {
    act: 'manage-rules',
    summary: 'Change a rule, or approve one again that was wrong too often (with a reason)',
    params: byId,
    body: actOnVersion.extend({ rule: draft, reason: longText.optional() }),
    reply: rule,
  },
  'GET /api/silences': {
    act: 'read-rules',
    summary: 'Silences, newest first, with what they swallowed',
    reply: z.object({ items: z.array(silence) }),
  },
  'POST /api/silences': {
    act: 'silence-alerts',
    summary: 'Tell nobody of what a rule, a station or a factor brings, for a reason and until an end',
    body: actEnvelope.extend({
      ruleId: uuid.nullable(),
      stationId: uuid.nullable(),
      factor: z.string().min(1).max(20).nullable(),
      until: instant,
      reason: longText,
    }),
    reply: z.object({ id: uuid }),
  },
  'POST /api/silences/:id/end': {
    act: 'silence-alerts',
    summary: 'End a silence before its time',
    params: byId,
    body: actOnVersion,
    reply: z.object({ id: uuid, version: z.int() }),
  },
})
