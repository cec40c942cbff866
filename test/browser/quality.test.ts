import { afterAll, beforeAll, expect, it } from 'vitest'
import { insertFindings } from '../../src/domain/corrections/store.ts'
import { signIn } from '../setup/api-client.ts'
import { eventually } from '../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { inInstallation } from '../setup/in-installation.ts'
import { DEMO_PASSWORD, loggerAt, openStage, type Stage } from './parts/stage.ts'

const HOUR = 3_600_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  await sendFrames(stage.weike.hj212, doubtfulHours(Date.now()))
  const analyst = await signIn(stage.weike.http, 'xuyan', DEMO_PASSWORD)
  await eventually('the findings', async () => {
    const { items } = await analyst.call('GET /api/quality-findings')
    return items.length === 3 || undefined
  })
})
afterAll(async () => {
  await stage?.close()
})

/** At one station three hours that nobody believes and, a day later, one below zero; at another four of the same ozone. */
function doubtfulHours(now: number): Buffer[] {
  const hour = Math.floor(now / HOUR) * HOUR
  const hours = (station: string, factor: string, ago: number, values: readonly number[]) =>
    values.map((value, place) =>
      uploadFrame({
        ...loggerAt(station),
        cn: '2061',
        at: hour - (ago - place) * HOUR,
        data: `${factor}-Avg=${value},${factor}-Flag=N`,
      }),
    )
  return [
    ...hours('QYW07', 'a34004', 60, [40, 620, 540, 700, 43]),
    ...hours('QYW07', 'a34002', 30, [-40]),
    ...hours('QYW01', 'a05024', 50, [70, 88, 88, 88, 88, 75]),
  ]
}

it('findings show their values, are narrowed in the address, and sorted by column', async () => {
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'xuyan' })
  await goTo('/quality')
  const rows = page.locator('.findings-table tbody tr')
  const values = () => rows.locator('.findings-values').allInnerTexts()
  // The latest period first.
  expect(await values()).toEqual(['−40 µg/m³', '88 µg/m³', '540–700 µg/m³'])
  expect(await rows.locator('.findings-quality-one').allTextContents()).toEqual([' 无效', ' 存疑', ' 存疑'])
  expect(await rows.locator('.findings-readings').allInnerTexts()).toEqual(['1', '4', '3'])

  const sortBy = (name: string) => page.getByRole('columnheader', { name }).getByRole('button').click()
  await sortBy(t('web.column.station'))
  // 柳林大道微站 before 青石桥小学微站, those of one station as they came.
  expect(await values()).toEqual(['88 µg/m³', '−40 µg/m³', '540–700 µg/m³'])
  await sortBy(t('web.quality.values.open'))
  expect(await values()).toEqual(['−40 µg/m³', '88 µg/m³', '540–700 µg/m³'])
  await sortBy(t('web.quality.values.open'))
  expect(await values()).toEqual(['540–700 µg/m³', '88 µg/m³', '−40 µg/m³'])
  await sortBy(t('web.station.factor'))
  // PM2.5, PM10, O3, as everywhere.
  expect(await values()).toEqual(['540–700 µg/m³', '−40 µg/m³', '88 µg/m³'])

  const choice = (name: string) => page.getByRole('combobox', { name })
  await choice(t('web.column.station')).selectOption({ label: '青石桥小学微站' })
  await page.waitForURL('**/quality?station=QYW07')
  await expect.poll(values).toEqual(['540–700 µg/m³', '−40 µg/m³'])
  await choice(t('web.quality.rule')).selectOption('negative')
  await page.waitForURL('**/quality?station=QYW07&rule=negative')
  await expect.poll(values).toEqual(['−40 µg/m³'])
  // As somebody would open the link.
  await goTo('/quality?station=QYW07&rule=negative')
  expect(await values()).toEqual(['−40 µg/m³'])

  await choice(t('web.station.factor')).selectOption('a05024')
  await page.getByText(t('web.quality.empty.narrowed')).waitFor()
  await page.getByRole('link', { name: t('web.quality.empty.widen') }).click()
  await page.waitForURL('**/quality')
  await expect.poll(() => rows.count()).toBe(3)
  await context.close()
})

it('findings are saved as Excel just as they are shown', async () => {
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'xuyan' })
  await goTo('/quality?factor=a34004')
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('sheet'))
  await page.getByRole('button', { name: t('web.table.excel') }).click()
  const sheet = (await asked).postDataJSON()
  expect(sheet.columns.map(({ title }: { title: string }) => title)).toEqual([
    ...[
      '检查',
      '来源',
      '站点',
      '因子',
      '取值',
      '数值',
      '最高值',
      '单位',
      '质量',
      '时段',
      '至',
      '读数',
      '时段数',
      '发现',
    ],
  ])
  expect(sheet.rows).toHaveLength(1)
  expect(sheet.rows[0].slice(2, 9)).toEqual(['青石桥小学微站', 'PM₂.₅', '小时值', 540, 700, 'µg/m³', '存疑'])
  expect(sheet.rows[0].slice(11, 13)).toEqual([3, 3])
  await context.close()
})

it('a list longer than what comes at once says so, and goes on; of what nothing is kept any more it says that', async () => {
  const { page, t, goTo, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'xuyan' })
  await longAgo(503)
  await goTo('/quality?tab=corrected')
  const rows = page.locator('.findings-table tbody tr')
  expect(await rows.count()).toBe(500)
  await page.getByText(t('web.quality.more-note', { findings: 500 })).waitFor()
  await page.getByRole('button', { name: t('web.quality.more') }).click()
  await expect.poll(() => rows.count()).toBe(503)
  await page.getByRole('button', { name: t('web.quality.more') }).waitFor({ state: 'detached' })
  const last = rows.nth(502)
  expect(await last.locator('.findings-values').innerText()).toBe(t('web.quality.no-reading'))
  expect(await last.locator('.findings-readings .findings-count').innerText()).toBe('0/1')
  await context.close()
})

/** Findings that were corrected, one an hour, of a time of which no reading is kept. */
function longAgo(findings: number): Promise<void> {
  return inInstallation(stage.home, async ({ foundation: { db, ids } }) => {
    const { countyId, id: deviceId } = await db.selectFrom('device').selectAll().limit(1).executeTakeFirstOrThrow()
    const first = Math.floor(Date.now() / HOUR) * HOUR - 9_000 * HOUR
    await insertFindings(
      db,
      Array.from({ length: findings }, (_, place) => {
        const end = first + place * HOUR
        return {
          ...{ countyId, id: ids.next(), deviceId, factor: 'a34004', resolution: 'hour' as const, rule: 'implausible' },
          ...{ firstEnd: end, lastEnd: end, periods: 1, state: 'corrected' as const, version: 2, foundAt: end },
          ...{ handledAt: end + HOUR, handledBy: null },
        }
      }),
    )
  })
}
