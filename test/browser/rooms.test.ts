import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Scenes, setScenes } from './parts/scenes.ts'
import { openStage, type Stage } from './parts/stage.ts'
import { wordsIn } from './parts/words.ts'

/** What each role finds in the rail, in its order. */
// biome-ignore format: a table to proof-read
const rooms: readonly (readonly [who: string, rooms: string])[] = [
  ['tangweidong', '驾驶舱 监测 评价 预警 任务 问题 四源 消息 台账 设置'],
  ['chenyiming',  '驾驶舱 监测 评价 预警 任务 问题 四源 消息 设置'],
  ['zhoumin',     '驾驶舱 监测 评价 预警 任务 问题 四源 设置'],
  ['liuguifang',  '驾驶舱 监测 评价 预警 任务 问题 四源 设置'],
  ['hewenyuan',   '驾驶舱 监测 评价 预警 任务 问题 四源 设置'],
  ['xuyan',       '驾驶舱 监测 评价 预警 问题 四源 设置'],
  ['hezhiqiang',  '问题 四源 设置'],
  ['fangsuqin',   '驾驶舱 监测 评价 预警 任务 问题 四源 消息 台账 设置'],
]

let stage: Stage
let scenes: Scenes
beforeAll(async () => {
  stage = await openStage()
  scenes = await setScenes(stage.weike)
})
afterAll(async () => {
  await stage?.close()
})

it.each(rooms)('%s finds %s in the rail and comes in at the first of them', async (who, expected) => {
  const { page, goTo, t } = await stage.visit({ language: 'zh', screen: 'desk', as: who })
  await goTo('/')
  const rail = page.getByRole('navigation', { name: t('web.shell.rooms') }).locator('.rail-link > span:first-child')
  expect((await rail.allInnerTexts()).join(' ')).toBe(expected)
  expect(new URL(page.url()).pathname).toBe(expected.startsWith('驾驶舱') ? '/' : '/cases')
})

it('who works tasks comes in at the field', async () => {
  const { page, t } = await stage.visit({ language: 'zh', screen: 'phone' })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: '刘桂芳' }).tap()
  await page.getByRole('heading', { name: t('web.field.title') }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/field')
})

it.each([
  { name: 'the return of a case', title: 'web.return.title', kind: 'cases' },
  { name: 'the sending of a task', title: 'web.send.title', kind: 'alerts' },
] as const)('the dialog for $name stays with the page it was opened on', async ({ title, kind }) => {
  const { page, t, goTo, walkTo } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  const { alert, cases } = scenes
  const [before, here] =
    kind === 'cases' ? [`/cases/${cases.closed}`, `/cases/${cases.submitted}`] : ['/alerts', `/alerts/${alert}`]
  await goTo(before)
  await walkTo(here)
  await page.getByRole('button', { name: t(title), exact: true }).click()
  await page.getByRole('dialog', { name: t(title) }).waitFor()
  await page.goBack()
  await page.waitForURL(`**${before}`)
  await page.getByRole('dialog').waitFor({ state: 'detached', timeout: 10_000 })
})

it('the list of cases is narrowed, keeps it in its address, and shows the columns that somebody chose', async () => {
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await goTo('/cases?show=all&view=table')
  const rows = page
    .getByRole('table')
    .getByRole('row')
    .filter({ has: page.getByRole('link') })
  const all = await rows.count()
  const unit = page.getByRole('combobox', { name: t('web.column.unit') })
  const name = (await unit.locator('option').nth(1).textContent()) ?? ''
  const ofUnit = await rows.filter({ hasText: name }).count()
  expect(ofUnit).toBeGreaterThan(0)
  // The case that nobody was given yet is of no unit.
  expect(ofUnit).toBeLessThan(all)
  await unit.selectOption({ index: 1 })
  await page.waitForURL('**/cases?*unit=*')
  await expect.poll(() => rows.count()).toBe(ofUnit)
  await goTo(new URL(page.url()).pathname + new URL(page.url()).search)
  expect(await rows.count()).toBe(ofUnit)

  const heads = page.getByRole('columnheader')
  const before = await heads.count()
  await page.getByText(t('web.table.columns', { shown: before, all: before })).click()
  await page.getByRole('checkbox', { name: t('web.column.region') }).uncheck()
  expect(await heads.count()).toBe(before - 1)
  await goTo('/cases?view=table')
  expect(await page.getByRole('columnheader', { name: t('web.column.region') }).count()).toBe(0)
  expect(await page.getByRole('columnheader').count()).toBe(before - 1)
  await context.close()
})

it('a door that is not open says so and shows nothing', async () => {
  const { page, t } = await stage.visit({ language: 'zh', screen: 'phone', as: 'liuguifang' })
  await page.goto('/ledger')
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
  expect(await page.getByRole('link', { name: t('web.ledger.export') }).count()).toBe(0)
})

it('the language is changed on the spot, for good, and the server answers in it', async () => {
  const { page, watch, context, goTo } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await goTo('/alerts')
  await page.getByRole('button', { name: 'EN', exact: true }).click()
  await page.getByRole('heading', { name: wordsIn('en')('web.room.alerts') }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  expect(watch.documents()).toBe(1)
  await goTo('/cases/00000000-0000-7000-8000-000000000000')
  expect(await page.getByRole('alert').innerText()).not.toMatch(/[\u4e00-\u9fff]/)
  await context.close()
})
