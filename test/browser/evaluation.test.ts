import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, signIn } from '../setup/api-client.ts'
import { setEvaluationScenes } from './parts/evaluation-scenes.ts'
import { DEMO_PASSWORD, openStage, type Stage, settled, type Visitor } from './parts/stage.ts'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])

let stage: Stage
let year: number
let analyst: Visitor

beforeAll(async () => {
  stage = await openStage()
  year = (await setEvaluationScenes(stage.weike)).year
  analyst = await stage.visit({ language: 'zh', screen: 'desk', as: 'xuyan' })
})
afterAll(async () => {
  await stage?.close()
})

describe('the evaluation at the screen', () => {
  it.each([
    ['calendar', ''],
    ['year', '&tab=year'],
    ['ranking', '&tab=ranking'],
    ['change', '&tab=change'],
  ])('can be taken along as a picture: %s', async (name, more) => {
    const { page, t, goTo } = analyst
    await goTo(`/evaluation?year=${year}${more}`)
    await settled(page)
    const coming = page.waitForEvent('download')
    await page
      .getByRole('button', { name: t('web.evaluation.png') })
      .first()
      .click()
    const download = await coming
    const path = await download.path()
    const bytes = await readFile(path)
    expect(bytes.subarray(0, 4)).toEqual(PNG)
    expect(download.suggestedFilename()).toMatch(/\.png$/)
    // Twice as many points as the page has, so that it can be printed.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(2_000)
    const folder = process.env.WEIKE_PICTURES
    if (folder) await copyFile(path, join(folder, `picture-of-${name}.png`))
  })

  it('says on paper, where the top bar is not, that the demo is simulated', async () => {
    const { page, t, goTo } = analyst
    await goTo(`/evaluation?year=${year}`)
    const said = page.getByText(t('web.demo.explain'))
    expect(await said.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await said.isVisible()).toBe(true)
    expect(await page.getByText(t('web.demo.badge'), { exact: true }).isVisible()).toBe(false)
    await page.emulateMedia({ media: null })
    expect(await said.isVisible()).toBe(false)
  })

  it('has one row of choices on a phone, each to be pressed and, by keyboard, in sight', async () => {
    const { page, goTo, context } = await stage.visit({ language: 'en', screen: 'phone', as: 'xuyan' })
    for (const [more, many] of [
      ['', 3],
      ['&tab=year', 4],
      ['&tab=ranking', 6],
      ['&tab=change', 4],
    ] as const) {
      await goTo(`/evaluation?year=${year}${more}`)
      const choices = page.locator('.room').locator('select, .chip')
      await choices.nth(many - 1).waitFor({ state: 'attached' })
      expect(await choices.count()).toBe(many)
      const middles = new Set<number>()
      for (const choice of await choices.all()) {
        await choice.focus()
        const box = await choice.boundingBox()
        expect(box?.height).toBeGreaterThanOrEqual(44)
        expect(box?.x).toBeGreaterThanOrEqual(0)
        expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390)
        middles.add(Math.round((box?.y ?? 0) + (box?.height ?? 0) / 2))
      }
      expect(middles.size).toBe(1)
    }
    await context.close()
  })

  it('a day opens by keyboard, and its address is that of the day', async () => {
    const { page, t, goTo } = analyst
    await goTo(`/evaluation?year=${year}`)
    await page.locator(`[data-date="${year}-01-01"]`).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page
      .getByRole('dialog')
      .getByText(t('web.evaluation.six'))
      .or(page.getByRole('table').last())
      .first()
      .waitFor()
    expect(new URL(page.url()).searchParams.get('day')).toBe(`${year}-01-03`)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('a day is told in words where it is pointed at, and opens by a press', async () => {
    const { page, goTo } = analyst
    for (const path of [`/evaluation?year=${year}`, `/stations/QY001?year=${year}`]) {
      await goTo(path)
      const day = page.locator(`[data-date="${year}-02-11"]`)
      const words = await day.getAttribute('aria-label')
      expect(words).toMatch(new RegExp(`^${year}-02-11·AQI \\d+·`))
      const tip = page.locator('svg:has([data-date]) title')
      expect(await tip.count()).toBe(0)
      await day.hover()
      await tip.waitFor({ state: 'attached' })
      expect(await tip.textContent()).toBe(words)
      await day.click()
      await page.waitForURL(`**day=${year}-02-11*`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  it('what a second person agrees to elsewhere is on the page at once, with and without', async () => {
    const { page, t, goTo } = analyst
    await goTo(`/evaluation?tab=year&year=${year}&period=${year}-03`)
    await settled(page)
    expect(await page.getByLabel(t('web.evaluation.version')).count()).toBe(0)
    const leader = await signIn(stage.weike.http, 'hewenyuan', DEMO_PASSWORD)
    const [waiting] = (await leader.call('GET /api/exclusions')).items
    await leader.call('POST /api/exclusions/:id/approve', {
      params: { id: waiting?.id ?? '' },
      body: act({ expects: waiting?.version ?? 0 }),
    })
    await page.getByLabel(t('web.evaluation.version')).waitFor()
  })
})
