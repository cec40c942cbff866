import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { signIn } from '../setup/api-client.ts'
import { eventually } from '../setup/eventually.ts'
import { untidyWorkbook } from '../setup/untidy-workbook.ts'
import { DEMO_PASSWORD, openStage, type Stage } from './parts/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

it('a workbook is chosen, a column put right by hand, checked, brought in; its refused rows come back mended', async () => {
  const { page, t, goTo } = await stage.visit({ language: 'zh', screen: 'desk', as: 'xuyan' })
  const book = await untidyWorkbook([
    {
      name: '一月',
      rows: [
        ['站点', '监测时间', '细颗粒'],
        ['QY001', '2026-01-05 01:00', 0.035],
        ['QY001', '2026-01-05 02:00', '约0.036'],
      ],
    },
  ])
  await goTo('/import')
  await page
    .getByLabel(t('web.import.file'), { exact: true })
    .setInputFiles({ name: '一月.xlsx', mimeType: xlsx, buffer: book })
  await page.getByRole('heading', { name: '一月.xlsx' }).waitFor()
  const column = page.getByLabel(t('web.import.taken-as-of', { column: '细颗粒' }))
  expect(await column.inputValue()).toBe('a34004')
  // Taken for PM10 by hand, and back again.
  await column.selectOption('a34002')
  await column.selectOption('a34004')
  await page.getByLabel(t('web.import.unit-of', { column: '细颗粒' })).selectOption('mg/m³')
  await page.getByRole('button', { name: t('web.import.check'), exact: true }).click()
  await page.getByRole('heading', { name: t('web.import.would') }).waitFor()
  await page.getByText('不是数：约0.036').waitFor()
  await page.getByRole('button', { name: t('web.import.load'), exact: true }).click()
  await page.getByRole('heading', { name: t('web.import.done') }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t('web.import.refused-file') }).click(),
  ])
  const report = await readFile(await download.path(), 'utf8')
  const mended = Buffer.from(report.replace('约0.036', '0.036'))
  await page
    .getByRole('link', { name: t('web.import.title'), exact: true })
    .first()
    .click()
  await page
    .getByLabel(t('web.import.file'), { exact: true })
    .setInputFiles({ name: '改好.csv', mimeType: 'text/csv', buffer: mended })
  await page.getByRole('heading', { name: '改好.csv' }).waitFor()
  await page.getByLabel(t('web.import.unit-of', { column: '细颗粒' })).selectOption('mg/m³')
  await page.getByRole('button', { name: t('web.import.load'), exact: true }).click()
  await page.getByRole('heading', { name: t('web.import.done') }).waitFor()
  const analyst = await signIn(stage.weike.http, 'xuyan', DEMO_PASSWORD)
  const { items } = await analyst.call('GET /api/readings', {
    query: {
      station: 'QY001',
      factor: 'a34004',
      resolution: 'hour',
      from: '2026-01-05T00:00:00+08:00',
      to: '2026-01-05T02:00:00+08:00',
    },
  })
  expect(items.map(({ end, value, source }) => [end.slice(0, 16), value, source])).toEqual([
    ['2026-01-05T01:00', 35, 'import'],
    ['2026-01-05T02:00', 36, 'import'],
  ])
})

/** Sixteen years of hours at one station. */
const ROWS = 180_000

it('a long file that is paused shows how far it came, also to a server that starts anew, and goes on from there', async () => {
  const { page, t, goTo } = await stage.visit({ language: 'zh', screen: 'desk', as: 'xuyan' })
  const hours = Array.from({ length: ROWS }, (_, at) => new Date(Date.UTC(2000, 0, 1, at)).toISOString())
  const text = ['时间,站点,NO2', ...hours.map((end, at) => `${end},QY001,${at % 60}`)].join('\n')
  await goTo('/import')
  await page
    .getByLabel(t('web.import.file'), { exact: true })
    .setInputFiles({ name: '二十年.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: t('web.import.load'), exact: true }).click()
  const url = page.url()
  const analyst = await signIn(stage.weike.http, 'xuyan', DEMO_PASSWORD)
  const id = url.split('/').at(-1) ?? ''
  const job = () => analyst.call('GET /api/imports/:id', { params: { id } })
  await page.getByRole('progressbar').waitFor()
  // A part of some twenty thousand rows is kept, and far more are to come than anybody needs to press a button.
  await eventually('some rows to be kept', async () => ((await job()).counts?.rows ?? 0) > 21_000 || undefined)
  // Pressed at once: a look whether it stands still takes a busy machine longer than the file.
  await page.getByRole('button', { name: t('web.import.pause'), exact: true }).dispatchEvent('click')
  const resume = page.getByRole('button', { name: t('web.import.resume'), exact: true })
  await resume.waitFor()
  const rows = (await job()).kept?.rows ?? 0
  const [read, next] = [rows.toLocaleString('en'), (rows + 1).toLocaleString('en')]
  await page.getByText(t('web.import.kept', { rows: read, total: '180,000', next })).waitFor()
  await stage.restart()
  await page.goto(url)
  await page.getByText(t('web.import.kept', { rows: read, total: '180,000', next })).waitFor()
  await resume.click()
  await page
    .getByText(t('web.import.resumed', { from: read, next }))
    .first()
    .waitFor()
  await page.getByRole('heading', { name: t('web.import.done') }).waitFor({ timeout: 60_000 })
  expect(await job()).toMatchObject({
    state: 'done',
    counts: { rows: ROWS, added: ROWS },
    progress: { from: rows },
  })
})
