import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { civilDayOf, civilOf } from '../../src/standards/civil-time.ts'
import { overflow, rawTexts } from '../browser/parts/audit.ts'
import { type Screen, type Shade, screens, settled, shades, type Visitor, visit } from '../browser/parts/stage.ts'
import { type Language, languages } from '../browser/parts/words.ts'
import { chromiumOptions } from '../setup/chromium.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { contactSheet, type Shot } from './parts/contact-sheet.ts'
import { type DemoIds, type DemoScreen, demoIds, demoScreens } from './parts/demo-screens.ts'
import { demoPerson, serveLivedIn } from './parts/lived-in-demo.ts'
import type { Weike } from './parts/weike.ts'

/**
 * Every screen of Weike with the demo's data in it, in both languages, at a desk, in a hall, in a hand, light and dark: single
 * pictures and one sheet a screen, for people to look at. What no picture may have is looked for by the trial itself.
 *
 * `WEIKE_SCREENS` names the folder; `WEIKE_SCREENS_KEEP=1` makes the set of docs/screens instead, Chinese, desk and phone; `WEIKE_SCREENS_AT`
 * is the address of a demo that runs already; `-t NAME` takes one screen.
 */
const isKeeping = process.env.WEIKE_SCREENS_KEEP === '1'
const checkout = join(import.meta.dirname, '..', '..')

interface Variant {
  language: Language
  screen: Screen
  theme: Shade
}
const everyScreen: readonly Screen[] = ['desk', 'hall', 'phone']
const variants: readonly Variant[] = isKeeping
  ? (['desk', 'phone'] as const).map((screen) => ({ language: 'zh', screen, theme: 'light' }))
  : languages.flatMap((language) =>
      everyScreen.flatMap((screen) => shades.map((theme) => ({ language, screen, theme }))),
    )

let folder: string
let dataDir: string | undefined
let weike: Weike | undefined
let http: string
let browser: Browser
let ids: DemoIds
/** The demo's clock, which all but stands, when the first picture is taken. */
let shownAt: string
/** Cookies stay good for all browsers of a person. */
const open = new Map<string, Promise<Visitor>>()

beforeAll(async () => {
  folder = await folderOfPictures()
  process.stdout.write(`\npictures: ${folder}\n`)
  const running = process.env.WEIKE_SCREENS_AT
  if (running === undefined) {
    dataDir = await makeDataDirectory()
    weike = await serveLivedIn(dataDir)
  }
  http = running ?? weike?.http ?? ''
  browser = await chromium.launch(chromiumOptions())
  shownAt = inShanghai(Date.parse((await (await demoPerson(http, 'chenyiming')).call('GET /api/session')).now))
  ids = await demoIds((signInName) => demoPerson(http, signInName))
}, 60 * 60_000)
afterAll(async () => {
  if (isKeeping) await writeFile(join(folder, 'README.md'), index())
  await browser?.close()
  await weike?.stop()
  if (dataDir !== undefined) await removeDataDirectory(dataDir)
})

it.each(demoScreens)('$name', async (screen) => {
  const faults: string[] = []
  const shots: Shot[] = []
  for (const variant of variants) {
    const words = isKeeping ? variant.screen : `${variant.language}-${variant.screen}-${variant.theme}`
    const visitor = await visitorFor(screen, variant)
    const found = await faultsOf(screen, visitor)
    faults.push(...found.map((fault) => `${words}: ${fault}`))
    const file = join(folder, `${screen.name}-${words}.webp`)
    await writeFile(file, await picture(visitor))
    shots.push({ file, words })
  }
  if (!isKeeping) await contactSheet(browser, folder, screen.name, shots)
  expect(faults).toEqual([])
})

/** What is wrong with a screen once it stands. */
async function faultsOf(screen: DemoScreen, { page, watch, goTo }: Visitor): Promise<string[]> {
  watch.forget()
  try {
    const isQuiet = quietOf(page)
    await goTo(screen.path(ids))
    await eventually('every answer to be there', async () => (isQuiet() ? true : undefined))
    await settled(page)
  } catch (error) {
    return [`stays waiting: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`]
  }
  return [...watch.faults(), ...(await overflow(page)), ...(await rawTexts(page))]
}

/** Nothing has been asked for or come for so long: what a page asks for after its first answers is there, too. [ms] */
const QUIET_MS = 1_000

/** Whether a page has had its answers; the stream of events never ends and is not waited for. */
function quietOf(page: Page): () => boolean {
  let last = performance.now()
  const heard = () => {
    last = performance.now()
  }
  page.on('request', heard)
  page.on('requestfinished', heard)
  return () => performance.now() - last > QUIET_MS
}

/** One browser for each person, language, size and theme. */
function visitorFor({ as, name }: DemoScreen, { language, screen: size, theme }: Variant): Promise<Visitor> {
  // Nobody hangs a desk's screen on a wall.
  const screen = isKeeping && name === 'wall' && size === 'desk' ? 'hall' : size
  const key = `${as} ${language} ${screen} ${theme}`
  const visitor = open.get(key) ?? visit(browser, http, { language, screen, theme, ...(as === null ? {} : { as }) })
  open.set(key, visitor)
  return visitor
}

/** A picture of what the window shows, small enough to be kept by the hundred. A phone's is taken as wide as it is. */
async function picture({ page, context }: Visitor): Promise<Buffer> {
  await settled(page).catch(() => undefined)
  const session = await context.newCDPSession(page)
  const { width, height } = page.viewportSize() ?? screens.desk.viewport
  const clip = { x: 0, y: 0, width, height, scale: isKeeping && width < 800 ? 0.75 : 1 }
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: isKeeping ? 55 : 80, clip })
  await session.detach()
  return Buffer.from(data, 'base64')
}

async function folderOfPictures(): Promise<string> {
  const wanted = isKeeping ? join(checkout, 'docs', 'screens') : process.env.WEIKE_SCREENS
  if (wanted === undefined) return mkdtemp(join(tmpdir(), 'weike-screens-'))
  await mkdir(wanted, { recursive: true })
  return wanted
}

/** The page that shows the kept pictures. */
/** `2026-11-18 14:23` */
function inShanghai(instant: number): string {
  const { hour, minute } = civilOf(instant)
  return `${civilDayOf(instant)} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function index(): string {
  const lines = demoScreens.map(
    ({ name }) =>
      `## ${name}\n\n<img src="${name}-desk.webp" width="640"> <img src="${name}-phone.webp" width="185">\n`,
  )
  return `# 界面 Screens

演示区县在 ${shownAt} 的样子，数据都是模拟的；由 \`WEIKE_SCREENS_KEEP=1 npm run trial screens\` 生成。
The demo county at that instant; all data are simulated. Made by that command.

${lines.join('\n')}`
}
