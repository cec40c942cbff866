import { afterAll, beforeAll, expect, it } from 'vitest'
import { overflow } from './parts/audit.ts'
import { type Scenes, setScenes } from './parts/scenes.ts'
import { openStage, type Stage, settled } from './parts/stage.ts'

let stage: Stage
let scenes: Scenes
beforeAll(async () => {
  stage = await openStage()
  scenes = await setScenes(stage.weike)
})
afterAll(async () => {
  await stage?.close()
})

/** The part of an A4 sheet that is printed on, at 96 dots to the inch: 210 × 297 mm less 12 mm at each side. [px] */
const upright = { width: 703, height: 1017 }
const lying = { width: 1032, height: 688 }

const rooms: readonly { name: string; path: (scenes: Scenes) => string; sheet: typeof upright; side: string }[] = [
  { name: 'the cockpit', path: () => '/', sheet: lying, side: 'landscape' },
  { name: 'a station', path: () => '/stations/QY001', sheet: lying, side: 'landscape' },
  { name: 'the cards of stations', path: () => '/monitoring?view=cards', sheet: lying, side: 'landscape' },
  { name: 'an alert', path: ({ alert }) => `/alerts/${alert}`, sheet: lying, side: 'landscape' },
  { name: 'the year table', path: () => '/evaluation?tab=year', sheet: lying, side: 'landscape' },
  { name: 'the cases', path: () => '/cases', sheet: lying, side: 'landscape' },
  { name: 'a case', path: ({ cases }) => `/cases/${cases.closed}`, sheet: upright, side: 'portrait' },
  { name: 'a task', path: ({ tasks }) => `/tasks/${tasks.done}`, sheet: upright, side: 'portrait' },
]

it.each(rooms)('$name is printed whole, without what can only be pressed', async ({ path, sheet, side }) => {
  const { page, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming', theme: 'dark' })
  await goTo(path(scenes))
  await page.setViewportSize(sheet)
  await page.emulateMedia({ media: 'print' })
  await settled(page)
  expect(await overflow(page)).toEqual([])
  for (const pressed of ['nav.rail', 'header.top', 'main .button', 'main .chips', 'main .take-along', '.map-control']) {
    const seen = await page.locator(pressed).evaluateAll((all) => all.filter((one) => one.checkVisibility()).length)
    expect(seen, pressed).toBe(0)
  }
  // Paper is light, whatever the screen was.
  const surface = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  expect(surface).toBe('rgb(255, 255, 255)')
  const rule = await page.evaluate(() =>
    document.adoptedStyleSheets.flatMap((one) => [...one.cssRules].map(({ cssText }) => cssText)).join(''),
  )
  expect(rule.includes('landscape')).toBe(side === 'landscape')
  expect(rule).toContain('清屿区')
  expect(rule).toContain(path(scenes))
  const heads = await page.locator('main thead').evaluateAll((all) => all.map((one) => getComputedStyle(one).display))
  expect(new Set(heads)).toEqual(new Set(heads.length === 0 ? [] : ['table-header-group']))
  const pdf = await page.pdf({ preferCSSPageSize: true })
  const [, wide = 0, high = 0] = /MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1')) ?? []
  expect(Number(wide) > Number(high)).toBe(side === 'landscape')
  await context.close()
})
