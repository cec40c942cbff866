import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Scenes, setScenes } from './parts/scenes.ts'
import { openStage, type Stage } from './parts/stage.ts'

let stage: Stage
let scenes: Scenes
beforeAll(async () => {
  stage = await openStage()
  scenes = await setScenes(stage.weike)
})
afterAll(async () => {
  await stage?.close()
})

const atDesk = (language: 'zh' | 'en' = 'zh') => stage.visit({ language, screen: 'desk', as: 'chenyiming' })

it('goes from room to room by g and a letter, and down a list by j', async () => {
  const { page, goTo, context } = await atDesk()
  await goTo('/')
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.waitForURL('**/cases')
  await goTo('/cases?view=table')
  const rows = page.getByRole('row').filter({ has: page.getByRole('link') })
  await rows.nth(1).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const second = await rows.nth(1).getByRole('link').first().getAttribute('href')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(second)
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${second}`)
  await context.close()
})

it.each(['zh', 'en'] as const)('finds a case by its number and opens it without a mouse, in %s', async (language) => {
  const { page, goTo, t, context } = await atDesk(language)
  await goTo('/alerts')
  const number = await numberOf(scenes.cases.closed)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: t('web.palette.title') }).waitFor()
  await page.keyboard.type(number)
  const found = page.getByRole('option').filter({ hasText: number })
  await found.waitFor()
  expect(await found.getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/cases/${scenes.cases.closed}`)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await context.close()
})

it('says so when nothing fits, and gives the focus back when it is closed', async () => {
  const { page, goTo, t, context } = await atDesk()
  await goTo('/alerts')
  const button = page.getByRole('button', { name: t('web.palette.title') })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: t('web.palette.title') }).waitFor()
  await page.keyboard.type('没有这样的东西')
  await page.getByText(t('web.palette.nothing', { text: '没有这样的东西' })).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: t('web.palette.title') }).waitFor({ state: 'detached' })
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true)
  await context.close()
})

it('leaves letters to a field that is being written in', async () => {
  const { page, goTo, context } = await atDesk()
  await goTo('/sources')
  await page.getByRole('searchbox').fill('')
  await page.getByRole('searchbox').pressSequentially('gc?j')
  expect(await page.getByRole('searchbox').inputValue()).toBe('gc?j')
  expect(new URL(page.url()).pathname).toBe('/sources')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await context.close()
})

it('shows every key on ?', async () => {
  const { page, goTo, t, context } = await atDesk()
  await goTo('/alerts')
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: t('web.keys.title') })
  await dialog.getByText(t('web.room.cockpit')).waitFor()
  await context.close()
})

it('is dark when somebody wants it dark, on the next page too', async () => {
  const { page, goTo, t, context } = await atDesk()
  await goTo('/alerts')
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  expect(await ground()).toBe('rgb(255, 255, 255)')
  await page.getByRole('button', { name: '陈一鸣' }).click()
  await page.getByRole('radio', { name: t('web.theme.dark') }).check()
  expect(await ground()).toBe('rgb(10, 16, 22)')
  await goTo('/cases')
  expect(await ground()).toBe('rgb(10, 16, 22)')
  await context.close()
})

async function numberOf(id: string): Promise<string> {
  const { page, goTo, context } = await atDesk()
  await goTo('/')
  const number = await page.evaluate(async (path) => (await (await fetch(path)).json()).case.number, `/api/cases/${id}`)
  await context.close()
  return String(number)
}
