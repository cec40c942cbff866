/**
 * The cockpit's map with thousands of sources in a real Chromium: dragged to and fro and around for some seconds, once as it
 * opens (crowds are discs), once so near that each source is drawn on its own; between them brought nearer and farther again by
 * the wheel, and pointed at; then all of it again over a generated file of vector tiles. The server, the register and the page
 * are the whole Weike; the trace is Chromium's own.
 *
 * Prints a JSON line for each: what, n [sources], frames, main-thread work per frame (p50, p99, most) [ms], how many took longer
 * than the goal, and the same two without what the browser's collectors of garbage took in them, machine, and beside it the time
 * that passed with what other programs took, at which load. Frames without a graphics card: the browser draws on the CPU, as on the poorest of
 * desks, and tiles are drawn when the map rests.
 * Run: npm run build && node bench/web-map.ts [--sources 5000]
 */
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { signIn } from '../simulator/caller.ts'
import { handOver } from '../simulator/files.ts'
import { stations, towns } from '../simulator/place.ts'
import { registers } from '../simulator/registers.ts'
import { DEMO_PASSWORD, openStage } from '../test/browser/parts/stage.ts'
import { act, signIn as signInPerson } from '../test/setup/api-client.ts'
import { countryFile, putMap } from '../test/setup/tile-country.ts'
import { quantile } from '../test/trial/parts/figures.ts'
import { frameCategories, framesOf } from './parts/trace-frames.ts'

const { values: given } = parseArgs({ options: { sources: { type: 'string', default: '5000' } } })
const n = Number(given.sources)
const GOAL_MS = 8
const MOVES = 400
/** Turns of the wheel, and after how many of them it turns back; each brings nearer by 1.03: the map is drawn anew again and again. */
const [TURNS, TURNS_ONE_WAY, TURN_PX] = [240, 60, 12] as const
const kinds = ['construction-site', 'enterprise', 'restaurant', 'gate', 'yard', 'straw-plot']
/** Fractions that spread points evenly over a square without chance (Roberts 2018). */
const [SPREAD_X, SPREAD_Y] = [0.754_877_666, 0.569_840_291]

/** A register of so many sources over the county, denser toward its middle. */
function register(): Uint8Array<ArrayBuffer> {
  const [centre] = stations
  const [town] = towns
  const rows = Array.from({ length: n }, (_, at) => {
    const [x, y] = [((at * SPREAD_X) % 1) * 2 - 1, ((at * SPREAD_Y) % 1) * 2 - 1]
    const lon = (centre?.lonWgs84 ?? 0) + 0.11 * x * Math.abs(x) ** 0.5
    const lat = (centre?.latWgs84 ?? 0) + 0.08 * y * Math.abs(y) ** 0.5
    return [`B${at}`, `源 ${at}`, kinds[at % kinds.length], lon.toFixed(6), lat.toFixed(6), town?.name.zh].join(',')
  })
  return new TextEncoder().encode(['编码,名称,种类,经度,纬度,区域', ...rows].join('\r\n'))
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const stage = await openStage()
try {
  const caller = await signIn(stage.weike.http, 'tangweidong', DEMO_PASSWORD, wait)
  const ways = { wait, isStopped: () => false }
  for (const file of registers().filter(({ kind }) => kind !== 'sources')) await handOver(caller, file, ways)
  const trouble = await handOver(caller, { fileName: 'many.csv', kind: 'sources', bytes: register() }, ways)
  if (trouble !== null) throw new Error(trouble)
  await measureBoth('')
  await putMap(stage.home.dataDir, 'country.pmtiles', countryFile())
  const administrator = await signInPerson(stage.weike.http, 'tangweidong', DEMO_PASSWORD)
  const wanted = { kind: 'pmtiles', picture: null, file: 'country.pmtiles', credit: '', key: null }
  await administrator.call('POST /api/base-map', { body: act({ expects: 0, ...wanted }) })
  await measureBoth(', over tiles')
} finally {
  await stage.close()
}

async function measureBoth(over: string): Promise<void> {
  const { page, goTo, t, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await goTo('/')
  const map = page.locator('.map')
  await page.getByRole('button', { name: t('web.map.layer.dust') }).waitFor({ timeout: 60_000 })
  const tiles = page.locator('[data-testid="tiles"][data-state="shown"]')
  if (over !== '') await tiles.waitFor()
  await measure(`dragged, crowds as discs${over}`, page, drag)
  await measure(`brought nearer and farther by the wheel${over}`, page, wheel)
  await measure(`pointed at${over}`, page, point)
  for (let step = 0; step < 3; step += 1) await map.getByRole('button', { name: t('web.map.nearer') }).click()
  if (over !== '') await tiles.waitFor()
  await measure(`dragged, eight times nearer, each on its own${over}`, page, drag)
  await context.close()
}

/** From a point of the page. */
type Hands = (page: Page, x: number, y: number) => Promise<void>

async function drag(page: Page, x: number, y: number): Promise<void> {
  for (let at = 1; at <= MOVES; at += 1) {
    const turn = (2 * Math.PI * at) / 100
    // Around, ever wider: what is drawn comes to its end again and again.
    await page.mouse.move(x + at * 0.7 * Math.sin(turn), y + at * 0.4 * (Math.cos(turn) - 1))
  }
}

/** Nobody presses: what lies under the pointer is told. */
async function point(page: Page, x: number, y: number): Promise<void> {
  for (let at = 1; at <= MOVES; at += 1) {
    const turn = (2 * Math.PI * at) / 100
    await page.mouse.move(x + at * 0.4 * Math.sin(turn), y + at * 0.3 * (Math.cos(turn) - 1))
  }
}

async function wheel(page: Page): Promise<void> {
  for (let at = 0; at < TURNS; at += 1) {
    await page.mouse.wheel(0, Math.floor(at / TURNS_ONE_WAY) % 2 === 0 ? -TURN_PX : TURN_PX)
  }
}

async function measure(what: string, page: Page, hands: Hands): Promise<void> {
  const box = await page.locator('.map').boundingBox()
  if (box === null) throw new Error('there is no map')
  const [x, y] = [box.x + box.width * 0.5, box.y + box.height * 0.62]
  await page.mouse.move(x, y)
  // What a drag held back is looked up after it.
  await wait(2_000)
  if (hands === drag) await page.mouse.down()
  await stage.browser.startTracing(page, { categories: [...frameCategories] })
  await hands(page, x, y)
  const trace = await stage.browser.stopTracing()
  if (hands === drag) await page.mouse.up()
  const frames = framesOf(JSON.parse(trace.toString('utf8')))
  const works = frames.map(({ work }) => work)
  const own = frames.map(({ work, collected }) => work - collected)
  const told = (times: readonly number[], share: number) => Number(quantile(times, share).toFixed(2))
  console.log(
    JSON.stringify({
      what: `map ${what}`,
      n,
      frames: frames.length,
      'p50 [ms]': told(works, 0.5),
      'p99 [ms]': told(works, 0.99),
      'most [ms]': told(works, 1),
      'frames over 8 ms': works.filter((work) => work > GOAL_MS).length,
      'most without the collectors [ms]': told(own, 1),
      'of those over 8 ms without the collectors': own.filter((work) => work > GOAL_MS).length,
      'p99 of time passed [ms]': told(
        frames.map(({ wall }) => wall),
        0.99,
      ),
      'load of the machine': Number((loadavg()[0] ?? 0).toFixed(1)),
      'goal [ms]': GOAL_MS,
      machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    }),
  )
}
