/** What is remembered of the failed attempts on one account. */
export interface LockState {
  /** Attempts since the last success that did not (or not yet) succeed. */
  failures: number
  /** No attempt is looked at before this instant. [epoch ms] */
  lockedUntil: number
}

export interface LockoutSettings {
  /** Failures that lock. 等保2.0 (GB/T 22239-2019, 8.1.4.1 b), as assessed: 5. */
  failures: number
  /** How long a lock lasts; 等保 asks for 10–30 min. [ms] */
  lockMs: number
  /** Wait after the first failure; doubled with each further one. [ms] */
  firstWaitMs: number
}

export const defaultLockout: LockoutSettings = { failures: 5, lockMs: 15 * 60_000, firstWaitMs: 1000 }

export const unlocked: LockState = { failures: 0, lockedUntil: 0 }

export type Attempt = { ok: true; next: LockState } | { ok: false; waitMs: number }

/**
 * Whether an attempt on the account may be looked at now. It counts as failed from here on, before the password is
 * looked at, so that a hundred at once are not a hundred free tries; success puts `unlocked` in its place.
 * Within any `lockMs`, at most `failures` attempts are looked at.
 * @param now wall clock [epoch ms]
 */
export function attempt(state: LockState, now: number, settings: LockoutSettings = defaultLockout): Attempt {
  if (now < state.lockedUntil) return { ok: false, waitMs: state.lockedUntil - now }
  const forgotten = state.failures >= settings.failures || now - state.lockedUntil >= settings.lockMs
  const failures = (forgotten ? 0 : state.failures) + 1
  const waitMs = failures >= settings.failures ? settings.lockMs : settings.firstWaitMs * 2 ** (failures - 1)
  return { ok: true, next: { failures, lockedUntil: now + waitMs } }
}
