import { z } from 'zod'
import { instant, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { resolutions } from './model.ts'

const reading = z
  .object({
    mn: z.string(),
    station: z.string().nullable().describe('code of the station the device measured at, if any'),
    factor: z.string(),
    statistic: z.string(),
    resolution: z.enum(resolutions),
    start: instant,
    end: instant,
    value: z.number().nullable(),
    unit: z.string(),
    flag: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Reading' })

export const readingsApi = contract({
  'GET /api/readings': {
    act: 'read-readings',
    summary: 'Readings whose period ends in (from, to], oldest first',
    query: z.object({
      station: z.string().max(40).optional(),
      mn: z.string().max(40).optional(),
      factor: z.string().max(20).optional(),
      resolution: z.enum(resolutions).default('hour'),
      from: instant,
      to: instant,
      knownAt: instant.optional(),
      cursor: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(20_000).default(5_000),
    }),
    reply: z.object({ items: z.array(reading), next: z.string().nullable() }),
  },
  'GET /api/readings/latest': {
    act: 'read-readings',
    summary: 'The newest reading of each factor at each station, real-time and hourly, and the day so far',
    reply: z.object({
      items: z.array(
        z
          .object({
            stationId: uuid,
            factors: z.array(
              z.object({
                factor: z.string(),
                unit: z.string(),
                realtime: z
                  .object({ value: z.number().nullable(), at: instant, flag: z.string().nullable() })
                  .nullable(),
                hour: z
                  .object({ value: z.number().nullable(), endingAt: instant, flag: z.string().nullable() })
                  .nullable(),
                today: z.object({ mean: z.number(), hours: z.int() }).nullable(),
              }),
            ),
          })
          .meta({ id: 'StationNow' }),
      ),
    }),
  },
})
