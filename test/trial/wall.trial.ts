import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SignedIn } from '../setup/api-client.ts'
import { chromiumOptions } from '../setup/chromium.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { inInstallation } from '../setup/in-installation.ts'
import { countEvents, type EventCount } from './parts/event-count.ts'
import { quantile, report, times } from './parts/figures.ts'
import { demoPerson } from './parts/lived-in-demo.ts'
import { serve, type Weike } from './parts/weike.ts'

/** The wall before the whole demo county, six hundred times as fast as life, for a simulated week and more, and never loaded again. */
const SPEED = 600
const DAYS = times(9)
const LOOK_MS = 5_000
/** Some time to draw everything for the first time, to fill its caches, to be compiled. */
const WARM_MS = 20_000

/** A busy machine takes its time over a page in the twentieth browser. */
const OPENED_MS = 180_000

/** The administrator hears of everything. */
const ADMINISTRATOR = 'tangweidong'
/** Who else looks, and at what, each in a browser of their own; with the wall, which alone draws a map, they are twenty. */
const others = [
  [ADMINISTRATOR, '/alerts'],
  [ADMINISTRATOR, '/cases'],
  [ADMINISTRATOR, '/devices'],
  [ADMINISTRATOR, '/settings'],
  ['chenyiming', '/alerts'],
  ['chenyiming', '/cases?view=board'],
  ['chenyiming', '/tasks'],
  ['chenyiming', '/messages'],
  ['linyuting', '/monitoring'],
  ['linyuting', '/alerts?show=all'],
  ['xuyan', '/quality'],
  ['xuyan', '/stations/QY001'],
  ['xuyan', '/evaluation'],
  ['hewenyuan', '/cases'],
  ['hewenyuan', '/monitoring'],
  ['zhoumin', '/cases'],
  ['sunxiaobo', '/cases'],
  ['liuguifang', '/field'],
  ['fangsuqin', '/ledger'],
] as const

let dataDir: string
let weike: Weike
let browser: Browser

beforeAll(async () => {
  dataDir = await makeDataDirectory()
  weike = await serve({ dataDir, args: ['--demo', '--speed', String(SPEED), '--past-years', '0'] })
  browser = await chromium.launch(chromiumOptions())
})
afterAll(async () => {
  await browser?.close()
  await weike?.kill()
  await removeDataDirectory(dataDir)
})

interface Watched {
  person: SignedIn
  page: Page
  count(): Promise<EventCount>
}

/** A page in a browser of its own, whose stream is counted. */
async function open(signInName: string, path: string, viewport: { width: number; height: number }): Promise<Watched> {
  const person = await demoPerson(weike.http, signInName)
  const context = await browser.newContext({ baseURL: weike.http, viewport, serviceWorkers: 'block' })
  const [name = '', value = ''] = (person.headers.cookie ?? '').split('=')
  await context.addCookies([{ name, value, url: weike.http, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  const count = await countEvents(page)
  await page.goto(path, { waitUntil: 'commit', timeout: OPENED_MS })
  await page.locator('[data-testid="live"][data-state="live"]').waitFor({ timeout: OPENED_MS })
  return { person, page, count }
}

/** What the rail of a page says to be open, beside what the server tells the same person at that moment. */
async function railAndServer({ page, person }: Watched): Promise<{ drawn: string; told: string }> {
  const told: string[] = []
  const drawn: string[] = []
  const { acts } = await person.call('GET /api/session')
  const add = async (room: string, count: number) => {
    told.push(`${room} ${count}`)
    const shown = await page.locator(`.rail a[href="${room}"] .rail-count`).allTextContents()
    drawn.push(`${room} ${shown[0] ?? 0}`)
  }
  if (acts.includes('read-alerts')) {
    const { items } = await person.call('GET /api/alerts', { query: { state: 'unresolved', limit: 100 } })
    await add('/alerts', items.filter(({ state }) => state === 'open').length)
  }
  if (acts.includes('read-case')) {
    const { items } = await person.call('GET /api/cases', { query: { limit: 500 } })
    await add('/cases', items.filter(({ state }) => state !== 'closed').length)
  }
  return { drawn: drawn.join(', '), told: told.join(', ') }
}

/** Events of the ledger behind `first` up to `last`: as many as were sent to whoever hears of everything. */
async function sentBetween({ first, last }: EventCount): Promise<number> {
  return inInstallation({ dataDir, databaseUrl: undefined }, async ({ foundation }) => {
    const rows = await foundation.db
      .selectFrom('ledgerEvent')
      .select((eb) => eb.fn.countAll<number>().as('events'))
      .where('seq', '>', first)
      .where('seq', '<=', last)
      .executeTakeFirstOrThrow()
    return Number(rows.events)
  })
}

interface Figures {
  heapMb: number
  /** Of the page as it is shown: as many as there is to show. */
  nodes: number
  /** Taken off the page, and held by something still. */
  detached: number
  listeners: number
}

async function figuresOf(page: Page, session: CDPSession): Promise<Figures> {
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN
  const nodes = await page.evaluate(() => {
    const all = document.createNodeIterator(document, NodeFilter.SHOW_ALL)
    let count = 0
    while (all.nextNode() !== null) count += 1
    return count
  })
  const heapMb = of('JSHeapUsedSize') / 1e6
  return { heapMb, nodes, detached: of('Nodes') - nodes, listeners: of('JSEventListeners') }
}

/** Median of each fifth of a series. */
function fifths(values: readonly number[]): number[] {
  const length = Math.ceil(values.length / 5)
  return [0, 1, 2, 3, 4].map((fifth) => quantile(values.slice(fifth * length, (fifth + 1) * length), 0.5))
}

it('stands for a week without being loaded again, nineteen others beside it: memory as it was, no event missed, all drawn', async () => {
  const wall = await open(ADMINISTRATOR, '/wall?rotate=20', { width: 1920, height: 1080 })
  const pages: Watched[] = []
  for (const [signInName, path] of others)
    pages.push(
      await open(
        signInName,
        path,
        signInName === 'liuguifang' ? { width: 390, height: 844 } : { width: 1440, height: 900 },
      ),
    )
  const session = await wall.page.context().newCDPSession(wall.page)
  await session.send('Performance.enable')
  await wait(WARM_MS)
  const found: Figures[] = []
  const until = performance.now() + (DAYS * 86_400_000) / SPEED
  while (performance.now() < until) {
    await wait(LOOK_MS)
    found.push(await figuresOf(wall.page, session))
  }
  const drawnAfter: number[] = []
  const notDrawn: string[] = []
  for (const watched of pages.filter((_, at) => others[at]?.[1] !== '/field')) {
    const begun = performance.now()
    const isDrawn = await eventually(`${watched.page.url()} to draw what the server tells`, async () => {
      const { drawn, told } = await railAndServer(watched)
      return drawn === told ? true : undefined
    }).catch(() => false)
    if (isDrawn) drawnAfter.push(performance.now() - begun)
    else notDrawn.push(new URL(watched.page.url()).pathname)
  }
  const counts = await Promise.all([wall, ...pages].map(({ count }) => count()))
  expect(await weike.stop()).toBe(0)
  const whole = counts.filter((_, at) => at === 0 || others[at - 1]?.[0] === ADMINISTRATOR)
  const sent: number[] = []
  for (const each of whole) sent.push(await sentBetween(each))
  const heap = fifths(found.map(({ heapMb }) => heapMb))
  const nodes = fifths(found.map((one) => one.nodes))
  const detached = fifths(found.map((one) => one.detached))
  const listeners = fifths(found.map((one) => one.listeners))
  const shown = (values: readonly number[], digits = 0) => values.map((one) => one.toFixed(digits)).join(', ')
  report(`the wall for ${DAYS} simulated days at ${SPEED}×, rotating, ${others.length} other browsers beside it`, [
    ['JS heap after collection by fifths [MB]', shown(heap, 1)],
    ['nodes shown by fifths', shown(nodes)],
    ['nodes taken off and still held by fifths', shown(detached)],
    ['listeners by fifths', shown(listeners)],
    ['events sent to each of the administrator’s pages', shown(sent)],
    ['events that reached each', shown(whole.map(({ seen }) => seen))],
    ['events that reached all pages', String(counts.reduce((sum, { seen }) => sum + seen, 0))],
    [
      'pages that drew what the server told, longest look [ms]',
      `${drawnAfter.length}, ${shown([Math.max(...drawnAfter)])}`,
    ],
  ])
  expect(notDrawn).toEqual([])
  expect(counts.map(({ loads, errors, twice }) => ({ loads, errors, twice }))).toEqual(
    counts.map(() => ({ loads: 1, errors: 0, twice: 0 })),
  )
  expect(Math.min(...whole.map(({ seen }) => seen))).toBeGreaterThan(0)
  expect(whole.map(({ seen }) => seen)).toEqual(sent)
  // The county begins empty: by the middle its lists are as full as they will be, and only what is not let go grows on.
  const [, , middle = 0, , last = Number.NaN] = heap
  expect(last).toBeLessThan(1.15 * middle)
  const [, , heldThen = 0, , heldNow = Number.NaN] = detached
  expect(heldNow).toBeLessThan(1.15 * heldThen + 100)
})
