import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, instant, longText, page, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { qualities } from '../readings/model.ts'
import { correctionKinds, correctionStates, findingStates, MAX_CORRECTED_PERIODS } from './model.ts'

const subject = {
  deviceId: uuid,
  mn: z.string(),
  deviceName: z.string(),
  station: z.object({ id: uuid, code: z.string(), name: z.string() }).nullable(),
  factor: z.string(),
}

/** What a finding is about: as it stands now, but of findings that people have judged as it stood before any correction. */
const foundValues = z
  .object({
    low: z.number().describe('lowest of them, in `unit`'),
    high: z.number().describe('highest of them, in `unit`; the same as `low` where there is one, or all are alike'),
    unit: z.string().describe('empty: a quantity without one, or of a factor that Weike does not know'),
    statistics: z.array(z.string()).describe('Avg: the mean of the period; Min, Max: extremes within it'),
    readings: z.int().describe('periods of the finding of which there is a value'),
    qualities: z.array(z.enum(qualities)).describe('what they count as, each once'),
  })
  .meta({ id: 'FoundValues' })

const finding = z
  .object({
    id: uuid,
    ...subject,
    resolution: z.enum(['minute', 'hour']),
    /** Code of the check (validity.ts). */
    rule: z.string(),
    /** Whose numbers the check judges this factor by: the usual ones, or the county's own. */
    origin: z.enum(['usual', 'county']),
    firstEnd: instant,
    lastEnd: instant,
    periods: z.int(),
    values: foundValues.nullable().describe('null: there is no reading of these periods, or none any more'),
    state: z.enum(findingStates),
    version: z.int(),
    foundAt: instant,
    handledAt: instant.nullable(),
    handledBy: z.string().nullable(),
  })
  .meta({ id: 'QualityFinding' })

const correction = z
  .object({
    id: uuid,
    ...subject,
    resolution: z.enum(['realtime', 'minute', 'hour']),
    kind: z.enum(correctionKinds),
    /** `before`: what stood when it was proposed. */
    changes: z.array(
      z.object({ end: instant, before: z.number().nullable(), after: z.number().nullable(), unit: z.string() }),
    ),
    findingId: uuid.nullable(),
    reason: z.string().nullable(),
    state: z.enum(correctionStates),
    version: z.int(),
    proposedBy: z.string(),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    /** Why it was refused. */
    decisionReason: z.string().nullable(),
    appliedAt: instant.nullable(),
    /** May the caller decide it (another person than the proposer, on another session)? */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'Correction' })

/** A number of a check that nobody has settled, as it is in this county. */
const qualityRule = z
  .object({
    rule: z.string().describe('code of the check'),
    factor: z.string().nullable().describe('null: the number holds for all factors'),
    name: z.string(),
    value: z.number().nullable().describe('null: not looked for'),
    unit: z.string(),
    usual: z.number().nullable(),
    origin: z.enum(['usual', 'county']).describe('whose the value is'),
  })
  .meta({ id: 'QualityRule' })

const moved = z.object({ id: uuid, state: z.enum(correctionStates), version: z.int() })

export const correctionsApi = contract({
  'GET /api/quality-findings': {
    act: 'read-corrections',
    summary: 'What the checks found and nobody has judged yet, newest first; or what was judged',
    query: page.extend({
      state: z.enum(findingStates).default('open'),
      station: z.string().max(40).optional().describe('code of the station the device measured at'),
      factor: z.string().max(20).optional().describe('code or name of the factor'),
      rule: z.string().max(40).optional().describe('code of the check'),
    }),
    reply: z.object({
      items: z.array(finding),
      next: z.string().nullable(),
      open: z.int().describe('all that nobody has judged, whatever was asked for'),
      factors: z.array(z.string()).describe('codes that findings of this state are about, whatever else was asked for'),
      rules: z.array(z.string()).describe('checks that found them'),
    }),
  },
  'GET /api/quality-rules': {
    act: 'read-corrections',
    summary: 'The numbers that values are judged by and that a county may set, with whose they are',
    reply: z.object({ items: z.array(qualityRule) }),
  },
  'POST /api/quality-findings/:id/keep': {
    act: 'correct-readings',
    summary: 'Judge that the values are right whatever the check says; a second person must agree',
    params: byId,
    body: actOnVersion.extend({ reason: longText }),
    reply: moved,
  },
  'GET /api/corrections': {
    act: 'read-corrections',
    summary: 'Corrections, newest first, those that wait for a second person before all others',
    query: page.extend({ state: z.enum(correctionStates).optional() }),
    reply: z.object({ items: z.array(correction), next: z.string().nullable() }),
  },
  'POST /api/corrections': {
    act: 'correct-readings',
    summary: 'Propose a correction with its reason',
    body: actEnvelope.extend({
      mn: z.string().trim().min(1).max(40),
      factor: z.string().trim().min(1).max(20),
      resolution: z.enum(['realtime', 'minute', 'hour']),
      kind: z.enum(correctionKinds),
      changes: z
        .array(z.object({ end: instant, value: z.number().nullable() }))
        .min(1)
        .max(MAX_CORRECTED_PERIODS),
      findingId: uuid.optional(),
      reason: longText,
    }),
    reply: moved,
  },
  'POST /api/corrections/:id/approve': {
    act: 'approve-correction',
    summary: 'Agree to a correction as the second person; it reaches the readings at once',
    params: byId,
    body: actOnVersion,
    reply: moved,
  },
  'POST /api/corrections/:id/refuse': {
    act: 'approve-correction',
    summary: 'Refuse a correction as the second person',
    params: byId,
    body: actOnVersion.extend({ reason: longText }),
    reply: moved,
  },
})
