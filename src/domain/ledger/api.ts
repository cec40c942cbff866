import { z } from 'zod'
import { instant, page } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { settingTypes } from './model.ts'

const actor = z.object({ kind: z.enum(['person', 'token', 'console', 'system']), name: z.string().nullable() })

export const ledgerApi = contract({
  'GET /api/ledger': {
    act: 'read-ledger',
    summary: 'Events of the chain, newest first',
    query: page.extend({ show: z.enum(['acts', 'all']).default('all') }),
    reply: z.object({
      head: z.object({ seq: z.int(), hash: z.string() }),
      items: z.array(
        z
          .object({
            seq: z.int(),
            kind: z.string(),
            subjectType: z.string(),
            subjectId: z.string(),
            subject: z
              .string()
              .nullable()
              .describe('its name or number; null: it has none, is gone, or was a person who was erased'),
            actor: actor
              .nullable()
              .describe('who did it, as far as it can still be told; null: the bytes cannot be read'),
            recordedAt: z.iso.datetime({ offset: true }),
            hash: z.string(),
          })
          .meta({ id: 'LedgerEvent' }),
      ),
      next: z.string().nullable(),
    }),
  },
  'GET /api/changes': {
    act: 'read-ledger',
    summary:
      'Who changed what is set, newest first: people, tokens, stations, regions, devices, rules, feeds, channels',
    query: page.extend({ type: z.enum(settingTypes).optional(), id: z.string().max(80).optional() }),
    reply: z.object({
      items: z.array(
        z
          .object({
            seq: z.int(),
            at: instant,
            kind: z.string(),
            subjectType: z.enum(settingTypes),
            subjectId: z.string(),
            subject: z
              .string()
              .nullable()
              .describe('what it is called now; null: it is gone, or was a person who was erased'),
            actor,
          })
          .meta({ id: 'Change' }),
      ),
      next: z.string().nullable(),
    }),
  },
  'GET /api/ledger/export': {
    act: 'export-ledger',
    summary: 'The whole chain as NDJSON, verifiable offline with `weike verify-ledger --export FILE`',
    media: 'application/x-ndjson',
  },
})
