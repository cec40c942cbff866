import type { Pool } from 'pg'
import type { InOrder } from './postgres-change.ts'
import { postgresCore } from './postgres-core.ts'
import { postgresFrames } from './postgres-frames.ts'
import { importWriter } from './postgres-import.ts'
import { postgresRollups } from './postgres-rollup.ts'
import type { Retention } from './retention.ts'
import type { ReadingsStore } from './store.ts'

export interface PostgresReadings {
  /** What is kept of them; left out: as usual. */
  retention?: Retention
  /** By which frames are appended; left out: one batch is to be called for after the other. */
  inOrder?: InOrder
}

/**
 * Readings in PostgreSQL: a row per layer, values in an array in a declared order, cut by resolution and time.
 */
export function postgresReadings(pool: Pool, { retention, inOrder }: PostgresReadings = {}): ReadingsStore {
  const { change, hands, ...core } = postgresCore(pool, inOrder)
  return {
    ...core,
    ...importWriter(hands),
    ...postgresRollups(pool, hands.layouts, { ...core, change }, retention),
    ...postgresFrames(pool),
  }
}
