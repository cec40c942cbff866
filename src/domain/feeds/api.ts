import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, instant, page, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { feedBrings, feedKinds, feedStates, pullCauses, pullStates } from './model.ts'
import { faultSchema, planSchema, refusalSchema } from './schemas.ts'

/** What a person sets; of an instant the day and hour as everywhere over HTTP. */
const plan = planSchema.extend({ since: instant })
const draft = {
  name: shortText.max(60),
  kind: z.enum(feedKinds),
  brings: z.enum(feedBrings),
  plan: planSchema.extend({ since: instant.nullable() }),
  /** Kept sealed and never shown again. Left out: as it was; empty: none. */
  token: z
    .string()
    .max(4_000)
    .regex(/^[\x20-\x7e]*$/)
    .optional(),
}

/** A failure in words: what happened, and what to do about it. */
const toldFault = faultSchema.extend({ what: z.string(), todo: z.string() })

const feedStation = z
  .object({
    code: z.string(),
    stationId: uuid,
    deviceId: uuid,
    /** End of its newest hour. */
    newest: instant.nullable(),
  })
  .meta({ id: 'FeedStation' })

const feed = z
  .object({
    id: uuid,
    version: z.int(),
    name: z.string(),
    kind: z.enum(feedKinds),
    brings: z.enum(feedBrings),
    state: z.enum(feedStates),
    paused: z.boolean(),
    /** Where it looks, without its token. */
    place: z.string(),
    everyMinutes: z.int(),
    stations: z.array(feedStation),
    fault: toldFault.nullable(),
    failures: z.int(),
    failingSince: instant.nullable(),
    staleSince: instant.nullable(),
    /** When it is stale unless a newer hour comes. */
    staleAt: instant,
    lastPullAt: instant.nullable(),
    lastSuccessAt: instant.nullable(),
    /** By the clock of the machine. */
    nextPullAt: instant.nullable(),
    newest: instant.nullable(),
    /** Hours of the last 30 days that some station lacks, and of them those that the source has not either. */
    gaps: z.int(),
    givenUp: z.int(),
  })
  .meta({ id: 'Feed' })

const pull = z
  .object({
    id: uuid,
    cause: z.enum(pullCauses),
    state: z.enum(pullStates),
    startedAt: instant,
    ms: z.int(),
    requests: z.int(),
    status: z.int().nullable(),
    bytes: z.int(),
    sha256: z.string().nullable(),
    fileName: z.string().nullable(),
    rows: z.int(),
    newHours: z.int(),
    revisedHours: z.int(),
    unchangedHours: z.int(),
    refused: z.int(),
    others: z.int(),
    firstHour: instant.nullable(),
    lastHour: instant.nullable(),
    fault: toldFault.nullable(),
  })
  .meta({ id: 'FeedPull' })

const refusedRow = {
  line: z.int(),
  fault: refusalSchema,
  what: z.string().nullable(),
  reason: z.string(),
  cells: z.array(z.string()),
}

const seenHour = z.object({
  end: instant,
  /** `none`: the source was asked for it in vain; `expected`: it may still come, or the feed begins later. */
  state: z.enum(['received', 'revised', 'gap', 'none', 'expected']),
  reviewed: z.boolean(),
  versions: z.int(),
  changedAt: instant.nullable(),
})

const tried = z
  .object({
    told: z.string(),
    status: z.int().nullable(),
    bytes: z.int(),
    ms: z.int(),
    fault: toldFault.nullable(),
    /** The first 2 kB of what came. */
    head: z.string(),
    found: z.array(z.object({ path: z.string(), rows: z.int(), fields: z.array(z.string()) })),
    lines: z.array(z.array(z.string())),
    read: z
      .object({
        rows: z.int(),
        others: z.int(),
        refused: z.int(),
        values: z.array(
          z.object({
            code: z.string(),
            end: instant,
            factor: z.string(),
            value: z.number().nullable(),
            unit: z.string(),
          }),
        ),
        problems: z.array(z.object(refusedRow)),
      })
      .nullable(),
  })
  .meta({ id: 'FeedTry' })

export const feedsApi = contract({
  'GET /api/feeds': {
    act: 'read-feeds',
    summary: 'The feeds of the county and how each is',
    reply: z.object({ items: z.array(feed) }),
  },
  'GET /api/feeds/:id': {
    act: 'read-feeds',
    summary: 'One feed with all it is set to, but its token',
    params: byId,
    reply: feed.extend({ plan, hasToken: z.boolean() }),
  },
  'POST /api/feeds': {
    act: 'manage-feeds',
    summary: 'Set a feed up; it is pulled at once',
    body: actEnvelope.extend(draft),
    reply: z.object({ id: uuid, version: z.int() }),
  },
  'POST /api/feeds/try': {
    act: 'manage-feeds',
    summary: 'Fetch once what a feed would fetch, and show what it is; nothing is written',
    body: z.object({
      /** Of the feed whose token is meant, where none is given. */
      id: uuid.nullable(),
      kind: draft.kind,
      token: draft.token,
      request: planSchema.shape.request,
      folder: planSchema.shape.folder,
      /** Null: how to read it is not known yet. */
      reading: planSchema.shape.reading.nullable(),
      stations: z.array(z.object({ code: z.string().trim().min(1).max(100), stationId: uuid })).max(500),
    }),
    reply: tried,
  },
  'POST /api/feeds/:id': {
    act: 'manage-feeds',
    summary: 'Change what a feed is set to; it is pulled at once',
    params: byId,
    body: actOnVersion.extend(draft),
    reply: z.object({ id: uuid, version: z.int() }),
  },
  'POST /api/feeds/:id/pause': {
    act: 'manage-feeds',
    summary: 'Let a feed rest, or go on',
    params: byId,
    body: actOnVersion.extend({ paused: z.boolean() }),
    reply: z.object({ id: uuid, version: z.int() }),
  },
  'POST /api/feeds/:id/pull': {
    act: 'manage-feeds',
    summary: 'Have a feed pulled as soon as somebody is free to',
    params: byId,
    body: actEnvelope,
    reply: z.object({ id: uuid }),
  },
  'GET /api/feeds/:id/pulls': {
    act: 'read-feeds',
    summary: 'The pulls of a feed, newest first',
    params: byId,
    query: page,
    reply: z.object({ items: z.array(pull), next: z.string().nullable() }),
  },
  'GET /api/feeds/:id/refused': {
    act: 'read-feeds',
    summary: 'The rows that were refused last, each with the reason',
    params: byId,
    reply: z.object({ items: z.array(z.object({ ...refusedRow, pullId: uuid, at: instant })) }),
  },
  'GET /api/feeds/:id/pulls/:pullId/refused': {
    act: 'read-feeds',
    summary: 'The refused rows of one pull as CSV, each with its line and reason, in the form of an import',
    params: z.object({ id: uuid, pullId: uuid }),
    media: 'text/csv; charset=utf-8',
  },
  'GET /api/feeds/:id/hours': {
    act: 'read-feeds',
    summary: 'Of each station of a feed what came hour by hour',
    params: byId,
    query: z.object({ from: instant, to: instant }),
    reply: z.object({ items: z.array(z.object({ code: z.string(), stationId: uuid, hours: z.array(seenHour) })) }),
  },
})
