import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, signIn } from '../setup/api-client.ts'
import { eventually } from '../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../setup/field-logger.ts'
import { DEMO_PASSWORD, openStage, type Stage } from './parts/stage.ts'

const MINUTE = 60_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage?.close()
})

/** A logger that nobody has registered sends a sample a minute, of three factors and half an hour. */
async function knocks(mn: string): Promise<number> {
  const since = Math.floor(Date.now() / MINUTE) * MINUTE - 30 * MINUTE
  const data = 'a34004-Rtd=31.0,a34004-Flag=N;a34002-Rtd=58.0,a34002-Flag=N;a01001-Rtd=11.2,a01001-Flag=N'
  const frames = Array.from({ length: 30 }, (_, minute) =>
    uploadFrame({ mn, pw: '246810', at: since + minute * MINUTE, data }),
  )
  await sendFrames(stage.weike.hj212, frames)
  return frames.length
}

it('a logger that knocks after its station was entered is registered in one press, and what it has sent is taken in', async () => {
  const administrator = await signIn(stage.weike.http, 'tangweidong', DEMO_PASSWORD)
  const [newMn, secondMn] = ['43990103000B7D20C4918801', '43990103000B7D20C4918802']
  const { id } = await administrator.call('POST /api/stations', {
    body: act({ code: 'QYW88', name: '新桥微站', lonWgs84: 113.52, latWgs84: 29.51 }),
  })
  const frames = await knocks(newMn)
  const { page, t, goTo, watch, context } = await stage.visit({ language: 'zh', screen: 'desk', as: 'tangweidong' })
  await goTo('/devices')
  await page
    .getByRole('status')
    .getByRole('link', { name: t('web.quarantine.adopt') })
    .click()
  const station = page.getByLabel(t('web.column.station'), { exact: true })
  // Every other station has a logger: it stands where the only one is that has none.
  await page.getByText(t('web.quarantine.station-proposed')).waitFor()
  expect(await station.inputValue()).toBe(id)
  await page.getByText(t('web.quarantine.adopt-button'), { exact: true }).click()
  await page.getByText(t('web.quarantine.adopted', { name: '新桥微站数采仪' })).waitFor()
  await page.getByText(t('web.quarantine.adopted-frames', { taken: frames, kept: 0 })).waitFor()
  const device = (await administrator.call('GET /api/devices')).items.find(({ mn }) => mn === newMn)
  expect(device).toMatchObject({ name: '新桥微站数采仪', boundTo: { type: 'station', id } })
  await eventually('what it sent to be its station’s readings', async () => {
    const { items } = await administrator.call('GET /api/readings/latest')
    const pm25 = items.find(({ stationId }) => stationId === id)?.factors.find(({ factor }) => factor === 'a34004')
    return pm25?.realtime?.value === 31
  })

  // The next one could stand anywhere: nothing is proposed, and without a station nothing is sent.
  await knocks(secondMn)
  await goTo(`/quarantine/adopt?mn=${secondMn}`)
  expect(await station.inputValue()).toBe('')
  expect(await page.getByText(t('web.quarantine.station-proposed')).count()).toBe(0)
  await page.getByText(t('web.quarantine.adopt-button'), { exact: true }).click()
  expect(await station.evaluate((select: HTMLSelectElement) => select.validity.valueMissing)).toBe(true)
  expect((await administrator.call('GET /api/quarantine/devices')).items.map(({ mn }) => mn)).toContain(secondMn)
  expect(watch.faults()).toEqual([])
  await context.close()
})
