import type { IncomingFrame } from './model.ts'
import type { AppendOutcome, ReadingsStore } from './store.ts'

/** The way in for frames: one durable write for all that came while the last one was under way. */
export interface Ingest {
  /** Resolves after the commit that made the frame durable. Rejects when the database refused it; the frame is then not stored. */
  add(frame: IncomingFrame): Promise<AppendOutcome>
  /** Frames waiting or being written. */
  pending(): number
  /** Resolves when nothing is pending. */
  idle(): Promise<void>
}

/** More rows do not make a commit cheaper, they only make the first frame wait. */
const MAX_BATCH = 2_000

/** While one batch is committed the next is on its way: neither this process nor the database waits for the other. */
const AT_ONCE = 2

interface Waiting {
  frame: IncomingFrame
  resolve: (outcome: AppendOutcome) => void
  reject: (error: unknown) => void
}

/**
 * Group commit: what has gathered is written in one transaction a county, while the batch before may still be on its way;
 * then each sender is told. Under no load a frame is written at once; under load batches grow by themselves.
 * @param store does the batches of a county in the order in which they are handed over
 * @param afterCommit called with the county of each committed batch, so that rules can look at once
 */
export function createIngest(store: Pick<ReadingsStore, 'append'>, afterCommit: (countyId: string) => void): Ingest {
  let gathered: Waiting[] = []
  let pending = 0
  let underway = 0
  const idleWaiters: (() => void)[] = []

  function writeNext(): void {
    while (underway < AT_ONCE && gathered.length > 0) {
      const batch = gathered.slice(0, MAX_BATCH)
      gathered = gathered.slice(MAX_BATCH)
      underway += 1
      void Promise.all([...byCounty(batch)].map(([countyId, own]) => write(countyId, own))).then(() => {
        underway -= 1
        writeNext()
      })
    }
    if (pending === 0) for (const done of idleWaiters.splice(0)) done()
  }

  async function write(countyId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await store.append(batch.map(({ frame }) => frame))
      pending -= batch.length
      for (const [place, waiting] of batch.entries()) {
        const outcome = outcomes[place]
        if (outcome === undefined) waiting.reject(new Error('the store gave no outcome for a frame'))
        else waiting.resolve(outcome)
      }
      afterCommit(countyId)
    } catch (error) {
      if (batch.length === 1 || !isAboutContent(error)) {
        pending -= batch.length
        for (const waiting of batch) waiting.reject(error)
        return
      }
      // One frame that the database cannot hold must not keep back for ever all that come with it.
      // What is tried again stands behind the batch that was on its way already.
      const half = batch.length >> 1
      await write(countyId, batch.slice(0, half))
      await write(countyId, batch.slice(half))
    }
  }

  return {
    add(frame) {
      return new Promise((resolve, reject) => {
        pending += 1
        gathered.push({ frame, resolve, reject })
        writeNext()
      })
    },
    pending: () => pending,
    idle: () =>
      pending > 0
        ? new Promise((resolve) => {
            idleWaiters.push(resolve)
          })
        : Promise.resolve(),
  }
}

function byCounty(batch: readonly Waiting[]): Map<string, Waiting[]> {
  const counties = new Map<string, Waiting[]>()
  for (const waiting of batch) {
    const own = counties.get(waiting.frame.countyId)
    if (own === undefined) counties.set(waiting.frame.countyId, [waiting])
    else own.push(waiting)
  }
  return counties
}

/** Classes of PostgreSQL's errors that say that a value is the fault: 22 data exception, 23 integrity, 54 limit exceeded. */
function isAboutContent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:22|23|54)[0-9A-Z]{3}$/.test(String(error.code))
}
