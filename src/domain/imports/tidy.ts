import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_MS } from '../../standards/civil-time.ts'
import { countiesOf } from '../counties/service.ts'
import { claimed } from './claim.ts'
import type { Importing } from './importing.ts'
import { letGo } from './jobs.ts'
import type { ImportState } from './model.ts'
import { jobById } from './store.ts'

/** A file that nobody came back to, and what was read of it, are kept so long. [ms] */
const KEPT_MS = 30 * DAY_MS

/** A load in one of them may be gone on with. */
const unfinished: readonly ImportState[] = ['loading', 'paused', 'failed']

/** Takes away files that nobody came back to, pieces of some that never came whole, and what was read of either. */
export async function tidyImports(importing: Importing, folder: string): Promise<void> {
  const { foundation, readings } = importing
  const tooOld = foundation.clocks.wall.now() - KEPT_MS
  for (const county of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, county)).catch(() => [])) {
      const path = join(folder, county, name)
      const found = await stat(path).catch(() => null)
      const isOld = found !== null && found.mtimeMs < tooOld
      if (isOld || name.endsWith('.new')) await rm(path, { force: true })
    }
  }
  for (const { id: countyId } of await countiesOf(foundation.db)) {
    for (const { importId: id, changedAt } of await readings.stages(countyId)) {
      const state = (await jobById(foundation.db, countyId, id))?.state
      const isOver = state === undefined || !unfinished.includes(state)
      // Whoever is at work on it keeps it.
      if (isOver || changedAt < tooOld)
        await claimed(foundation.db, countyId, id, () => letGo(importing, { countyId, id }))
    }
  }
}
