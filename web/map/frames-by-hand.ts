/** Frames of a browser that come when a test says so. */
export function framesByHand(): { next: () => void; waiting: () => number; reset: () => void } {
  let waiting = new Map<number, () => void>()
  let last = 0
  globalThis.requestAnimationFrame = (act) => {
    last += 1
    waiting.set(last, () => act(0))
    return last
  }
  globalThis.cancelAnimationFrame = (frame) => void waiting.delete(frame)
  return {
    next() {
      const acts = waiting.values()
      waiting = new Map()
      for (const act of acts) act()
    },
    waiting: () => waiting.size,
    reset() {
      waiting = new Map()
    },
  }
}
