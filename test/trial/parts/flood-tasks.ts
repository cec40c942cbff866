import { z } from 'zod'

const address = { host: z.string(), port: z.int() }

/** What the program of the mutated frames is to do. */
export const mutantsTask = z.object({
  ...address,
  /** Own address. */
  from: z.string(),
  connections: z.int(),
  frames: z.int(),
  seed: z.int(),
  devices: z.array(z.object({ place: z.int(), mn: z.string(), password: z.string(), firstDataTime: z.int() })),
})
export type MutantsTask = z.output<typeof mutantsTask>

/** When it is done: what was sent and read to its end. */
export const mutantsTold = z.object({
  /** Whether the samples of the field were there to be mutated. */
  samples: z.boolean(),
  frames: z.int(),
  bytes: z.int(),
  answerBytes: z.int(),
  /** Connections that were cut, whose frames do not count. */
  cut: z.int(),
})

/** What the program of those who only hold connections is to do. */
export const idlersTask = z.object({
  ...address,
  idle: z.array(z.object({ from: z.string(), count: z.int() })),
  slow: z.object({ from: z.string(), count: z.int() }),
})
export type IdlersTask = z.output<typeof idlersTask>

export const idlersTold = z.discriminatedUnion('what', [
  z.object({ what: z.literal('held'), idle: z.int(), slow: z.int() }),
  /** The last slow one is gone. From its first byte to its end. [ms] */
  z.object({ what: z.literal('slow-gone'), closed: z.int(), shortestMs: z.number(), longestMs: z.number() }),
  z.object({ what: z.literal('end'), idleOpen: z.int(), slowOpen: z.int() }),
])
export type IdlersTold = z.output<typeof idlersTold>
