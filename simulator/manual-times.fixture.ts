import type { CallOff, Times } from './time.ts'

/** Both times in one, moved by hand: nothing happens until a test says that time has passed. */
export interface ManualTimes extends Times {
  /** Moves on by so long [ms] and does on the way what was put off. */
  advance(ms: number): void
  putOff(): number
}

export function manualTimes(start: number): ManualTimes {
  let now = start
  let waiting: { at: number; act: () => void }[] = []
  const put = (at: number, act: () => void): CallOff => {
    const entry = { at, act }
    waiting.push(entry)
    return () => {
      waiting = waiting.filter((other) => other !== entry)
    }
  }
  return {
    now: () => now,
    at: put,
    after: (ms, act) => put(now + ms, act),
    putOff: () => waiting.length,
    advance(ms) {
      const until = now + ms
      for (;;) {
        const next = waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        waiting = waiting.filter((entry) => entry !== next)
        now = Math.max(now, next.at)
        next.act()
      }
      now = until
    },
  }
}

/** Lets the event loop turn until something is so; the test's own time limit is the end of patience. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}
