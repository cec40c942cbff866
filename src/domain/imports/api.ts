import { z } from 'zod'
import { byId, instant, page, uuid } from '../../platform/http/schemas.ts'
import { tableForms } from '../../platform/tables/model.ts'
import { contract } from '../access/model.ts'
import { importKinds, importLayouts, importStates, rowFaults } from './model.ts'
import { countsSchema, doubtSchema, planSchema, progressSchema } from './schemas.ts'

const row = z.object({ line: z.int(), cells: z.array(z.string()) })

const job = z
  .object({
    id: uuid,
    fileName: z.string(),
    fileBytes: z.int(),
    kind: z.enum(importKinds),
    /** `interrupted`: whoever had it under way ended before it did; nothing of it was written. */
    state: z.enum([...importStates, 'interrupted']),
    counts: countsSchema.nullable(),
    /** How a load has come along: rows of the file, of them read by earlier parts, and read again. */
    progress: progressSchema.nullable(),
    /** Of a load that can be gone on with: rows that were read; it goes on behind them. */
    kept: z.object({ rows: z.int(), total: z.int().nullable() }).nullable(),
    doubts: z.array(doubtSchema),
    failure: z.object({ title: z.string(), detail: z.string() }).nullable(),
    reasons: z.array(z.object({ fault: z.enum(rowFaults), reason: z.string(), rows: z.int() })),
    hasRefused: z.boolean(),
    hasAccounts: z.boolean(),
    createdAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'Import' })

const proposal = z
  .object({
    form: z.enum(tableForms),
    sheets: z.array(z.string()),
    plan: planSchema,
    remembered: z.boolean(),
    /** First rows behind the header. */
    rows: z.array(row),
    fields: z.array(z.object({ key: z.string(), required: z.boolean() })),
  })
  .meta({ id: 'ImportProposal' })

export const importsApi = contract({
  'GET /api/imports': {
    act: 'import-readings',
    summary: 'Files that were brought in, newest first, of the kinds that the caller may bring in',
    query: page,
    reply: z.object({ items: z.array(job), next: z.string().nullable() }),
  },
  'PUT /api/imports/:id': {
    act: 'import-readings',
    summary: 'Hand a file over, to be looked at; nothing of it is written yet',
    params: byId,
    query: z.object({ name: z.string().trim().min(1).max(200) }),
    takesStream: true,
    reply: job,
  },
  'GET /api/imports/:id': {
    act: 'import-readings',
    summary: 'How far a file has come, and the first rows that were refused',
    params: byId,
    reply: job.extend({
      plan: planSchema.nullable(),
      refused: z.array(row.extend({ reason: z.string() })),
    }),
  },
  'GET /api/imports/:id/proposal': {
    act: 'import-readings',
    summary: 'How a file would be read: its kind, its header, what its columns are',
    params: byId,
    query: z.object({
      kind: z.enum(importKinds).optional(),
      layout: z.enum(importLayouts).optional(),
      sheet: z.string().max(100).optional(),
    }),
    reply: proposal,
  },
  'POST /api/imports/:id/check': {
    act: 'import-readings',
    summary: 'Read the whole file by a plan, without writing anything',
    params: byId,
    body: planSchema,
    reply: job,
  },
  'POST /api/imports/:id/load': {
    act: 'import-readings',
    summary: 'Bring the file in by a plan, from its first row, all its good rows at once',
    params: byId,
    body: planSchema,
    reply: job,
  },
  'POST /api/imports/:id/pause': {
    act: 'import-readings',
    summary: 'Put a load off; what it has read is kept',
    params: byId,
    reply: job,
  },
  'POST /api/imports/:id/resume': {
    act: 'import-readings',
    summary: 'Go on with a load that was paused or cut off, behind the rows that are kept',
    params: byId,
    reply: job,
  },
  'POST /api/imports/:id/stop': {
    act: 'import-readings',
    summary: 'Stop a check or a load for good; nothing of it is written, and what was read is let go of',
    params: byId,
    reply: job,
  },
  'GET /api/imports/:id/refused': {
    act: 'import-readings',
    summary: 'The refused rows as CSV, each with its line and reason, to be mended and handed over again',
    params: byId,
    media: 'text/csv; charset=utf-8',
  },
  'POST /api/imports/:id/accounts': {
    act: 'manage-people',
    summary: 'The first passwords that were made, as CSV; given out once',
    params: byId,
    media: 'text/csv; charset=utf-8',
  },
})
