import { reachFor } from '../domain/access/decide.ts'
import type { Principal } from '../domain/access/model.ts'
import { acts, roles } from '../domain/access/table.ts'
import { principalOf } from '../domain/people/service.ts'
import type { Credentials } from '../platform/http/handler.ts'
import type { Installation } from './installation.ts'

/** Who shows these credentials: a token's program, a session's person, or nobody. */
export async function identify(installation: Installation, credentials: Credentials): Promise<Principal | null> {
  const { auth, foundation } = installation
  if (credentials.token !== null) {
    const token = await auth.tokens.find(credentials.token)
    const role = roles.find((one) => one === token?.role)
    if (token === null || role === undefined) return null
    return { kind: 'token', countyId: token.countyId, tokenId: token.id, name: token.name, roles: [role] }
  }
  if (credentials.sessionSecret === null) return null
  const session = await auth.sessions.find(credentials.sessionSecret, credentials.activity)
  return session === null ? null : principalOf(foundation.db, session)
}

/** Could this principal ever do the act, on whatever subject? The services ask the fine question. */
export function mayEver(principal: Principal, act: string): boolean {
  const known = acts.find((one) => one === act)
  return known !== undefined && reachFor(principal, known) !== '-'
}
