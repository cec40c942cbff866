import { afterAll, beforeAll, expect, it } from 'vitest'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { DEMO_PASSWORD, loggerAt, openStage, type Stage, settled } from './parts/stage.ts'
import { focusIsSeen, tabTo } from './parts/tabbing.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const at = Math.floor(Date.now() / 1000) * 1000
  await sendFrames(stage.weike.hj212, [uploadFrame({ ...loggerAt('QYW07'), at, data: 'a34004-Rtd=93,a34004-Flag=N' })])
})
afterAll(async () => {
  await stage?.close()
})

it('from the door to an alert that is acknowledged and a task that is sent, nobody needs a mouse', async () => {
  const { page, t, watch, context } = await stage.visit({ language: 'zh', screen: 'desk' })
  await page.goto('/sign-in')
  await settled(page)
  await page.evaluate(() => (document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined))
  await tabTo(page, t('web.sign-in.name'))
  await page.keyboard.type('chenyiming')
  await tabTo(page, t('web.sign-in.password'))
  await page.keyboard.type(DEMO_PASSWORD)
  await page.keyboard.press('Enter')
  // The address is there before the page: until then letters go into the door's own fields.
  await page.getByRole('navigation', { name: t('web.shell.rooms') }).waitFor()
  await settled(page)

  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.waitForURL('**/alerts')
  await page.getByTestId('alert-row').first().waitFor()
  await page.keyboard.press('j')
  expect(await focusIsSeen(page)).toBe(true)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/alerts\/[\w-]+$/)
  // The address is there before the page, and the row that is still there has a button of the same name.
  await page
    .locator('.alert-head')
    .getByRole('button', { name: t('web.alert.acknowledge'), exact: true })
    .waitFor()
  await tabTo(page, t('web.alert.acknowledge'))
  expect(await focusIsSeen(page)).toBe(true)
  await page.keyboard.press('Enter')
  await page
    .getByText(t('web.alerts.acknowledged', { name: '陈一鸣' }))
    .first()
    .waitFor()

  await tabTo(page, t('web.send.title'))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: t('web.send.title') })
  await dialog.getByRole('radio').first().waitFor()
  await tabTo(page, t('web.send.instruction'))
  await page.keyboard.type('去柳林大道看看')
  await tabTo(page, t('web.send.submit'))
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page
    .getByRole('listitem')
    .filter({ hasText: t('web.task.state.sent') })
    .first()
    .waitFor()
  expect(watch.faults()).toEqual([])
  await context.close()
})

it('nothing moves for whoever wishes that nothing does, and something does for others', async () => {
  const moved = async (reducedMotion: 'reduce' | 'no-preference') => {
    const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
    await page.emulateMedia({ reducedMotion })
    await page.addInitScript(() => {
      const begun: string[] = []
      Object.assign(window, { begun })
      for (const kind of ['animationstart', 'transitionrun'] as const) {
        addEventListener(kind, ({ target }) =>
          begun.push(`${kind} ${target instanceof Element ? target.className : ''}`),
        )
      }
    })
    await goTo('/cases')
    await page.getByRole('button', { name: t('web.report.title'), exact: true }).click()
    await page.getByRole('dialog').waitFor()
    // What fades in has begun and come to its end: whoever closes it before its first frame sees nothing move.
    await settled(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: t('web.palette.title') }).waitFor()
    await settled(page)
    await page.keyboard.press('Escape')
    await page.locator('.rail a[href="/alerts"]').click()
    await page.getByTestId('alert-row').first().waitFor()
    await settled(page)
    const told = await page.evaluate(() =>
      'begun' in window && Array.isArray(window.begun) ? window.begun.map(String) : [],
    )
    await context.close()
    return told
  }
  expect(await moved('reduce')).toEqual([])
  expect((await moved('no-preference')).length).toBeGreaterThan(0)
})
