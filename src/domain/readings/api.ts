import { z } from 'zod'
import { instant, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { qualities, resolutions, sources } from './model.ts'

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
    unit: z.string().describe('empty: a count, a quantity discharged, a state, or a factor that Weike does not know'),
    flag: z.string().nullable(),
    quality: z.enum(qualities),
    /** Code of the check that says so; null for `valid`. */
    reason: z.string().nullable(),
    source: z.enum(sources),
    version: z.int(),
  })
  .meta({ id: 'Reading' })

/** One layer of a value: what was sent, judged or corrected, in the order in which it was recorded. */
const layer = z
  .object({
    version: z.int(),
    source: z.enum(sources),
    value: z.number().nullable(),
    flag: z.string().nullable(),
    quality: z.enum(qualities),
    reason: z.string().nullable(),
    recordedAt: instant,
    /** Number of the frame it came in; null for what no frame brought. */
    frameSeq: z.int().nullable(),
    correctionId: uuid.nullable(),
    /** Does it stand now? */
    stands: z.boolean(),
  })
  .meta({ id: 'ReadingLayer' })

const rawFrame = z
  .object({
    seq: z.int(),
    receivedAt: instant,
    cn: z.string(),
    qn: z.string(),
    sha256: z.string(),
    /** The frame as text, its password masked; null: expired after its 30 days, its hash stays in the ledger. */
    text: z.string().nullable(),
    length: z.int().nullable(),
    problems: z.array(z.object({ code: z.string(), text: z.string() })),
  })
  .meta({ id: 'RawFrame' })

const oneReading = z.object({
  mn: z.string().max(40),
  resolution: z.enum(resolutions),
  /** End of the period. */
  at: instant,
})

/** One for all, or one for each. */
const alikeOrEach = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)])

const columns = z
  .object({
    mn: z.string(),
    factor: z.string(),
    statistic: z.string(),
    unit: z.string(),
    starts: z.array(z.int()).describe('of each period, in milliseconds since 1970-01-01T00:00Z; so are the ends'),
    ends: z.array(z.int()),
    values: z.array(z.number().nullable()),
    stations: alikeOrEach(z.string().nullable()).describe(
      'one for all periods, or one for each; so are those that follow',
    ),
    flags: alikeOrEach(z.string().nullable()),
    qualities: alikeOrEach(z.enum(qualities)),
    reasons: alikeOrEach(z.string().nullable()),
    sources: alikeOrEach(z.enum(sources)),
    versions: alikeOrEach(z.int()),
  })
  .meta({ id: 'ReadingColumns' })

const span = z.object({
  station: z.string().max(40).optional(),
  mn: z.string().max(40).optional(),
  resolution: z.enum(resolutions).default('hour'),
  from: instant,
  to: instant,
  knownAt: instant.optional(),
  cursor: z.string().max(100).optional(),
})

export const readingsApi = contract({
  'GET /api/readings': {
    act: 'read-readings',
    summary: 'Readings whose period ends in (from, to], oldest first; as CSV or Excel all of them at once',
    alsoMedia: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    query: span.extend({
      factor: z.string().max(20).optional(),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(20_000)
        .default(5_000)
        .describe('periods of a device on a page, each with all its values; JSON only'),
      format: z.enum(['json', 'csv', 'xlsx']).default('json'),
    }),
    reply: z.object({ items: z.array(reading), next: z.string().nullable() }),
  },
  'GET /api/readings/columns': {
    act: 'read-readings',
    summary:
      'The same readings of one factor column by column, for pictures: a year of hours in a small part of the bytes',
    query: span.extend({
      factor: z.string().max(20),
      limit: z.coerce.number().int().min(1).max(20_000).default(20_000).describe('periods of a device on a page'),
    }),
    reply: z.object({ items: z.array(columns), next: z.string().nullable() }),
  },
  'GET /api/readings/raw': {
    act: 'read-raw-frames',
    summary: 'The frames from which the values of a period come, byte for byte as they arrived',
    query: oneReading,
    reply: z.object({ items: z.array(rawFrame) }),
  },
  'GET /api/readings/layers': {
    act: 'read-readings',
    summary: 'All that was ever said of one value: sent, sent again, judged, corrected',
    query: oneReading.extend({ factor: z.string().max(20), statistic: z.string().max(20).optional() }),
    reply: z.object({ unit: z.string(), items: z.array(layer) }),
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
                  .object({
                    value: z.number().nullable(),
                    at: instant,
                    flag: z.string().nullable(),
                    quality: z.enum(qualities),
                  })
                  .nullable(),
                hour: z
                  .object({
                    value: z.number().nullable(),
                    endingAt: instant,
                    flag: z.string().nullable(),
                    quality: z.enum(qualities),
                  })
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
