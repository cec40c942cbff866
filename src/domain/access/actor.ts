import type { Actor } from '../../platform/acts/perform.ts'
import type { Principal } from './model.ts'

/** The principal as the ledger names actors. */
export function actorOf(principal: Principal): Actor {
  if (principal.kind === 'person') return { kind: 'person', personId: principal.personId }
  if (principal.kind === 'token') return { kind: 'token', tokenId: principal.tokenId }
  return { kind: 'console' }
}
