import { Readable } from 'node:stream'
import type { Foundation } from '../../platform/foundation.ts'
import { chainHead, pageOfChain } from '../../platform/ledger/read.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { allow, countyScope } from '../access/check.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { ledgerApi } from './api.ts'
import { pageOfChanges } from './views.ts'

/** HTTP of the ledger. `exportLines` writes the chain of a county as NDJSON lines. */
export function ledgerRoutes(
  foundation: Foundation,
  exportLines: (countyId: string) => AsyncIterable<string>,
): RoomHandlers<typeof ledgerApi> {
  return {
    'GET /api/ledger': async ({ query }, { principal }) => {
      allow(principal, 'read-ledger', countyScope(principal.countyId))
      const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor)
      if (!Number.isSafeInteger(before)) throw new Problem('invalid-input', { params: { what: 'cursor' } })
      const rows = await pageOfChain(foundation.db, principal.countyId, before, query.limit + 1, query.show)
      const items = rows.slice(0, query.limit)
      const last = items.at(-1)
      return {
        head: await chainHead(foundation.db, principal.countyId),
        items: items.map(({ hash, recordedAt, ...event }) => ({
          ...event,
          recordedAt: isoShanghai(recordedAt),
          hash: hash.toString('hex'),
        })),
        next: rows.length > query.limit && last !== undefined ? String(last.seq) : null,
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
