import { z } from 'zod'
import { instant, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { severities } from '../alerts/model.ts'
import { caseActs, caseStages } from '../cases/model.ts'
import { newsSubjects } from './model.ts'

const deadline = { dueAt: instant.nullable(), late: z.boolean() }

const waiting = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('case'),
      id: uuid,
      number: z.string(),
      title: z.string(),
      stage: z.enum(caseStages),
      may: z.array(z.enum(caseActs)),
      wasReturned: z.boolean(),
      place: z.string(),
      ...deadline,
      since: instant,
    }),
    z.object({
      kind: z.literal('task'),
      id: uuid,
      number: z.string(),
      station: z.string(),
      ...deadline,
      since: instant,
    }),
    z.object({
      kind: z.literal('alerts').describe('all that nobody has acknowledged; id, station and rule are of the newest'),
      count: z.int(),
      severity: z.enum(severities).describe('of the gravest'),
      id: uuid,
      station: z.string(),
      rule: z.string(),
      since: instant,
    }),
    z.object({
      kind: z.literal('correction'),
      id: uuid,
      subject: z.string(),
      factor: z.string(),
      by: z.string(),
      since: instant,
    }),
    z.object({
      kind: z.literal('exclusion'),
      id: uuid,
      subject: z.string(),
      from: z.iso.date(),
      until: z.iso.date(),
      by: z.string(),
      since: instant,
    }),
    z.object({ kind: z.literal('findings').describe('of the checks, that nobody has judged'), count: z.int() }),
    z.object({
      kind: z.literal('unknown-devices'),
      count: z.int(),
      mn: z.string().describe('of the one that sent last'),
      since: instant,
    }),
    z.object({
      kind: z.literal('feed'),
      id: uuid,
      name: z.string(),
      state: z.enum(['stale', 'failing']),
      since: instant,
    }),
    z.object({
      kind: z.literal('import'),
      id: uuid,
      name: z.string(),
      state: z.enum(['failed', 'paused', 'interrupted']),
      since: instant,
    }),
  ])
  .meta({ id: 'Waiting' })

const news = z
  .object({
    seq: z.int().describe('its place in the chain of the county'),
    kind: z.string(),
    at: instant,
    actor: z.object({
      kind: z.enum(['person', 'system', 'console', 'token']),
      name: z.string().nullable().describe('null when the person was erased'),
    }),
    subject: z.object({ type: z.enum(newsSubjects), id: uuid, number: z.string(), title: z.string() }),
    detail: z.string().nullable().describe('of a reminder: its rung'),
    more: z.int().describe('what happened to the same before it'),
    isNew: z.boolean().describe('the caller has not said to have seen it'),
  })
  .meta({ id: 'News' })

export const inboxApi = contract({
  'GET /api/inbox': {
    act: 'read-inbox',
    summary: 'What waits for the hand of the caller, and what others did of late to what the caller is part of',
    reply: z.object({
      waiting: z.array(waiting).describe('the most urgent first'),
      waits: z.int().describe('how many there are; more than are told where it is a great many'),
      news: z.array(news).describe('newest first, a line for each subject'),
      unseen: z.int(),
    }),
  },
  'PUT /api/inbox/seen': {
    act: 'read-inbox',
    summary: 'Say up to where in the chain one has seen the news; only ever forward, and written into no ledger',
    body: z.object({ upTo: z.int().min(0) }),
    reply: z.object({ seen: z.int() }),
  },
})
