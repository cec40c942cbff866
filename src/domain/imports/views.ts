import type { Foundation } from '../../platform/foundation.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { isClaimed } from './claim.ts'
import { mayImport } from './service.ts'
import { type ImportJob, jobsAmong, unfinishedJobs } from './store.ts'

/** A file that its person should look at again. */
export interface ImportInHand {
  id: string
  fileName: string
  /** `interrupted`: whoever had it under way ended before it did. */
  state: 'failed' | 'paused' | 'interrupted'
  /** Domain clock. [epoch ms] */
  changedAt: number
}

/** Files looked at for whose hand they wait: the newest. */
const MOST_IN_HAND = 20

/** The files that this very person brought and that did not come to their end, newest first; none for whoever brings none. */
export async function importsInHand({ db }: Foundation, principal: Principal): Promise<ImportInHand[]> {
  if (principal.kind !== 'person' || reachFor(principal, 'import-readings') === '-') return []
  const { countyId, personId } = principal
  const jobs = await unfinishedJobs(db, countyId, `person:${personId}`, MOST_IN_HAND)
  const seen = await Promise.all(
    jobs
      .filter(({ kind }) => mayImport(principal, kind))
      .map(async ({ id, fileName, state, changedAt }) => {
        if (state === 'failed' || state === 'paused') return [{ id, fileName, state, changedAt }]
        const isCutOff = !(await isClaimed(db, countyId, id))
        return isCutOff ? [{ id, fileName, state: 'interrupted' as const, changedAt }] : []
      }),
  )
  return seen.flat()
}

/** Those of some files that the principal may see. */
export async function importsAmong(
  { db }: Foundation,
  principal: Principal,
  ids: readonly string[],
): Promise<ImportJob[]> {
  if (reachFor(principal, 'import-readings') === '-' || ids.length === 0) return []
  return (await jobsAmong(db, principal.countyId, ids)).filter(({ kind }) => mayImport(principal, kind))
}
