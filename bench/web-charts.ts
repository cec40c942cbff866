/**
 * What a frame costs while a year of hourly data of four stations is moved by hand: the built page `/compare` of a running demo
 * that holds a year of hours at four stations, in a real Chromium. The pointer drags the chart to and fro; a trace of the browser
 * tells how long the main thread worked between one frame and the next: all of its tasks, scripts, style, layout, paint.
 *
 * The reference is the same page at the same place with nothing moving but the pointer beside the chart. Told apart are the
 * frames in which the pointer comes in and only points, and the one in which the hand lets go and the address is written:
 * nothing moves in them.
 *
 * Prints a JSON line: what, n [frames], ours p50, p99 and max [ms of main-thread work a frame], pointing, reference, coming to rest, machine.
 * Run: node bench/web-charts.ts [--moves 240]   (after `npm run build`)
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { loggerAt, openStage, settled } from '../test/browser/parts/stage.ts'
import { signIn } from '../test/setup/api-client.ts'
import { bringIn } from '../test/setup/bring-in.ts'
import { quantile } from '../test/trial/parts/figures.ts'
import { type FrameWork, frameCategories, framesOf } from './parts/trace-frames.ts'

const { values: given } = parseArgs({ options: { moves: { type: 'string', default: '240' } } })
const MOVES = Number(given.moves)
const HOUR = 3_600_000
const HOURS = 365 * 24
const STATIONS = ['QY001', 'QY101', 'QY102', 'QYW01']

const stage = await openStage()
try {
  const to = Math.floor(Date.now() / HOUR) * HOUR
  const analyst = await signIn(stage.weike.http, 'xuyan', 'weike-demo')
  const { counts } = await bringIn(
    analyst,
    'year.csv',
    Buffer.from(['time,station,MN,PM2.5', ...hoursOf(to)].join('\n')),
  )
  if (counts?.taken !== HOURS * STATIONS.length) throw new Error(`not all hours came in: ${JSON.stringify(counts)}`)
  const visitor = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await visitor.goTo(`/compare?stations=${STATIONS.join(',')}&span=1y`)
  const { page } = visitor
  await page.locator('.time-chart canvas').waitFor()
  await settled(page)
  await page.waitForFunction(
    (series) =>
      performance.getEntriesByType('resource').filter(({ name }) => name.includes('/columns')).length >= series,
    STATIONS.length,
  )
  await settled(page)

  const reference = await traced(page, async (box) => {
    for (let step = 0; step < MOVES; step += 1)
      await page.mouse.move(box.x + 300 + 200 * Math.sin(step / 20), box.y - 60)
  })
  // The pointer comes in and goes to and fro: the crosshair follows it, and the readout tells the values there.
  const pointing = await traced(page, async (box) => {
    for (let step = 0; step < MOVES; step += 1)
      await page.mouse.move(box.x + box.width / 2 - 260 * Math.sin(step / 20), box.y + box.height / 2)
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  })
  // A hand takes hold and moves it.
  const moving = await traced(page, async (box) => {
    await page.keyboard.down('Shift')
    await page.mouse.down()
    for (let step = 0; step < MOVES; step += 1) {
      await page.mouse.move(box.x + box.width / 2 + 260 * Math.sin(step / 20), box.y + box.height / 2)
    }
  })
  // The hand lets go: the address is written.
  const resting = await traced(page, async () => {
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await settled(page)
  })
  const of = (frames: readonly FrameWork[], what: keyof FrameWork, share: number) =>
    Number(
      quantile(
        frames.map((frame) => frame[what]),
        share,
      ).toFixed(2),
    )
  console.log(
    JSON.stringify({
      what: 'main-thread work a frame while a year of hours of four stations is moved, 1440 × 900',
      n: moving.length,
      'ours p50 ms': of(moving, 'work', 0.5),
      'p99 ms': of(moving, 'work', 0.99),
      'max ms': of(moving, 'work', 1),
      'wall p50 ms': of(moving, 'wall', 0.5),
      'wall p99 ms': of(moving, 'wall', 0.99),
      'frames over 8 ms': moving.filter(({ work }) => work > 8).length,
      'of those over 8 ms without the collectors': moving.filter(({ work, collected }) => work - collected > 8).length,
      'pointing p50 ms': of(pointing, 'work', 0.5),
      'pointing p99 ms': of(pointing, 'work', 0.99),
      'pointing max ms': of(pointing, 'work', 1),
      'reference p50 ms': of(reference, 'work', 0.5),
      'coming to rest, max ms': of(resting, 'work', 1),
      machine: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, Chromium ${stage.browser.version()}, no GPU`,
    }),
  )
} finally {
  await stage.close()
}

/** Main-thread work of each frame [ms] while something is done over the chart. */
async function traced(
  page: Page,
  act: (box: { x: number; y: number; width: number; height: number }) => Promise<void>,
): Promise<FrameWork[]> {
  const box = await page.locator('.time-chart .u-over').first().boundingBox()
  if (box === null) throw new Error('no chart')
  await stage.browser.startTracing(page, { categories: [...frameCategories] })
  await act(box)
  const buffer = await stage.browser.stopTracing()
  return framesOf(JSON.parse(buffer.toString('utf8')))
}

/** Four courses with their days, weeks and seasons; never the same twice in a row. */
function* hoursOf(to: number): Generator<string> {
  for (const [place, station] of STATIONS.entries()) {
    // Where a station has a device for its meteorology as well, the hours are told whose they are.
    const { mn } = station === 'QY001' ? { mn: '' } : loggerAt(station)
    for (let hour = HOURS - 1; hour >= 0; hour -= 1) {
      const at = HOURS - hour
      const season = 1 + 0.6 * Math.cos((2 * Math.PI * at) / HOURS)
      const value =
        12 + 30 * season + 9 * Math.sin(at / 3.8 + place) + 7 * Math.sin(at / 31) + ((at * 7919 + place * 31) % 13)
      yield `${new Date(to - hour * HOUR).toISOString().slice(0, 19)}Z,${station},${mn},${value.toFixed(1)}`
    }
  }
}
