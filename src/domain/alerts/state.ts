import { z } from 'zod'

/**
 * What the evaluator remembers from one input to the next: nothing but what may still decide something. All of it is plain
 * values, so that it can be kept in the database beside the cursor and taken up again as it was. Instants are epoch ms.
 */

/** When a device was heard last at a resolution, and with what. */
const heard = z.object({ at: z.number(), seq: z.number() })

const cell = z.discriminatedUnion('kind', [
  /** A condition that holds without a break, until the end of which period: since the beginning of which; null: it does not hold. */
  z.object({ kind: z.literal('streak'), since: z.number().nullable(), last: z.number() }),
  /** The lows of the window before the newest value: each lower than all that came after it. */
  z.object({ kind: z.literal('lows'), last: z.number(), lows: z.array(z.tuple([z.number(), z.number()])) }),
  /** The value that stays the same. */
  z.object({ kind: z.literal('flat'), since: z.number(), last: z.number(), value: z.number() }),
  /** An hour of all stations. */
  z.object({
    kind: z.literal('hour'),
    periodEnd: z.number(),
    isJudged: z.boolean(),
    /** Station → its value. */
    values: z.record(z.string(), z.object({ deviceId: z.string(), value: z.number(), seq: z.number() })),
  }),
  /** What came of the periods (hours, days) that are not judged yet: end → ends and lengths of what came in it. */
  z.object({
    kind: z.literal('gathered'),
    /** End of the first period that is not judged. */
    next: z.number(),
    parts: z.record(z.string(), z.record(z.string(), z.number())),
    /** Periods in a row of which nothing came. */
    empty: z.number(),
    seq: z.number(),
  }),
  /** A silence that was found: of which last word. */
  z.object({ kind: z.literal('silence'), of: z.number() }),
  /** A feed that is stale: since it missed which hour, and the instant at which that is to be told. */
  z.object({
    kind: z.literal('stale'),
    dueAt: z.number(),
    awaitedFrom: z.number(),
    tellAt: z.number(),
    isTold: z.boolean(),
  }),
])
export type Cell = z.output<typeof cell>
export type CellOf<K extends Cell['kind']> = Extract<Cell, { kind: K }>

/** Findings that belong together: one alert. */
const episode = z.object({
  key: z.string(),
  ruleId: z.string(),
  first: z.number(),
  last: z.number(),
  /** Periods that were found, as far back as one might come again. */
  known: z.array(z.number()),
  isOpen: z.boolean(),
  /** How it ends: when nothing was found for its window, or when the device is heard. */
  until: z.enum(['quiet', 'heard']),
  windowMs: z.number(),
})
export type Episode = z.output<typeof episode>

const entries = <T extends z.ZodType>(value: T) => z.array(z.tuple([z.string(), value]))

const stored = z.object({
  now: z.number().nullable(),
  /** Rule → the version that its cells were made by. */
  versions: entries(z.number()),
  heard: entries(heard),
  cells: entries(cell),
  episodes: entries(z.array(episode)),
})

export interface State {
  /** The furthest instant that was reached. */
  now: number
  /** Nothing that waits for its time is due before this; looked up again when it is reached. */
  due: number
  versions: ReadonlyMap<string, number>
  /** `device resolution factor`; `*` for any factor. */
  heard: ReadonlyMap<string, z.output<typeof heard>>
  /** `rule rest`. */
  cells: ReadonlyMap<string, Cell>
  /** `rule device factor station` → its episodes that may still grow or end. */
  episodes: ReadonlyMap<string, readonly Episode[]>
}

export const nothingYet: State = {
  now: Number.NEGATIVE_INFINITY,
  due: Number.NEGATIVE_INFINITY,
  versions: new Map(),
  heard: new Map(),
  cells: new Map(),
  episodes: new Map(),
}

export type StoredState = z.input<typeof stored>

export function storedState({ now, versions, heard: voices, cells, episodes }: State): StoredState {
  return {
    now: Number.isFinite(now) ? now : null,
    versions: [...versions],
    heard: [...voices],
    cells: [...cells],
    episodes: [...episodes].map(([key, all]) => [key, [...all]]),
  }
}

/** @throws ZodError for what no Weike has stored */
export function stateOf(json: unknown): State {
  const { now, versions, heard: voices, cells, episodes } = stored.parse(json)
  return {
    now: now ?? Number.NEGATIVE_INFINITY,
    due: Number.NEGATIVE_INFINITY,
    versions: new Map(versions),
    heard: new Map(voices),
    cells: new Map(cells),
    episodes: new Map(episodes),
  }
}
