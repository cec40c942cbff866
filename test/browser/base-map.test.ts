import { chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { signIn as signInAs } from '../../simulator/caller.ts'
import { handOver } from '../../simulator/files.ts'
import { act, signIn } from '../setup/api-client.ts'
import { chromiumOptions } from '../setup/chromium.ts'
import { eventually } from '../setup/eventually.ts'
import { CREDIT, country, countryFile, pictureFile, putMap } from '../setup/tile-country.ts'
import { type Colour, pixels } from './parts/pixels.ts'
import { DEMO_PASSWORD, openStage, type Stage, type Visitor, visit } from './parts/stage.ts'

const KEY = '0123456789abcdef0123456789abcdef'
/** The token --map-river by day. */
const WATER = [214, 232, 244]
/** The same by night. */
const WATER_BY_NIGHT = [23, 52, 74]
const [lake] = country.lakes

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await putMap(stage.home.dataDir, 'county.pmtiles', countryFile())
  // The own drawing has the very lake of the tiles: where it draws its bank, their water must be.
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const caller = await signInAs(stage.weike.http, 'tangweidong', DEMO_PASSWORD, wait)
  const file = { fileName: 'lake.geojson', kind: 'landscape', bytes: new TextEncoder().encode(lakeAsGeoJson()) }
  expect(await handOver(caller, file, { wait, isStopped: () => false })).toBe(null)
})
afterAll(async () => {
  await stage?.close()
})
beforeEach(() => set({ kind: 'none' }))

function lakeAsGeoJson(): string {
  if (lake === undefined) throw new Error('the country has no lake')
  const { west, south, east, north } = lake
  const corners = [
    ...[[west, south], [east, south], [east, north], [west, north], [west, south]], // biome-ignore format: a ring
  ]
  const geometry = { type: 'Polygon', coordinates: [corners] }
  return JSON.stringify({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { code: 'LH01', kind: 'river', name: '柳湖' }, geometry }],
  })
}

/** Sets the base map as by another administrator's hand. */
async function set(more: object): Promise<void> {
  const administrator = await signIn(stage.weike.http, 'tangweidong', DEMO_PASSWORD)
  const { version } = await administrator.call('GET /api/base-map/setting')
  const wanted = { kind: 'none', picture: null, file: null, credit: '', key: null, ...more }
  await administrator.call('POST /api/base-map', { body: act({ expects: version, ...wanted }) })
}

const tiles = (page: Page, state: string) => page.locator(`[data-testid="tiles"][data-state="${state}"]`)

async function cockpit(wish: Partial<Parameters<Stage['visit']>[0]> = {}): Promise<Visitor> {
  const visitor = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming', ...wish })
  await visitor.goTo('/')
  await visitor.page.locator('.own-ring').first().waitFor()
  return visitor
}

const isWater = (colour: Colour | undefined) =>
  colour?.every((part, at) => Math.abs(part - (WATER[at] ?? 0)) <= 2) ?? false

/** Where the own drawing has its lake, in pixels of the page. */
async function ownLake(page: Page) {
  const box = await page.locator('.land-river').evaluate((path) => {
    // The rivers are one path: the lake is the closed ring of four corners.
    const rings = (path.getAttribute('d') ?? '').split('M').filter((ring) => ring.split('L').length === 5)
    const own = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    own.setAttribute('d', `M${rings[0]}`)
    path.after(own)
    const { left, top, right, bottom } = own.getBoundingClientRect()
    own.remove()
    return { left, top, right, bottom }
  })
  expect(box.right - box.left).toBeGreaterThan(40)
  return box
}

/** How the tiles are laid: where they were drawn, or moved along since. */
const laid = (page: Page) => page.locator('.map-tiles').evaluate((plane: HTMLElement) => plane.style.transform)
const asDrawn = 'translate(0px, 0px) scale(1)'

/** How the own drawing fills its waters now. */
const ownWater = (page: Page) => page.locator('.land-river').evaluate((path) => getComputedStyle(path).fill)

/** What of a line of pixels is water: the first and the last of it. */
function waterIn(line: readonly Colour[]): { first: number; last: number } {
  return { first: line.findIndex(isWater), last: line.findLastIndex(isWater) }
}

/** The tiles' water lies where the own drawing has the lake, to a pixel at each bank. */
async function expectLakeInPlace(page: Page): Promise<void> {
  const box = await ownLake(page)
  // What lies above the tiles is looked away from.
  for (const above of ['.map-ground', '.map-many', '.map-over']) {
    await page.locator(above).evaluateAll((elements: (SVGElement | HTMLElement)[]) => {
      for (const { style } of elements) style.visibility = 'hidden'
    })
  }
  const [left, top] = [Math.floor(box.left) - 20, Math.floor(box.top) - 20]
  const middle = { x: Math.round((box.left + box.right) / 2), y: Math.round((box.top + box.bottom) / 2) }
  const across = waterIn(
    await pixels(page, { x: left, y: middle.y }, { width: Math.ceil(box.right) + 20 - left, height: 1 }),
  )
  const down = waterIn(
    await pixels(page, { x: middle.x, y: top }, { width: 1, height: Math.ceil(box.bottom) + 20 - top }),
  )
  expect(Math.abs(left + across.first - box.left)).toBeLessThanOrEqual(1)
  expect(Math.abs(left + across.last + 1 - box.right)).toBeLessThanOrEqual(1)
  expect(Math.abs(top + down.first - box.top)).toBeLessThanOrEqual(1)
  expect(Math.abs(top + down.last + 1 - box.bottom)).toBeLessThanOrEqual(1)
  for (const above of ['.map-ground', '.map-many', '.map-over']) {
    await page.locator(above).evaluateAll((elements: (SVGElement | HTMLElement)[]) => {
      for (const { style } of elements) style.visibility = ''
    })
  }
}

it('a file of tiles is chosen on the page of settings, and lies under the cockpit to the pixel, near and far, asking nobody outside', async () => {
  const administrator = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  const { page: settings, t } = administrator
  await administrator.goTo('/settings/base-map')
  const save = settings.getByRole('button', { name: t('web.settings.save'), exact: true })
  expect(await save.isDisabled()).toBe(true)
  await settings.getByRole('radio', { name: t('web.base-map.kind.pmtiles') }).check()
  await settings.getByText(t('web.base-map.lack.file')).waitFor()
  await settings.getByRole('radio', { name: /county\.pmtiles/ }).check()
  await settings.getByLabel(t('web.base-map.credit')).fill('审图号 GS（2024）0650号')
  await save.click()
  await settings.locator('.settings-last', { hasText: '唐卫东' }).waitFor()
  await tiles(settings, 'shown').waitFor()
  expect(administrator.watch.faults()).toEqual([])
  await administrator.context.close()

  const { page, watch, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  const hosts = new Set<string>()
  page.on('request', (request) => hosts.add(new URL(request.url()).protocol + new URL(request.url()).host))
  await page.goto('/')
  await tiles(page, 'shown').waitFor()
  expect(await tiles(page, 'shown').innerText()).toContain(CREDIT)
  expect(await tiles(page, 'shown').innerText()).toContain('GS（2024）0650号')
  await expectLakeInPlace(page)
  // Dragged and drawn anew, so near that the tiles are stretched, and far off the station.
  const map = page.locator('.map')
  await map.focus()
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowLeft', '+', 'ArrowUp']) await page.keyboard.press(key)
  await tiles(page, 'shown').waitFor()
  await eventually('the nearer map to be drawn', async () => (await laid(page)) === asDrawn)
  await eventually('water on the nearer map', async () => {
    const { left, top } = await ownLake(page)
    return isWater((await pixels(page, { x: left + 6, y: top + 6 }, { width: 1, height: 1 }))[0])
  })
  await expectLakeInPlace(page)
  // The processor draws here: under a hand the tiles go along as they are, and are drawn anew when it rests.
  const box = await map.boundingBox()
  if (box === null) throw new Error('the map has no room')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await eventually('tiles that go along', async () => {
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x - 180, y + 60, { steps: 12 })
    const isAlong = (await laid(page)) === 'translate(-180px, 60px) scale(1)'
    await page.mouse.up()
    await eventually('the map at rest', async () => (await laid(page)) === asDrawn)
    // A machine that has much else to do takes the hand for one that rests on the way.
    return isAlong
  })
  await tiles(page, 'shown').waitFor()
  await expectLakeInPlace(page)
  // By night the water is the night's.
  await page.emulateMedia({ colorScheme: 'dark' })
  const { left, top } = await ownLake(page)
  await eventually('the water by night', async () => {
    const [colour] = await pixels(page, { x: left + 6, y: top + 6 }, { width: 1, height: 1 })
    return colour?.every((part, at) => Math.abs(part - (WATER_BY_NIGHT[at] ?? 0)) <= 2)
  })
  const own = new URL(stage.weike.http).host
  expect([...hosts].filter((host) => host !== `http:${own}` && host !== 'blob:')).toEqual([])
  expect(watch.faults()).toEqual([])
  await context.close()
})

it('without WebGL the own drawing serves, and says so', async () => {
  await set({ kind: 'pmtiles', file: 'county.pmtiles' })
  const browser = await chromium.launch({
    ...chromiumOptions(),
    args: [...chromiumOptions().args, '--disable-3d-apis'],
  })
  try {
    const { page, goTo, t, watch } = await visit(browser, stage.weike.http, {
      ...{ language: 'zh', screen: 'desk', as: 'chenyiming' },
    })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await goTo('/')
    await page.getByText(t('web.map.tiles.no-webgl')).waitFor()
    expect(await page.locator('.map-tiled').count()).toBe(0)
    expect(await ownWater(page)).toBe(`rgb(${WATER.join(', ')})`)
    // Nobody loads a library that can draw nothing.
    expect(asked.filter((url) => /drawing-|maplibre|base-map\/tiles/.test(url))).toEqual([])
    expect(watch.faults()).toEqual([])
  } finally {
    await browser.close()
  }
})

it('a graphics card that is taken away leaves the own drawing, and gives the tiles back when it returns', async () => {
  await set({ kind: 'pmtiles', file: 'county.pmtiles' })
  const { page, t, context } = await cockpit()
  await tiles(page, 'shown').waitFor()
  const card = await page
    .locator('.map-tiles canvas')
    .evaluateHandle((canvas: HTMLCanvasElement) => canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context'))
  await card.evaluate((extension) => extension?.loseContext())
  await page.getByText(t('web.map.tiles.failed')).waitFor()
  expect(await ownWater(page)).toBe(`rgb(${WATER.join(', ')})`)
  await card.evaluate((extension) => extension?.restoreContext())
  await tiles(page, 'shown').waitFor()
  await context.close()
})

it('a file that has gone, and a county without a setting, cost no map anything', async () => {
  await putMap(stage.home.dataDir, 'gone.pmtiles', countryFile())
  await set({ kind: 'pmtiles', file: 'gone.pmtiles' })
  const { page, t, context } = await cockpit()
  await tiles(page, 'shown').waitFor()
  expect(await ownWater(page)).toBe('none')
  await putMap(stage.home.dataDir, 'gone.pmtiles', Buffer.from('no tiles any more'))
  await page.reload()
  await page.getByText(t('web.map.tiles.missing')).waitFor()
  expect(await ownWater(page)).toBe(`rgb(${WATER.join(', ')})`)
  // What somebody sets elsewhere is here at once, without a reload.
  await set({ kind: 'none' })
  await page.getByTestId('tiles').waitFor({ state: 'detached' })
  await set({ kind: 'pmtiles', file: 'county.pmtiles' })
  await tiles(page, 'shown').waitFor()
  await context.close()
})

/** A tile of one colour, as Tianditu would send it. */
async function oneColour(page: Page, colour: string): Promise<Buffer> {
  const base64 = await page.evaluate(async (fill) => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 256
    const context = canvas.getContext('2d')
    if (context) {
      context.fillStyle = fill
      context.fillRect(0, 0, 256, 256)
    }
    return canvas.toDataURL('image/png').split(',')[1] ?? ''
  }, colour)
  return Buffer.from(base64, 'base64')
}

it('a file of pictures is drawn as pictures, and where it has none the own drawing serves', async () => {
  const { page, t, context } = await cockpit()
  await putMap(stage.home.dataDir, 'pictures.pmtiles', pictureFile(await oneColour(page, '#808080')))
  await set({ kind: 'pmtiles', file: 'pictures.pmtiles', credit: '县测绘院' })
  await tiles(page, 'shown').waitFor()
  // A file that says nothing of itself: only what was entered.
  expect(await tiles(page, 'shown').innerText()).toBe('县测绘院')
  const box = await page.locator('.map').boundingBox()
  const corner = { x: (box?.x ?? 0) + 12, y: (box?.y ?? 0) + 12 }
  const pixel = async () => (await pixels(page, corner, { width: 1, height: 1 }))[0]
  // Grey is grey at any saturation.
  expect(await pixel()).toEqual([128, 128, 128])
  // Some 40 km to the west the file has no ground any more.
  await page.locator('.map').focus()
  for (const key of ['-', '-', ...Array(8).fill('ArrowLeft'), '+', '+']) await page.keyboard.press(key)
  await page.getByText(t('web.map.tiles.elsewhere')).waitFor()
  expect(await pixel()).not.toEqual([128, 128, 128])
  await page.keyboard.press('0')
  await tiles(page, 'shown').waitFor()
  await eventually('the pictures again', async () => (await pixel())?.[0] === 128)
  await context.close()
})

it('Tianditu is set with a key, asked as it documents, and told where only the pages are; while nobody is let in there, the own drawing serves', async () => {
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  const asked: { url: URL; referer: string | undefined }[] = []
  let isReached = true
  await goTo('/settings/base-map')
  const [ground, names] = [await oneColour(page, '#808080'), await oneColour(page, 'rgba(0, 0, 0, 0)')]
  await context.route('https://*.tianditu.gov.cn/**', (route) => {
    const url = new URL(route.request().url())
    asked.push({ url, referer: route.request().headers().referer })
    if (!isReached)
      return route.fulfill({ status: 403, headers: { 'access-control-allow-origin': '*' }, body: 'quota' })
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'image/png' }
    return route.fulfill({ headers, body: url.pathname.startsWith('/vec_w/') ? ground : names })
  })
  await page
    .getByRole('radio', { name: t('web.base-map.kind.tianditu'), exact: false })
    .first()
    .check()
  const key = page.getByLabel(t('web.base-map.key'))
  await key.fill('天地图')
  await page.getByText(t('web.base-map.lack.key-form')).waitFor()
  await key.fill(KEY)
  await page.getByRole('button', { name: t('web.settings.save'), exact: true }).click()
  // The page loads itself anew: whom it may ask it is told when it is opened.
  await tiles(page, 'shown').waitFor()
  expect(await tiles(page, 'shown').innerText()).toBe(t('web.map.tiles.tianditu'))
  expect(await page.getByLabel(t('web.base-map.key')).inputValue()).toBe('')
  expect(await page.content()).not.toContain(KEY)

  const [first] = asked
  expect(first?.url.hostname).toMatch(/^t[0-7]\.tianditu\.gov\.cn$/)
  const layers = new Set(asked.map(({ url }) => `${url.pathname} ${url.searchParams.get('LAYER')}`))
  expect(layers).toEqual(new Set(['/vec_w/wmts vec', '/cva_w/wmts cva']))
  const { TILEMATRIX, TILEROW, TILECOL, ...said } = Object.fromEntries(first?.url.searchParams ?? [])
  expect({ ...said, LAYER: 'any' }).toEqual({
    ...{ SERVICE: 'WMTS', REQUEST: 'GetTile', VERSION: '1.0.0', LAYER: 'any', STYLE: 'default' },
    ...{ TILEMATRIXSET: 'w', FORMAT: 'tiles', tk: KEY },
  })
  // The tile over 113.5° E, 29.5° N: columns from 180° W, rows from the north of the Mercator square.
  const zoom = Number(TILEMATRIX)
  const north = Math.log(Math.tan(Math.PI / 4 + (29.5 * Math.PI) / 360))
  expect(Math.abs(Number(TILECOL) - ((113.5 + 180) / 360) * 2 ** zoom)).toBeLessThan(6)
  expect(Math.abs(Number(TILEROW) - (0.5 - north / (2 * Math.PI)) * 2 ** zoom)).toBeLessThan(6)
  expect(new Set(asked.map(({ referer }) => referer))).toEqual(new Set([`${stage.weike.http}/`]))
  // Its picture is there: grey is grey at any saturation.
  const box = await page.locator('.map').boundingBox()
  const at = { x: (box?.x ?? 0) + 12, y: (box?.y ?? 0) + 12 }
  const [corner] = await pixels(page, at, { width: 1, height: 1 })
  expect(corner).toEqual([128, 128, 128])

  isReached = false
  await page.reload()
  await page.getByText(t('web.map.tiles.failed')).waitFor()
  expect(await page.locator('.map-tiled').count()).toBe(0)
  // The network comes back: what failed is asked for once more.
  isReached = true
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await tiles(page, 'shown').waitFor()
  await context.close()
})

it('a page that was opened before Tianditu was set says that it must be loaded anew', async () => {
  const { page, t, context } = await cockpit()
  await context.route('https://*.tianditu.gov.cn/**', (route) => route.abort())
  await set({ kind: 'tianditu', picture: 'imagery', key: KEY })
  await page.getByText(t('web.map.tiles.blocked')).waitFor()
  await context.close()
})
