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
import { photoView } from '../photos/api.ts'
import { caseActs, caseOrigins, caseStages, caseStates, partKinds, partStates, sourceClasses } from './model.ts'

const caseView = z
  .object({
    id: uuid,
    number: z.string(),
    title: z.string(),
    state: z.enum(caseStates),
    stage: z.enum(caseStages),
    version: z.int(),
    sourceClass: z.enum(sourceClasses),
    regionName: z.string(),
    mainUnit: z.string().nullable(),
    lonWgs84: z.number().nullable(),
    latWgs84: z.number().nullable(),
    reportedAt: instant,
    changedAt: instant,
    dueAt: instant.nullable(),
    late: z.boolean(),
    cameBy: z.enum(caseOrigins).describe('a task of verification, an alert without one, or a report of neither'),
    isMine: z.boolean().describe('the caller, or the unit of the caller, has a part in it'),
  })
  .meta({ id: 'Case' })

const part = z.object({
  part: z.enum(partKinds),
  person: z.string().nullable(),
  unit: z.string().nullable(),
  state: z.enum(partStates),
  since: instant,
})

/** One step of the story, straight from the ledger. */
const step = z.object({
  seq: z.int(),
  kind: z.string(),
  actedAt: instant,
  receivedAt: instant,
  actor: z
    .string()
    .nullable()
    .describe('name; null when the person was erased; `system` acts have a kind of actor instead'),
  actorKind: z.enum(['person', 'system', 'console', 'token']),
  text: z.string().nullable(),
  hash: z.string().describe('first 12 hex digits of the event hash'),
  photoIds: z.array(uuid),
})

const moved = z.object({ id: uuid, number: z.string(), state: z.enum(caseStates), version: z.int() })

const actOnCase = (act: 'acknowledge-case' | 'rectify-case', summary: string) =>
  ({ act, summary, params: byId, body: actOnVersion, reply: moved }) as const

export const casesApi = contract({
  'GET /api/cases': {
    act: 'read-case',
    summary: 'Cases within reach, latest change first',
    query: page.extend({ open: z.stringbool().optional(), state: z.enum(caseStates).optional() }),
    reply: z.object({ items: z.array(caseView), next: z.string().nullable() }),
  },
  'POST /api/cases': {
    act: 'report-case',
    summary: 'Report a problem without a task, of itself or straight from an alert',
    body: actEnvelope.extend({
      title: shortText,
      sourceClass: z.enum(sourceClasses),
      regionId: uuid,
      lon: z.number().min(-180).max(180).optional(),
      lat: z.number().min(-90).max(90).optional(),
      alertId: uuid.optional().describe('the alert that it is opened from, which the caller may read'),
    }),
    reply: moved,
  },
  'GET /api/cases/:id': {
    act: 'read-case',
    summary: 'One case: facts, people, clock, photos, its whole story, and what the caller may do now',
    params: byId,
    reply: z.object({
      case: caseView,
      parts: z.array(part),
      clock: z
        .object({ startAt: instant, dueAt: instant, durationMinutes: z.number(), stoppedAt: instant.nullable() })
        .nullable(),
      origin: z.object({
        alert: z.object({ id: uuid, number: z.string() }).nullable(),
        task: z.object({ id: uuid, number: z.string() }).nullable(),
      }),
      links: z.array(z.object({ kind: z.string(), caseId: uuid, number: z.string() })),
      approvals: z.array(
        z.object({
          act: z.string(),
          proposer: z.string(),
          proposedAt: instant,
          approver: z.string().nullable(),
          decidedAt: instant.nullable(),
          decision: z.enum(['approved', 'refused']).nullable(),
        }),
      ),
      photos: z.array(photoView),
      story: z.array(step),
      may: z.array(z.enum(caseActs)),
    }),
  },
  'POST /api/cases/:id/assign': {
    act: 'assign-case',
    summary: 'Hand a reported case to a unit with a deadline',
    params: byId,
    body: actOnVersion.extend({
      unitId: uuid,
      assistingUnitIds: z.array(uuid).max(12).default([]),
      dueInHours: z
        .number()
        .min(0.5)
        .max(24 * 90)
        .default(48),
      instruction: longText.optional(),
    }),
    reply: moved,
  },
  'POST /api/cases/:id/acknowledge': actOnCase('acknowledge-case', 'The unit has received the case'),
  'POST /api/cases/:id/begin': actOnCase('rectify-case', 'Rectification begins; the caller becomes the rectifier'),
  'POST /api/cases/:id/submit': {
    act: 'rectify-case',
    summary: 'Submit the rectification; needs a photo after',
    params: byId,
    body: actOnVersion.extend({ result: longText }),
    reply: moved,
  },
  'POST /api/cases/:id/return': {
    act: 'verify-case',
    summary: 'Not good enough: back to rectification, with the reason; the deadline stays',
    params: byId,
    body: actOnVersion.extend({ reason: longText }),
    reply: moved,
  },
  'POST /api/cases/:id/verify': {
    act: 'verify-case',
    summary: 'Accept the rectification; another person on another session than the rectifier',
    params: byId,
    body: actOnVersion.extend({ opinion: longText.optional() }),
    reply: moved,
  },
  'POST /api/cases/:id/close': {
    act: 'close-case',
    summary: 'Close an accepted case; not by the rectifier',
    params: byId,
    body: actOnVersion,
    reply: moved,
  },
})
