import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SignedIn, signIn } from '../setup/api-client.ts'
import { setFeeds, setStaleAlert } from './parts/feed-scenes.ts'
import { type Scenes, setScenes } from './parts/scenes.ts'
import { DEMO_PASSWORD, openStage, type Stage } from './parts/stage.ts'

let stage: Stage
let scenes: Scenes
let dispatcher: SignedIn
beforeAll(async () => {
  stage = await openStage()
  scenes = await setScenes(stage.weike)
  dispatcher = await signIn(stage.weike.http, 'chenyiming', DEMO_PASSWORD)
  await setStaleAlert(stage.home, (await setFeeds(stage.weike)).failing)
})
afterAll(async () => {
  await stage?.close()
})

const visit = () => stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })

it('the stream is narrowed, keeps it in its address, and says so when nothing is left', async () => {
  const { page, t, goTo, context } = await visit()
  await goTo('/alerts?show=all')
  const rows = page.getByTestId('alert-row')
  await rows.first().waitFor()
  const all = await rows.count()
  await page.getByRole('combobox', { name: t('web.rule.kind') }).selectOption('stale')
  await page.waitForURL('**/alerts?*kind=stale*')
  await expect.poll(() => rows.count()).toBe(1)
  expect(all).toBeGreaterThan(1)
  await goTo(new URL(page.url()).pathname + new URL(page.url()).search)
  await rows.first().waitFor()
  expect(await rows.count()).toBe(1)
  await page.getByRole('combobox', { name: t('web.rule.severity') }).selectOption('urgent')
  await page.getByText(t('web.alerts.empty.narrowed')).waitFor()
  await page.getByRole('link', { name: t('web.alerts.empty.widen') }).click()
  await expect.poll(() => rows.count()).toBe(all)
  await context.close()
})

it('an alert is acknowledged from its row', async () => {
  const { page, t, goTo, context } = await visit()
  await goTo('/alerts?kind=stale')
  const row = page.getByTestId('alert-row')
  await row.getByRole('button', { name: t('web.alert.acknowledge'), exact: true }).click()
  await row.getByText(t('web.alerts.acknowledged', { name: '陈一鸣' })).waitFor()
  await row.getByRole('link', { name: t('web.alerts.to-verify') }).waitFor()
  await context.close()
})

it('a problem is opened from an alert, and its page leads back', async () => {
  const { page, t, goTo, context } = await visit()
  await goTo(`/alerts/${scenes.alert}`)
  await page.getByRole('button', { name: t('web.alert.open-case'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('web.alert.open-case') })
  await dialog.getByRole('radio', { name: t('web.source.dust') }).check({ force: true })
  await dialog.getByRole('button', { name: t('web.report.button'), exact: true }).click()
  await page.waitForURL('**/cases/*')
  await page.getByText(t('web.case.from-alert')).waitFor()
  const { items } = await dispatcher.call('GET /api/alerts', { query: { limit: 50 } })
  const number = items.find(({ id }) => id === scenes.alert)?.number ?? ''
  await page.getByRole('link', { name: number }).first().click()
  await page.waitForURL(`**/alerts/${scenes.alert}`)
  await context.close()
})

it('a silence is taken back by a key, and is over', async () => {
  const { page, t, goTo, context } = await visit()
  const lasting = async () =>
    (await dispatcher.call('GET /api/silences')).items.filter(({ isOver }) => !isOver).map(({ id }) => id)
  const before = await lasting()
  await goTo(`/alerts/${scenes.alert}`)
  await page.getByRole('button', { name: t('web.alert.silence'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('web.silence.title') })
  await dialog.getByRole('textbox', { name: t('web.column.reason') }).fill('误按')
  await dialog.getByRole('button', { name: t('web.silence.button'), exact: true }).click()
  await page.getByText(t('web.silence.made')).waitFor()
  expect(await lasting()).toHaveLength(before.length + 1)
  await page.keyboard.press('u')
  await page.getByText(t('web.toasts.undone', { text: t('web.silence.made') })).waitFor()
  expect((await lasting()).toSorted()).toEqual(before.toSorted())
  await context.close()
})

it('a rule is tried on a past day', async () => {
  const { page, t, goTo, context } = await visit()
  await goTo('/alerts/rules/new?kind=threshold')
  const panel = page.getByRole('region', { name: t('web.day-test.title') })
  await panel.getByRole('button', { name: t('web.day-test.ask'), exact: true }).click()
  await panel
    .getByText(t('web.preview.times', { alerts: 0 }))
    .or(panel.getByRole('listitem').first())
    .first()
    .waitFor()
  await panel.getByRole('group').waitFor()
  await context.close()
})
