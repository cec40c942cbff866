import { z } from 'zod'
import { actEnvelope, instant, page, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'

const channel = z
  .object({ id: uuid, kind: z.literal('wecom-robot'), name: z.string(), enabled: z.boolean() })
  .meta({ id: 'Channel' })

export const messagesApi = contract({
  'GET /api/messages': {
    act: 'read-messages',
    summary: 'Messages to people who are not looking, newest first',
    query: page,
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            channel: z.string(),
            body: z.string(),
            state: z.enum(['waiting', 'sent', 'dead']),
            attempts: z.int(),
            createdAt: instant,
            sentAt: instant.nullable(),
            lastError: z.string().nullable(),
          })
          .meta({ id: 'Message' }),
      ),
      next: z.string().nullable(),
    }),
  },
  'GET /api/channels': {
    act: 'read-messages',
    summary: 'Where messages go; the address itself is secret',
    reply: z.object({ items: z.array(channel) }),
  },
  'POST /api/channels': {
    act: 'manage-channels',
    summary: 'Add a WeCom group robot',
    body: actEnvelope.extend({ name: shortText, url: z.url({ protocol: /^https?$/ }).max(500) }),
    reply: channel,
  },
})
