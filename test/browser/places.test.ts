import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../setup/eventually.ts'
import { openStage, type Stage, settled } from './parts/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

const onPhone = () => stage.visit({ language: 'zh', screen: 'phone', as: 'chenyiming' })

/** How far the room, and the row of rooms of the monitoring, are scrolled. [px] */
function places(page: Page): Promise<{ room: number; tabs: number }> {
  return page.evaluate(() => ({
    room: document.getElementById('room')?.scrollTop ?? -1,
    tabs: document.querySelector('.tabs')?.scrollLeft ?? -1,
  }))
}

async function scrollTo(page: Page, top: number, tabs = 0): Promise<void> {
  await page.evaluate(
    ([down, aside]) => {
      document.getElementById('room')?.scrollTo(0, down)
      document.querySelector('.tabs')?.scrollTo(aside, 0)
    },
    [top, tabs] as const,
  )
  // A place is known when the frame after it was drawn.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  expect(await places(page)).toMatchObject({ room: top, ...(tabs > 0 ? { tabs } : {}) })
}

/** A page left at a place and loaded again, in which what stations measure does not come until it is let go: it is too short. */
async function tooShort() {
  const { page, goTo, context } = await onPhone()
  await goTo('/monitoring')
  await scrollTo(page, 700)
  const { promise, resolve: letGo } = Promise.withResolvers<void>()
  await context.route('**/api/readings/latest*', async (route) => {
    await promise
    await route.continue()
  })
  const loadAgain = async () => {
    await page.reload()
    await page.locator('.waiting').first().waitFor()
  }
  await loadAgain()
  return { page, context, letGo, loadAgain }
}

it('whoever comes back is where they were, down and aside, though the page below its head is drawn later', async () => {
  const { page, goTo, context } = await onPhone()
  await goTo('/monitoring')
  await scrollTo(page, 700, 20)
  const station = page.locator('main a[href^="/stations/"]').nth(6)
  await station.evaluate((link: HTMLElement) => link.click())
  await page.waitForURL('**/stations/*')
  await settled(page)
  // Another page begins at its top.
  expect((await places(page)).room).toBe(0)
  await scrollTo(page, 400)
  await page.goBack()
  await page.waitForURL('**/monitoring')
  await settled(page)
  await eventually('the place of before', async () => (await places(page)).room === 700 || undefined)
  expect(await places(page)).toEqual({ room: 700, tabs: 20 })
  await page.goForward()
  await page.waitForURL('**/stations/*')
  await settled(page)
  await eventually('the place of the other page', async () => (await places(page)).room === 400 || undefined)
  await context.close()
})

it('a page that is loaded again is where it was', async () => {
  const { page, goTo, context } = await onPhone()
  await goTo('/monitoring')
  await scrollTo(page, 640)
  await page.reload()
  await settled(page)
  await eventually('the place of before', async () => (await places(page)).room === 640 || undefined)
  await context.close()
})

it('whoever goes on before a page is whole again finds their place in it the next time', async () => {
  const { page, context, letGo, loadAgain } = await tooShort()
  await loadAgain()
  expect((await places(page)).room).toBe(0)
  letGo()
  await settled(page)
  await eventually('the place of before', async () => (await places(page)).room === 700 || undefined)
  await context.close()
})

it('a filter leaves a person where they are', async () => {
  const { page, goTo, context, t } = await onPhone()
  await goTo('/stations/QY001')
  await scrollTo(page, 500)
  await page.getByRole('combobox', { name: t('web.evaluation.year') }).evaluate((choice: HTMLSelectElement) => {
    choice.selectedIndex = 1
    choice.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await page.waitForURL('**year=*')
  await settled(page)
  expect((await places(page)).room).toBe(500)
  await context.close()
})

it('is not taken back to a place by what comes late, once a hand has taken hold of the page', async () => {
  const { page, context, letGo } = await tooShort()
  await page.mouse.move(195, 400)
  await page.mouse.wheel(0, -50)
  letGo()
  await settled(page)
  expect((await places(page)).room).toBe(0)
  await context.close()
})
