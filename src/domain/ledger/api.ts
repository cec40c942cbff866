import { z } from 'zod'
import { page } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'

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
            recordedAt: z.iso.datetime({ offset: true }),
            hash: z.string(),
          })
          .meta({ id: 'LedgerEvent' }),
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
