import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ValidityRules } from '../readings/service.ts'
import type { ImportPlan } from './model.ts'
import { countsSchema, doubtSchema, planSchema } from './schemas.ts'
import type { CountyDirectory } from './where.ts'

/**
 * How far the reading of a file has come: what it knows behind a row, so that another process goes on as this one would have.
 * What it has said of which hours and which rows it refused lie beside it, as many as they are.
 */
const checkpointSchema = z.object({
  /** Rises when rows come to be read in another way. */
  form: z.literal(1),
  /** By what the rows were judged, as `judgedBy` tells it. */
  judgedBy: z.string(),
  /** When the load began: what is later had not been yet. [epoch ms] */
  begunAt: z.int(),
  /** Line of the last row that was read. */
  line: z.int(),
  counts: countsSchema,
  /** Rows of the whole file. */
  total: z.int(),
  holders: z.array(z.object({ stationId: z.string(), deviceId: z.string() })),
  /** Of the whole file; null: it is not read to its end. */
  doubts: z.array(doubtSchema).nullable(),
})
export type Checkpoint = z.infer<typeof checkpointSchema>

export function writtenCheckpoint(checkpoint: Omit<Checkpoint, 'form'>): string {
  return JSON.stringify({ form: 1, ...checkpoint } satisfies Checkpoint)
}

/** @returns null for one of another Weike */
export function readCheckpoint(note: string): Checkpoint | null {
  return checkpointSchema.safeParse(JSON.parse(note)).data ?? null
}

/** All that decides what becomes of a row besides the row: while it is the same, so is what was read. */
export function judgedBy(
  plan: ImportPlan,
  { stations, bindings, devices }: CountyDirectory,
  limits: ValidityRules['limits'],
  mayAddHolders: boolean,
): string {
  const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).sort()
  const parts = [
    // One order of its members, wherever it comes from.
    planSchema.parse(plan),
    mayAddHolders,
    sorted(stations.map(({ id, code, name }) => [id, code, name])),
    sorted(
      bindings.map(({ deviceId, subjectType, subjectId, validFrom, validTo }) => [
        ...[deviceId, subjectType, subjectId, validFrom, validTo],
      ]),
    ),
    sorted(devices.map(({ id, mn, kind }) => [id, mn, kind === 'feed'])),
    sorted([...limits].map(([factor, limit]) => [factor, limit])),
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
