import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signIn } from '../../simulator/caller.ts'
import { handOver } from '../../simulator/files.ts'
import { stations } from '../../simulator/place.ts'
import { registers } from '../../simulator/registers.ts'
import { sources } from '../../simulator/world/sources.ts'
import { eventually } from '../setup/eventually.ts'
import { pixels } from './parts/pixels.ts'
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

/** The circle of one kilometre as it is seen: its radius, and where in the map its middle is. [px] */
async function core(page: Page): Promise<{ r: number; x: number; y: number }> {
  return page.locator('.circle-core').evaluate((circle: SVGCircleElement) => {
    const [matrix, map] = [circle.getScreenCTM(), circle.closest('.map')?.getBoundingClientRect()]
    if (!matrix || !map) throw new Error('the circle is not on the page')
    const middle = new DOMPoint(circle.cx.baseVal.value, circle.cy.baseVal.value).matrixTransform(matrix)
    return { r: circle.r.baseVal.value * matrix.a, x: middle.x - map.left, y: middle.y - map.top }
  })
}

/** The same circle as it is drawn, wherever its plane is laid. */
const drawn = (page: Page) =>
  page.locator('.circle-core').evaluate((circle) => ['cx', 'cy', 'r'].map((name) => Number(circle.getAttribute(name))))

/** How the ground's plane is laid. */
const laid = (page: Page) =>
  page.locator('.map-plane:has(> .map-ground)').evaluate((plane: HTMLElement) => plane.style.transform)
const asDrawn = 'translate(0px, 0px) scale(1)'

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

it('dragged, what is drawn goes along as it is; names find their places anew once the hand rests', async () => {
  const { page, at, context } = await atTheMap()
  const [before, asItWas] = [await core(page), await drawn(page)]
  const [from, to] = [at(40, 120), at(100, 90)]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 4 })
  expect(await laid(page)).toBe('translate(60px, -30px) scale(1)')
  await page.mouse.move(to.x - 400, to.y + 200, { steps: 12 })
  await page.mouse.up()
  const after = await core(page)
  expect(after.x - before.x).toBeCloseTo(-340, 3)
  expect(after.y - before.y).toBeCloseTo(170, 3)
  expect(await drawn(page)).toEqual(asItWas)
  // Of names that are seen none is cut by the map's edge.
  await eventually('names that are whole', () =>
    page.locator('.map').evaluate((map) => {
      const edge = map.getBoundingClientRect()
      const boxes = [...map.querySelectorAll('.map-over > text')].map((name) => name.getBoundingClientRect())
      const seen = boxes.filter(
        ({ left, right, top, bottom }) =>
          right > edge.left && left < edge.right && bottom > edge.top && top < edge.bottom,
      )
      const whole = seen.filter(
        ({ left, right, top, bottom }) =>
          left >= edge.left && right <= edge.right && top >= edge.top && bottom <= edge.bottom,
      )
      return seen.length > 0 && whole.length === seen.length
    }),
  )
  await context.close()
})

/** Kilometres of a degree of latitude. */
const DEGREE_KM = 111.32

/** Is anything drawn on a map around a point of it? Ground and names are left away. */
async function isMarked(page: Page, at: { x: number; y: number }): Promise<boolean> {
  const map = await page.locator('.map').boundingBox()
  if (map === null) throw new Error('the map has no room')
  await page.locator('.map :is(.map-ground, .map-over)').evaluateAll((above) => {
    for (const element of above) if (element instanceof SVGElement) element.style.visibility = 'hidden'
  })
  const [corner, size] = [
    { x: map.x + at.x - 6, y: map.y + at.y - 6 },
    { width: 12, height: 12 },
  ]
  const [first, ...others] = await pixels(page, corner, size)
  return others.some((colour) => colour.some((part, place) => part !== first?.[place]))
}

it('marks are drawn where the map comes to under a hand that still holds it', async () => {
  const { page, at, context } = await atTheMap()
  for (let step = 0; step < 2; step += 1) await page.locator('.map').press('+')
  const near = await eventually('the map nearer', async () => (await laid(page)) === asDrawn && core(page))
  const map = await page.locator('.map').boundingBox()
  const [centre] = stations
  if (map === null || centre === undefined) throw new Error('there is no map of the station')
  const spots = sources.map(({ lonWgs84, latWgs84 }) => {
    const eastKm = (lonWgs84 - centre.lonWgs84) * DEGREE_KM * Math.cos((centre.latWgs84 * Math.PI) / 180)
    return { x: near.x + eastKm * near.r, y: near.y - (latWgs84 - centre.latWgs84) * DEGREE_KM * near.r }
  })
  const by = { x: -620, y: -100 }
  const [from, to] = [at(330, 120), at(330 + by.x, 120 + by.y)]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 31 })
  const isIn = ({ x, y }: { x: number; y: number }) => x > 20 && x < map.width - 80 && y > 20 && y < map.height - 60
  // They were not near what was seen, and stand alone.
  const come = spots
    .filter(({ x }) => x > map.width + 165)
    .map(({ x, y }) => ({ x: x + by.x, y: y + by.y }))
    .filter(isIn)
    .filter((one) => spots.filter(({ x, y }) => Math.hypot(x + by.x - one.x, y + by.y - one.y) < 50).length === 1)
  expect(come.length).toBeGreaterThan(1)
  for (const spot of come) {
    await eventually('a mark where the source is', () => isMarked(page, spot))
    expect(await isMarked(page, { x: spot.x, y: spot.y + 32 })).toBe(false)
  }
  await page.mouse.up()
  await context.close()
})

it('the wheel brings nearer what is under the pointer; keys do the same around the middle, 0 goes back to the circles', async () => {
  const { page, at, context } = await atTheMap()
  const before = await core(page)
  const there = at(120, 60)
  await page.mouse.move(there.x, there.y)
  await page.mouse.wheel(0, -120)
  await page.mouse.wheel(0, -120)
  await eventually(
    'the ground drawn anew',
    async () => (await laid(page)) === asDrawn && (await core(page)).r > before.r,
  )
  const near = await core(page)
  const times = near.r / before.r
  // 240 px of 260 to twice as near.
  expect(times).toBeCloseTo(2 ** (240 / 260), 3)
  // The middle of the circles was 120 px left of the pointer and is so many times as far now.
  expect(before.x - near.x).toBeCloseTo(120 * (times - 1), 1)
  expect(before.y - near.y).toBeCloseTo(60 * (times - 1), 1)
  await page.locator('.map').focus()
  const [, , small] = await drawn(page)
  await page.keyboard.press('+')
  expect((await core(page)).r / near.r).toBeCloseTo(2, 3)
  await eventually(
    'the ground drawn anew',
    async () => (await laid(page)) === asDrawn && (await drawn(page))[2] !== small,
  )
  expect((await core(page)).r / near.r).toBeCloseTo(2, 3)
  const isAsBefore = async () => {
    const now = await core(page)
    return Math.max(Math.abs(now.x - before.x), Math.abs(now.y - before.y), Math.abs(now.r - before.r)) < 0.01
  }
  await page.keyboard.press('0')
  await eventually('the circles as before', async () => (await laid(page)) === asDrawn && (await isAsBefore()))
  await page.keyboard.press('ArrowLeft')
  expect((await core(page)).x - before.x).toBeCloseTo(80, 3)
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
  await eventually(
    'the ground drawn anew',
    async () => (await laid(page)) === asDrawn && (await core(page)).r > before.r,
  )
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
  await page.locator('.lit-ring').waitFor()
  const name = await page.locator('.lit-name').textContent()
  expect(name).not.toBe('')
  expect(await link.innerText()).toContain(name)
  const href = (await link.getAttribute('href')) ?? ''
  expect(href).toMatch(/^\/(stations|sources|cases)\//)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${href}`)
  await context.close()
})

it('what the pointer comes upon is ringed and named where it is, as the list would, and no more when it has gone on', async () => {
  const { page, at, t, context } = await atTheMap()
  const [ring, name] = [page.locator('.lit-ring'), page.locator('.lit-name')]
  const cursor = () => page.locator('.map-hand').evaluate((hand) => getComputedStyle(hand).cursor)
  const button = page.getByRole('button', { name: t('web.map.list'), exact: true })
  for (let step = 0; step < 2; step += 1) await page.getByRole('button', { name: t('web.map.nearer') }).click()
  await button.click()
  // From there on the list says where it is, and the hand goes there.
  const link = page.locator('.map-list a[href^="/sources/"]').first()
  await link.hover()
  await ring.waitFor()
  const listed = await link.innerText()
  const box = await ring.boundingBox()
  if (box === null) throw new Error('the ring has no room')
  await button.click()
  const away = at(0, 250)
  await page.mouse.move(away.x, away.y)
  await ring.waitFor({ state: 'hidden' })
  expect(await cursor()).toBe('grab')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await ring.waitFor()
  expect(await cursor()).toBe('pointer')
  const text = (await name.textContent()) ?? ''
  expect(text).not.toBe('')
  expect(listed).toContain(text.split(' · ')[0])
  expect(await ring.boundingBox()).toEqual(box)
  // Drawn anew for another view it stands where its source is.
  await page.mouse.wheel(0, -120)
  const nearer = await ring.boundingBox()
  expect(Math.abs((nearer?.x ?? 0) + (nearer?.width ?? 0) / 2 - box.x - box.width / 2)).toBeLessThan(2)
  await page.mouse.move(away.x, away.y)
  await ring.waitFor({ state: 'hidden' })
  await context.close()
})

it('the place of a pointer that stops is told in the end, however fast it came', async () => {
  const { page, at, context } = await atTheMap()
  const { r } = await core(page)
  const lon = async () =>
    Number(/([\d.]+) E/.exec((await page.locator('.map-readout dd').first().textContent()) ?? '')?.[1])
  const [from, to] = [at(-150, 190), at(150, 190)]
  await page.mouse.move(from.x, from.y)
  const first = await lon()
  await page.mouse.move(to.x, to.y, { steps: 5 })
  const [station] = stations
  // The circle's radius is a kilometre; a degree of longitude is 111.32 km at the equator.
  const degrees = 300 / r / (111.32 * Math.cos(((station?.latWgs84 ?? 0) * Math.PI) / 180))
  await eventually('the last place', async () => Math.abs(((await lon()) - first) / degrees - 1) < 0.005)
  await page.mouse.move(5, 5)
  await page.locator('.map-readout').waitFor({ state: 'hidden' })
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
