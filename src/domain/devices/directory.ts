import type { Clock } from '../../platform/clock.ts'

/** How long what was found is believed; a change at another process is seen by then. [ms] */
export const BELIEVED_MS = 1_000

export interface Directory<T> {
  find(mn: string): Promise<T | undefined>
  /** It was changed here: whoever asks from now on gets what it is now. */
  forget(mn: string): void
}

/**
 * Remembers by MN what `look` found, for a second. Only what was found: a device registered a moment ago is known at its next
 * frame. Who asks while somebody is asking the same waits for that answer: all that a busy logger has on its way would
 * otherwise ask at once, each second.
 */
export function rememberFound<T>(look: (mn: string) => Promise<T | undefined>, wall: Clock): Directory<T> {
  const known = new Map<string, { found: T; until: number }>()
  const asking = new Map<string, Promise<T | undefined>>()

  async function ask(mn: string): Promise<T | undefined> {
    const own = look(mn)
    asking.set(mn, own)
    try {
      const found = await own
      // Forgotten, or asked anew, in the meantime: this answer may be of before the change.
      if (asking.get(mn) !== own) return found
      if (found === undefined) known.delete(mn)
      else known.set(mn, { found, until: wall.now() + BELIEVED_MS })
      return found
    } finally {
      if (asking.get(mn) === own) asking.delete(mn)
    }
  }

  return {
    async find(mn) {
      const remembered = known.get(mn)
      if (remembered !== undefined && remembered.until > wall.now()) return remembered.found
      const shared = asking.get(mn)
      if (shared !== undefined) {
        const found = await shared
        if (found !== undefined) return found
        // That it was unknown when somebody else began to ask does not say that it is unknown now.
      }
      return ask(mn)
    },
    forget(mn) {
      known.delete(mn)
      asking.delete(mn)
    },
  }
}
