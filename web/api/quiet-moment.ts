import { whenIdle } from '../parts/when-idle.ts'

/** So long a look waits for a moment in which the page has nothing to do. [ms] */
const LATEST_IDLE_MS = 100
/** So long for a hand that holds something: a map or a chart that it moves. [ms] */
const LATEST_RELEASE_MS = 30_000

/** So long after the last turn of a wheel, which may go on. [ms] */
const WHEEL_RESTS_MS = 250

let letsGo: ReturnType<typeof setTimeout> | null = null
/** By a press, which has an end of its own. */
let isPressed = false
const waiting = new Set<() => void>()

function hold({ button }: PointerEvent): void {
  if (button !== 0) return
  release()
  isPressed = true
  letsGo = setTimeout(release, LATEST_RELEASE_MS)
}

function turn(): void {
  if (isPressed) return
  if (letsGo !== null) clearTimeout(letsGo)
  letsGo = setTimeout(release, WHEEL_RESTS_MS)
}

function release(): void {
  if (letsGo !== null) clearTimeout(letsGo)
  letsGo = null
  isPressed = false
  for (const go of waiting) go()
  waiting.clear()
}

// Heard before anybody can keep them to himself.
addEventListener('pointerdown', hold, true)
addEventListener('wheel', turn, { capture: true, passive: true })
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, release, true)
// Of the window alone: what is in it loses the focus to whatever is pressed.
addEventListener('blur', release)
// A list of the browser's own that was opened by a press keeps its end to itself.
addEventListener('pointermove', ({ buttons }) => buttons === 0 && isPressed && release(), true)

function released(): Promise<void> {
  return letsGo === null ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))
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
