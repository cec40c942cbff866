import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signIn } from '../../simulator/caller.ts'
import { handOver } from '../../simulator/files.ts'
import { stations } from '../../simulator/place.ts'
import { registers } from '../../simulator/registers.ts'
import { eventually } from '../setup/eventually.ts'
import { DEMO_PASSWORD, openStage, type Stage, type Visitor } from './parts/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const caller = await signIn(stage.weike.http, 'tangweidong', DEMO_PASSWORD, wait)
  for (const file of registers()) expect(await handOver(caller, file, { wait, isStopped: () => false })).toBe(null)
})
afterAll(async () => {
  await stage?.close()
})

/** The cockpit at the desk, its map drawn. */
async function atTheMap(): Promise<Visitor & { at: (right: number, down: number) => { x: number; y: number } }> {
  const visitor = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await visitor.goTo('/')
  await visitor.page.locator('.own-ring').first().waitFor()
  await visitor.page.getByRole('button', { name: visitor.t('web.map.layer.dust') }).waitFor()
  const box = await visitor.page.locator('.map').boundingBox()
  if (box === null) throw new Error('the map has no room')
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  return { ...visitor, at: (right, down) => ({ x: middle.x + right, y: middle.y + down }) }
}

/** Radius of the circle of one kilometre, and where its middle is drawn on the sheet. [px] */
async function core(page: Page): Promise<{ r: number; x: number; y: number }> {
  const circle = page.locator('.circle-core')
  const [r, x, y] = await Promise.all(['r', 'cx', 'cy'].map((name) => circle.getAttribute(name)))
  return { r: Number(r), x: Number(x), y: Number(y) }
}

const laid = (page: Page) => page.locator('.map-sheet').evaluate((sheet: HTMLElement) => sheet.style.transform)
const atRest = 'translate(0px, 0px) scale(1)'

it('the county is drawn from its own files, and nobody else is asked for anything', async () => {
  const { page, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  await goTo('/')
  for (const ground of ['land', 'land-built', 'land-river', 'land-road', 'land-motorway', 'land-county']) {
    await page.locator(`.${ground}[d^="M"]`).waitFor({ state: 'attached' })
  }
  await page.locator('.name-river', { hasText: '屿水' }).waitFor()
  expect([...hosts]).toEqual([new URL(stage.weike.http).host])
  await context.close()
})

it('dragged, the sheet goes along as it is, and is drawn anew when the hand rests', async () => {
  const { page, at, context } = await atTheMap()
  const before = await core(page)
  const [from, to] = [at(40, 120), at(100, 90)]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 4 })
  expect(await laid(page)).toBe('translate(60px, -30px) scale(1)')
  expect(await core(page)).toEqual(before)
  await page.mouse.up()
  await eventually('the sheet at rest', async () => (await laid(page)) === atRest)
  const after = await core(page)
  expect(after.x - before.x).toBeCloseTo(60, 3)
  expect(after.y - before.y).toBeCloseTo(-30, 3)
  await context.close()
})

it('the wheel brings nearer what is under the pointer; keys do the same around the middle, 0 goes back to the circles', async () => {
  const { page, at, context } = await atTheMap()
  const before = await core(page)
  const there = at(120, 60)
  await page.mouse.move(there.x, there.y)
  await page.mouse.wheel(0, -120)
  await page.mouse.wheel(0, -120)
  await eventually('the sheet at rest', async () => (await laid(page)) === atRest && (await core(page)).r > before.r)
  const near = await core(page)
  const times = near.r / before.r
  // 240 px of 260 to twice as near.
  expect(times).toBeCloseTo(2 ** (240 / 260), 3)
  // The middle of the circles was 120 px left of the pointer and is so many times as far now.
  expect(before.x - near.x).toBeCloseTo(120 * (times - 1), 1)
  expect(before.y - near.y).toBeCloseTo(60 * (times - 1), 1)
  await page.locator('.map').focus()
  await page.keyboard.press('+')
  expect((await core(page)).r / near.r).toBeCloseTo(2, 6)
  await page.keyboard.press('0')
  expect(await core(page)).toEqual(before)
  await page.keyboard.press('ArrowLeft')
  expect((await core(page)).x - before.x).toBeCloseTo(80, 6)
  await context.close()
})

it('two fingers that part bring the map nearer by as much, on a phone', async () => {
  const { page, goTo, context } = await stage.visit({ language: 'zh', screen: 'phone', as: 'chenyiming' })
  await goTo('/')
  const map = page.locator('.map')
  await map.scrollIntoViewIfNeeded()
  await page.locator('.own-ring').first().waitFor()
  const box = await map.boundingBox()
  if (box === null) throw new Error('the map has no room')
  const [x, y] = [box.x + 150, box.y + 200]
  await page.touchscreen.tap(x, y)
  const before = await core(page)
  const hands = await context.newCDPSession(page)
  const fingers = (apart: number) => [
    { x: x - apart / 2, y, id: 1 },
    { x: x + apart / 2, y, id: 2 },
  ]
  await hands.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(80) })
  for (const apart of [90, 100, 110, 120]) {
    await hands.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) })
  }
  await hands.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await eventually('the sheet at rest', async () => (await laid(page)) === atRest && (await core(page)).r > before.r)
  expect((await core(page)).r / before.r).toBeCloseTo(120 / 80, 2)
  await context.close()
})

it('the legend leaves a kind out, the address keeps it', async () => {
  const { page, t, context } = await atTheMap()
  const dust = page.getByRole('button', { name: t('web.map.layer.dust') })
  const list = page.getByRole('button', { name: t('web.map.list'), exact: true })
  await list.click()
  const listed = page.getByRole('region', { name: t('web.map.list') })
  await listed.getByRole('link', { name: '区二中教学楼工地' }).waitFor()
  await dust.click()
  await listed.getByRole('link', { name: '区二中教学楼工地' }).waitFor({ state: 'detached' })
  expect(await listed.getByRole('link', { name: '迎春家具厂' }).count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('hide')).toBe('dust')
  await page.reload()
  await page.locator('.legend-item[aria-pressed="false"]', { hasText: t('web.map.layer.dust') }).waitFor()
  await dust.click()
  await page.waitForURL((url) => !url.searchParams.has('hide'))
  await context.close()
})

it('a way is measured as long as the circle of a kilometre says, with its bearing', async () => {
  const { page, at, t, context } = await atTheMap()
  const { r } = await core(page)
  await page.getByRole('button', { name: t('web.map.measure') }).click()
  const [from, to] = [at(-150, 190), at(50, 190)]
  await page.mouse.click(from.x, from.y)
  await page.mouse.click(to.x, to.y)
  const told = await page.locator('.map-told', { hasText: 'km' }).innerText()
  const [, km, bearing] = /共 ([\d.]+) km，末段方位 (\d+)°/.exec(told) ?? []
  expect(Math.abs(Number(km) / (200 / r) - 1)).toBeLessThan(0.005)
  expect(bearing).toBe('90')
  await page.locator('.map').focus()
  await page.keyboard.press('Escape')
  await page.locator('.way-point').first().waitFor({ state: 'detached' })
  await context.close()
})

it('every mark is a link of the list: by keyboard alone to a station, which the map points out on the way', async () => {
  const { page, t, context } = await atTheMap()
  await page.getByRole('button', { name: t('web.map.list'), exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+Tab')
  const link = page.locator('.map-list a:focus')
  await link.waitFor()
  await page.locator('.lit-ring').waitFor({ state: 'attached' })
  const href = (await link.getAttribute('href')) ?? ''
  expect(href).toMatch(/^\/(stations|sources|cases)\//)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${href}`)
  await context.close()
})

it('the place under the pointer is told in three systems', async () => {
  const { page, at, context } = await atTheMap()
  const middle = at(0, 0)
  await page.mouse.move(middle.x, middle.y)
  const told = await page.locator('.map-readout dd').allInnerTexts()
  const [wgs, gcj] = told.map((text) => /([\d.]+) N, ([\d.]+) E/.exec(text)?.slice(1).map(Number) ?? [])
  const [station] = stations
  // A pixel of the map is some 20 m.
  expect(wgs?.[0]).toBeCloseTo(station?.latWgs84 ?? 0, 3)
  expect(wgs?.[1]).toBeCloseTo(station?.lonWgs84 ?? 0, 3)
  // The conversion has its own test with published vectors; here: the second is another place, some hundred metres off.
  expect(told).toHaveLength(3)
  const [south, east] = [(wgs?.[0] ?? 0) - (gcj?.[0] ?? 0), (gcj?.[1] ?? 0) - (wgs?.[1] ?? 0)]
  expect(Math.hypot(south * 111_320, east * 96_900)).toBeGreaterThan(100)
  expect(Math.hypot(south * 111_320, east * 96_900)).toBeLessThan(1_000)
  await context.close()
})

it('a press on the map of the form fills in where a source is', async () => {
  const { page, goTo, t, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'zhoumin' })
  await goTo('/sources/new')
  const map = page.locator('.map-choice .map')
  await map.scrollIntoViewIfNeeded()
  await map.locator('.own-ring').waitFor()
  const box = await map.boundingBox()
  if (box === null) throw new Error('the map has no room')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  const [station] = stations
  const lon = await page.getByLabel(t('web.sources.column.lon')).inputValue()
  const lat = await page.getByLabel(t('web.sources.column.lat')).inputValue()
  expect(Number(lon)).toBeCloseTo(station?.lonWgs84 ?? 0, 3)
  expect(Number(lat)).toBeCloseTo(station?.latWgs84 ?? 0, 3)
  await page.locator('.chosen-ring').waitFor()
  await context.close()
})
