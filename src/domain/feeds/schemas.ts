import { z } from 'zod'
import { type FeedPlan, feedFaults, feedForms, refusals, timeNamings } from './model.ts'

const field = z.string().trim().max(200)

const paging = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('number'),
    first: z.int().min(0).max(1),
    size: z.int().min(1).max(100_000).nullable(),
  }),
  z.object({ kind: z.literal('next'), path: field.min(1) }),
])

const request = z.object({
  url: z.string().trim().min(1).max(2_000),
  method: z.enum(['GET', 'POST']),
  bodyType: z.enum(['json', 'form']),
  body: z.string().max(10_000),
  headers: z
    .array(
      z.object({
        name: z
          .string()
          .trim()
          .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/),
        value: z.string().max(2_000),
      }),
    )
    .max(30),
  timeoutSeconds: z.int().min(1).max(120),
  hoursAtOnce: z
    .int()
    .min(1)
    .max(24 * 31),
  lookBackHours: z
    .int()
    .min(1)
    .max(24 * 31),
  paging,
})

const reading = z.object({
  form: z.enum(feedForms),
  rows: field,
  headerLine: z.int().min(1).max(1_000),
  station: field,
  time: field.min(1),
  hour: field,
  timeFormat: z.string().trim().min(1).max(60),
  timeZone: z.string().trim().min(1).max(20),
  hourNamed: z.enum(timeNamings),
  layout: z.enum(['wide', 'long']),
  factorField: field,
  valueField: field,
  factors: z
    .array(
      z.object({
        name: field.min(1),
        factor: z.string().trim().min(1).max(20),
        unit: z.string().trim().min(1).max(20),
        optional: z.boolean(),
      }),
    )
    .min(1)
    .max(100),
  missing: z.array(z.string().trim().min(1).max(40)).max(20),
  missingMeans: z.enum(['nothing', 'no-value']),
  unknownStations: z.enum(['refuse', 'skip']),
  needsLineEnd: z.boolean(),
})

/** All that a feed is set to, as it is kept. */
export const planSchema = z.object({
  schedule: z.object({
    everyMinutes: z.int().min(1).max(1_440),
    atMinute: z.int().min(0).max(1_439),
    staleMinutes: z
      .int()
      .min(1)
      .max(60 * 24 * 120),
  }),
  request: request.nullable(),
  folder: z
    .object({ path: z.string().trim().min(1).max(1_000), pattern: z.string().trim().min(1).max(200) })
    .nullable(),
  reading,
  stations: z
    .array(z.object({ code: z.string().trim().min(1).max(100), stationId: z.uuid() }))
    .min(1)
    .max(500),
  since: z.int().min(0),
}) satisfies z.ZodType<FeedPlan>

export const faultSchema = z.object({
  code: z.enum(feedFaults),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** By address what its server said of the version that was taken last. */
export const validatorsSchema = z.record(
  z.string(),
  z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() }),
)
export type Validators = z.infer<typeof validatorsSchema>

export const refusalSchema = z.enum(refusals)
