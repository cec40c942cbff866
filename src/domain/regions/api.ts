import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { landKinds, regionLevels } from './model.ts'

/** The coordinates of a GeoJSON MultiPolygon (RFC 7946): polygons of rings of longitude and latitude. */
const line = z.array(z.tuple([z.number(), z.number()]))
const polygons = z.array(z.array(line))

/** One part of a border, by its place in the outline; one more than there are: another part. */
const part = z.int().min(0).max(999)
const degrees = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
/** Longer ones are refused here already; how long a drawn one may be says `MOST_POINTS`. */
const ring = z.array(degrees).max(10_000)
const drawn = z
  .object({ id: uuid, version: z.int(), areaKm2: z.number().describe('of all its parts without their holes, WGS 84') })
  .meta({ id: 'Border' })

export const regionsApi = contract({
  'GET /api/regions': {
    act: 'read-stations',
    summary: 'The regions of the county, the county itself first',
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            parentId: uuid.nullable(),
            level: z.enum(regionLevels),
            code: z.string(),
            name: z.string(),
            outlineVersion: z.int().describe('of its borders; 0: never drawn'),
          })
          .meta({ id: 'Region' }),
      ),
    }),
  },
  'POST /api/regions': {
    act: 'manage-people',
    summary: 'Add a town, village or grid under a region of a level above',
    body: actEnvelope.extend({
      code: z
        .string()
        .trim()
        .regex(/^[\w-]{1,20}$/),
      name: shortText,
      level: z.enum(regionLevels).exclude(['county']),
      parentId: uuid,
    }),
    reply: z.object({ id: uuid }),
  },
  'POST /api/regions/:id/border': {
    act: 'manage-people',
    summary: 'Draw the outer line of one part of a border; its holes and the other parts stay',
    params: byId,
    body: actOnVersion.extend({ expects: z.int().min(0).describe('0: never drawn'), part, ring }),
    reply: drawn,
  },
  'POST /api/regions/:id/border/remove': {
    act: 'manage-people',
    summary: 'Take a border away, or one part of it with its holes',
    params: byId,
    body: actOnVersion.extend({ part: part.nullable().describe('null: all of it') }),
    reply: drawn,
  },
  'GET /api/regions/outlines': {
    act: 'read-stations',
    summary: 'Where the borders of the regions run, as far as they are known; WGS 84',
    reply: z.object({
      items: z.array(
        z.object({ regionId: uuid, level: z.enum(regionLevels), name: z.string(), polygons }).meta({ id: 'Outline' }),
      ),
    }),
  },
  'GET /api/regions/landscape': {
    act: 'read-stations',
    summary: 'Built-up areas, rivers and roads for the map, as far as they were brought in; WGS 84',
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            kind: z.enum(landKinds),
            name: z.string().nullable(),
            isArea: z.boolean(),
            parts: z.array(line).describe('lines; of an area its rings, even-odd'),
          })
          .meta({ id: 'LandFeature' }),
      ),
    }),
  },
})
