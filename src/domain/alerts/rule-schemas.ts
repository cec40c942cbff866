import { z } from 'zod'
import { circles, stationLevels } from '../stations/model.ts'
import { type Narrowing, type RuleKind, ruleKindTable } from './table.ts'

/** What comes from outside, or out of the database, as a rule: by the numbers of table.ts. */

const civilDay = z.string().regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)

export const narrowing = z.object({
  level: z.enum(stationLevels).nullable(),
  circle: z.enum(circles).nullable(),
  hours: z.object({ from: z.int().min(0).max(23), to: z.int().min(0).max(24) }).nullable(),
  period: z
    .object({ from: civilDay, until: civilDay })
    .refine(({ from, until }) => from.length === until.length && (from.length === 5 || from <= until))
    .nullable(),
}) satisfies z.ZodType<Narrowing>

function paramsOf(kind: RuleKind, name: string) {
  const found = ruleKindTable[kind].params[name]
  if (found === undefined) throw new Error(`${kind} has no ${name}`)
  return (found.isWhole ? z.int() : z.number()).min(found.least).max(found.most)
}

/** What a kind goes by beside its limit. */
export const ruleCondition = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('threshold'),
    params: z.object({ durationMinutes: paramsOf('threshold', 'durationMinutes') }),
  }),
  z.object({ kind: z.literal('rise'), params: z.object({ windowMinutes: paramsOf('rise', 'windowMinutes') }) }),
  z.object({
    kind: z.literal('neighbours'),
    params: z.object({
      ratio: paramsOf('neighbours', 'ratio'),
      leastNeighbours: paramsOf('neighbours', 'leastNeighbours'),
      graceMinutes: paramsOf('neighbours', 'graceMinutes'),
    }),
  }),
  z.object({ kind: z.literal('silent'), params: z.object({}) }),
  z.object({ kind: z.literal('stale'), params: z.object({}) }),
  z.object({ kind: z.literal('flat-line'), params: z.object({ tolerance: paramsOf('flat-line', 'tolerance') }) }),
  z.object({
    kind: z.literal('completeness'),
    params: z.object({ graceMinutes: paramsOf('completeness', 'graceMinutes') }),
  }),
])
export type RuleCondition = z.output<typeof ruleCondition>
