import { z } from 'zod'
import { actEnvelope, byId, instant, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { roles } from '../access/table.ts'

export const tokensApi = contract({
  'GET /api/tokens': {
    act: 'read-settings',
    summary: 'The tokens by which programs come in, revoked ones too; never their text',
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            name: z.string(),
            role: z.enum(roles).nullable().describe('null: one that this version does not know; it lets nobody in'),
            createdAt: instant,
            usedAt: instant.nullable().describe('to the minute; null: never, or not since it is written down'),
            revokedAt: instant.nullable(),
          })
          .meta({ id: 'Token' }),
      ),
    }),
  },
  'POST /api/tokens': {
    act: 'manage-tokens',
    summary: 'Make a token for a program; its text is told once',
    holdsSecret: true,
    body: actEnvelope.extend({ name: shortText, role: z.enum(roles) }),
    reply: z.object({
      id: uuid,
      token: z
        .string()
        .nullable()
        .describe(
          'null: this act was done before and told it then; who did not hear it revokes the token and makes another',
        ),
    }),
  },
  'POST /api/tokens/:id/revoke': {
    act: 'manage-tokens',
    summary: 'Revoke a token: the next call with it is refused',
    params: byId,
    body: actEnvelope,
    reply: z.object({ id: uuid }),
  },
})
