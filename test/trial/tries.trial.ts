import { randomUUID } from 'node:crypto'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { photograph } from '../browser/parts/photo.ts'
import { atTheYard, type Screen, type Visitor, visit } from '../browser/parts/stage.ts'
import { chromiumOptions } from '../setup/chromium.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { untidyRegister, untidyRegisterHas } from '../setup/untidy-register.ts'
import { untidyWorkbook } from '../setup/untidy-workbook.ts'
import { estimateOf, operatorsOf, roughly } from './parts/klm.ts'
import { BAD_HOUR_AT, demoPerson, pastIsIn } from './parts/lived-in-demo.ts'
import { type Walker, walker } from './parts/walker.ts'
import { serve, type Weike } from './parts/weike.ts'

/**
 * What a new user does without documentation, by pressing what stands on the screen: a line of JSON each with clicks, fields
 * typed, pages seen, seconds of the machine, and what a person would take by the keystroke-level model. A way that breaks, or
 * that takes more clicks than it did, fails.
 */
const PAST_YEARS = '1.2'

let dataDir: string
let weike: Weike
let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions())
  dataDir = await makeDataDirectory()
  const args = ['--demo', '--no-people', '--past-years', PAST_YEARS, '--starts-at', BAD_HOUR_AT]
  weike = await serve({ dataDir, args })
  await pastIsIn(weike.http)
}, 60 * 60_000)
afterAll(async () => {
  await browser?.close()
  await weike?.stop()
  await removeDataDirectory(dataDir)
})

/** Somebody who has signed in and stands where that leads. */
async function comes(as: string, screen: Screen = 'desk', at?: Parameters<typeof visit>[2]['at']): Promise<Visitor> {
  const visitor = await visit(browser, weike.http, { language: 'zh', screen, as, ...(at === undefined ? {} : { at }) })
  await visitor.goTo(as === 'liuguifang' ? '/field' : '/')
  return visitor
}

/** Prints what a way took. */
function tell(way: string, steps: Walker): { clicks: number; fields: number } {
  const tally = steps.tally()
  const { clicks, typed, pages, machineS } = tally
  const { klm, withReading } = estimateOf(tally)
  const line = {
    ...{ way, clicks, fields: typed.length, pages, machineS },
    ...{ operators: operatorsOf(tally), klmS: klm, withReadingS: withReading, roughS: roughly(tally) },
  }
  process.stdout.write(`\n${JSON.stringify(line)}\n`)
  return { clicks, fields: typed.length }
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

it.each(['desk', 'phone'] as const)('(a) why an alert fired, and somebody sent, on a %s', async (screen) => {
  const { page, t, context } = await comes('chenyiming', screen)
  const steps = walker(`a-${screen}`, page)
  await steps.click(page.getByRole('link', { name: t('web.hand.look') }).first())
  await steps.sees(page.getByRole('heading', { name: t('web.why.title') }))
  // Why is in sight without scrolling.
  expect(await page.getByRole('heading', { name: t('web.why.title') }).evaluate(isInSight)).toBe(true)
  await steps.click(page.getByRole('button', { name: t('web.send.title') }).first())
  const dialog = page.getByRole('dialog')
  await eventually('somebody near to be proposed', async () =>
    (await dialog.getByRole('radio').first().isChecked()) &&
    /站点所在|离站点/.test(await dialog.locator('.people-choice label').first().innerText())
      ? true
      : undefined,
  )
  await steps.click(dialog.getByRole('button', { name: t('web.send.submit'), exact: true }))
  await steps.sees(page.getByText(/任务 \S+ 已派给/))
  expect(tell(`a ${screen}`, steps)).toEqual({ clicks: 3, fields: 0 })
  await context.close()
})

it('B7: a task in three taps', async () => {
  const dispatcher = await demoPerson(weike.http, 'chenyiming')
  const grid = await demoPerson(weike.http, 'liuguifang')
  const [alert] = (await dispatcher.call('GET /api/alerts', { query: { limit: 50, state: 'unresolved' } })).items
  const body = { actId: randomUUID(), actedAt: dispatcher.me.now, assigneeId: grid.me.personId, dueInMinutes: 60 }
  const { id } = await dispatcher.call('POST /api/tasks', { body: { ...body, alertId: alert?.id ?? '' } })
  const { task } = await grid.call('GET /api/tasks/:id', { params: { id } })
  const there = { longitude: task.lonWgs84, latitude: task.latWgs84, accuracy: 12 }
  const { page, t, context } = await comes('liuguifang', 'phone', { ...atTheYard, ...there })
  const steps = walker('field', page)
  await steps.click(page.getByRole('button', { name: t('web.field.check-in') }))
  await steps.shoot(
    page.getByLabel(t('web.field.shoot')),
    await photograph(browser, '现场', { covered: true, mimeType: 'image/jpeg' }),
  )
  const finish = page.getByRole('button', { name: t('web.field.nothing') })
  await finish.waitFor()
  expect((await finish.boundingBox())?.height).toBeGreaterThanOrEqual(56)
  await steps.click(finish)
  await steps.sees(page.getByText(/已提交/))
  expect(tell('field', steps)).toEqual({ clicks: 3, fields: 0 })
  await context.close()
})

it('(b) an unknown logger is adopted', async () => {
  const { page, t, context } = await comes('tangweidong')
  const steps = walker('b', page)
  await steps.click(page.getByRole('link', { name: t('web.room.monitoring'), exact: true }))
  await steps.click(page.getByRole('link', { name: t('web.monitoring.devices'), exact: true }))
  await steps.click(page.getByRole('status').getByRole('link', { name: t('web.quarantine.adopt') }))
  await steps.pick(page.getByLabel(t('web.column.station'), { exact: true }), '临江公园微站 QYW04')
  await steps.click(page.getByRole('button', { name: t('web.quarantine.adopt'), exact: true }))
  await steps.sees(page.getByText(t('web.quarantine.adopted', { name: '临江公园微站数采仪' })))
  expect(tell('b', steps)).toEqual({ clicks: 6, fields: 0 })
  await context.close()
})

it('(c) a wrong hour is corrected, a second person agrees', async () => {
  const analyst = await comes('xuyan')
  const { t } = analyst
  const leader = await comes('hewenyuan')
  const { page } = analyst
  const steps = walker('c', page)
  await steps.click(page.getByRole('link', { name: t('web.room.monitoring'), exact: true }))
  await steps.click(page.getByRole('link', { name: '青石桥站', exact: true }))
  await steps.click(page.getByRole('link', { name: t('web.station.tab.data'), exact: true }))
  await steps.click(page.locator('.reading-open').first())
  await steps.click(page.getByRole('button', { name: t('web.station.correct') }))
  const dialog = page.getByRole('dialog', { name: t('web.correction.title') })
  await steps.type(dialog.getByPlaceholder(t('web.correction.stays')), '36')
  await steps.type(dialog.getByLabel(t('web.correction.reason')), '校准时读数偏高')
  await dialog.getByText('分管领导').waitFor()
  await steps.click(dialog.getByRole('button', { name: t('web.correction.button'), exact: true }))
  await steps.sees(page.locator('.waiting-correction').getByText('36'))
  steps.handOver(leader.page)
  await steps.click(leader.page.getByRole('link', { name: t('web.room.monitoring'), exact: true }))
  await steps.click(leader.page.getByRole('link', { name: t('web.quality.title') }))
  await steps.click(leader.page.getByRole('button', { name: t('web.correction.approve'), exact: true }))
  await steps.sees(leader.page.getByText(t('web.correction.approved')))
  expect(tell('c', steps)).toEqual({ clicks: 9, fields: 2 })
  await analyst.context.close()
  await leader.context.close()
})

it('(d) an untidy workbook of sources is brought in', async () => {
  const { page, t, context } = await comes('chenyiming')
  const steps = walker('d', page)
  const buffer = await untidyRegister('清屿区', ['柳林镇', '枫渡镇', '临江街道'])
  await steps.click(page.getByRole('link', { name: t('web.room.sources'), exact: true }))
  await steps.click(page.getByRole('link', { name: t('web.sources.import'), exact: true }))
  await steps.file(page.getByRole('button', { name: t('web.import.choose') }), {
    ...{ name: '涉气污染源台账.xlsx', mimeType: xlsx, buffer },
  })
  await steps.click(page.getByRole('button', { name: t('web.import.check'), exact: true }))
  await steps.sees(page.getByText('经度和纬度像是填反了：29.6011, 113.4622'))
  const counts = page.locator('.import-counts dd')
  const { rows, taken, others } = untidyRegisterHas
  expect((await counts.allInnerTexts()).map(Number)).toEqual([rows, taken, 3, others, taken, 0])
  await steps.click(page.getByRole('button', { name: t('web.import.load'), exact: true }))
  await steps.click(page.getByRole('link', { name: t('web.import.see-sources') }))
  await steps.sees(page.getByRole('link', { name: '顺达砂石料场' }).first())
  expect(tell('d', steps)).toEqual({ clicks: 6, fields: 0 })
  await context.close()
})

it('(e) last October beside this October', async () => {
  const { page, t, context } = await comes('xuyan')
  const steps = walker('e', page)
  await steps.click(page.getByRole('link', { name: t('web.room.monitoring'), exact: true }))
  await steps.click(page.getByRole('link', { name: t('web.compare.title'), exact: true }))
  await steps.pick(page.getByLabel(t('web.compare.month')), '2026 年 10 月')
  await steps.pick(page.getByLabel(t('web.compare.past')), t('web.compare.past.year'))
  await steps.sees(page.getByLabel(/10-01 .*11-01/).first())
  expect(tell('e', steps)).toEqual({ clicks: 6, fields: 0 })
  // What is drawn is looked up in the table of the same lines: both years are there, from the first hour to the last.
  await page.getByRole('link', { name: t('web.chart.as-table') }).click()
  await eventually('both years to stand side by side', async () => {
    const names = await page.locator('thead th').allInnerTexts()
    return names.some((name) => name.includes('青石桥站') && name.includes(t('web.compare.past.year-short')))
      ? true
      : undefined
  })
  await context.close()
})

it('(f) from an empty system to the first frame', async () => {
  const emptyDir = await makeDataDirectory()
  const empty = await serve({ dataDir: emptyDir, environment: { WEIKE_LANGUAGE: 'en' } })
  try {
    const password = /sign-in admin, password (\S+)/.exec(empty.said.join('\n'))?.[1] ?? ''
    const { page, t, context } = await visit(browser, empty.http, { language: 'zh', screen: 'desk' })
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    const steps = walker('f', page)
    await page.goto('/')
    await steps.type(page.getByLabel(t('web.sign-in.name')), 'admin')
    await steps.type(page.getByLabel(t('web.sign-in.password')), password)
    await steps.click(button(t('web.sign-in.button')))
    await steps.file(button(t('web.welcome.choose-borders')), {
      ...{ name: '边界.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(borders) },
    })
    await steps.type(page.getByLabel(t('web.settings.station-name')), '政府楼站')
    await steps.type(page.getByLabel(t('web.settings.station-code')), 'SX001')
    await steps.type(page.getByLabel(t('web.settings.lon')), '113.5')
    await steps.type(page.getByLabel(t('web.settings.lat')), '29.5')
    await steps.click(button(t('web.settings.add-station')))
    const rows = [
      ['姓名', '登录名', '角色'],
      ['陈调度', 'chen', '调度员'],
    ]
    const buffer = await untidyWorkbook([{ name: '人员', rows }])
    await steps.file(button(t('web.welcome.choose-people')), { name: '人员.xlsx', mimeType: xlsx, buffer })
    await steps.click(button(t('web.welcome.next')))
    const mn = await page.getByLabel(t('web.column.mn')).inputValue()
    const pw = await page.getByLabel(t('web.welcome.logger-password')).inputValue()
    await steps.click(button(t('web.device.register-button')))
    await page.getByText(t('web.welcome.waiting', { mn })).waitFor()
    const data = 'a34004-Rtd=35,a34004-Flag=N'
    await sendFrames(empty.hj212, [uploadFrame({ mn, pw, at: Date.now(), data })])
    await steps.sees(page.getByTestId('first-frame'))
    await steps.click(page.getByRole('link', { name: t('web.welcome.to-cockpit') }))
    await steps.sees(page.getByText('政府楼站').first())
    expect(tell('f', steps)).toEqual({ clicks: 7, fields: 6 })
    await context.close()
  } finally {
    await empty.kill()
    await removeDataDirectory(emptyDir)
  }
})

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight
}

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
