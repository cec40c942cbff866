import { z } from 'zod'
import {
  actEnvelope,
  actOnVersion,
  byId,
  instant,
  longText,
  page,
  shortText,
  uuid,
} from '../../platform/http/schemas.ts'
import { exclusionKinds } from '../../standards/exclusions.ts'
import { factorCodes, factorNames } from '../../standards/statistics-table.ts'
import { contract } from '../access/model.ts'
import { change, civilDay, evaluation, formQuery, periodName, rulesQuery, subject, yearQuery } from './api-parts.ts'
import { exclusionStates, rankingKeys, subjectTypes } from './model.ts'
import { figuresSchema } from './peers.ts'

const csv = 'text/csv'
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const number = z.number().nullable()
const day = { subject: uuid.optional().describe('a station or a region; the county when left out') }

const calendarDay = z
  .object({
    date: civilDay,
    aqi: z.int().nullable(),
    level: z.int().min(1).max(6).nullable(),
    primary: z.array(z.enum(factorNames)),
    isComplete: z.boolean(),
    isProvisional: z.boolean().describe('the day is not over'),
    excluded: z.array(z.object({ kind: z.enum(exclusionKinds), factors: z.array(z.enum(factorCodes)) })),
    factors: z.array(
      z.object({
        name: z.enum(factorNames),
        value: number,
        usable: z.boolean(),
        inputs: z.int().nullable(),
        iaqi: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: 'EvaluatedDay' })

const judged = {
  reported: evaluation.describe('as an official report gives it'),
  both: z.object({ with: evaluation, without: evaluation }).nullable().describe('null: no days were taken out'),
}

const compared = z.object({
  period: z.string(),
  days: z.object({
    old: z.object({ first: civilDay, last: civilDay }),
    now: z.object({ first: civilDay, last: civilDay }),
  }),
  byTable: z.array(
    z.object({
      table: z.string(),
      values: z.array(z.object({ measure: z.string(), old: number, now: number, change })),
    }),
  ),
})

const district = z.object({
  name: z.string(),
  isOwn: z.boolean(),
  value: number,
  by: z.enum(['published', 'computed']).nullable(),
  rank: z.int().nullable(),
  isTied: z.boolean(),
  publishedRank: number,
  differs: z.boolean().describe('what was published and what Weike counted are not the same'),
  published: figuresSchema.nullable(),
  computed: figuresSchema.nullable(),
})

const exclusion = z
  .object({
    id: uuid,
    subject: z.object({ type: z.enum(subjectTypes), id: uuid, name: z.string() }),
    kind: z.enum(exclusionKinds),
    from: civilDay,
    until: civilDay,
    factors: z.array(z.enum(factorCodes)),
    authority: z.string(),
    reference: z.string(),
    note: z.string().nullable(),
    state: z.enum(exclusionStates),
    version: z.int(),
    proposedBy: z.string(),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decisionReason: z.string().nullable(),
    withdrawnAt: instant.nullable(),
    mayDecide: z.boolean(),
    mayWithdraw: z.boolean(),
  })
  .meta({ id: 'Exclusion' })

const moved = z.object({ id: uuid, state: z.enum(exclusionStates), version: z.int() })

export const evaluationsApi = contract({
  'GET /api/evaluations/subjects': {
    act: 'read-evaluations',
    summary: 'The county, its towns and its stations, each with the stations it is evaluated by',
    reply: z.object({ items: z.array(subject) }),
  },
  'GET /api/evaluations/calendar': {
    act: 'read-evaluations',
    summary: 'The days of a year with their AQI, six factors and what was taken out; days by level of each month',
    query: z
      .object({ ...day, year: yearQuery })
      .extend(rulesQuery.pick({ edition: true }).shape)
      .extend(formQuery.shape),
    reply: z.object({
      subject,
      year: z.int(),
      days: z.array(calendarDay),
      months: z.array(
        z.object({
          month: z.int(),
          byLevel: z.array(z.int()).length(6),
          countedDays: z.int(),
          goodDays: z.int(),
          ratio: number,
        }),
      ),
    }),
    alsoMedia: [csv, workbook],
  },
  'GET /api/evaluations/statistics': {
    act: 'read-evaluations',
    summary: 'The statistics of a period of every station, town and the county',
    query: z.object({ period: periodName }).extend(rulesQuery.shape).extend(formQuery.shape),
    reply: z.object({ period: z.string(), items: z.array(z.object({ subject, ...judged })) }),
    alsoMedia: [csv, workbook],
  },
  'GET /api/evaluations/periods': {
    act: 'read-evaluations',
    summary:
      'One subject in a year: its months, quarters, January to each month and the year, with and without what was taken out',
    query: z
      .object({ ...day, year: yearQuery })
      .extend(rulesQuery.shape)
      .extend(formQuery.shape),
    reply: z.object({
      subject,
      year: z.int(),
      periods: z.array(z.object({ period: z.string(), isOver: z.boolean(), ...judged })),
      threeYears: z
        .array(z.object({ name: z.enum(factorNames), mean: number }))
        .nullable()
        .describe('means of the annual statistics of three years; null where no standard has them'),
    }),
    alsoMedia: [csv, workbook],
  },
  'GET /api/evaluations/ranking': {
    act: 'read-evaluations',
    summary: 'Districts in the order of a list, what was published beside what Weike counts of the county itself',
    query: z
      .object({
        period: periodName.optional().describe('the newest of which a table was published when left out'),
        list: z.enum(rankingKeys).default('composite'),
        knownAt: instant.optional(),
      })
      .extend(rulesQuery.pick({ edition: true }).shape)
      .extend(formQuery.shape),
    reply: z.object({
      period: z.string().nullable(),
      periods: z.array(z.string()).describe('of which something is known'),
      list: z.object({
        key: z.enum(rankingKeys),
        first: z.enum(['smallest', 'largest']),
        decimals: z.int(),
        source: z.string(),
      }),
      table: z.string().nullable(),
      items: z.array(district),
      doubts: z.array(z.string()),
    }),
    alsoMedia: [csv, workbook],
  },
  'GET /api/evaluations/year-on-year': {
    act: 'read-evaluations',
    summary:
      'The months of a year and January to each of them beside those of the year before, by either table of limits',
    query: z
      .object({ ...day, year: yearQuery })
      .extend(rulesQuery.shape)
      .extend(formQuery.shape),
    reply: z.object({ subject, year: z.int(), months: z.array(compared), cumulated: z.array(compared) }),
    alsoMedia: [csv, workbook],
  },
  'GET /api/exclusions': {
    act: 'read-evaluations',
    summary: 'Days taken out of the evaluation, or proposed to be, the latest first',
    query: page.extend({ state: z.enum(exclusionStates).optional() }),
    reply: z.object({ items: z.array(exclusion), next: z.string().nullable() }),
  },
  'POST /api/exclusions': {
    act: 'propose-exclusion',
    summary: 'Propose to take days out, under the reference of the authority; a second person must agree',
    body: actEnvelope.extend({
      subjectId: uuid,
      kind: z.enum(exclusionKinds),
      from: civilDay,
      until: civilDay,
      factors: z.array(z.enum(factorCodes)).min(1),
      authority: shortText,
      reference: shortText,
      note: longText,
    }),
    reply: moved,
  },
  'POST /api/exclusions/:id/approve': {
    act: 'approve-exclusion',
    summary: 'Agree as the second person; every statistic follows at once',
    params: byId,
    body: actOnVersion,
    reply: moved,
  },
  'POST /api/exclusions/:id/refuse': {
    act: 'approve-exclusion',
    summary: 'Refuse as the second person',
    params: byId,
    body: actOnVersion.extend({ reason: longText }),
    reply: moved,
  },
  'POST /api/exclusions/:id/withdraw': {
    act: 'approve-exclusion',
    summary: 'Withdraw an exclusion that holds: what was measured counts again',
    params: byId,
    body: actOnVersion.extend({ reason: longText }),
    reply: moved,
  },
})
