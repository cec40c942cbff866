/** A source of instants. [epoch ms, UTC] */
export interface Clock {
  now(): number
}

/**
 * The two clocks of Weike, both passed in and never called from inside a room:
 * `domain` is what deadlines, rules and escalation live by (a demo may run it fast),
 * `wall` is what sessions, leases and retries live by.
 */
export interface Clocks {
  domain: Clock
  wall: Clock
}

export const systemClock: Clock = { now: () => Date.now() }

/** For how long something lasts: tells no instant, and does not jump when somebody sets the clock of the machine. [ms] */
export const steadyClock: Clock = { now: () => performance.now() }

/** A clock that stands still until it is moved. For tests and for replaying the past. */
export interface ManualClock extends Clock {
  set(instant: number): void
  advance(ms: number): void
}

export function manualClock(start: number): ManualClock {
  let instant = start
  return {
    now: () => instant,
    set: (next) => {
      instant = next
    },
    advance: (ms) => {
      instant += ms
    },
  }
}

/**
 * A clock that runs `speed` times as fast as `base` and says `startsAt` when that says `origin`.
 * @param origin by `base` [epoch ms]
 * @param startsAt by the clock that is returned [epoch ms]; both agree at the origin unless it is told
 */
export function acceleratedClock(base: Clock, origin: number, speed: number, startsAt = origin): Clock {
  return { now: () => Math.round(startsAt + (base.now() - origin) * speed) }
}
