import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../setup/api-client.ts'
import { bringIn } from '../setup/bring-in.ts'
import { eventually } from '../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { DEMO_PASSWORD, loggerAt, openStage, type Stage, settled, type Visitor } from './parts/stage.ts'

const HOUR = 3_600_000
const places = ['QY102', 'QY101'] as const
/** The hour before the one under way, and the 29 before it. */
const last = Math.floor(Date.now() / HOUR) * HOUR
const hours = Array.from({ length: 30 }, (_, ago) => last - ago * HOUR)
/** PM2.5 and PM10 of an hour, different at each place and in each hour. [µg/m³] */
const fineAt = (end: number, place: number) => 30 + place * 20 + ((end / HOUR) % 9)

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const frames = places.flatMap((code, place) =>
    hours.map((end) =>
      uploadFrame({
        ...loggerAt(code),
        cn: '2061',
        // An hour is named by its beginning (HJ 212-2017).
        at: end - HOUR,
        data: `a34004-Avg=${fineAt(end, place)},a34004-Flag=N;a34002-Avg=${90 + place},a34002-Flag=N`,
      }),
    ),
  )
  await sendFrames(stage.weike.hj212, frames)
  const dispatcher = await signIn(stage.weike.http, 'chenyiming', DEMO_PASSWORD)
  await eventually('the hours of both stations', async () => {
    const { items } = await dispatcher.call('GET /api/readings/latest')
    const known = items.filter(({ factors }) => factors.some(({ hour }) => hour !== null))
    return known.length >= places.length ? known : undefined
  })
})
afterAll(async () => {
  await stage?.close()
})

async function at(path: string): Promise<Visitor> {
  const visitor = await stage.visit({ language: 'zh', screen: 'desk', as: 'chenyiming' })
  await visitor.goTo(path)
  await visitor.page.locator('.time-chart canvas').first().waitFor()
  await settled(visitor.page)
  return visitor
}

/** The ends of the period in the address. [epoch ms] */
function periodOf(url: string): { from: number; to: number } | null {
  const { searchParams } = new URL(url)
  const [from, to] = [searchParams.get('from'), searchParams.get('to')]
  if (from === null || to === null) return null
  return { from: Date.parse(`${from}:00+08:00`), to: Date.parse(`${to}:00+08:00`) }
}

async function plotOf({ page }: Visitor, place = 0) {
  const box = await page.locator('.time-chart .u-over').nth(place).boundingBox()
  if (box === null) throw new Error('no chart')
  return box
}

const name = (code: string) => (code === 'QY102' ? '双溪站' : '枫渡站')

describe('a chart of time', () => {
  it('keeps what was drawn out of it in the address, and going back shows the whole again', async () => {
    const visitor = await at('/stations/QY102?span=24h')
    const { page } = visitor
    const { x, y, width, height } = await plotOf(visitor)
    await page.mouse.move(x + width * 0.25, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 4 })
    await page.mouse.up()
    await page.waitForURL(/from=/)
    const period = periodOf(page.url())
    // A quarter of 24 hours, to the minute and the pixel.
    expect(((period?.to ?? 0) - (period?.from ?? 0)) / HOUR).toBeCloseTo(6, 0)
    await page.goBack()
    await page.waitForURL(/span=24h/)
    await visitor.context.close()
  })

  it('moves and zooms by keys, and Home shows the whole', async () => {
    const day = `${periodText(last - 24 * HOUR)}/${periodText(last)}`.split('/')
    const visitor = await at(`/stations/QY102?tab=data&from=${day[0]}&to=${day[1]}`)
    const { page } = visitor
    const began = periodOf(page.url())
    await page.locator('.time-chart [role="group"]').focus()
    await page.keyboard.press('ArrowLeft')
    await eventually('the move in the address', async () => {
      const now = periodOf(page.url())
      return now?.from === (began?.from ?? 0) - 2.4 * HOUR ? now : undefined
    })
    await page.keyboard.press('-')
    await eventually('the zoom in the address', async () => {
      const now = periodOf(page.url())
      return now && now.to - now.from === 36 * HOUR ? now : undefined
    })
    await page.keyboard.press('Home')
    await page.waitForURL((url) => !url.searchParams.has('from'))
    await visitor.context.close()
  })

  it('shares its crosshair with the others of the page: one line tells the values of all at that hour', async () => {
    const visitor = await at('/stations/QY102?span=24h')
    const { page, t } = visitor
    const { x, y, width, height } = await plotOf(visitor)
    // Four hours before the right end, which is the end of the hour under way.
    await page.mouse.move(x + (width * 20) / 24, y + height / 2)
    const readout = page.locator('.readout')
    const end = Math.ceil(Date.now() / HOUR) * HOUR - 4 * HOUR
    await readout.getByText(`PM₂.₅ ${fineAt(end, 0)}`).waitFor()
    await readout.getByText('PM₁₀ 90').waitFor()
    const crosshairs = await page
      .locator('.time-chart .u-cursor-x')
      .evaluateAll((lines) =>
        lines
          .slice(0, 2)
          .map((line) =>
            Math.round(line.getBoundingClientRect().left - (line.parentElement?.getBoundingClientRect().left ?? 0)),
          ),
      )
    expect(Math.abs((crosshairs[0] ?? 0) - (crosshairs[1] ?? 99))).toBeLessThanOrEqual(1)
    expect(crosshairs[0]).toBeGreaterThan(0)
    // A hand that takes hold of the lines wants them moved and not told; the next pointing brings the crosshair back.
    await page.keyboard.down('Shift')
    await page.mouse.down()
    await readout.getByText(t('web.chart.hint')).waitFor()
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await page.mouse.move(x + (width * 19.9) / 24, y + height / 2)
    await readout.getByText('PM₁₀ 90').waitFor()
    await visitor.context.close()
  })

  it('opens the reading that is pressed, and draws nothing out with that', async () => {
    const visitor = await at('/stations/QY102?tab=data&span=24h')
    const { page, t } = visitor
    const { x, y, width, height } = await plotOf(visitor)
    await page.mouse.click(x + (width * 20.1) / 24, y + height / 2)
    await page.getByRole('dialog').getByText(t('web.station.layers'), { exact: true }).waitFor()
    const end = Math.ceil(Date.now() / HOUR) * HOUR - 4 * HOUR
    expect(Date.parse(new URL(page.url()).searchParams.get('at') ?? '')).toBe(end)
    expect(periodOf(page.url())).toBeNull()
    await visitor.context.close()
  })

  it('is a table for who asks for one, newest first, kept in the address', async () => {
    const visitor = await at('/stations/QY102?span=24h')
    const { page, t } = visitor
    await page.getByRole('link', { name: t('web.chart.as-table') }).click()
    await page.waitForURL(/table=true/)
    const rows = page.getByRole('region', { name: t('web.station.table') }).getByRole('row')
    await expect.poll(() => rows.count()).toBe(24)
    expect(await rows.nth(1).innerText()).toContain(String(fineAt(last, 0)))
    await visitor.context.close()
  })
})

describe('a chart with more periods than pixels', () => {
  const HOURS = 60 * 24
  const [from, to] = [last - HOURS * HOUR, last]
  const codes = ['QY001', 'QYW01'] as const
  /** Days alike, so that the scale stays while they are moved; and one peak at the beginning. [µg/m³] */
  const valueAt = (end: number, place: number) => 40 + place * 12 + ((((end / HOUR) % 24) * 7) % 31)

  beforeAll(async () => {
    const rows = codes.flatMap((code, place) =>
      Array.from({ length: HOURS }, (_, hour) => {
        const end = from + (hour + 1) * HOUR
        const value = hour < 24 ? 190 : valueAt(end, place)
        return `${new Date(end).toISOString().slice(0, 19)}Z,${code},${value.toFixed(1)}`
      }),
    )
    const analyst = await signIn(stage.weike.http, 'xuyan', DEMO_PASSWORD)
    const { counts } = await bringIn(analyst, 'sixty-days.csv', Buffer.from(['time,station,PM2.5', ...rows].join('\n')))
    expect(counts?.taken).toBe(HOURS * codes.length)
  })

  it('looks the same moved by hand, keeps its scale meanwhile and fits again when the hand lets go', async () => {
    const period = `from=${periodText(from)}&to=${periodText(to)}`
    const visitor = await at(`/compare?stations=${codes.join(',')}&${period}`)
    const { page } = visitor
    const { x, y, width, height } = await plotOf(visitor)
    expect(width).toBeLessThan(HOURS)
    const sheet = await page.locator('.time-chart canvas').boundingBox()
    const left = x - (sheet?.x ?? 0)
    const top = y - (sheet?.y ?? 0)
    const picture = (at: number, wide: number) =>
      page.locator('.time-chart canvas').evaluate(
        (canvas, [x, y, w, h]) => {
          const pen = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null
          return pen === null ? [] : [...new Uint32Array(pen.getImageData(x, y, w, h).data.buffer)]
        },
        [Math.round(left + at), Math.round(top), wide, Math.round(height)] as const,
      )
    const before = await picture(200, 600)
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.keyboard.down('Shift')
    await page.mouse.down()
    // Towards the left by 100 px, over what it was 40 px ago: the peak, 18 px wide, is out of view.
    await page.mouse.move(x + width / 2 - 40, y + height / 2, { steps: 5 })
    await page.mouse.move(x + width / 2 - 100, y + height / 2, { steps: 5 })
    const moved = await picture(100, 600)
    expect(new Set(moved).size).toBeGreaterThan(3)
    // But for the strokes of the limit, which begin at the edge of the plot.
    const rows = new Set(moved.flatMap((pixel, place) => (pixel === before[place] ? [] : [Math.floor(place / 600)])))
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThanOrEqual(1)
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await eventually('the scale to fit what is in view', async () => {
      const now = await picture(100, 600)
      return now.some((pixel, place) => pixel !== before[place])
    })
    await visitor.context.close()
  })
})

describe('a comparison', () => {
  it('begins from its address and holds the stations that are added in it', async () => {
    const visitor = await at('/compare?stations=QY102&span=24h')
    const { page, t } = visitor
    await Promise.all([
      page.waitForResponse((response) => /columns.*QY101/.test(response.url())),
      page.getByRole('combobox', { name: t('web.compare.add-station') }).selectOption({ label: name('QY101') }),
    ])
    await page.waitForURL(/stations=QY102(,|%2C)QY101/)
    const end = Math.ceil(Date.now() / HOUR) * HOUR - 4 * HOUR
    const readout = page.locator('.readout')
    // The answer may come a moment before its line: the pointer looks again.
    await eventually('both lines under the pointer', async () => {
      const { x, y, width, height } = await plotOf(visitor).catch(() => ({ x: 0, y: 0, width: 0, height: 0 }))
      await page.mouse.move(x + (width * 20) / 24, y + height / 2)
      return (await readout.innerText()).includes(name('QY101')) ? true : undefined
    })
    await readout.getByText(`${name('QY101')} ${fineAt(end, 1)}`).waitFor()
    expect(await readout.innerText()).toContain(`${name('QY102')} ${fineAt(end, 0)}`)
    await visitor.context.close()
  })

  it('lays another day over, hour on hour, and gives all of it as CSV', async () => {
    const from = last - 5 * HOUR
    const visitor = await at(`/compare?stations=QY102&from=${periodText(from)}&to=${periodText(last)}`)
    const { page, t } = visitor
    await page.getByRole('combobox', { name: t('web.compare.past') }).selectOption('1d')
    await page.waitForURL(/past=1d/)
    await settled(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t('web.station.csv') }).click(),
    ])
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    expect(lines).toHaveLength(6)
    expect(lines[0]).toContain('PM₂.₅ 双溪站 1 天前')
    const newest = lines.at(-1)?.split(',')
    expect(newest?.slice(1)).toEqual([String(fineAt(last, 0)), String(fineAt(last - 24 * HOUR, 0))])
    await visitor.context.close()
  })

  it('draws no more than eight lines', async () => {
    const visitor = await at('/compare?stations=QY102,QY101,QYW02,QYW01&factors=a34004,a34002&span=24h')
    const { page, t } = visitor
    expect(await page.getByRole('combobox', { name: t('web.compare.add-station') }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'O₃', exact: true }).isDisabled()).toBe(true)
    await visitor.context.close()
  })
})

/** `2026-11-18T14:00`, civil time of Shanghai. */
function periodText(instant: number): string {
  return new Date(instant + 8 * HOUR).toISOString().slice(0, 16)
}
