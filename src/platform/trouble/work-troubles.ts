import type { Clock } from '../clock.ts'
import { type Ailment, ailmentOf, ailmentWords, type DatabaseSeat, remedyFor } from '../db/ailment.ts'
import type { ServerLog } from '../http/server-log.ts'
import { createTrouble, errorText, spanWords, type Trouble } from './trouble.ts'

/** One work that is tried again by itself. Who does it says how each try went. */
export interface WorkTrouble {
  failed(error: unknown): void
  worked(): void
}

export interface WorkTroubles {
  /** @param work what is done, as in `rolling up the readings` */
  of(work: string): WorkTrouble
  /**
   * A log for what others ask for and nobody here tries again, as answering requests. That the database ails is told among
   * the troubles; everything else goes through as it is.
   */
  logOf(work: string): ServerLog
  /** A minute has passed. */
  minute(): void
}

export interface WorkTroublesParts {
  seat: DatabaseSeat
  /** A clock that nobody sets. */
  steady: Clock
  /** Takes lines for an operator… */
  say(line: string): void
  /** …and errors with the place where they were thrown. */
  log: ServerLog
}

/**
 * The troubles of all that works on one database in the background. When the database itself ails, everything fails for one
 * reason, which is told once for all. Any other error is told with its own text, each work for itself.
 */
export function createWorkTroubles(parts: WorkTroublesParts): WorkTroubles {
  const ofDatabase = createDatabaseTrouble(parts)
  const ofWorks = new Map<string, OwnTrouble>()

  function failed(work: string, error: unknown): void {
    const key = `${work}: ${samenessOf(error)}`
    const trouble = ofWorks.get(key) ?? createOwnTrouble(parts, work)
    ofWorks.set(key, trouble)
    trouble.failed(error)
  }

  return {
    of: (work) => ({
      failed(error) {
        const ailment = ailmentOf(error)
        if (ailment !== null) return ofDatabase.holdsUp(work, ailment, error)
        ofDatabase.lets(work)
        failed(work, error)
      },
      worked() {
        ofDatabase.lets(work)
        for (const trouble of ofWorks.values()) if (trouble.work === work) trouble.worked()
      },
    }),
    logOf: (work) => ({
      ...parts.log,
      error(message, fields) {
        const ailment = ailmentOf(fields?.error)
        if (ailment === null) parts.log.error(message, fields)
        else ofDatabase.meets(work, ailment, fields?.error)
      },
    }),
    minute() {
      ofDatabase.minute()
      for (const [key, trouble] of ofWorks) if (!trouble.minute()) ofWorks.delete(key)
    },
  }
}

interface DatabaseTrouble {
  /** The work waits until it can do its part again. */
  holdsUp(work: string, ailment: Ailment, error: unknown): void
  /** It came in the way of something that does not wait. */
  meets(work: string, ailment: Ailment, error: unknown): void
  lets(work: string): void
  minute(): void
}

function createDatabaseTrouble({ seat, steady, say }: WorkTroublesParts): DatabaseTrouble {
  const waiting = new Set<string>()
  /** All that it came in the way of. */
  const met = new Set<string>()
  let ailment: Ailment = 'away'
  let isFresh = false
  const trouble = createTrouble(steady, {
    begins: (error) =>
      say(
        `background work: ${[...met].join(', ')} cannot go on: ${ailmentWords(ailment)} (${errorText(error)}). ${remedyFor(ailment, seat)} All that needs the database is tried again every few seconds; this ends by itself.`,
      ),
    lasts: ({ failures, lastedMs }) =>
      say(
        `background work: still cannot go on, for ${spanWords(lastedMs)}: ${ailmentWords(ailment)}; ${failures} tries failed so far (${[...met].join(', ')}). ${remedyFor(ailment, seat)}`,
      ),
    isOver: ({ failures, lastedMs }) =>
      say(
        `background work: goes on again after ${spanWords(lastedMs)}; ${failures} tries had failed (${ailmentWords(ailment)})`,
      ),
  })

  function meets(work: string, found: Ailment, error: unknown): void {
    ailment = found
    isFresh = true
    met.add(work)
    trouble.failed(error)
  }

  function end(): void {
    trouble.worked()
    met.clear()
  }

  return {
    holdsUp(work, found, error) {
      waiting.add(work)
      meets(work, found, error)
    },
    meets,
    lets(work) {
      if (waiting.delete(work) && waiting.size === 0) end()
    },
    minute() {
      // What does not wait does not say either when it would be done again.
      if (waiting.size === 0 && !isFresh) end()
      isFresh = false
      trouble.minute()
    },
  }
}

interface OwnTrouble extends Pick<Trouble, 'failed' | 'worked'> {
  work: string
  /** A minute has passed. @returns false when this error was not met in it: there is nothing more to tell of it */
  minute(): boolean
}

function createOwnTrouble({ steady, say, log }: WorkTroublesParts, work: string): OwnTrouble {
  let isFresh = false
  const trouble = createTrouble(steady, {
    begins: (error) => log.error(`${work} failed and will be tried again`, { error }),
    lasts: ({ failures, lastedMs, error }) =>
      say(
        `background work: ${work} still fails, for ${spanWords(lastedMs)}: ${errorText(error)}; ${failures} tries failed so far`,
      ),
    isOver: ({ failures, lastedMs }) =>
      say(`background work: ${work} goes on again after ${spanWords(lastedMs)}; ${failures} tries had failed`),
  })
  return {
    work,
    failed(error) {
      isFresh = true
      trouble.failed(error)
    },
    worked: trouble.worked,
    minute() {
      const wasFresh = isFresh
      isFresh = false
      if (wasFresh) trouble.minute()
      return wasFresh
    },
  }
}

/** The same for errors that differ in numbers and ids only. */
function samenessOf(error: unknown): string {
  return errorText(error).replaceAll(/[0-9a-f-]*\d[0-9a-f-]*/gi, '#')
}
