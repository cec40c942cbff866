import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signIn as signInAsPerson } from '../../simulator/caller.ts'
import { handOver } from '../../simulator/files.ts'
import { registers } from '../../simulator/registers.ts'
import { act, type SignedIn, signIn } from '../setup/api-client.ts'
import { eventually } from '../setup/eventually.ts'
import { DEMO_PASSWORD, openStage, type Stage } from './parts/stage.ts'

let stage: Stage
let administrator: SignedIn
let dispatcher: SignedIn
beforeAll(async () => {
  stage = await openStage()
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const caller = await signInAsPerson(stage.weike.http, 'tangweidong', DEMO_PASSWORD, wait)
  for (const file of registers()) expect(await handOver(caller, file, { wait, isStopped: () => false })).toBe(null)
  administrator = await signIn(stage.weike.http, 'tangweidong', DEMO_PASSWORD)
  dispatcher = await signIn(stage.weike.http, 'chenyiming', DEMO_PASSWORD)
})
afterAll(async () => {
  await stage?.close()
})

const regions = async () => (await administrator.call('GET /api/regions')).items
const borderOf = async (id: string) =>
  (await administrator.call('GET /api/regions/outlines')).items.find(({ regionId }) => regionId === id)?.polygons

/** Where a point of the map lies on the screen, so far from its middle. */
async function fromMiddle(page: Page): Promise<(right: number, down: number) => { x: number; y: number }> {
  const box = await page.locator('.map').boundingBox()
  if (box === null) throw new Error('the map has no room')
  return (right, down) => ({ x: box.x + box.width / 2 + right, y: box.y + box.height / 2 + down })
}

/** Where on the screen the middle of a point of the line is drawn. */
async function pointAt(page: Page, point: number): Promise<{ x: number; y: number }> {
  const box = await page.locator(`[data-point="${point}"]`).boundingBox()
  if (box === null) throw new Error(`point ${point} is not seen`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

it('the cases lie on the map by their stage; one that is pressed is told of, and those without a place are counted', async () => {
  const [county] = await regions()
  const report = (title: string, place: object) =>
    dispatcher.call('POST /api/cases', { body: act({ title, sourceClass: 'dust', regionId: county?.id, ...place }) })
  const placed = await report('西侧堆场扬尘', { lon: 113.5, lat: 29.49 })
  await report('没有位置的一起', {})
  const { page, t, goTo, watch, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await goTo('/cases?view=map')
  watch.forget()
  await page.locator('.pin').first().waitFor()
  expect(await page.locator('.pin').count()).toBe(1)
  const table = page.getByRole('link', { name: t('web.cases.unplaced', { cases: 1 }) })
  await table.waitFor()
  await page.locator('.pin').click()
  await page.locator('.pin-chosen').waitFor()
  const card = page.getByRole('region', { name: t('web.cases.card') })
  await card.getByText('西侧堆场扬尘').waitFor()
  await card.getByText(t('web.case.state.reported')).waitFor()
  expect(new URL(page.url()).searchParams.get('at')).toBe(placed.id)
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  // By keyboard the list has the same case as a link.
  await page.getByRole('button', { name: t('web.map.list'), exact: true }).click()
  await page
    .getByRole('region', { name: t('web.map.list') })
    .getByRole('link', { name: /西侧堆场扬尘/ })
    .waitFor()
  // Filters hold for the map as for the table.
  await page.goto('/cases?view=map&source=living')
  await page.getByText(t('web.cases.empty.open')).waitFor()
  await goTo('/cases?view=map')
  await table.click()
  await page.getByRole('link', { name: '没有位置的一起' }).waitFor()
  expect(watch.faults()).toEqual([])
  await context.close()
})

it('the map of the cases is at hand on a phone', async () => {
  const { page, t, goTo, context } = await stage.visit({ language: 'en', screen: 'phone', as: 'chenyiming' })
  await goTo('/cases')
  await page.getByRole('link', { name: t('web.cases.map'), exact: true }).tap()
  await page.locator('.pin').first().waitFor()
  await page.locator('.pin').first().tap()
  await page
    .getByRole('region', { name: t('web.cases.card') })
    .getByRole('link', { name: t('web.cases.open-card') })
    .tap()
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/)
  await context.close()
})

it('a grid is added and its border drawn by hand: what crosses is shown, a drag mends it, and it is kept as it was drawn', async () => {
  const { page, t, goTo, watch, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  await goTo('/settings/regions')
  watch.forget()
  await page.getByRole('button', { name: t('web.settings.add-region'), exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('web.settings.region-name')).fill('一号网格')
  await dialog.getByLabel(t('web.settings.region-code')).fill('G-01')
  await dialog.getByLabel(t('web.settings.region-above')).selectOption({ index: 1 })
  await dialog.getByRole('button', { name: t('web.settings.add-region'), exact: true }).click()
  await page.waitForURL(/\/settings\/regions\/[0-9a-f-]{36}$/)
  const id = page.url().split('/').at(-1) ?? ''
  await page.locator('.land-region[d^="M"]').waitFor({ state: 'attached' })
  const at = await fromMiddle(page)
  const press = async (right: number, down: number) => {
    const { x, y } = at(right, down)
    await page.mouse.click(x, y)
  }
  const save = page.getByRole('button', { name: t('web.border.save') })
  await press(-100, -80)
  await press(100, -80)
  await press(-100, 80)
  await press(100, 80)
  expect(await save.isDisabled()).toBe(true)
  // Pressing the first point closes the line.
  await press(-100, -80)
  await page.getByText(t('web.border.fault.crossing', { edges: '2×4' })).waitFor()
  expect(await page.locator('.border-wrong').count()).toBe(2)
  expect(await save.isDisabled()).toBe(true)
  // The third point to the right of the fourth: no edge crosses another.
  const third = await pointAt(page, 3)
  await page.mouse.move(third.x, third.y)
  await page.mouse.down()
  await page.mouse.move(at(200, 0).x, at(200, 0).y, { steps: 5 })
  await page.mouse.up()
  await page.locator('.border-wrong').first().waitFor({ state: 'detached' })
  // Undone and done once more: a drag is one step.
  await page.getByRole('button', { name: t('web.border.undo') }).click()
  await page.locator('.border-wrong').first().waitFor()
  await page.mouse.move(third.x, third.y)
  await page.mouse.down()
  await page.mouse.move(at(200, 0).x, at(200, 0).y, { steps: 5 })
  await page.mouse.up()
  // A point between the first two, and by the table away again.
  await page.locator('.border-between').first().click()
  await page.getByText(t('web.border.count', { points: 5 })).waitFor()
  await page.getByText(t('web.border.points')).click()
  await page
    .getByRole('button', { name: t('web.border.remove-of', { point: 2 }) })
    .last()
    .click()
  await page.getByText(t('web.border.count', { points: 4 })).waitFor()
  await save.click()
  await page.waitForURL('**/settings/regions')
  const [[ring = []] = []] = (await borderOf(id)) ?? []
  expect(ring).toHaveLength(5)
  // On the ground the corners stand to each other as they were pressed: 200 px across are 160 px down the other way, where a degree
  // of longitude is cos 29.49° of one of latitude.
  const [[w1 = 0, n1 = 0] = [], [e1 = 0] = [], [e2 = 0, middle = 0] = [], [, s1 = 0] = []] = ring
  const acrossPx = ((e1 - w1) * Math.cos((29.49 * Math.PI) / 180)) / 200
  expect((n1 - s1) / 160 / acrossPx).toBeCloseTo(1, 2)
  expect((n1 - middle) / 80 / acrossPx).toBeCloseTo(1, 2)
  expect(((e2 - e1) * Math.cos((29.49 * Math.PI) / 180)) / 100 / acrossPx).toBeCloseTo(1, 2)
  expect(watch.faults()).toEqual([])
  await context.close()
})

it('a border is drawn by keys alone, and a point near a neighbour’s corner is that corner', async () => {
  const town = (await regions()).find(({ level }) => level === 'town')
  const body = act({ code: 'G-02', name: '二号网格', level: 'grid' as const, parentId: town?.id ?? '' })
  const { id } = await administrator.call('POST /api/regions', { body })
  const { page, t, goTo, context } = await stage.visit({ language: 'en', screen: 'desk', as: 'tangweidong' })
  await goTo(`/settings/regions/${id}`)
  await page.locator('.land-region[d^="M"]').waitFor({ state: 'attached' })
  const points = (count: number) => page.getByText(t('web.border.count', { points: count }), { exact: true }).waitFor()
  await page.locator('.map').focus()
  for (const [way, count] of [
    ['ArrowRight', 1],
    ['ArrowDown', 2],
    ['ArrowLeft', 3],
  ] as const) {
    await page.keyboard.press(way)
    await page.keyboard.press('Space')
    await points(count)
  }
  await page.keyboard.press('Backspace')
  await points(2)
  await page.keyboard.press('Control+z')
  await points(3)
  await page.keyboard.press('Enter')
  await page.getByText(t('web.border.effects')).waitFor()
  // The chosen point goes ten metres north: 10 of 111 320 m a degree.
  await page.keyboard.press(']')
  await page.getByText(t('web.border.points')).click()
  const latitude = page.getByLabel(t('web.border.lat-of', { point: 1 }))
  const before = Number(await latitude.inputValue())
  await page.locator('.map').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await eventually('the point farther north', async () => {
    const north = Number(await latitude.inputValue()) - before
    return Math.abs(north - 10 / 111_320) < 0.000_002
  })
  // By numbers: longitude and latitude of a point as somebody reads them off.
  await latitude.fill('29.4999')
  await latitude.press('Enter')
  await page.getByRole('button', { name: t('web.border.save') }).click()
  await page.waitForURL('**/settings/regions')
  const [[ring = []] = []] = (await borderOf(id)) ?? []
  expect(ring[0]?.[1]).toBe(29.4999)

  // Begun anew, beside the corner of the town that is drawn there.
  await goTo(`/settings/regions/${id}?part=2`)
  await page.locator('.land-region[d^="M"]').waitFor({ state: 'attached' })
  const corner = (await borderOf(id))?.[0]?.[0]?.[1] ?? [0, 0]
  await page.getByText(t('web.border.points')).click()
  await page.getByLabel(t('web.settings.lon')).fill(String(corner[0]))
  await page.getByLabel(t('web.settings.lat')).fill(String(corner[1]))
  await page.getByRole('button', { name: t('web.border.add'), exact: true }).click()
  const there = await pointAt(page, 1)
  await page.getByRole('button', { name: t('web.border.undo') }).click()
  await page.mouse.click(there.x + 5, there.y + 4)
  const written = page.getByLabel(t('web.border.lon-of', { point: 1 }))
  expect(Number(await written.inputValue())).toBe(corner[0])
  await page.getByRole('button', { name: t('web.border.undo') }).click()
  await page.getByRole('checkbox', { name: t('web.border.snap', { px: 10 }) }).uncheck()
  await page.mouse.click(there.x + 5, there.y + 4)
  expect(Number(await written.inputValue())).not.toBe(corner[0])
  await context.close()
})

it('who draws upon what another has drawn meanwhile is told so, and nothing is lost; a border is taken away after a question', async () => {
  const region = (await regions()).find(({ code }) => code === 'G-01')
  if (region === undefined) throw new Error('no grid was drawn')
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  await goTo(`/settings/regions/${region.id}`)
  await page.locator('[data-point="1"]').waitFor({ state: 'attached' })
  const ring = (await borderOf(region.id))?.[0]?.[0] ?? []
  const { id, outlineVersion: expects } = region
  const save = page.getByRole('button', { name: t('web.border.save') })
  // As long as nothing is otherwise there is nothing to save.
  expect(await save.isDisabled()).toBe(true)
  await page.locator('.map').focus()
  await page.keyboard.press(']')
  await page.keyboard.press('Alt+ArrowUp')
  await administrator.call('POST /api/regions/:id/border', { params: { id }, body: act({ expects, part: 0, ring }) })
  await save.click()
  await page.getByRole('alert').waitFor()
  expect(await page.locator('[data-point]').count()).toBe(ring.length - 1)
  await page.getByRole('button', { name: t('web.border.anew') }).click()
  await page.getByText(t('web.border.changed-meanwhile')).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: t('web.border.take-away'), exact: true }).click()
  await page.getByRole('button', { name: t('web.border.take-all') }).click()
  await page.waitForURL('**/settings/regions')
  await page
    .getByRole('row', { name: /一号网格/ })
    .getByText(t('web.settings.borders-unknown'))
    .waitFor()
  expect(await borderOf(id)).toBeUndefined()
  await context.close()
})

/** Whether the browser asks before it closes the tab, in the page. */
function isAskedAtClosing(): boolean {
  return !dispatchEvent(new Event('beforeunload', { cancelable: true }))
}

it('who leaves a line that is not saved is asked first: it stays as it was drawn, or is left and nothing has changed', async () => {
  const town = (await regions()).find(({ level }) => level === 'town')
  if (town === undefined) throw new Error('no town')
  const kept = await borderOf(town.id)
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  await goTo('/settings/regions')
  await page.getByRole('link', { name: t('web.border.change-of', { region: town.name }) }).click()
  await page.locator('[data-point="1"]').waitFor({ state: 'attached' })
  const dialog = page.getByRole('dialog', { name: t('web.border.unsaved') })
  const elsewhere = page.getByRole('link', { name: t('web.border.new-part') })
  const point = page.getByLabel(t('web.border.lat-of', { point: 1 }))
  await page.getByText(t('web.border.points')).click()
  const before = await point.inputValue()
  await page.locator('.map').focus()
  await page.keyboard.press(']')
  await page.keyboard.press('Alt+ArrowUp')
  const drawn = await point.inputValue()
  expect(drawn).not.toBe(before)
  // Another part of the same region, the way back, another room: each takes the line away.
  await elsewhere.click()
  await dialog.getByRole('button', { name: t('web.border.stay') }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.goBack()
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe(`/settings/regions/${town.id}`)
  expect(await point.inputValue()).toBe(drawn)
  expect(await page.evaluate(isAskedAtClosing)).toBe(true)
  await page.getByRole('link', { name: t('web.settings.units'), exact: true }).click()
  await dialog.getByRole('button', { name: t('web.border.leave') }).click()
  await page.waitForURL('**/settings/units')
  expect(await borderOf(town.id)).toEqual(kept)
  // What was taken back is nothing to lose.
  await goTo(`/settings/regions/${town.id}`)
  await page.locator('[data-point="1"]').waitFor({ state: 'attached' })
  await page.locator('.map').focus()
  await page.keyboard.press(']')
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Control+z')
  expect(await page.evaluate(isAskedAtClosing)).toBe(false)
  await elsewhere.click()
  await page.waitForURL('**?part=2')
  expect(await dialog.count()).toBe(0)
  await context.close()
})

it('the circles that the county sets are drawn at once, wherever somebody looks at the map', async () => {
  const cockpit = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await cockpit.goTo('/')
  await cockpit.page.locator('.circle-radiation').waitFor()
  const radius = async (circle: string) => Number(await cockpit.page.locator(`.circle-${circle}`).getAttribute('r'))
  expect((await radius('key')) / (await radius('core'))).toBeCloseTo(3, 6)
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  await goTo('/settings/stations')
  await page.getByRole('button', { name: t('web.settings.set-circles') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: t('web.settings.circle-less') }).click()
  await dialog.getByLabel(t('web.settings.circle.key')).fill('0.5')
  await dialog.getByText(t('web.settings.circles-order', { least: 0.1, most: 20, count: 5 })).waitFor()
  await dialog.getByLabel(t('web.settings.circle.key')).fill('2.5')
  await dialog.getByRole('button', { name: t('web.settings.save'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.settings-circles .settings-last', { hasText: '唐卫东' }).waitFor()
  await cockpit.page.locator('.circle-radiation').waitFor({ state: 'detached' })
  expect((await radius('key')) / (await radius('core'))).toBeCloseTo(2.5, 6)
  // The sources of a circle are asked for by its radius.
  await cockpit.goTo('/sources')
  await cockpit.page.getByLabel(cockpit.t('web.sources.column.circle'), { exact: true }).selectOption('2500')
  await cockpit.page.waitForURL((url) => url.searchParams.get('within') === '2500')
  await cockpit.context.close()
  await page.getByRole('button', { name: t('web.settings.set-circles') }).click()
  await dialog.getByRole('button', { name: t('web.settings.circles-back', { km: '1 · 3 · 5' }) }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await administrator.call('GET /api/circles')).radiiKm).toEqual([1, 3, 5])
  await context.close()
})
