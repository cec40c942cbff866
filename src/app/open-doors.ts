import { z } from 'zod'
import type { RoomHandlers } from '../domain/access/http.ts'
import { contract } from '../domain/access/model.ts'
import { roles } from '../domain/access/table.ts'
import type { Foundation } from '../platform/foundation.ts'
import type { ServerLog } from '../platform/http/server-log.ts'
import type { Hub } from '../platform/live/hub.ts'
import { eventStream, eventStreamMedia, resumePlace } from '../platform/live/stream.ts'
import { systemTimers } from '../platform/live/timers.ts'
import { isoShanghai } from '../standards/civil-time.ts'
import { mayHear, mayHearMoment } from './live-filter.ts'

/** What belongs to the server as a whole and to no room: health, the demo's sign-ins, the event stream. */
export const openApi = contract({
  'GET /api/health': {
    act: 'public',
    summary: 'Is the server up and its database reachable',
    reply: z.object({ ok: z.literal(true), now: z.iso.datetime({ offset: true }) }),
  },
  'GET /api/demo': {
    act: 'public',
    summary: 'Whether this is a demo, and how to sign in to it',
    reply: z.object({
      demo: z.boolean(),
      signIns: z.array(
        z.object({ signInName: z.string(), password: z.string(), name: z.string(), role: z.enum(roles) }),
      ),
    }),
  },
  'GET /api/events': {
    act: 'signed-in',
    summary: 'Server-sent events: what happened, as far as the caller may know; resumes by Last-Event-ID',
    query: z.object({ after: z.coerce.number().int().min(0).optional() }),
    media: eventStreamMedia,
  },
})

/** The moment at which somebody signs out, with the id of the session; its other tabs are cut off at once. */
export const SESSION_ENDED = 'session-ended'

export interface OpenDoors {
  demo: boolean
  /** How fast the domain clock runs. */
  speed: number
  signIns: readonly { signInName: string; password: string; name: string; role: (typeof roles)[number] }[]
}

export function openRoutes(
  foundation: Foundation,
  hub: Hub,
  log: ServerLog,
  doors: OpenDoors,
): RoomHandlers<typeof openApi> {
  return {
    'GET /api/health': async () => {
      await foundation.db.selectFrom('installation').select('mark').execute()
      return { ok: true, now: isoShanghai(foundation.clocks.domain.now()) }
    },
    'GET /api/demo': async () => ({ demo: doors.demo, signIns: [...doors.signIns] }),
    'GET /api/events': async ({ query }, context) => {
      let principal = context.principal
      const after = resumePlace(context.lastEventId, query.after)
      return eventStream(
        { hub, timers: systemTimers, log },
        {
          countyId: principal.countyId,
          ...(after === undefined ? {} : { after }),
          filter: (event) => mayHear(foundation, principal, event),
          hears: (name) => mayHearMoment(principal, name),
          endsOn: (name, data) => name === SESSION_ENDED && principal.kind === 'person' && data === principal.sessionId,
          stillSignedIn: async () => {
            const again = await context.identifyAgain()
            if (again !== null) principal = again
            return again !== null
          },
        },
      )
    },
  }
}
