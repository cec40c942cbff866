import { HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import type { Clock } from '../clock.ts'

/** Something that fails again and again for one reason. */
export interface Trouble {
  failed(error: unknown): void
  worked(): void
  /** A minute has passed. */
  minute(): void
}

export interface TroubleSoFar {
  /** Since an operator heard last that it was over. */
  failures: number
  /** Since when it has not worked. [ms] */
  lastedMs: number
  /** The latest. */
  error: unknown
}

/** Says to an operator what is wrong, where, and what to do. */
export interface TroubleTeller {
  begins(error: unknown): void
  lasts(so: TroubleSoFar): void
  isOver(so: TroubleSoFar): void
}

/**
 * Decides when an operator hears of trouble: when it begins, once a minute while it lasts, when it is over; and no more than
 * that when it comes and goes. A log that says the same every second hides what else is wrong.
 * @param steady a clock that nobody sets
 */
export function createTrouble(steady: Clock, teller: TroubleTeller): Trouble {
  let failures = 0
  let latest: unknown
  /** Null: it works. */
  let since: number | null = null
  let isTold = false
  let toldThisMinute = false
  const soFar = (begin: number): TroubleSoFar => ({ failures, lastedMs: steady.now() - begin, error: latest })
  return {
    failed(error) {
      failures += 1
      latest = error
      if (since !== null) return
      since = steady.now()
      if (toldThisMinute) return
      isTold = true
      toldThisMinute = true
      teller.begins(error)
    },
    worked() {
      if (since === null) return
      const begin = since
      since = null
      if (!isTold) return
      isTold = false
      teller.isOver(soFar(begin))
      failures = 0
    },
    minute() {
      if (since !== null && !toldThisMinute) {
        isTold = true
        teller.lasts(soFar(since))
      }
      toldThisMinute = false
    },
  }
}

/** What an error says, in one line. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node joins the failures of several addresses (IPv6, IPv4) in one error without words of its own.
  const text = error.message === '' && 'code' in error ? String(error.code) : error.message
  return text.trim().replaceAll(/\s*\n\s*/g, ' | ')
}

const SECOND_MS = 1_000

/** How long something lasts, as a person says it: `40 s`, `10 min`, `3 h 5 min`. [ms] */
export function spanWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(1, Math.round(ms / SECOND_MS))} s`
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS)
  return `${Math.floor(ms / HOUR_MS)} h${minutes === 0 ? '' : ` ${minutes} min`}`
}
