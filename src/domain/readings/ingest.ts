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

interface Waiting {
  frame: IncomingFrame
  resolve: (outcome: AppendOutcome) => void
  reject: (error: unknown) => void
}

/**
 * Group commit: a single writer takes what has gathered, writes it in one transaction and then tells each sender.
 * Under no load a frame is written at once; under load batches grow by themselves.
 * @param afterCommit called with the counties of each committed batch, so that rules can look at once
 */
export function createIngest(
  store: Pick<ReadingsStore, 'append'>,
  afterCommit: (countyIds: ReadonlySet<string>) => void,
): Ingest {
  let gathered: Waiting[] = []
  let writing: Waiting[] = []
  let running = false
  const idleWaiters: (() => void)[] = []

  async function write(): Promise<void> {
    running = true
    while (gathered.length > 0) {
      writing = gathered.slice(0, MAX_BATCH)
      gathered = gathered.slice(MAX_BATCH)
      await writeBatch(writing)
      writing = []
    }
    running = false
    for (const done of idleWaiters.splice(0)) done()
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await store.append(batch.map(({ frame }) => frame))
      for (const [place, waiting] of batch.entries()) {
        const outcome = outcomes[place]
        if (outcome === undefined) waiting.reject(new Error('the store gave no outcome for a frame'))
        else waiting.resolve(outcome)
      }
      afterCommit(new Set(batch.map(({ frame }) => frame.countyId)))
    } catch (error) {
      if (batch.length === 1 || !isAboutContent(error)) {
        for (const waiting of batch) waiting.reject(error)
        return
      }
      // One frame that the database cannot hold must not keep back for ever all that come with it.
      const half = batch.length >> 1
      await writeBatch(batch.slice(0, half))
      await writeBatch(batch.slice(half))
    }
  }

  return {
    add(frame) {
      return new Promise((resolve, reject) => {
        gathered.push({ frame, resolve, reject })
        if (!running) void write()
      })
    },
    pending: () => gathered.length + writing.length,
    idle: () =>
      running
        ? new Promise((resolve) => {
            idleWaiters.push(resolve)
          })
        : Promise.resolve(),
  }
}

/** Classes of PostgreSQL's errors that say that a value is the fault: 22 data exception, 23 integrity, 54 limit exceeded. */
function isAboutContent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:22|23|54)[0-9A-Z]{3}$/.test(String(error.code))
}
