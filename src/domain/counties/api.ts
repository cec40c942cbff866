import { z } from 'zod'
import { actEnvelope, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'

export const countiesApi = contract({
  'POST /api/county': {
    act: 'manage-people',
    summary: 'Name the county of the caller: its code (GB/T 2260) and what it is called',
    body: actEnvelope.extend({
      code: z
        .string()
        .trim()
        .regex(/^[\w-]{1,20}$/),
      name: shortText,
    }),
    reply: z.object({ id: uuid, code: z.string(), name: z.string() }),
  },
})
