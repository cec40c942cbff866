import type { Contract } from '../../platform/http/endpoint.ts'
import type { Handlers } from '../../platform/http/handler.ts'
import type { Principal } from './model.ts'

/** The handlers of a room's contract, with the principal as every room knows it. */
export type RoomHandlers<C extends Contract> = Handlers<C, Principal>

/** The envelope of an act as the services take it. */
export function envelope(body: { actId: string; actedAt: string }): { actId: string; actedAt: number } {
  return { actId: body.actId, actedAt: Date.parse(body.actedAt) }
}

/** The envelope of an act on a version. */
export function envelopeOn(body: { actId: string; actedAt: string; expects: number }): {
  actId: string
  actedAt: number
  expects: number
} {
  return { ...envelope(body), expects: body.expects }
}
