/**
 * What somebody waits for on a county's line: the built web before a demo that has been lived in, in a real Chromium with
 * 9 Mbit/s, 60 ms to the server and back, and a processor four times as slow (Chrome DevTools Protocol). Cold: nothing kept in
 * the browser but the session; the browser itself has shown a page before. The cockpit stands when its numbers, what needs a hand, the 48 hours and the outline of the county
 * are painted; then Ctrl+K opens the search. Warm: from the cockpit by links to alerts, cases, a station and back: until the page's
 * head is painted (what leads the cockpit is its number), and until what is below it is.
 *
 * Prints a line of JSON for each figure: what, n, median, worst, goal, load, machine. The first is what the machine is worth in this
 * hour: a fixed piece of a page's work before each load, without the slower processor. "Four times as slow" is as slow as that.
 * Run: npm run bench -- web   (or: npm run build && node bench/web.ts [--times 5] [--at http://127.0.0.1:8212])
 */
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import { settled, visit } from '../test/browser/parts/stage.ts'
import { chromiumOptions } from '../test/setup/chromium.ts'
import { makeDataDirectory, removeDataDirectory } from '../test/setup/data-directory.ts'
import { quantile } from '../test/trial/parts/figures.ts'
import { serveLivedIn } from '../test/trial/parts/lived-in-demo.ts'
import { watchedArgs, watchLoad } from './parts/web-load.ts'

const { values: given } = parseArgs({
  options: { times: { type: 'string', default: '5' }, at: { type: 'string' } },
})
const n = Number(given.times)

const LINE = { offline: false, latency: 60, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 }
const SLOWER = 4

/** The cockpit's parts with what they have to tell, not the places kept for it, in the order in which people look. */
const parts = {
  number: '.hero-value:not(:has(.hero-none))',
  budget: '.budget tbody td:not(:empty)',
  alerts: '.cockpit-hand .hand-part .rows, .cockpit-hand .hand-empty',
  strip: '.strip-chart .aqi-lane, .strip-empty',
  outline: '.land-county',
} as const

/** What is there when a page is: its head, which a person reads first, and what is below. */
const steps = [
  { name: 'cockpit → alerts', link: '.rail a[href="/alerts"]', head: 'main h1', whole: '.stream, .empty' },
  { name: 'alerts → cases', link: '.rail a[href="/cases"]', head: 'main h1', whole: '.cases .board, .cases table' },
  { name: 'cases → monitoring', link: '.rail a[href="/monitoring"]', head: 'main h1', whole: '.station-rows' },
  {
    name: 'monitoring → station',
    link: 'main a[href^="/stations/QY001"]',
    head: 'main h1',
    whole: '.station-overview',
  },
  { name: 'station → cockpit', link: '.rail a[href="/"]', head: '.hero-value', whole: '.strip-chart .aqi-lane' },
] as const

/** @returns address, and what ends it */
async function demo(): Promise<{ http: string; close(): Promise<void> }> {
  if (given.at !== undefined) return { http: given.at, close: async () => undefined }
  const dataDir = await makeDataDirectory()
  const weike = await serveLivedIn(dataDir)
  return {
    http: weike.http,
    async close() {
      await weike.stop()
      await removeDataDirectory(dataDir)
    },
  }
}

const { http, close } = await demo()
const options = chromiumOptions()
const browser = await chromium.launch({ ...options, args: [...options.args, ...watchedArgs] })
try {
  await begun(browser)
  const own: number[] = []
  const cold: Record<string, number>[] = []
  const warm: Record<string, number>[] = []
  for (let time = 0; time < n; time += 1) {
    const { own: machine, figures, routes } = await onceOn(browser)
    own.push(machine)
    cold.push(figures)
    warm.push(routes)
  }
  const goals: Readonly<Record<string, string>> = {
    'all stands ms': '< 1500',
    kB: '≤ 300',
    'layout shift': '< 0.02',
    'longest task ms': '≤ 200',
  }
  print('this machine: a fixed piece of a page ms', own)
  for (const what of Object.keys(cold[0] ?? {}))
    print(
      `cold cockpit: ${what}`,
      cold.map((one) => one[what] ?? Number.NaN),
      goals[what],
    )
  for (const what of Object.keys(warm[0] ?? {}))
    print(
      `warm: ${what}`,
      warm.map((one) => one[what] ?? Number.NaN),
      what.includes('head') ? '< 100' : '',
    )
} finally {
  await browser.close()
  await close()
}

async function onceOn(
  on: Browser,
): Promise<{ own: number; figures: Record<string, number>; routes: Record<string, number> }> {
  const { page, context } = await visit(on, http, { language: 'zh', screen: 'desk', as: 'chenyiming', theme: 'light' })
  try {
    const own = await page.evaluate(fixedPiece)
    const session = await context.newCDPSession(page)
    await slowDown(session)
    const load = await watchLoad(page, session, parts, '.palette-line')
    await page.goto('/', { waitUntil: 'commit' })
    const stood = await load.stood()
    const kB = load.bytes() / 1000
    await page.keyboard.press('Control+k')
    const input = await load.answered()
    await page.keyboard.press('Escape')
    await settled(page)
    const { shift, longestTask, answers } = await load.whole()
    const figures = {
      ...Object.fromEntries(Object.entries(stood).map(([part, at]) => [`${part} ms`, at])),
      'all stands ms': Math.max(...Object.values(stood)),
      'search opens ms': input,
      kB,
      answers,
      'layout shift': shift,
      'longest task ms': longestTask,
    }
    return { own, figures, routes: await walk(page) }
  } finally {
    await context.close()
  }
}

/**
 * Whoever opens the cockpit has used the browser before: its processes run and its Chinese letters are read in. And they are not
 * the first of all whom this server shows it.
 */
async function begun(on: Browser): Promise<void> {
  const { context, goTo } = await visit(on, http, { language: 'zh', screen: 'desk', as: 'chenyiming', theme: 'light' })
  await goTo('/')
  await context.close()
}

/** Runs in the page: rows of text are made, laid out and taken away, in code that has not run before. @returns how long it took [ms] */
function fixedPiece(): number {
  const begun = performance.now()
  for (let time = 0; time < 3; time += 1) {
    const list = document.createElement('div')
    for (let row = 0; row < 400; row += 1) {
      const line = document.createElement('p')
      line.setAttribute('class', `row-${row % 7}`)
      for (const text of ['微克', String(row * 1.5), '站点今日平均', 'PM2.5']) {
        const part = document.createElement(row % 2 === 0 ? 'b' : 'span')
        part.textContent = text
        line.append(part)
      }
      list.append(line)
    }
    document.body.append(list)
    list.getBoundingClientRect()
    list.remove()
  }
  return performance.now() - begun
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', LINE)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
}

/** The same way twice; the second time is warm. Measured in the page from the click until the frame with each is painted. */
async function walk(page: Page): Promise<Record<string, number>> {
  const times: Record<string, number> = {}
  for (const isWarm of [false, true]) {
    for (const { name, ...step } of steps) {
      await page.locator(step.link).first().waitFor()
      const took = await page.evaluate(goBy, step)
      if (isWarm) {
        times[`${name}, head ms`] = took.head
        times[`${name}, whole ms`] = took.whole
      }
      await settled(page)
    }
  }
  return times
}

/** Runs in the page. */
function goBy(step: { link: string; head: string; whole: string }): Promise<{ head: number; whole: number }> {
  return new Promise((resolve) => {
    const anchor = document.querySelector<HTMLAnchorElement>(step.link)
    const target = anchor ? new URL(anchor.href).pathname : ''
    const old = { head: document.querySelector(step.head), whole: document.querySelector(step.whole) }
    const begun = performance.now()
    const took: { head?: number; whole?: number } = {}
    anchor?.click()
    const isNew = (part: 'head' | 'whole') => {
      const shown = document.querySelector(step[part])
      return location.pathname === target && shown !== null && shown !== old[part]
    }
    // The first task after a frame is painted, before any other that waits.
    const painted = (then: () => void) => void scheduler.postTask(then, { priority: 'user-blocking' })
    const look = () => {
      const news = (['head', 'whole'] as const).filter((part) => took[part] === undefined && isNew(part))
      if (news.length > 0)
        painted(() => {
          for (const part of news) took[part] ??= performance.now() - begun
          if (took.head !== undefined && took.whole !== undefined) resolve({ head: took.head, whole: took.whole })
        })
      if (took.head === undefined || took.whole === undefined) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

function print(what: string, values: readonly number[], goal = ''): void {
  const digits = what.includes('shift') ? 3 : 0
  const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, Chromium ${browser.version()}`
  console.log(
    JSON.stringify({
      what,
      n: values.length,
      median: Number(quantile(values, 0.5).toFixed(digits)),
      worst: Number(Math.max(...values).toFixed(digits)),
      goal,
      load: loadavg().map((one) => Number(one.toFixed(1))),
      machine,
    }),
  )
}
