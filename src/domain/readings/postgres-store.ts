import type { Pool } from 'pg'
import { postgresCore } from './postgres-core.ts'
import { postgresFrames } from './postgres-frames.ts'
import { postgresRollups } from './postgres-rollup.ts'
import type { Retention } from './retention.ts'
import type { ReadingsStore } from './store.ts'

/**
 * Readings in PostgreSQL: a row per layer, values in an array in a declared order, cut by resolution and time.
 * @param retention what is kept of them; left out: as usual
 */
export function postgresReadings(pool: Pool, retention?: Retention): ReadingsStore {
  const { change, hands, ...core } = postgresCore(pool)
  return {
    ...core,
    ...postgresRollups(pool, hands.layouts, { ...core, change }, retention),
    ...postgresFrames(pool),
  }
}
