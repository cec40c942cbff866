import type { Clock } from '../../platform/clock.ts'

/** How long what was found is believed; a change at another process is seen by then. [ms] */
export const BELIEVED_MS = 1_000
/** MNs that nobody registered and that are remembered as such; a flood of invented ones must not fill the memory. */
export const MOST_STRANGERS = 10_000
/** Asked for at once. */
export const MOST_AT_ONCE = 1_000

export interface Directory<T> {
  /** What is known of an MN without asking; null: it is nobody's; undefined: `find` tells. */
  known(mn: string): T | null | undefined
  find(mn: string): Promise<T | undefined>
  /** It was registered or changed here: whoever asks from now on gets what it is now. */
  forget(mn: string): void
}

interface Asked<T> extends PromiseWithResolvers<T | undefined> {
  mn: string
}

/**
 * Remembers for a second what `look` found of an MN, and that it found nothing. One question is under way at a time, and all
 * that is asked meanwhile goes into the next one: so many strangers knock as will, the database is asked a few hundred times
 * a second at most, and no answer is older than its question.
 * @param look all that are registered of those asked for, by MN
 */
export function rememberFound<T>(
  look: (mns: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  wall: Clock,
): Directory<T> {
  const found = new Map<string, { device: T; until: number }>()
  const strangers = new Map<string, number>()
  let waiting: Asked<T>[] = []
  let isAsking = false
  /** Forgotten while they are being asked for: the answer may be of before the change. */
  const changedMeanwhile = new Set<string>()

  function remember(mn: string, device: T | undefined): void {
    if (changedMeanwhile.has(mn)) return
    const until = wall.now() + BELIEVED_MS
    if (device !== undefined) found.set(mn, { device, until })
    else {
      if (strangers.size >= MOST_STRANGERS) strangers.clear()
      strangers.set(mn, until)
    }
  }

  async function ask(): Promise<void> {
    isAsking = true
    while (waiting.length > 0) {
      // What is asked in the same breath is asked together.
      await Promise.resolve()
      const asked = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      changedMeanwhile.clear()
      const mns = [...new Set(asked.map(({ mn }) => mn))]
      try {
        const devices = await look(mns)
        for (const mn of mns) remember(mn, devices.get(mn))
        for (const { mn, resolve } of asked) resolve(devices.get(mn))
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    isAsking = false
  }

  function known(mn: string): T | null | undefined {
    const remembered = found.get(mn)
    if (remembered !== undefined) {
      if (remembered.until > wall.now()) return remembered.device
      found.delete(mn)
    }
    const until = strangers.get(mn)
    if (until === undefined) return undefined
    if (until > wall.now()) return null
    strangers.delete(mn)
    return undefined
  }

  return {
    known,
    async find(mn) {
      const remembered = known(mn)
      if (remembered !== undefined) return remembered ?? undefined
      const asked = { mn, ...Promise.withResolvers<T | undefined>() }
      waiting.push(asked)
      if (!isAsking) void ask()
      return asked.promise
    },
    forget(mn) {
      found.delete(mn)
      strangers.delete(mn)
      changedMeanwhile.add(mn)
    },
  }
}
