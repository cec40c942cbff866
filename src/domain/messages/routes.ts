import type { Foundation } from '../../platform/foundation.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { envelope, type RoomHandlers } from '../access/http.ts'
import type { messagesApi } from './api.ts'
import { addChannel, listChannels, pageOfMessages } from './service.ts'

/** HTTP of the messages room. */
export function messagesRoutes(foundation: Foundation): RoomHandlers<typeof messagesApi> {
  return {
    'GET /api/messages': async ({ query }, { principal }) => {
      const { items, next } = await pageOfMessages(foundation, principal, query)
      return {
        items: items.map((message) => ({
          id: message.id,
          channel: message.channel,
          body: message.body,
          state: message.state,
          attempts: message.attempts,
          createdAt: isoShanghai(message.createdAt),
          sentAt: message.sentAt === null ? null : isoShanghai(message.sentAt),
          lastError: message.lastError,
        })),
        next,
      }
    },
    'GET /api/channels': async (_call, { principal }) => ({
      items: (await listChannels(foundation, principal)).map(({ id, kind, name, enabled }) => ({
        id,
        kind,
        name,
        enabled,
      })),
    }),
    'POST /api/channels': ({ body }, { principal }) =>
      addChannel(foundation, principal, envelope(body), { name: body.name, url: body.url }),
  }
}
