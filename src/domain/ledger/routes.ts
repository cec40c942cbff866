import { Readable } from 'node:stream'
import type { Foundation } from '../../platform/foundation.ts'
import { chainHead } from '../../platform/ledger/read.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { allow, countyScope } from '../access/check.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { ledgerApi } from './api.ts'
import { pageOfChanges, pageOfLedger } from './views.ts'

/** HTTP of the ledger. `exportLines` writes the chain of a county as NDJSON lines. */
export function ledgerRoutes(
  foundation: Foundation,
  exportLines: (countyId: string) => AsyncIterable<string>,
): RoomHandlers<typeof ledgerApi> {
  return {
    'GET /api/ledger': async ({ query }, { principal }) => {
      const { items, next } = await pageOfLedger(foundation, principal, query)
      return {
        head: await chainHead(foundation.db, principal.countyId),
        items: items.map(({ hash, recordedAt, ...event }) => ({
          ...event,
          recordedAt: isoShanghai(recordedAt),
          hash: hash.toString('hex'),
        })),
        next,
      }
    },
    'GET /api/changes': async ({ query }, { principal }) => {
      const { cursor, limit, type, id } = query
      const { items, next } = await pageOfChanges(foundation, principal, { cursor, limit, type, id })
      return { items: items.map(({ at, ...change }) => ({ ...change, at: isoShanghai(at) })), next }
    },
    'GET /api/ledger/export': async (_call, { principal }) => {
      allow(principal, 'export-ledger', countyScope(principal.countyId))
      const day = isoShanghai(foundation.clocks.domain.now()).slice(0, 10)
      return { flow: Readable.from(exportLines(principal.countyId)), fileName: `weike-ledger-${day}.ndjson` }
    },
  }
}
