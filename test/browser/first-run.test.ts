import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chromiumOptions } from '../setup/chromium.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { type FreshDatabase, freshDatabase } from '../setup/fresh-database.ts'
import { untidyWorkbook } from '../setup/untidy-workbook.ts'
import { type RunningWeike, startWeike } from '../setup/weike.ts'
import { screens } from './parts/stage.ts'
import { watch } from './parts/watch.ts'
import { wordsIn } from './parts/words.ts'

/** A square of a few kilometres, as a file of a county's borders has it, beside its city. */
const borders = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: '439931', name: '试行县', level: 'district' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [113.4, 29.4],
            [113.6, 29.4],
            [113.6, 29.6],
            [113.4, 29.6],
            [113.4, 29.4],
          ],
        ],
      },
    },
  ],
})
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

let home: FreshDatabase
let weike: RunningWeike
let browser: Browser

beforeAll(async () => {
  home = await freshDatabase('embedded')
  weike = await startWeike(home)
  browser = await chromium.launch(chromiumOptions())
})
afterAll(async () => {
  await browser?.close()
  await weike?.kill()
  await home?.remove()
})

/** The first administrator, as the console told it. */
function firstPassword(): string {
  const [, password = ''] = /sign-in admin, password (\S+)/.exec(weike.said()) ?? []
  return password
}

/** For whoever wants to look: WEIKE_PICTURES names a folder. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.WEIKE_PICTURES
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `first-run ${name}.png`.replaceAll(' ', '-')) })
}

it('an administrator gets from the empty system to the first frame on the cockpit, guided', async () => {
  const t = wordsIn('zh')
  const context = await browser.newContext({
    baseURL: weike.http,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...screens.desk,
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const watching = await watch(page)
  let clicks = 0
  const click = async (what: Locator) => {
    clicks += 1
    await what.click()
  }
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const choose = async (name: string, file: { name: string; mimeType: string; buffer: Buffer }) => {
    const chooser = page.waitForEvent('filechooser')
    await click(button(name))
    await (await chooser).setFiles(file)
  }
  await page.goto('/sign-in')
  await page.getByLabel(t('web.sign-in.name')).fill('admin')
  await page.getByLabel(t('web.sign-in.password')).fill(firstPassword())
  watching.forget()
  await click(button(t('web.sign-in.button')))

  // It shows itself, and once only: after that the empty cockpit invites to it.
  await page.getByRole('heading', { name: t('web.welcome.title') }).waitFor()
  await keep(page, '1 county')
  await page.goto('/')
  await page.getByText(t('web.cockpit.empty.title')).waitFor()
  await keep(page, 'cockpit empty')
  await click(page.getByRole('link', { name: t('web.welcome.title'), exact: true }))

  await choose(t('web.welcome.choose-borders'), {
    name: '边界.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(borders),
  })
  await page.getByLabel(t('web.settings.station-name')).fill('政府楼站')
  await keep(page, '2 station')
  expect(await page.locator('.top-county').innerText()).toBe('试行县')
  await page.getByLabel(t('web.settings.station-code')).fill('SX001')
  await page.getByLabel(t('web.settings.lon')).fill('113.5')
  await page.getByLabel(t('web.settings.lat')).fill('29.5')
  await click(button(t('web.settings.add-station')))

  await button(t('web.welcome.choose-people')).waitFor()
  await keep(page, '3 people')
  await choose(t('web.welcome.choose-people'), {
    name: '人员.xlsx',
    mimeType: xlsx,
    buffer: await untidyWorkbook([
      {
        name: '人员',
        rows: [
          ['姓名', '登录名', '角色'],
          ['陈调度', 'chen', '调度员'],
          ['林审计', 'lin', '审计员'],
        ],
      },
    ]),
  })
  await page.getByText(t('web.welcome.brought', { name: '人员.xlsx', added: 2 })).waitFor()
  await keep(page, '3 people brought')
  await click(button(t('web.welcome.next')))

  const mn = await page.getByLabel(t('web.column.mn')).inputValue()
  const pw = await page.getByLabel(t('web.welcome.logger-password')).inputValue()
  expect({ mn, pw }).toEqual({
    mn: expect.stringMatching(/^439931[0-9A-F]{18}$/),
    pw: expect.stringMatching(/^\d{6}$/),
  })
  await keep(page, '4 device')
  await click(button(t('web.device.register-button')))

  await page.getByText(t('web.welcome.waiting', { mn })).waitFor()
  const toType = page.getByRole('region', { name: t('web.welcome.type-in') })
  expect(await toType.innerText()).toContain(String(weike.hj212.port))
  expect(await toType.innerText()).toContain(pw)
  // A server that listens on its own machine alone says that no logger reaches it.
  await page.getByText(t('web.welcome.only-here', { host: weike.hj212.host })).waitFor()
  await keep(page, '5 waiting')

  // The installer mistypes the MN, then the password; each time the page says so, without a hand on it.
  const frame = (words: { mn: string; pw: string }) =>
    uploadFrame({ ...words, at: Date.now(), data: 'a34004-Rtd=35,a34004-Flag=N;a34002-Rtd=61,a34002-Flag=N' })
  await sendFrames(weike.hj212, [frame({ mn: `${mn.slice(0, 23)}X`, pw })])
  await page.getByText(t('web.welcome.todo.unknown-device', { mn })).waitFor()
  await sendFrames(weike.hj212, [frame({ mn, pw: '999999' })])
  await page.getByText(t('web.welcome.todo.password-wrong')).waitFor()
  await keep(page, '5 wrong')
  await sendFrames(weike.hj212, [frame({ mn, pw })])
  const received = page.getByTestId('first-frame')
  await received.waitFor()
  expect(await received.innerText()).toContain('政府楼站')
  expect(await page.locator('.guide-values').innerText()).toMatch(/PM₂\.₅\s*35\s*µg\/m³[\s\S]*PM₁₀\s*61/)
  await keep(page, '5 received')
  expect(await page.locator('.guide-step').getByText(t('web.welcome.done'), { exact: true }).count()).toBe(5)
  await click(page.getByRole('link', { name: t('web.welcome.to-cockpit') }))

  const panel = page.getByRole('region', { name: t('web.cockpit.station-now') })
  await panel.getByText('政府楼站').waitFor()
  expect(await panel.innerText()).toContain('35')
  await keep(page, 'cockpit')
  console.log(
    `first run: ${clicks} clicks from the sign-in to the first frame on the cockpit, one of them back from a detour`,
  )
  // What cannot be there yet was not asked for, and nothing failed on the way.
  expect(watching.faults()).toEqual([])
  expect(clicks).toBe(8)
  await context.close()
})
