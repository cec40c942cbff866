import { whenIdle } from '../parts/when-idle.ts'

/** So long a look waits for a moment in which the page has nothing to do. [ms] */
const LATEST_IDLE_MS = 100
/** So long for a hand that holds something: a map or a chart that it moves. [ms] */
const LATEST_RELEASE_MS = 30_000

let isHeld = false
const waiting = new Set<() => void>()

function release(): void {
  isHeld = false
  for (const go of waiting) go()
  waiting.clear()
}

addEventListener('pointerdown', () => {
  isHeld = true
})
for (const end of ['pointerup', 'pointercancel', 'blur']) addEventListener(end, release)

function released(): Promise<void> {
  if (!isHeld) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LATEST_RELEASE_MS)
    waiting.add(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/**
 * Resolves when the page has nothing else to do and no hand moves what it shows: what is asked and drawn for news would cost the
 * movement its frames. A page in the background has no such moments, and nothing to hold up.
 */
export async function quietMoment(): Promise<void> {
  if (document.hidden) return
  await released()
  await new Promise<void>((resolve) => whenIdle(resolve, LATEST_IDLE_MS))
}
