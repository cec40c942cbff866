/** Calls off what was put off. */
export type CallOff = () => void

/**
 * The two times of a simulated device: that of the place it lives in, which may run fast, and that of the wall, by which
 * networks and their timeouts go. Both are passed in, so that a test moves them by hand.
 */
export interface Times {
  /** Now in the simulated place [epoch ms]. */
  now(): number
  /** Once, when the place's time reaches an instant [epoch ms]; soon, when it has. */
  at(instant: number, act: () => void): CallOff
  /** Once, after so long on the wall [ms]. */
  after(ms: number, act: () => void): CallOff
}

export interface WallTimes {
  now(): number
  after(ms: number, act: () => void): CallOff
}

/**
 * Times of a place that runs `speed` times as fast as the wall: instant = startsAt + (wall − origin) · speed.
 * @param origin an instant of the wall [epoch ms]
 * @param startsAt that of the place at the same moment [epoch ms]; both agree then unless it is told
 */
export function acceleratedTimes(wall: WallTimes, origin: number, speed: number, startsAt = origin): Times {
  const now = () => Math.floor(startsAt + (wall.now() - origin) * speed)
  return {
    now,
    at: (instant, act) => wall.after(Math.max(0, Math.ceil((instant - now()) / speed)), act),
    after: (ms, act) => wall.after(ms, act),
  }
}
