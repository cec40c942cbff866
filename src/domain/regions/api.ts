import { z } from 'zod'
import { uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { regionLevels } from './model.ts'

/** The coordinates of a GeoJSON MultiPolygon (RFC 7946): polygons of rings of longitude and latitude. */
const polygons = z.array(z.array(z.array(z.tuple([z.number(), z.number()]))))

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
})
