import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { dispatch } from './dispatcher.ts'
import { walkTheGrid } from './grid-member.ts'
import { mendWhatIsOurs } from './liaison.ts'
import type { Office } from './office.ts'
import { report, sightIn } from './patrol.ts'
import { casesTold } from './told.ts'

/** One of the county's people at their desk, or out on the grid. */
export interface Worker {
  signInName: string
  duty: 'dispatcher' | 'grid-member' | 'liaison'
  townCode: string | null
  office: Office
}

/** Problems that were reported before the demo began, and for how long people have had them on their desks. */
interface Batch {
  /** Of each grid member one … */
  name: string
  /** … so long ago. [ms] */
  agoMs: number
  /** So much of their time has passed since, looked at so many times. [ms] */
  passedMs: number
  rounds: number
}

// biome-ignore format: a table to proof-read
const batches: readonly Batch[] = [
  { name: 'last days', agoMs: 40 * HOUR_MS, passedMs: 24 * HOUR_MS,  rounds: 9 },
  { name: 'yesterday', agoMs: 20 * HOUR_MS, passedMs: 2.5 * HOUR_MS, rounds: 3 },
  { name: 'today',     agoMs: 1 * HOUR_MS,  passedMs: 0,             rounds: 0 },
]
/**
 * What lay on the desks before the demo began: problems of the last days, handed over, received, mended, returned and closed
 * as far as people got with them. Told in one go; nothing but the reports is dated back. Does nothing in a county that has
 * had a case.
 */
export async function openTheDesks(workers: readonly Worker[], isStopped: () => boolean): Promise<void> {
  const first = workers.find(({ duty }) => duty === 'dispatcher')
  if (first === undefined) return
  const there = casesTold.parse(await first.office.caller.call('GET', '/api/cases?limit=1'))
  if (there.items.length > 0) return
  const walkers = workers.filter(({ duty }) => duty === 'grid-member')
  for (const { name, agoMs, passedMs, rounds } of batches) {
    for (const { townCode, office, signInName } of walkers) {
      if (townCode === null || isStopped()) continue
      const at = office.now() - agoMs
      const occasion = `${signInName} ${name}`
      const sight = sightIn(office.seed, townCode, occasion)
      if (sight !== undefined) await report({ ...office, actedAt: () => at }, townCode, occasion, sight)
    }
    const later = workers.map((worker) => ({ ...worker, office: waited(worker.office, passedMs) }))
    for (let round = 0; round < rounds && !isStopped(); round += 1) {
      await workARound(
        later.filter(({ duty }) => duty !== 'grid-member'),
        (_who, error) => {
          throw error
        },
      )
    }
  }
}

/** Somebody for whom so much time has passed. */
function waited(office: Office, ms: number): Office {
  return { ...office, now: () => office.now() + ms }
}

/** Everybody does what waits for them and is due. @param told what went wrong with whom; others go on */
export async function workARound(
  workers: readonly Worker[],
  told: (who: string, error: unknown) => void,
): Promise<void> {
  for (const worker of workers) {
    try {
      await duties[worker.duty](worker)
    } catch (error) {
      told(worker.signInName, error)
    }
  }
}

const duties: Readonly<Record<Worker['duty'], (worker: Worker) => Promise<void>>> = {
  dispatcher: ({ office }) => dispatch(office),
  'grid-member': ({ office }) => walkTheGrid(office),
  liaison: ({ office }) => mendWhatIsOurs(office),
}
