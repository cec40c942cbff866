import type { Page } from 'playwright-core'
import { z } from 'zod'

const countSchema = z.object({
  /** how often the page was loaded */
  loads: z.number(),
  /** events with a place in the chain that reached the page */
  seen: z.number(),
  twice: z.number(),
  /** place that the stream began behind, and the last that came */
  first: z.number(),
  last: z.number(),
  errors: z.number(),
})
export type EventCount = z.output<typeof countSchema>

/**
 * Counts what the event stream brings to a page, where the page gets it: at the port of the worker that holds the stream. To be
 * called before the page is opened.
 */
export async function countEvents(page: Page): Promise<() => Promise<EventCount>> {
  await page.addInitScript(watch)
  return async () => countSchema.parse(await page.evaluate(() => ('eventCount' in window ? window.eventCount : null)))
}

/** Runs in the page, before anything of it. */
function watch(): void {
  const loads = Number(sessionStorage.getItem('loads') ?? 0) + 1
  sessionStorage.setItem('loads', String(loads))
  const count: EventCount = { loads, seen: 0, twice: 0, first: 0, last: 0, errors: 0 }
  Object.assign(window, { eventCount: count })
  addEventListener('error', () => {
    count.errors += 1
  })
  const take = (event: { event: string; id: string | null }) => {
    const id = Number(event.id ?? Number.NaN)
    if (Number.isNaN(id)) return
    if (event.event === 'seen') {
      if (count.first === 0) count.first = id
      return
    }
    if (id <= count.last) count.twice += 1
    count.last = Math.max(count.last, id)
    count.seen += 1
  }
  const Plain = globalThis.SharedWorker
  class Counted extends Plain {
    constructor(url: string | URL, options?: string | WorkerOptions) {
      super(url, options)
      this.port.addEventListener('message', ({ data }) => {
        if (data.kind === 'event') take(data.event)
      })
    }
  }
  Object.assign(globalThis, { SharedWorker: Counted })
}
