/** Work that is done again and again, never twice at once. */
export interface Loop {
  /** Do it now, or once more right after the run that is under way. */
  wake(): void
  /** Ends after the run that is under way. */
  stop(): Promise<void>
}

const AFTER_FAILURE_MS = 2_000

/**
 * @param work resolves with the time until it should be done again [ms]
 * @param failed told of every error; the work is then done again after two seconds
 */
export function loop(work: () => Promise<number>, failed: (error: unknown) => void): Loop {
  let stopped = false
  let wanted = true
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    while (wanted && !stopped) {
      wanted = false
      let pause = AFTER_FAILURE_MS
      try {
        pause = await work()
      } catch (error) {
        failed(error)
      }
      if (!wanted && !stopped) timer = setTimeout(wake, Math.min(pause, 2 ** 31 - 1))
    }
    running = null
  }

  function wake(): void {
    clearTimeout(timer)
    wanted = true
    if (running === null && !stopped) running = run()
  }

  wake()
  return {
    wake,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
