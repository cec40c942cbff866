import { z } from 'zod'
import { uuid } from '../../platform/http/schemas.ts'
import { attainmentReadings, bases } from '../../standards/attainment.ts'
import { doubts } from '../../standards/dated.ts'
import { editions } from '../../standards/editions.ts'
import { factorNames } from '../../standards/statistics-table.ts'
import { periodNamed, subjectTypes } from './model.ts'

/** Schemas that several operations of the room share. */

export const civilDay = z.iso.date()

export const periodName = z
  .string()
  .max(20)
  .refine((text) => periodNamed(text) !== null)
  .describe('2026, 2026-03, 2026-Q1 or 2026-01..03')

/** How everything is judged. `edition`: by it whatever the day (“what if”); left out: by the law in force. */
export const rulesQuery = z.object({
  edition: z.enum(editions).optional(),
  basis: z.enum(bases).default('unrounded'),
  reading: z.enum(attainmentReadings).default('strict'),
})

export const formQuery = z.object({ format: z.enum(['json', 'csv', 'xlsx']).default('json') })

export const yearQuery = z.coerce.number().int().min(1970).max(2999)

export const subject = z
  .object({
    type: z.enum(subjectTypes),
    id: uuid,
    code: z.string(),
    name: z.string(),
    level: z.string().describe('of a region or of a station'),
    by: z.object({ level: z.string(), stations: z.int() }).nullable().describe('the stations it is evaluated by'),
    isOfficial: z.boolean().describe('false: it rests on micro-stations alone and is not for judgement'),
    first: civilDay.nullable(),
    last: civilDay.nullable(),
  })
  .meta({ id: 'EvaluatedSubject' })

const number = z.number().nullable()

const shortfall = z.discriminatedUnion('reason', [
  z.object({ reason: z.literal('too-few-days'), days: z.int(), needed: z.int() }),
  z.object({ reason: z.literal('too-few-days-in-month'), month: z.int(), days: z.int(), needed: z.int() }),
])

const over = { value: z.number(), limit: z.number(), exceedMultiple: z.number() }

const reason = z.discriminatedUnion('reason', [
  ...shortfall.options,
  z.object({ reason: z.literal('no-value') }),
  z.object({ reason: z.literal('mean-over-limit'), ...over }),
  z.object({ reason: z.literal('percentile-over-limit'), ...over }),
])

export const evaluation = z
  .object({
    table: z.string().describe('whose limits were used'),
    factors: z.array(
      z.object({
        factor: z.string(),
        name: z.enum(factorNames),
        unit: z.string(),
        validDays: z.int(),
        minDaysInMonth: z.int(),
        valid: z.boolean(),
        shortfalls: z.array(shortfall),
        mean: number,
        meanLimit: number,
        percentile: z.object({ p: z.int(), value: number }).nullable(),
        percentileLimit: number,
        attained: z.boolean().nullable(),
        reasons: z.array(reason),
      }),
    ),
    attained: z.boolean().nullable(),
    byLevel: z.array(z.int()).length(6),
    countedDays: z.int(),
    goodDays: z.int(),
    goodDayRatio: number.describe('%'),
    composite: z.object({ value: z.number(), primary: z.array(z.enum(factorNames)) }).nullable(),
    doubts: z.array(z.enum(doubts)),
  })
  .meta({ id: 'Evaluation' })

export const change = z
  .object({ value: z.number(), unit: z.enum(['%', 'points']), direction: z.enum(['up', 'flat', 'down']) })
  .nullable()
