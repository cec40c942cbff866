import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { act, signIn } from '../setup/api-client.ts'
import { eventually } from '../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { assignCase } from '../setup/field-work.ts'
import { demoWithoutSimulator, type RunningWeike, startWeike } from '../setup/weike.ts'
import { alertRow } from './parts/people.ts'
import { DEMO_PASSWORD, loggerAt, openStage, type Stage, type Visitor } from './parts/stage.ts'

const MINUTE = 60_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await groupWithinOneMinute(stage.weike)
})
afterAll(async () => {
  await stage?.close()
})

/** So that samples which are minutes apart are alerts of their own. */
async function groupWithinOneMinute({ http }: RunningWeike): Promise<void> {
  const dispatcher = await signIn(http, 'chenyiming', DEMO_PASSWORD)
  const rule = (await dispatcher.call('GET /api/rules')).items.find(
    (one) => one.kind === 'threshold' && one.resolution === 'realtime',
  )
  if (rule === undefined) throw new Error('the demo has no rule')
  const { id, version: expects } = rule
  await dispatcher.call('POST /api/rules/:id', {
    params: { id },
    body: act({ expects, rule: { ...rule, groupWindowMinutes: 1 } }),
  })
}

let minutesAgo = 120

/** A sample over the rule's line, five minutes after the one before; it is over when it has raised its alert. */
async function exceed({ hj212, http }: RunningWeike, value: number): Promise<void> {
  minutesAgo -= 5
  const at = Math.floor((Date.now() - minutesAgo * MINUTE) / 1000) * 1000
  await sendFrames(hj212, [uploadFrame({ ...loggerAt('QYW07'), at, data: `a34004-Rtd=${value},a34004-Flag=N` })])
  const dispatcher = await signIn(http, 'chenyiming', DEMO_PASSWORD)
  await eventually('the alert', async () =>
    (await dispatcher.call('GET /api/alerts')).items.find((alert) => alert.peakValue === value),
  )
}

async function expectState({ page }: Visitor, state: 'live' | 'lost'): Promise<void> {
  await page.locator(`[data-testid="live"][data-state="${state}"]`).waitFor()
}

const cutOff = {
  zh: { says: '连接中断', values: [81, 82, 83] },
  en: { says: 'Connection lost', values: [91, 92, 93] },
} as const

it.each(['zh', 'en'] as const)(
  'a page outlives its server: it says that it is cut off, then catches up by itself, in %s',
  async (language) => {
    const { says, values } = cutOff[language]
    const [before, away, after] = values
    const dispatcher = await stage.visit({ language, screen: 'desk', as: 'chenyiming' })
    const { page, watch } = dispatcher
    await dispatcher.goTo('/alerts?show=all')
    await exceed(stage.weike, before)
    await alertRow(dispatcher, before).waitFor()

    await stage.restart(async () => {
      await expectState(dispatcher, 'lost')
      expect(await page.getByTestId('live').innerText()).toContain(says)
      // What was there stays to be read.
      expect(await alertRow(dispatcher, before).count()).toBe(1)
      // The same county served at another address: what happens now the page cannot hear.
      const elsewhere = await startWeike(stage.home, demoWithoutSimulator)
      try {
        await exceed(elsewhere, away)
      } finally {
        await elsewhere.stop()
      }
      expect(await alertRow(dispatcher, away).count()).toBe(0)
    })
    await expectState(dispatcher, 'live')
    await alertRow(dispatcher, away).waitFor()
    await exceed(stage.weike, after)
    await alertRow(dispatcher, after).waitFor()
    expect(watch.documents()).toBe(1)
    expect(watch.faults().filter((fault) => fault.startsWith('thrown'))).toEqual([])
    await dispatcher.context.close()
  },
)

it('a phone that loses its network says so at once and is up to date when it is back', async () => {
  const leader = await stage.visit({ language: 'zh', screen: 'phone', as: 'hewenyuan' })
  await leader.goTo('/alerts?show=all')
  await leader.context.setOffline(true)
  await expectState(leader, 'lost')
  await exceed(stage.weike, 101)
  await leader.context.setOffline(false)
  await expectState(leader, 'live')
  await alertRow(leader, 101).waitFor()
  expect(leader.watch.documents()).toBe(1)
  await leader.context.close()
})

it('two tabs of one person both hear; when one signs out the other leaves as well, and shows nothing any more', async () => {
  const dispatcher = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await dispatcher.goTo('/alerts?show=all')
  const page = await dispatcher.context.newPage()
  const other: Visitor = { ...dispatcher, page }
  await page.goto('/alerts?show=all')
  await expectState(other, 'live')
  await exceed(stage.weike, 111)
  await Promise.all([alertRow(dispatcher, 111).waitFor(), alertRow(other, 111).waitFor()])

  await dispatcher.page.getByRole('button', { name: '陈一鸣' }).click()
  await dispatcher.page.getByRole('button', { name: '退出登录', exact: true }).click()
  await dispatcher.page.waitForURL('**/sign-in*')
  await page.waitForURL('**/sign-in*')
  await alertRow(other, 111).waitFor({ state: 'detached' })
  await page.goBack()
  await page.waitForURL('**/sign-in*')
  await alertRow(other, 111).waitFor({ state: 'detached' })
  await dispatcher.context.close()
})

it('eight tabs of one person all hear: a browser holds six connections to a server at most, so they share one stream', async () => {
  const dispatcher = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await dispatcher.goTo('/alerts?show=all')
  const tabs: Visitor[] = [dispatcher]
  while (tabs.length < 8) {
    const page = await dispatcher.context.newPage()
    const tab = { ...dispatcher, page }
    await page.goto('/alerts?show=all')
    await expectState(tab, 'live')
    tabs.push(tab)
  }
  await exceed(stage.weike, 121)
  await Promise.all(tabs.map((tab) => alertRow(tab, 121).waitFor()))
  await dispatcher.context.close()
})

it('a verdict and a silence of somebody else appear on the pages that are open', async () => {
  await exceed(stage.weike, 95)
  const other = await signIn(stage.weike.http, 'chenyiming', DEMO_PASSWORD)
  const alert = (await other.call('GET /api/alerts')).items.find((one) => one.peakValue === 95)
  if (alert === undefined) throw new Error('no alert')
  const watcher = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await watcher.goTo(`/alerts/${alert.id}`)
  const silences = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await silences.goTo('/alerts/silences')
  const { version } = (await other.call('GET /api/alerts/:id', { params: { id: alert.id } })).alert
  await other.call('POST /api/alerts/:id/verify', {
    params: { id: alert.id },
    body: act({ expects: version, verdict: 'weather', note: '静稳，全市同升' }),
  })
  await watcher.page.getByText('静稳，全市同升').waitFor()
  const until = new Date(Date.now() + 60 * MINUTE).toISOString()
  const what = { ruleId: null, stationId: null, factor: 'a05024', until, reason: '臭氧仪校准' }
  await other.call('POST /api/silences', { body: act(what) })
  await silences.page.getByRole('cell', { name: '臭氧仪校准' }).waitFor()
  await Promise.all([watcher, silences].map(({ context }) => context.close()))
})

/** How often a page asked for each address of the interface, without its query. */
function countsOf(page: Page): Map<string, number> {
  const counts = new Map<string, number>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) counts.set(pathname, (counts.get(pathname) ?? 0) + 1)
  })
  return counts
}

/** The inbox is asked for as the page begins, at each event of the chain, and at the first look. */
const inboxAsked = (counts: ReadonlyMap<string, number>, times: number) =>
  eventually(`the inbox asked for ${times} times`, async () => (counts.get('/api/inbox') ?? 0) >= times)

it('what came to the chain between the answers of a page and its stream is told by the stream; nothing else is asked twice', async () => {
  const other = await signIn(stage.weike.http, 'chenyiming', DEMO_PASSWORD)
  const { county } = await other.call('GET /api/regions').then(({ items }) => ({ county: items[0]?.id ?? '' }))
  const { page, t, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  // The page's own stream, which a test can hold up.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedWorker'))
  const [begins, goes] = [Promise.withResolvers<string | undefined>(), Promise.withResolvers<void>()]
  await page.route('**/api/events', async (route) => {
    begins.resolve(route.request().headers()['last-event-id'])
    await goes.promise
    await route.continue()
  })
  const session = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/session')
  const counts = countsOf(page)
  // Not until all is there: the stream never is.
  await page.goto('/cases')
  await page.getByRole('heading', { level: 1, name: t('web.room.cases') }).waitFor()
  const { place } = z.object({ place: z.int().positive() }).parse(await (await session).json())
  expect(Number(await begins.promise)).toBe(place)
  await other.call('POST /api/cases', {
    body: act({ title: '流前报来的积尘', sourceClass: 'dust', regionId: county }),
  })
  const row = page.getByRole('link', { name: '流前报来的积尘' })
  expect(await row.count()).toBe(0)
  const before = new Map(counts)
  goes.resolve()
  await row.first().waitFor()
  await inboxAsked(counts, 3)
  const again = [...counts].filter(([path, count]) => count > (before.get(path) ?? 0)).map(([path]) => path)
  // What the event of a case makes stale, once, and what the first look asks for: what the moment alone tells of.
  expect(again.sort()).toEqual(['/api/alerts', '/api/cases', '/api/inbox', '/api/readings/latest', '/api/tasks'])
  expect(counts.get('/api/cases')).toBe(2)
  expect([...before.keys()]).toEqual(expect.arrayContaining(['/api/session', '/api/circles', '/api/stations']))
  await context.close()
})

it('tabs that share a stream ask for nothing twice either, the later one no more than the first', async () => {
  const { page, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  const later = await context.newPage()
  const [first, second] = [countsOf(page), countsOf(later)]
  await goTo('/cases')
  await later.goto('/cases')
  for (const counts of [first, second]) {
    await inboxAsked(counts, 2)
    expect(counts.get('/api/cases')).toBe(1)
  }
  await context.close()
})

it('what news made stale while its page was away is asked for when that page stands again', async () => {
  const other = await signIn(stage.weike.http, 'chenyiming', DEMO_PASSWORD)
  const { items: regions } = await other.call('GET /api/regions')
  const { items: units } = await other.call('GET /api/units')
  const title = '走开时分派的积尘'
  const { id } = await other.call('POST /api/cases', {
    body: act({ title, sourceClass: 'dust', regionId: regions[0]?.id ?? '' }),
  })
  const visitor = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  const { page, goTo, context } = visitor
  await goTo(`/cases/${id}`)
  await expectState(visitor, 'live')
  await page.locator('.rail a[href="/cases"]').click()
  await page.waitForURL('**/cases')
  const housing = units.find(({ name }) => name === '区住建局')
  await assignCase(other, id, housing?.id ?? '')
  const card = page.getByRole('listitem').filter({ hasText: title }).filter({ hasText: '区住建局' })
  await card.waitFor()
  // In the page: when the frame with its head begins to be drawn, and when it asks.
  await page.evaluate((title) => {
    const changes = new MutationObserver(() => {
      if (!document.querySelector('main h1')?.textContent?.includes(title)) return
      changes.disconnect()
      requestAnimationFrame(() => performance.mark('head'))
    })
    changes.observe(document.body, { childList: true, subtree: true })
  }, title)
  const isAsked = page.waitForResponse((answer) => new URL(answer.url()).pathname === `/api/cases/${id}`)
  await card.getByRole('link').first().click()
  await isAsked
  await page.locator('main').getByText('区住建局').first().waitFor()
  const { head, asked } = await page.evaluate((path) => {
    const asks = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname === path)
    return {
      head: performance.getEntriesByName('head').map((one) => one.startTime),
      asked: asks.at(-1)?.startTime ?? 0,
    }
  }, `/api/cases/${id}`)
  expect(head).toHaveLength(1)
  expect(asked).toBeGreaterThan(head[0] ?? Number.POSITIVE_INFINITY)
  await context.close()
})

it('while a hand holds the page nothing of it is looked up; what came meanwhile is there when it lets go', async () => {
  const [held, free] = [
    await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' }),
    await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' }),
  ]
  for (const each of [held, free]) {
    await each.goTo('/alerts?show=all')
    await expectState(each, 'live')
  }
  await held.page.locator('main h1').hover()
  await held.page.mouse.down()
  // Twice: by the second, a page that does not wait has long shown the first.
  for (const value of [131, 132]) {
    await exceed(stage.weike, value)
    await alertRow(free, value).waitFor()
  }
  expect([await alertRow(held, 131).count(), await alertRow(held, 132).count()]).toEqual([0, 0])
  await held.page.mouse.up()
  await alertRow(held, 132).waitFor()
  for (const { context } of [held, free]) await context.close()
})
