import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, instant, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { SOURCE_TEXT, sourceClasses, sourceKinds, sourceStates } from './model.ts'

const attributes = z.record(z.string().max(40), z.union([z.string().max(200), z.number(), z.boolean()]))
const day = z.iso.date()

const source = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    class: z.enum(sourceClasses),
    kind: z.enum(sourceKinds),
    lonWgs84: z.number(),
    latWgs84: z.number(),
    address: z.string().nullable(),
    regionId: uuid,
    regionName: z.string(),
    owner: z.string().nullable().describe('the unit that owns it, or the owner in words'),
    unit: z.string().nullable().describe('the department that answers for it'),
    person: z.string().nullable(),
    state: z.enum(sourceStates),
    stateSince: day,
    attributes,
    version: z.int(),
  })
  .meta({ id: 'Source' })

const text = (most: number) => z.string().trim().max(most).nullable().default(null)

const card = {
  name: shortText,
  kind: z.enum(sourceKinds),
  lonWgs84: z.number().min(-180).max(180),
  latWgs84: z.number().min(-90).max(90),
  regionId: uuid.optional(),
  address: text(SOURCE_TEXT.address),
  ownerUnitId: uuid.nullable().default(null),
  ownerName: text(SOURCE_TEXT.owner),
  unitId: uuid.nullable().default(null),
  personId: uuid.nullable().default(null),
  notes: text(SOURCE_TEXT.notes),
  attributes: attributes.default({}),
}

const kept = z.object({ id: uuid, code: z.string(), state: z.enum(sourceStates), version: z.int() })

export const sourcesApi = contract({
  'GET /api/sources': {
    act: 'read-sources',
    summary: 'The register of sources within reach, by code; as Excel all that fit at once',
    alsoMedia: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    query: z.object({
      class: z.enum(sourceClasses).optional(),
      kind: z.enum(sourceKinds).optional(),
      state: z
        .enum([...sourceStates, 'all'])
        .optional()
        .describe('left out: all but those retired'),
      region: uuid.optional().describe('with everything below it'),
      q: z.string().trim().max(100).optional().describe('part of the code, the name, the address or the owner'),
      station: z.string().max(40).optional().describe('code; with `within`: not farther from it than so many metres'),
      within: z.coerce.number().min(1).max(100_000).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
      format: z.enum(['json', 'xlsx']).default('json'),
    }),
    reply: z.object({ items: z.array(source), next: z.string().nullable() }),
  },
  'POST /api/sources': {
    act: 'manage-sources',
    summary: 'Enter a source into the register',
    body: actEnvelope.extend({ code: z.string().trim().min(1).max(SOURCE_TEXT.code), ...card }),
    reply: kept,
  },
  'GET /api/sources/:id': {
    act: 'read-sources',
    summary: 'One source with its history',
    params: byId,
    reply: source.extend({
      ownerUnitId: uuid.nullable(),
      ownerName: z.string().nullable(),
      unitId: uuid.nullable(),
      personId: uuid.nullable(),
      notes: z.string().nullable(),
      mayManage: z.boolean(),
      story: z.array(
        z.object({
          seq: z.int(),
          kind: z.string(),
          actedAt: instant,
          actor: z.string().nullable(),
          actorKind: z.enum(['person', 'system', 'console', 'token']),
          reason: z.string().nullable(),
          hash: z.string().describe('first 12 hex digits of the event hash'),
        }),
      ),
    }),
  },
  'POST /api/sources/:id': {
    act: 'manage-sources',
    summary: 'Change what is written of a source',
    params: byId,
    body: actOnVersion.extend(card),
    reply: kept,
  },
  'POST /api/sources/:id/state': {
    act: 'manage-sources',
    summary: 'Pause a source, take it up again, or retire it',
    params: byId,
    body: actOnVersion.extend({ state: z.enum(sourceStates), since: day.optional(), reason: shortText }),
    reply: kept,
  },
})
