import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'

/** A page while it loads, watched from inside and over the protocol. */
export interface WatchedLoad {
  /** When each part first stood [ms after the navigation began]; resolves when all do. */
  stood(): Promise<Record<string, number>>
  /** What has come over the line so far, headers and bodies as they travelled. */
  bytes(): number
  /** Of all until now: layout shift (CLS), the longest task of the main thread [ms], answers. */
  whole(): Promise<{ shift: number; longestTask: number; answers: number }>
}

const seenSchema = z.object({ stood: z.record(z.string(), z.number()), shift: z.number(), longestTask: z.number() })
type Seen = z.output<typeof seenSchema>

/** @param parts selectors by name: a part stands in the first frame in which one of it is in the page */
export async function watchLoad(
  page: Page,
  session: CDPSession,
  parts: Readonly<Record<string, string>>,
): Promise<WatchedLoad> {
  let bytes = 0
  let answers = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    answers += 1
  })
  await page.addInitScript(look, parts)
  const seen = async (): Promise<Seen> =>
    seenSchema.parse(await page.evaluate(() => ('weikeSeen' in window ? window.weikeSeen : null)))
  return {
    async stood() {
      await page.waitForFunction(
        (count) => document.documentElement.dataset.stood === String(count),
        Object.keys(parts).length,
        { timeout: 60_000 },
      )
      return (await seen()).stood
    },
    bytes: () => bytes,
    async whole() {
      const { shift, longestTask } = await seen()
      return { shift, longestTask, answers }
    },
  }
}

/** Runs in the page, before anything of it. */
function look(parts: Readonly<Record<string, string>>): void {
  // While a protocol watches, each error that is made has the place of each of its frames looked up at once, for which V8 parses
  // the library again: React makes five while it is taken in, 2.5 ms of a page that nobody watches, 20 ms of one that is.
  Error.stackTraceLimit = 0
  const seen: Seen = { stood: {}, shift: 0, longestTask: 0 }
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
  const left = new Map(Object.entries(parts))
  const next = () => {
    for (const [name, selector] of left) {
      if (document.querySelector(selector) === null) continue
      seen.stood[name] = performance.now()
      left.delete(name)
    }
    if (document.documentElement) document.documentElement.dataset.stood = String(Object.keys(seen.stood).length)
    if (left.size > 0) requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}
