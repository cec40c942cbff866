import { z } from 'zod'

/** What people of the demo read of the server's replies: no more than they need. */
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })

export const alertsTold = page(
  z.object({
    id: z.string(),
    state: z.string(),
    raisedAt: z.string(),
    version: z.number(),
  }),
)
export const alertTold = z.object({ tasks: z.array(z.object({ id: z.string() })) })
export const regionsTold = page(z.object({ id: z.string(), name: z.string() }))
export const peopleTold = page(
  z.object({ id: z.string(), name: z.string(), unit: z.string().nullable(), openTasks: z.number() }),
)
export const unitsTold = page(z.object({ id: z.string(), name: z.string() }))
export const tasksTold = page(
  z.object({
    id: z.string(),
    state: z.string(),
    version: z.number(),
    sentAt: z.string(),
    checkedInAt: z.string().nullable(),
    lonWgs84: z.number(),
    latWgs84: z.number(),
  }),
)
export const taskTold = z.object({ nonce: z.string().nullable() })
export const casesTold = page(
  z.object({
    id: z.string(),
    state: z.string(),
    title: z.string(),
    version: z.number(),
    sourceClass: z.enum(['mobile', 'dust', 'industry', 'living']),
    changedAt: z.string(),
  }),
)
export const caseTold = z.object({
  may: z.array(z.string()),
  story: z.array(z.object({ kind: z.string() })),
})
export const movedTold = z.object({ id: z.string() })
