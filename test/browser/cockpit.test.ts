import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CockpitScenes, setCockpitScenes, setDayTarget } from './parts/cockpit-scenes.ts'
import { openStage, type Stage, settled, type Visitor } from './parts/stage.ts'
import { languages } from './parts/words.ts'

let stage: Stage
let scenes: CockpitScenes

beforeAll(async () => {
  stage = await openStage()
  scenes = await setCockpitScenes(stage.weike)
})
afterAll(async () => {
  await stage?.close()
})

const atDesk = (language: 'zh' | 'en' = 'zh') => stage.visit({ language, screen: 'desk', as: 'chenyiming' })

async function onWall(path: string): Promise<Visitor> {
  const visitor = await atDesk()
  await visitor.page.setViewportSize({ width: 1920, height: 1080 })
  await visitor.goTo(path)
  await visitor.page.locator('.strip-chart .aqi-lane').first().waitFor({ state: 'attached' })
  return visitor
}

/** What cannot be seen without scrolling: the room itself, or a part of the cockpit that holds more than it shows. */
function scrolling(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll(
        'main, .room, .cockpit, .cockpit-station, .cockpit-hand, .cockpit-strip, .budget, .curve',
      ),
    ]
      .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
      .map(
        (one) => `${one.className} ${one.scrollWidth}×${one.scrollHeight} in ${one.clientWidth}×${one.clientHeight}`,
      ),
  )
}

describe('the cockpit at a desk', () => {
  it.each(languages)('fits 1440 × 900 without scrolling: %s', async (language) => {
    const { page, goTo, context } = await atDesk(language)
    await goTo('/')
    await page.locator('.strip-chart .aqi-lane').first().waitFor({ state: 'attached' })
    expect(await scrolling(page)).toEqual([])
    await context.close()
  })

  it('tells the last hour with its index and change, of a station that has hours and no minutes', async () => {
    const { page, t, goTo, context } = await atDesk()
    await goTo('/')
    const now = page.getByRole('region', { name: t('web.cockpit.station-now') })
    await now.getByText(String(scenes.last), { exact: true }).waitFor()
    const told = (await now.innerText()).replaceAll(/\s+/g, ' ')
    // HJ 633-2026: 100 + (68 − 60)·50/55 = 107.3, upward.
    expect(told).toContain('AQI 108')
    expect(told).toContain('轻度污染')
    expect(told).toContain(`+${scenes.last - scenes.before}`)
    expect(told).not.toContain('实时')
    expect(await now.locator('.five li b').allInnerTexts()).toEqual(['96', '58', '41', '7', '0.9'])
    await context.close()
  })

  it('moves nothing when the numbers come', async () => {
    const { page, context } = await atDesk()
    const gate = Promise.withResolvers<void>()
    await page.route(/\/api\/(outlook|readings|alerts|cases|tasks|sources)/, async (route) => {
      await gate.promise
      await route.continue()
    })
    await page.goto('/')
    await page.locator('.curve').waitFor()
    await page.locator('.cockpit-map svg').first().waitFor()
    const before = await placesOf(page)
    expect(before).toHaveLength(10)
    gate.resolve()
    await settled(page)
    await page.locator('.strip-chart .aqi-lane').first().waitFor({ state: 'attached' })
    await page.locator('.curve-now').waitFor({ state: 'attached' })
    expect(await placesOf(page)).toEqual(before)
    await context.close()
  })

  it('reckons by a target as soon as somebody has set it, and says whose it is', async () => {
    const { page, t, goTo, context } = await atDesk()
    await goTo('/')
    const today = page.getByRole('row').filter({ hasText: t('web.budget.today') })
    await today.getByText('60', { exact: true }).waitFor()
    await page.getByText('GB 3095-2026', { exact: false }).first().waitFor({ state: 'attached' })
    await setDayTarget(stage.weike, 55)
    await today.getByText('55', { exact: true }).waitFor()
    await page.getByText('攻坚方案', { exact: false }).first().waitFor()
    // Of the hours of today that are over the last two are other than the rest.
    const { over, others, last, before } = scenes
    const sum = over < 2 ? null : (over - 2) * others + last + before
    if (sum !== null && over < 24) {
      const rest = Math.floor(((55 * 24 - sum) / (24 - over)) * 10 + 1e-9) / 10
      const told =
        rest < 0
          ? t('web.budget.state.out-of-reach')
          : rest >= 1000
            ? t('web.budget.state.safe')
            : `≤ ${rest.toFixed(1)}`
      await today.getByText(told, { exact: true }).waitFor()
    }
    await context.close()
  })

  it('changes to another station by the list behind its name', async () => {
    const { page, t, goTo, context } = await atDesk()
    await goTo('/')
    await page.getByLabel(t('web.cockpit.others')).selectOption({ index: 3 })
    await page.waitForURL(/station=/)
    const code = new URL(page.url()).searchParams.get('station') ?? ''
    expect(code).not.toBe('')
    await page
      .getByRole('region', { name: t('web.cockpit.station-now') })
      .getByRole('heading')
      .waitFor()
    expect(await page.getByLabel(t('web.cockpit.others')).inputValue()).toBe(code)
    await context.close()
  })
})

describe('the wall', () => {
  it('is dark, has no rail, shows all without scrolling, and nothing in it is under 20 px', async () => {
    const { page, t, context } = await onWall('/wall')
    expect(await page.getByRole('navigation', { name: t('web.shell.rooms') }).count()).toBe(0)
    expect(await scrolling(page)).toEqual([])
    const found = await page.evaluate(() => {
      const wall = document.querySelector('.wall')
      const small = [...document.querySelectorAll('.wall *')].flatMap((one) => {
        const hasText = [...one.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
        )
        const isSeen = one.closest('.unseen, title, caption') === null && one.getClientRects().length > 0
        const zoom = 'currentCSSZoom' in one ? Number(one.currentCSSZoom) : 1
        const size = Number.parseFloat(getComputedStyle(one).fontSize) * zoom
        return hasText && isSeen && size < 19.9 ? [`${one.tagName} ${one.textContent} ${size}`] : []
      })
      return { small, background: wall === null ? '' : getComputedStyle(wall).backgroundColor }
    })
    expect(found).toEqual({ small: [], background: 'rgb(10, 16, 22)' })
    await context.close()
  })

  it('rotates between stations when the address says so, each its time, and begins anew', async () => {
    const { page, t, context } = await atDesk()
    const start = Date.now()
    await page.clock.install({ time: start })
    await page.goto('/wall?rotate=120')
    const name = page.getByRole('region', { name: t('web.cockpit.station-now') }).getByRole('heading')
    const first = await shownName(name)
    // The wall began between the start and a minute later, and from now on its time stands.
    await page.clock.pauseAt(start + 60_000)
    await page.clock.runFor(50_000)
    expect(await shownName(name)).toBe(first)
    await page.clock.runFor(70_000)
    await page.getByText(/轮换 2\/\d+/).waitFor()
    expect(await shownName(name)).not.toBe(first)
    const count = Number((await page.getByText(/轮换 2\/\d+/).innerText()).split('/')[1])
    await page.clock.runFor((count - 1) * 120_000)
    await page.getByText(`轮换 1/${count}`).waitFor()
    expect(await shownName(name)).toBe(first)
    await context.close()
  })

  it('stays with its station when nobody told it to rotate', async () => {
    const { page, t, context } = await atDesk()
    await page.clock.install()
    await page.goto('/wall')
    const name = page.getByRole('region', { name: t('web.cockpit.station-now') }).getByRole('heading')
    const first = await shownName(name)
    await page.clock.runFor(10 * 60_000)
    expect(await shownName(name)).toBe(first)
    expect(await page.getByText(/轮换/).count()).toBe(0)
    await context.close()
  })

  it('fills the screen at the key f and leaves it at the same key', async () => {
    const { page, context } = await onWall('/wall')
    const isFull = () => page.evaluate(() => document.fullscreenElement !== null)
    await page.keyboard.press('f')
    await page.waitForFunction(() => document.fullscreenElement !== null)
    await page.keyboard.press('f')
    await page.waitForFunction(() => document.fullscreenElement === null)
    expect(await isFull()).toBe(false)
    await context.close()
  })

  it('asks the screen to stay awake, and again when it is looked at anew', async () => {
    const { page, goTo, context } = await atDesk()
    await page.addInitScript(() => {
      const asked: string[] = []
      const request = async (kind: string) => {
        asked.push(kind)
        return { release: async () => undefined }
      }
      Object.assign(window, { asked })
      Object.defineProperty(navigator, 'wakeLock', { value: { request } })
    })
    await goTo('/wall')
    await page.waitForFunction(() => 'asked' in window && Array.isArray(window.asked) && window.asked.length >= 1)
    const before = await page.evaluate(() =>
      'asked' in window && Array.isArray(window.asked) ? window.asked.length : 0,
    )
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await page.waitForFunction(
      (count) => 'asked' in window && Array.isArray(window.asked) && window.asked.length === count + 1,
      before,
    )
    await context.close()
  })
})

/** Where the parts of the cockpit lie. */
function placesOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...['.station-head', '.hero', '.now-line', '.five', '.budget', '.budget-note', '.curve'],
      ...['.cockpit-hand', '.cockpit-strip', '.cockpit-map'],
    ].flatMap((name) => {
      const one = document.querySelector(name)?.getBoundingClientRect()
      return one ? [`${name} ${one.x} ${one.y} ${one.width} ${one.height}`] : []
    }),
  )
}

/** The name of the station, once there is one. */
async function shownName(heading: ReturnType<Page['getByRole']>): Promise<string> {
  await heading.filter({ hasText: /\S/ }).waitFor()
  return heading.innerText()
}
