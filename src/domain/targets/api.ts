import { z } from 'zod'
import { actEnvelope, instant, shortText, uuid } from '../../platform/http/schemas.ts'
import { factorNames } from '../../standards/statistics-table.ts'
import { contract } from '../access/model.ts'
import { subjectTypes } from '../evaluations/model.ts'
import { qualities } from '../readings/model.ts'
import { averagings, targetFactors } from './model.ts'

const number = z.number().nullable()
const year = z.int().min(1970).max(2999)

const target = z
  .object({
    id: uuid,
    subject: z.object({ type: z.enum(subjectTypes), id: uuid, name: z.string() }),
    factor: z.enum(targetFactors),
    averaging: z.enum(averagings),
    year,
    month: z.int().min(1).max(12).nullable(),
    value: number.describe('µg/m³; null: taken back'),
    basis: z.string().describe('the document it is from; of one taken back the reason'),
    setBy: z.string().nullable().describe('null: at the console of the machine'),
    setAt: instant,
    isStanding: z.boolean().describe('false: another has replaced it'),
  })
  .meta({ id: 'Target' })

const outlookRow = z.object({
  averaging: z.enum(averagings),
  period: z.string().describe('2026-11-18, 2026-11 or 2026'),
  soFar: number.describe('mean of the valid hours or days so far, unrounded'),
  have: z.int().describe('valid hours of the day, days of the month or year'),
  missing: z.int().describe('over and without a valid value'),
  awaited: z.int().describe('of those left: over, their value may still come'),
  takenOut: z.int().describe('measured and taken out of the evaluation by two people'),
  left: z.int(),
  canBeValid: z.boolean().describe('enough for a valid mean by HJ 663, if all that are left come'),
  target: z
    .object({ value: z.number(), origin: z.enum(['station', 'county', 'standard']), basis: z.string() })
    .nullable(),
  state: z.enum(['open', 'safe', 'out-of-reach', 'held', 'missed', 'unknown', 'no-target']),
  rest: number.describe('what the rest may average, cut to one decimal; null unless `open`'),
})

const means = z.object({ year: z.int(), values: z.array(number).describe('behind each day from 1 January on') })

const station = { station: z.string().max(40).describe('code of the station') }

export const targetsApi = contract({
  'GET /api/targets': {
    act: 'read-targets',
    summary: 'What the county and its stations must reach in a year, with the history of each target, the latest first',
    query: z.object({ year: z.coerce.number().pipe(year) }),
    reply: z.object({ items: z.array(target) }),
  },
  'POST /api/targets': {
    act: 'set-targets',
    summary: 'Set a target, set it anew, or without a value take it back; what was before stays in the history',
    body: actEnvelope.extend({
      subjectId: uuid.describe('the county as a region, or a station'),
      factor: z.enum(targetFactors),
      averaging: z.enum(averagings),
      year,
      month: z.int().min(1).max(12).nullable(),
      value: number,
      basis: shortText,
      replaces: uuid.nullable().describe('the one that stands; null: there is none'),
    }),
    reply: z.object({ id: uuid }),
  },
  'GET /api/outlook': {
    act: 'read-targets',
    summary: 'A station today, this month and this year: the mean so far, the target, what the rest may average',
    query: z.object({ ...station, factor: z.enum(targetFactors).default('a34004') }),
    reply: z.object({
      asOf: instant,
      unit: z.string(),
      rows: z.array(outlookRow),
      dayLimit: z
        .object({ value: z.number(), table: z.string() })
        .nullable()
        .describe('the daily limit of the edition of GB 3095 in force today'),
      cumulated: z.object({
        thisYear: means,
        lastYear: means,
        change: z
          .object({ value: z.number(), unit: z.enum(['%', 'points']), direction: z.enum(['up', 'flat', 'down']) })
          .nullable()
          .describe('of the mean so far on the like days of last year'),
      }),
    }),
  },
  'GET /api/outlook/hours': {
    act: 'read-readings',
    summary: 'The last 48 hours at a station: the six factors, the index of each hour by HJ 633, the wind',
    query: z.object(station),
    reply: z.object({
      to: instant.describe('end of the last hour that is over'),
      items: z.array(
        z.object({
          end: instant,
          factors: z.array(
            z.object({
              name: z.enum(factorNames),
              value: number,
              quality: z.enum(qualities),
              flag: z.string().nullable(),
              iaqi: z.int().nullable(),
            }),
          ),
          aqi: z.int().nullable(),
          level: z.int().min(1).max(6).nullable(),
          primary: z.array(z.enum(factorNames)),
          windMs: number,
          windFromDeg: number,
        }),
      ),
    }),
  },
})
