import type { RoomHandlers } from '../access/http.ts'
import type { inboxApi } from './api.ts'
import { inboxOf, markSeen } from './views.ts'
import type { Looking } from './waiting.ts'

/** HTTP of what waits for a person and what happened since. */
export function inboxRoutes(looking: Looking): RoomHandlers<typeof inboxApi> {
  return {
    'GET /api/inbox': (_call, { principal }) => inboxOf(looking, principal),
    'PUT /api/inbox/seen': ({ body }, { principal }) => markSeen(looking, principal, body.upTo),
  }
}
