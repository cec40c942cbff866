import { z } from 'zod'
import { actEnvelope, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { stationLevels } from './model.ts'

const station = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    level: z.enum(stationLevels),
    regionId: uuid,
    lonWgs84: z.number(),
    latWgs84: z.number(),
  })
  .meta({ id: 'Station' })

export const stationsApi = contract({
  'GET /api/stations': {
    act: 'read-stations',
    summary: 'The stations of the county, national-control first',
    reply: z.object({ items: z.array(station) }),
  },
  'POST /api/stations': {
    act: 'manage-devices',
    summary: 'Add a station',
    body: actEnvelope.extend({
      code: z.string().trim().min(1).max(40),
      name: shortText,
      level: z.enum(stationLevels).default('micro'),
      lonWgs84: z.number().min(-180).max(180),
      latWgs84: z.number().min(-90).max(90),
      regionId: uuid.optional(),
    }),
    reply: station,
  },
})
