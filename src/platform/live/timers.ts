/** Things that happen again or later; passed in, so that a test moves them by hand. */
export interface Timers {
  /** Calls `run` every `ms`. @returns how to stop */
  every(ms: number, run: () => void): () => void
  /** Calls `run` once after `ms`. @returns how to call it off */
  after(ms: number, run: () => void): () => void
}

/** The timers of the process; none of them keeps it alive. */
export const systemTimers: Timers = {
  every(ms, run) {
    const timer = setInterval(run, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
