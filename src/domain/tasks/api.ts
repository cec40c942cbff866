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
import { sourceClasses } from '../cases/model.ts'
import { photoView } from '../photos/api.ts'
import { findings, taskStates } from './model.ts'

const task = z
  .object({
    id: uuid,
    number: z.string(),
    state: z.enum(taskStates),
    version: z.int(),
    alert: z.object({
      id: uuid,
      number: z.string(),
      stationName: z.string(),
      factor: z.string(),
      lastValue: z.number(),
      threshold: z.number(),
      unit: z.string(),
    }),
    assignee: z.object({ id: uuid, name: z.string() }),
    sender: z.object({ id: uuid, name: z.string() }),
    instruction: z.string().nullable(),
    lonWgs84: z.number(),
    latWgs84: z.number(),
    sentAt: instant,
    dueAt: instant,
    checkedInAt: instant.nullable(),
    doneAt: instant.nullable(),
    finding: z.enum(findings).nullable(),
    caseId: uuid.nullable(),
  })
  .meta({ id: 'Task' })

const moved = z.object({ id: uuid, state: z.enum(taskStates), version: z.int() })

export const tasksApi = contract({
  'GET /api/tasks': {
    act: 'read-task',
    summary: 'Tasks within reach, open ones first',
    query: page.extend({ open: z.stringbool().optional() }),
    reply: z.object({ items: z.array(task), next: z.string().nullable() }),
  },
  'POST /api/tasks': {
    act: 'send-task',
    summary: 'Send somebody to verify an alert on the spot',
    body: actEnvelope.extend({
      alertId: uuid,
      assigneeId: uuid,
      instruction: longText.optional(),
      dueInMinutes: z
        .int()
        .min(5)
        .max(7 * 24 * 60)
        .default(60),
    }),
    reply: moved.extend({ number: z.string() }),
  },
  'GET /api/tasks/:id': {
    act: 'read-task',
    summary: 'One task with its photos; the nonce is given to the assignee alone',
    params: byId,
    reply: z.object({ task, photos: z.array(photoView), nonce: z.string().nullable() }),
  },
  'POST /api/tasks/:id/check-in': {
    act: 'work-task',
    summary: 'Arrived',
    params: byId,
    body: actOnVersion.extend({
      lon: z.number().min(-180).max(180).nullable(),
      lat: z.number().min(-90).max(90).nullable(),
      accuracyM: z.number().min(0).nullable(),
    }),
    reply: moved,
  },
  'POST /api/tasks/:id/finish': {
    act: 'work-task',
    summary: 'Say what was found; a problem becomes a case with the photos of the task',
    params: byId,
    body: actOnVersion.extend({
      finding: z.enum(findings),
      title: shortText.optional().describe('what is wrong; needed for a problem'),
      sourceClass: z.enum(sourceClasses).optional().describe('needed for a problem'),
    }),
    reply: moved.extend({ caseId: uuid.nullable() }),
  },
})
