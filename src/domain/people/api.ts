import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, chainPlace, instant, shortText, uuid } from '../../platform/http/schemas.ts'
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
    place: chainPlace,
    csrf: z.string().describe('goes into the header x-weike-csrf of every unsafe call'),
  })
  .meta({ id: 'Me' })

const personCard = {
  name: z.string().trim().min(1).max(64),
  roles: z.array(z.enum(roles)).min(1),
  unitId: uuid.nullable(),
  regionId: uuid,
}
const password = z.string().min(1).max(256)
const keptPerson = z.object({ id: uuid, state: z.enum(['active', 'suspended', 'erased']), version: z.int() })

const unitCard = { name: shortText, kind: z.enum(unitKinds) }

export const peopleApi = contract({
  'POST /api/session': {
    act: 'public',
    summary: 'Sign in',
    body: z.object({ signInName: z.string().trim().min(1).max(64), password: z.string().min(1).max(256) }),
    reply: me,
    holdsSecret: true,
  },
  'GET /api/session': { act: 'signed-in', summary: 'Who am I', reply: me, holdsSecret: true },
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
            regionId: uuid,
            region: z.string(),
            openTasks: z.int(),
          })
          .meta({ id: 'Person' }),
      ),
    }),
  },
  'GET /api/people/register': {
    act: 'read-settings',
    summary:
      'Everybody of the county who has not been erased, suspended or not; sign-in names for administrators alone',
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            name: z.string(),
            roles: z.array(z.enum(roles)),
            unitId: uuid.nullable(),
            unit: z.string().nullable(),
            regionId: uuid,
            region: z.string(),
            state: z.enum(['active', 'suspended']),
            signInName: z.string().nullable(),
            signedInAt: instant.nullable(),
            openTasks: z.int(),
            version: z.int(),
          })
          .meta({ id: 'RegisteredPerson' }),
      ),
    }),
  },
  'POST /api/people': {
    act: 'manage-people',
    summary: 'Add a person with an account; the first password is kept as a hash alone',
    body: actEnvelope.extend({ ...personCard, signInName: z.string().trim().min(1).max(64), password }),
    reply: z.object({ id: uuid }),
  },
  'POST /api/people/:id': {
    act: 'manage-people',
    summary: 'Change name, roles, unit and region of a person',
    params: byId,
    body: actOnVersion.extend(personCard),
    reply: keptPerson,
  },
  'POST /api/people/:id/suspend': {
    act: 'manage-people',
    summary: 'Let a person in no more; what sessions there are end at once',
    params: byId,
    body: actOnVersion,
    reply: keptPerson,
  },
  'POST /api/people/:id/resume': {
    act: 'manage-people',
    summary: 'Let a suspended person in again',
    params: byId,
    body: actOnVersion,
    reply: keptPerson,
  },
  'POST /api/people/:id/password': {
    act: 'manage-people',
    summary: 'Give a person another password; what sessions there are end at once',
    params: byId,
    body: actOnVersion.extend({ password }),
    reply: keptPerson,
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
      items: z.array(
        z
          .object({ id: uuid, name: z.string(), kind: z.enum(unitKinds), regionId: uuid, version: z.int() })
          .meta({ id: 'Unit' }),
      ),
    }),
  },
  'POST /api/units': {
    act: 'manage-people',
    summary: 'Add a unit',
    body: actEnvelope.extend({ ...unitCard, regionId: uuid.optional() }),
    reply: z.object({ id: uuid }),
  },
  'POST /api/units/:id': {
    act: 'manage-people',
    summary: 'Change name, kind and region of a unit',
    params: byId,
    body: actOnVersion.extend({ ...unitCard, regionId: uuid }),
    reply: z.object({ id: uuid, version: z.int() }),
  },
})
