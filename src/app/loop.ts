import type { Timers } from '../platform/live/timers.ts'
import type { WorkTrouble } from '../platform/trouble/work-troubles.ts'

/** Work that is done again and again, never twice at once. */
export interface Loop {
  /** Do it now, or once more right after the run that is under way. */
  wake(): void
  /** Ends after the run that is under way, which is told so. */
  stop(): Promise<void>
}

const AFTER_FAILURE_MS = 2_000
/** What a timer of the platform can hold. [ms] */
const LONGEST_PAUSE_MS = 2 ** 31 - 1

/**
 * @param work resolves with the time until it should be done again [ms]. Long work asks between its steps whether it is to end
 * @param trouble told how each run went; after an error the work is done again after two seconds
 */
export function loop(work: (isToEnd: () => boolean) => Promise<number>, trouble: WorkTrouble, timers: Timers): Loop {
  let stopped = false
  let wanted = false
  let running: Promise<void> | null = null
  let callOff = () => {}

  async function run(): Promise<void> {
    // Not before wake() has noted that this run is under way: the work itself may call it.
    await null
    while (wanted && !stopped) {
      wanted = false
      let pause = AFTER_FAILURE_MS
      try {
        pause = await work(() => stopped)
        trouble.worked()
      } catch (error) {
        trouble.failed(error)
      }
      if (!wanted && !stopped) callOff = timers.after(Math.min(pause, LONGEST_PAUSE_MS), wake)
    }
    running = null
  }

  function wake(): void {
    callOff()
    wanted = true
    if (running === null && !stopped) running = run()
  }

  wake()
  return {
    wake,
    async stop() {
      stopped = true
      callOff()
      await running
    },
  }
}
