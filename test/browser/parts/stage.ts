import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { devices } from '../../../simulator/place.ts'
import { signIn } from '../../setup/api-client.ts'
import { bringIn } from '../../setup/bring-in.ts'
import { chromiumOptions } from '../../setup/chromium.ts'
import { eventually } from '../../setup/eventually.ts'
import { type FreshDatabase, freshDatabase } from '../../setup/fresh-database.ts'
import { demoWithoutSimulator, type RunningWeike, startWeike } from '../../setup/weike.ts'
import { isAsking, type Watch, watch } from './watch.ts'
import { type Language, type Words, wordsIn } from './words.ts'

export const DEMO_PASSWORD = 'weike-demo'

/** What people hold or sit in front of. */
export const screens = {
  desk: { viewport: { width: 1440, height: 900 } },
  hall: { viewport: { width: 1920, height: 1080 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const
export type Screen = keyof typeof screens

export const shades = ['light', 'dark'] as const
export type Shade = (typeof shades)[number]

/** The place of the county's national-control station, and where somebody stands who was sent there. */
export const atTheYard = { longitude: 113.5003, latitude: 29.5002, accuracy: 8 }

export interface Wish {
  language: Language
  screen: Screen
  /** Sign-in name of a person of the demo; left out: nobody has signed in. */
  as?: string
  /** What the machine wants; left out: WEIKE_THEME, and light where that says nothing. */
  theme?: Shade
  /** Where the device is, when it may tell. */
  at?: { longitude: number; latitude: number; accuracy: number }
}

/** Somebody at a screen: a browser of their own, with one page. */
export interface Visitor {
  context: BrowserContext
  page: Page
  watch: Watch
  t: Words
  /** Loads the page anew, as by a link that somebody sent. */
  goTo(path: string): Promise<void>
  /** Goes there inside the page that is open, as by a link on it. */
  walkTo(path: string): Promise<void>
}

/** The demo, served; and a browser to look at it. */
export interface Stage {
  home: FreshDatabase
  weike: RunningWeike
  browser: Browser
  visit(wish: Wish): Promise<Visitor>
  /** Ends the server and starts it again at the same addresses; `meanwhile` is done while nobody answers there. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

/** @throws Error when the web has not been built */
export async function openStage(): Promise<Stage> {
  const index = join(import.meta.dirname, '..', '..', '..', 'dist', 'web', 'index.html')
  if (!existsSync(index))
    throw new Error('the web is not built: run `npm run build` first (npm test does it by itself)')
  const home = await freshDatabase('embedded')
  // The source of a feed is on this machine.
  await writeFile(join(home.dataDir, 'weike.json'), JSON.stringify({ feeds: { allowPrivate: true } }))
  let browser: Browser | undefined
  let weike: RunningWeike | undefined
  const close = async () => {
    await browser?.close()
    await weike?.kill()
    await home.remove()
  }
  try {
    const [launched, started] = await Promise.all([
      chromium.launch(chromiumOptions()),
      startWeike(home, demoWithoutSimulator),
    ])
    browser = launched
    weike = started
    await meetTheNationalStation(started)
    return {
      home,
      browser,
      get weike() {
        return weike ?? started
      },
      visit: (wish) => visit(launched, started.http, wish),
      async restart(meanwhile) {
        await weike?.stop()
        try {
          await meanwhile?.()
        } finally {
          const ports = ['--port', new URL(started.http).port, '--hj212-port', String(started.hj212.port)]
          weike = await startWeike(home, [...demoWithoutSimulator, ...ports])
        }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The national station has no logger: where nobody has set its feed up, the first hour of a file makes the device it is known by. */
async function meetTheNationalStation({ http }: RunningWeike): Promise<void> {
  const administrator = await signIn(http, 'tangweidong', DEMO_PASSWORD)
  await bringIn(administrator, 'first-hour.csv', Buffer.from('time,station,PM2.5\n2020-01-01 01:00,QY001,35\n'))
}

/** Opens a browser of somebody's own at a Weike that is served. */
export async function visit(
  browser: Browser,
  url: string,
  { language, screen, as, at, theme = process.env.WEIKE_THEME === 'dark' ? 'dark' : 'light' }: Wish,
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    colorScheme: theme,
    ...screens[screen],
    ...(at === undefined ? {} : { geolocation: at, permissions: ['geolocation'] }),
  })
  context.setDefaultTimeout(20_000)
  if (as !== undefined) {
    const person = await signIn(url, as, DEMO_PASSWORD)
    const [name = '', value = ''] = (person.headers.cookie ?? '').split('=')
    await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }])
  }
  const page = await context.newPage()
  const watching = await watch(page)
  return {
    context,
    page,
    watch: watching,
    t: wordsIn(language),
    async goTo(path) {
      await page.goto(path)
      await settled(page)
    },
    async walkTo(path) {
      await page.evaluate((there) => history.pushState(null, '', there), path)
      await page.waitForURL((url) => `${url.pathname}${url.search}` === path)
    },
  }
}

/**
 * Waits until a page shows what it fetched: everything it asked for is answered, nothing is still a grey line or to be drawn
 * later, no picture on its way, no dialog half faded in; and so it is two frames later.
 */
export async function settled(page: Page): Promise<void> {
  await eventually('a page that shows what it asked for', async () => {
    await page.waitForFunction(isStanding)
    if (isAsking(page)) return undefined
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    return !isAsking(page) && (await page.evaluate(isStanding)) ? page : undefined
  })
}

/** In the page. */
function isStanding(): boolean {
  const pictures = [...document.images].filter((image) => image.loading !== 'lazy')
  const live = document.querySelector('[data-testid="live"]')
  return (
    document.querySelector('main') !== null &&
    document.querySelector('.waiting, [data-later], [data-looks]') === null &&
    (live === null || live.getAttribute('data-state') === 'live') &&
    document.getAnimations().every(({ playState }) => playState !== 'running') &&
    pictures.every((image) => image.complete)
  )
}

/** The logger of a station, as a frame names it. */
export function loggerAt(stationCode: string): { mn: string; pw: string } {
  const found = devices.find((device) => device.stationCode === stationCode)
  if (found === undefined) throw new Error(`no logger at ${stationCode}`)
  return { mn: found.mn, pw: found.pw }
}
