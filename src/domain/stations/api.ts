import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { circles, radiusBounds, stationLevels } from './model.ts'

const station = z
  .object({
    id: uuid,
    code: z.string(),
    name: z.string(),
    level: z.enum(stationLevels),
    regionId: uuid,
    lonWgs84: z.number(),
    latWgs84: z.number(),
    version: z.int(),
  })
  .meta({ id: 'Station' })

const card = {
  code: z.string().trim().min(1).max(40),
  name: shortText,
  lonWgs84: z.number().min(-180).max(180),
  latWgs84: z.number().min(-90).max(90),
}

const radiusKm = z.number().min(radiusBounds.least).max(radiusBounds.most)
const countyCircles = z
  .object({
    radiiKm: z.array(z.number()).describe('in force, from the inside'),
    usualKm: z.array(z.number()).describe('as the file of the installation has them'),
    isOwn: z.boolean().describe('the county has said so itself'),
    version: z.int().describe('0: it never has'),
  })
  .meta({ id: 'Circles' })

export const stationsApi = contract({
  'GET /api/circles': {
    act: 'read-stations',
    summary: 'How far the circles around the national-control station reach',
    reply: countyCircles,
  },
  'POST /api/circles': {
    act: 'manage-devices',
    summary: 'Say how far the circles reach, from the inside; none: as the installation has it',
    body: actOnVersion.extend({
      expects: z.int().min(0).describe('0: never said'),
      radiiKm: z.array(radiusKm).max(circles.length),
    }),
    reply: countyCircles,
  },
  'GET /api/stations': {
    act: 'read-stations',
    summary: 'The stations of the county, national-control first',
    reply: z.object({ items: z.array(station) }),
  },
  'POST /api/stations': {
    act: 'manage-devices',
    summary: 'Add a station',
    body: actEnvelope.extend({
      ...card,
      level: z.enum(stationLevels).default('micro'),
      regionId: uuid.optional(),
    }),
    reply: station,
  },
  'POST /api/stations/:id': {
    act: 'manage-devices',
    summary: 'Change code, name, level, region and place of a station',
    params: byId,
    body: actOnVersion.extend({ ...card, level: z.enum(stationLevels), regionId: uuid }),
    reply: station,
  },
})
