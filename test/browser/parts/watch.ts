import type { Page, Request } from 'playwright-core'

/** What went wrong in a page, in the browser's own words; empty when nothing did. */
export interface Watch {
  faults(): readonly string[]
  /** How many documents the page has loaded: 1 as long as nobody has reloaded it or left it. */
  documents(): number
  forget(): void
}

/**
 * What each page that is listened to has asked for and has no whole answer to. Not among it: the live stream, which has no end,
 * and the code of its worker, which is told to nobody when it has come.
 */
const askedOf = new WeakMap<Page, Set<Request>>()

/** Whether a page that is listened to waits for an answer. */
export function isAsking(page: Page): boolean {
  return (askedOf.get(page)?.size ?? 0) > 0
}

/**
 * Listens to a page from its beginning: errors on the console, errors thrown, requests that failed or were refused, and what the
 * content security policy forbade. A request that the page itself gave up is no fault: it has gone somewhere else.
 */
export async function watch(page: Page): Promise<Watch> {
  const faults: string[] = []
  let documents = 0
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    if (why !== 'net::ERR_ABORTED') faults.push(`failed: ${request.method()} ${request.url()} ${why}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) {
      faults.push(`answered ${response.status()}: ${response.request().method()} ${response.url()}`)
    }
  })
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) documents += 1
  })
  const asked = new Set<Request>()
  askedOf.set(page, asked)
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname !== '/api/events' && !pathname.startsWith('/assets/live-worker')) asked.add(request)
  })
  page.on('requestfinished', (request) => asked.delete(request))
  page.on('requestfailed', (request) => asked.delete(request))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`forbidden by ${event.violatedDirective}: ${event.blockedURI}`)
    })
  })
  return {
    faults: () => [...faults],
    documents: () => documents,
    forget() {
      faults.length = 0
    },
  }
}
