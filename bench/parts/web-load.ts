import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'

/** A page while it loads, watched from inside and over the protocol. */
export interface WatchedLoad {
  /** When each part was first painted [ms after the navigation began]; resolves when all are. */
  stood(): Promise<Record<string, number>>
  /** From a key's press until its answer was painted. [ms] */
  answered(): Promise<number>
  /** What has come over the line so far, headers and bodies as they travelled. */
  bytes(): number
  /** Of all until now: layout shift (CLS), the longest task of the main thread [ms], answers. */
  whole(): Promise<{ shift: number; longestTask: number; answers: number }>
}

const seenSchema = z.object({
  stood: z.record(z.string(), z.number()),
  pressed: z.number(),
  shift: z.number(),
  longestTask: z.number(),
})
type Seen = z.output<typeof seenSchema>

/** The name by which an answer is told among the parts. */
const ANSWER = 'answer'
/** What the page calls with a `Seen` as JSON when all parts are painted, and when the answer is. */
const TELLS = 'weikeTells'

/**
 * Arguments for the browser that is watched. A protocol that watches has the place of each frame looked up wherever an error is made
 * or a module asked for, and V8, which does not keep places, parses the whole library again for them: up to 130 ms of a slow
 * processor that a page which nobody watches does not spend. So it keeps them while it compiles.
 */
export const watchedArgs: readonly string[] = ['--js-flags=--no-enable-lazy-source-positions']

/**
 * Who looks on costs the page little: nothing runs in it but what its own changes set off. A watch that asked in every frame
 * would make frames, and each of them costs a slow processor milliseconds that a page which nobody watches does not spend.
 * @param parts selectors by name: a part stands when the first frame with one of it is painted
 * @param answer selector of what a key brings
 */
export async function watchLoad(
  page: Page,
  session: CDPSession,
  parts: Readonly<Record<string, string>>,
  answer: string,
): Promise<WatchedLoad> {
  let bytes = 0
  let answers = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    answers += 1
  })
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: TELLS })
  const told = (isThis: (seen: Seen) => boolean) =>
    new Promise<Seen>((resolve) => {
      session.on('Runtime.bindingCalled', ({ name, payload }) => {
        if (name !== TELLS) return
        const seen = seenSchema.parse(JSON.parse(payload))
        if (isThis(seen)) resolve(seen)
      })
    })
  const whenStood = told(({ stood }) => Object.keys(parts).every((part) => part in stood))
  const whenAnswered = told(({ stood }) => ANSWER in stood)
  await page.addInitScript(look, { selectors: { ...parts, [ANSWER]: answer }, tells: TELLS })
  return {
    async stood() {
      const { stood } = await whenStood
      return Object.fromEntries(Object.keys(parts).map((part) => [part, stood[part] ?? Number.NaN]))
    },
    async answered() {
      const { stood, pressed } = await whenAnswered
      return (stood[ANSWER] ?? Number.NaN) - pressed
    },
    bytes: () => bytes,
    async whole() {
      const now = await page.evaluate(() => ('weikeSeen' in window ? window.weikeSeen : null))
      const { shift, longestTask } = seenSchema.parse(now)
      return { shift, longestTask, answers }
    },
  }
}

/** Runs in the page, before anything of it. */
function look({ selectors, tells }: { selectors: Readonly<Record<string, string>>; tells: string }): void {
  const seen: Seen = { stood: {}, pressed: 0, shift: 0, longestTask: 0 }
  Object.assign(window, { weikeSeen: seen })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ('value' in entry && 'hadRecentInput' in entry && entry.hadRecentInput === false)
        seen.shift += Number(entry.value)
    }
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, duration)
  }).observe({ type: 'longtask', buffered: true })
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      seen.pressed = timeStamp
    },
    { capture: true },
  )
  const left = new Map(Object.entries(selectors))
  /** The first task after a frame is painted, before any other that waits. */
  const painted = (then: () => void) =>
    requestAnimationFrame(() => void scheduler.postTask(then, { priority: 'user-blocking' }))
  const changes = new MutationObserver(() => {
    const found = [...left].filter(([, selector]) => document.querySelector(selector) !== null)
    if (found.length === 0) return
    for (const [name] of found) left.delete(name)
    if (left.size === 0) changes.disconnect()
    painted(() => {
      for (const [name] of found) seen.stood[name] = performance.now()
      const tell: unknown = Reflect.get(window, tells)
      if (typeof tell === 'function') tell(JSON.stringify(seen))
    })
  })
  changes.observe(document, { childList: true, subtree: true })
}
