import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, type SignedIn, signIn } from '../setup/api-client.ts'
import { assignCase, mend, reportCase } from '../setup/field-work.ts'
import { DEMO_PASSWORD, openStage, type Stage, type Visitor } from './parts/stage.ts'

let stage: Stage
let dispatcher: SignedIn
let liaison: SignedIn
let townId: string
let housingId: string

beforeAll(async () => {
  stage = await openStage()
  const enter = (name: string) => signIn(stage.weike.http, name, DEMO_PASSWORD)
  ;[dispatcher, liaison] = await Promise.all([enter('chenyiming'), enter('zhoumin')])
  const regions = await dispatcher.call('GET /api/regions')
  townId = regions.items.find(({ level }) => level === 'town')?.id ?? ''
  const units = await dispatcher.call('GET /api/units')
  housingId = units.items.find(({ name }) => name === liaison.me.unit)?.id ?? ''
})
afterAll(async () => {
  await stage?.close()
})

const inbox = ({ page }: Visitor) => page.getByTestId('inbox')
const drawer = ({ page, t }: Visitor) => page.getByRole('dialog', { name: t('web.inbox.title') })

it('a case that is handed over appears without a reload, leads there, and is news once', async () => {
  const visitor = await stage.visit({ language: 'zh', screen: 'desk', as: 'zhoumin' })
  const { page, goTo, t, context } = visitor
  await goTo('/cases')
  expect(await inbox(visitor).getAttribute('data-waits')).toBeNull()
  const id = await reportCase(dispatcher, townId)
  await assignCase(dispatcher, id, housingId)
  await expect.poll(() => inbox(visitor).getAttribute('data-waits')).toBe('1')
  await expect.poll(() => inbox(visitor).getAttribute('data-unseen')).toBe('true')
  await page
    .getByRole('status')
    .filter({ hasText: t('web.inbox.counts', { waits: 1, unseen: 1 }) })
    .waitFor()

  await inbox(visitor).click()
  const waiting = drawer(visitor)
    .getByRole('link')
    .filter({ hasText: t('web.inbox.act.acknowledge') })
  expect(await waiting.getAttribute('href')).toBe(`/cases/${id}`)
  await drawer(visitor).getByText(t('web.story.case.assigned')).waitFor()
  await waiting.click()
  await page.waitForURL(`**/cases/${id}`)
  await expect.poll(() => drawer(visitor).count()).toBe(0)
  await expect.poll(() => inbox(visitor).getAttribute('data-unseen')).toBe('false')
  // Elsewhere it is seen as well; it waits until it is done.
  const elsewhere = await stage.visit({ language: 'en', screen: 'phone', as: 'zhoumin' })
  await elsewhere.goTo('/cases')
  await expect.poll(() => inbox(elsewhere).getAttribute('data-waits')).toBe('1')
  await expect.poll(() => inbox(elsewhere).getAttribute('data-unseen')).toBe('false')
  await Promise.all([context.close(), elsewhere.context.close()])
})

it('opens by g and i, says what was sent back, and closes by Escape', async () => {
  const id = await reportCase(dispatcher, townId)
  await assignCase(dispatcher, id, housingId)
  await mend(liaison, id)
  const params = { id }
  await liaison.call('POST /api/cases/:id/submit', { params, body: act({ expects: 4, result: '已清扫' }) })
  await dispatcher.call('POST /api/cases/:id/return', { params, body: act({ expects: 5, reason: '仍有积尘' }) })
  const visitor = await stage.visit({ language: 'en', screen: 'desk', as: 'zhoumin' })
  const { page, goTo, t, context } = visitor
  await goTo('/cases')
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await drawer(visitor).getByText(t('web.inbox.was-returned')).waitFor()
  await drawer(visitor).getByText(t('web.story.case.returned')).waitFor()
  await page.keyboard.press('Escape')
  await drawer(visitor).waitFor({ state: 'detached' })
  await context.close()
})

it('is friendly to whoever has nothing to do, and there on a phone', async () => {
  const visitor = await stage.visit({ language: 'zh', screen: 'phone', as: 'hezhiqiang' })
  const { goTo, t, context } = visitor
  await goTo('/cases')
  await inbox(visitor).click()
  await drawer(visitor).getByText(t('web.inbox.nothing')).waitFor()
  await drawer(visitor).getByText(t('web.inbox.no-news')).waitFor()
  await context.close()
})
