import { z } from 'zod'
import { uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { landKinds, regionLevels } from './model.ts'

/** The coordinates of a GeoJSON MultiPolygon (RFC 7946): polygons of rings of longitude and latitude. */
const line = z.array(z.tuple([z.number(), z.number()]))
const polygons = z.array(z.array(line))

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
          })
          .meta({ id: 'Region' }),
      ),
    }),
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
