import type { Foundation } from '../../platform/foundation.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { envelope, type RoomHandlers } from '../access/http.ts'
import { roles } from '../access/table.ts'
import type { tokensApi } from './api.ts'
import { addToken, listTokens, revokeToken } from './service.ts'

const instantOf = (at: number | null) => (at === null ? null : isoShanghai(at))

/** HTTP of the tokens room. */
export function tokensRoutes(foundation: Foundation): RoomHandlers<typeof tokensApi> {
  return {
    'GET /api/tokens': async (_call, { principal }) => ({
      items: (await listTokens(foundation, principal)).map((token) => ({
        id: token.id,
        name: token.name,
        role: roles.find((role) => role === token.role) ?? null,
        createdAt: isoShanghai(token.createdAt),
        usedAt: instantOf(token.usedAt),
        revokedAt: instantOf(token.revokedAt),
      })),
    }),
    'POST /api/tokens': ({ body }, { principal }) => {
      const { name, role } = body
      return addToken(foundation, principal, envelope(body), { name, role })
    },
    'POST /api/tokens/:id/revoke': ({ params, body }, { principal }) =>
      revokeToken(foundation, principal, envelope(body), params.id),
  }
}
