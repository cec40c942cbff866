import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signIn } from '../setup/api-client.ts'
import { chromiumArgs, chromiumPath } from '../setup/chromium.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { inInstallation } from '../setup/in-installation.ts'
import { quantile, report, times } from './parts/figures.ts'
import { serve, type Weike } from './parts/weike.ts'

/** The wall before the whole demo county, six hundred times as fast as life, for a simulated week, and never loaded again. */
const SPEED = 600
const DAYS = times(7)
const LOOK_MS = 5_000
/** Some time to draw everything for the first time, to fill its caches, to be compiled. */
const WARM_MS = 20_000

let dataDir: string
let weike: Weike
let browser: Browser

beforeAll(async () => {
  dataDir = await makeDataDirectory()
  weike = await serve({ dataDir, args: ['--demo', '--speed', String(SPEED), '--past-years', '0'] })
  browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArgs] })
})
afterAll(async () => {
  await browser?.close()
  await weike?.kill()
  await removeDataDirectory(dataDir)
})

/**
 * A wall that rotates, seen by the administrator, who hears of everything. Places in the chain that its stream brings are
 * counted on their way into the page.
 */
async function openWall(): Promise<Page> {
  const person = await eventually('to be let in', () =>
    signIn(weike.http, 'tangweidong', 'weike-demo').catch(() => undefined),
  )
  const context = await browser.newContext({ baseURL: weike.http, viewport: { width: 1920, height: 1080 } })
  const [name = '', value = ''] = (person.headers.cookie ?? '').split('=')
  await context.addCookies([{ name, value, url: weike.http, httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  await page.addInitScript(() => {
    const wall = { loads: 1, seen: 0, twice: 0, first: 0, last: 0, errors: 0 }
    Object.assign(window, { wall })
    addEventListener('error', () => {
      wall.errors += 1
    })
    const before = window.fetch
    window.fetch = async (input, init) => {
      const answer = await before(input, init)
      if (typeof input !== 'string' || !input.startsWith('/api/events') || answer.body === null) return answer
      let text = ''
      const counted = answer.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            text += new TextDecoder().decode(chunk)
            const frames = text.split('\n\n')
            text = frames.pop() ?? ''
            for (const frame of frames) {
              const id = Number(/^id: ?(\d+)$/m.exec(frame)?.[1] ?? Number.NaN)
              if (Number.isNaN(id)) continue
              if (/^event: ?seen$/m.test(frame)) {
                if (wall.first === 0) wall.first = id
                continue
              }
              if (id <= wall.last) wall.twice += 1
              wall.last = Math.max(wall.last, id)
              wall.seen += 1
            }
            controller.enqueue(chunk)
          },
        }),
      )
      return new Response(counted, { status: answer.status, headers: answer.headers })
    }
  })
  await page.goto('/wall?rotate=20')
  await page.locator('.wall [data-testid="live"][data-state="live"]').waitFor()
  return page
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

it('stands for a week without being loaded again: memory and page stay as they are, and no event is missed', async () => {
  const page = await openWall()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  await wait(WARM_MS)
  const found: Figures[] = []
  const until = performance.now() + (DAYS * 86_400_000) / SPEED
  while (performance.now() < until) {
    await wait(LOOK_MS)
    found.push(await figuresOf(page, session))
  }
  const told = await page.evaluate(() => ('wall' in window ? window.wall : null))
  const wall = { loads: 0, seen: 0, twice: 0, first: 0, last: 0, errors: 0, ...(typeof told === 'object' ? told : {}) }
  expect(await weike.stop()).toBe(0)
  const sent = await inInstallation({ dataDir, databaseUrl: undefined }, async ({ foundation }) => {
    const rows = await foundation.db
      .selectFrom('ledgerEvent')
      .select((eb) => eb.fn.countAll<number>().as('events'))
      .where('seq', '>', wall.first)
      .where('seq', '<=', wall.last)
      .executeTakeFirstOrThrow()
    return Number(rows.events)
  })
  const heap = fifths(found.map(({ heapMb }) => heapMb))
  const nodes = fifths(found.map((one) => one.nodes))
  const detached = fifths(found.map((one) => one.detached))
  const listeners = fifths(found.map((one) => one.listeners))
  const shown = (values: readonly number[], digits = 0) => values.map((one) => one.toFixed(digits)).join(', ')
  report(`the wall for ${DAYS} simulated days at ${SPEED}×, rotating`, [
    ['JS heap after collection by fifths [MB]', shown(heap, 1)],
    ['nodes shown by fifths', shown(nodes)],
    ['nodes taken off and still held by fifths', shown(detached)],
    ['listeners by fifths', shown(listeners)],
    ['events sent, seen, seen twice', `${sent}, ${wall.seen}, ${wall.twice}`],
    ['errors of the page', String(wall.errors)],
  ])
  expect({ loads: wall.loads, errors: wall.errors, twice: wall.twice }).toEqual({ loads: 1, errors: 0, twice: 0 })
  expect(wall.seen).toBeGreaterThan(0)
  expect(wall.seen).toBe(sent)
  // The county begins empty: by the middle its lists are as full as they will be, and only what is not let go grows on.
  const [, , middle = 0, , last = Number.NaN] = heap
  expect(last).toBeLessThan(1.15 * middle)
  const [, , heldThen = 0, , heldNow = Number.NaN] = detached
  expect(heldNow).toBeLessThan(1.15 * heldThen + 100)
})
