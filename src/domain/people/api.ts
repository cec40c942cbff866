import { z } from 'zod'
import { actEnvelope, byId, instant, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { acts, roles } from '../access/table.ts'
import { unitKinds } from './model.ts'

const me = z
  .object({
    personId: uuid,
    name: z.string(),
    roles: z.array(z.enum(roles)),
    unit: z.string().nullable(),
    county: z.object({ id: uuid, name: z.string(), demo: z.boolean() }),
    acts: z.array(z.enum(acts)).describe('the acts that any of the roles reaches, for showing and hiding'),
    now: instant.describe('the domain clock of the server'),
    speed: z.number().describe('how fast the domain clock runs; 1 but in an accelerated demo'),
    csrf: z.string().describe('goes into the header x-weike-csrf of every unsafe call'),
  })
  .meta({ id: 'Me' })

export const peopleApi = contract({
  'POST /api/session': {
    act: 'public',
    summary: 'Sign in',
    body: z.object({ signInName: z.string().trim().min(1).max(64), password: z.string().min(1).max(256) }),
    reply: me,
  },
  'GET /api/session': { act: 'signed-in', summary: 'Who am I', reply: me },
  'DELETE /api/session': { act: 'signed-in', summary: 'Sign out', reply: z.object({ signedOut: z.literal(true) }) },
  'GET /api/people': {
    act: 'read-people',
    summary: 'People within reach',
    query: z.object({ role: z.enum(roles).optional() }),
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            name: z.string(),
            roles: z.array(z.enum(roles)),
            unitId: uuid.nullable(),
            unit: z.string().nullable(),
            region: z.string(),
            openTasks: z.int(),
          })
          .meta({ id: 'Person' }),
      ),
    }),
  },
  'POST /api/people/:id/erase': {
    act: 'manage-people',
    summary: 'Erase a person: name, contact and the key that ties the ledger to them',
    params: byId,
    body: actEnvelope,
    reply: z.object({ id: uuid, state: z.literal('erased') }),
  },
  'GET /api/units': {
    act: 'read-units',
    summary: 'The units of the county',
    reply: z.object({
      items: z.array(z.object({ id: uuid, name: z.string(), kind: z.enum(unitKinds) }).meta({ id: 'Unit' })),
    }),
  },
})
