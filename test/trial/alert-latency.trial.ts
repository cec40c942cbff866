import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { devices } from '../../simulator/place.ts'
import { act, signIn } from '../setup/api-client.ts'
import { chromiumOptions } from '../setup/chromium.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { inTime } from '../setup/eventually.ts'
import { ms, quantile, randomFrom, report, seedOfRun, times } from './parts/figures.ts'
import { framed, stamp } from './parts/frames.ts'
import { type Address, serve, type Weike } from './parts/weike.ts'

const ALERTS = times(200)
const DEMO_PASSWORD = 'weike-demo'
/** Every frame is an alert of its own: their seconds are further apart than what the rule groups. */
const GROUP_WINDOW_MINUTES = 0.005
/** Each alert shows another value, by which its row is known. [µg/m³] */
const FIRST_VALUE = 76
const VISIBLE_WITHIN_MS = 1000

let dataDir: string
let weike: Weike | undefined
let browser: Browser | undefined

beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(async () => {
  await browser?.close()
  await weike?.stop()
  await removeDataDirectory(dataDir)
})

it(`the open page shows each of ${ALERTS} alerts in under a second after its frame was sent, without a reload`, async () => {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  weike = await serve({ dataDir, args: ['--demo', '--no-simulator'] })
  const { http, hj212 } = weike
  await narrowTheGroups(http)
  browser = await chromium.launch(chromiumOptions())
  const page = await openAlerts(browser, http)
  let navigations = 0
  page.on('framenavigated', () => {
    navigations += 1
  })
  await noteRows(page)

  const firstSecond = Math.floor(Date.now() / 1000) * 1000 - (ALERTS + 60) * 1000
  const inDom: number[] = []
  const painted: number[] = []
  for (let round = 0; round < ALERTS; round += 1) {
    const value = FIRST_VALUE + round
    // Not in step with anything that the page or the server does at intervals.
    await delay(random(0, 250))
    const sent = Date.now()
    await sendOne(hj212, frameOf(firstSecond + round * 1000, value))
    const seen = await inTime(`the row of ${value} µg/m³`, awaitRow(page, value))
    inDom.push(seen.inDom - sent)
    painted.push(seen.painted - sent)
  }

  report(`${ALERTS} alerts on the open page (Chromium, 告警), from sending the frame`, [
    ['seed', String(seed)],
    ['row in the DOM', latency(inDom)],
    ['row painted in the window', latency(painted)],
    ['reloads', String(navigations)],
  ])
  expect(navigations).toBe(0)
  expect(Math.max(...painted)).toBeLessThan(VISIBLE_WITHIN_MS)
})

function latency(values: readonly number[]): string {
  return `p50 ${ms(quantile(values, 0.5))}, p99 ${ms(quantile(values, 0.99))}, max ${ms(Math.max(...values))}, n = ${values.length}`
}

async function narrowTheGroups(http: string): Promise<void> {
  const administrator = await signIn(http, 'tangweidong', DEMO_PASSWORD)
  const { items } = await administrator.call('GET /api/rules')
  for (const { id, version, threshold } of items) {
    await administrator.call('POST /api/rules/:id', {
      params: { id },
      body: act({ expects: version, threshold, groupWindowMinutes: GROUP_WINDOW_MINUTES, enabled: true }),
    })
  }
}

/** The alerts as the dispatcher has them open, the live stream running. */
async function openAlerts(opened: Browser, http: string): Promise<Page> {
  const { headers } = await signIn(http, 'chenyiming', DEMO_PASSWORD)
  const [name = '', value = ''] = (headers.cookie ?? '').split(/=(.*)/s)
  const context = await opened.newContext({ baseURL: http, locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name, value, url: http }])
  const page = await context.newPage()
  await page.goto('/alerts')
  await page.locator('[data-testid="live"][data-state="live"]').waitFor()
  return page
}

interface Seen {
  inDom: number
  painted: number
}

/** Notes on the page's own clock when each row came into the document, and when it had been painted in the window. */
async function noteRows(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<string, Seen>()
    const known = new WeakSet<Element>()
    const look = () => {
      for (const row of document.querySelectorAll('[data-testid="alert-row"]')) {
        if (known.has(row)) continue
        known.add(row)
        const inDom = Date.now()
        const value = /(\d+) µg\/m³/.exec(row.textContent ?? '')?.[1] ?? ''
        requestAnimationFrame(() =>
          setTimeout(() => {
            const { top, height, bottom } = row.getBoundingClientRect()
            if (height > 0 && top >= 0 && bottom <= innerHeight) seen.set(value, { inDom, painted: Date.now() })
          }),
        )
      }
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { rowsSeen: seen })
  })
}

async function awaitRow(page: Page, value: number): Promise<Seen> {
  const handle = await page.waitForFunction((wanted) => {
    const { rowsSeen } = window as unknown as { rowsSeen: Map<string, Seen> }
    return rowsSeen.get(wanted)
  }, String(value))
  const seen = await handle.jsonValue()
  if (seen === undefined) throw new Error(`the row of ${value} was not seen`)
  return seen
}

/** As `weike send` does it: a connection, the frame, its answer. */
async function sendOne({ host, port }: Address, frame: Buffer): Promise<void> {
  const socket = connect(port, host)
  socket.write(frame)
  await inTime('the answer', once(socket, 'data'))
  socket.destroy()
}

function frameOf(at: number, value: number): Buffer {
  const logger = devices.find((device) => device.stationCode === 'QYW07')
  if (logger === undefined) throw new Error('no logger at QY001')
  const head = `QN=${stamp(at)}000;ST=22;CN=2011;PW=${logger.pw};MN=${logger.mn};Flag=5`
  return framed(`${head};CP=&&DataTime=${stamp(at)};a34004-Rtd=${value},a34004-Flag=N&&`)
}
