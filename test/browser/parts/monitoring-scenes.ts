import { randomUUID } from 'node:crypto'
import { act, type SignedIn, signIn } from '../../setup/api-client.ts'
import { eventually } from '../../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../../setup/field-logger.ts'
import type { RunningWeike } from '../../setup/weike.ts'
import { setFeeds } from './feed-scenes.ts'
import { DEMO_PASSWORD, loggerAt } from './stage.ts'

const HOUR = 3_600_000

/** What the pages about devices and readings have to show. */
export interface MonitoringScenes {
  /** id of the logger of the national station */
  device: string
  /** MN of a logger that nobody registered */
  stranger: string
  /** an hourly reading of that station */
  reading: { mn: string; at: string }
  /** files that were handed over: one to be looked at, one that was checked, one that was brought in */
  imports: Readonly<Record<'uploaded' | 'checked' | 'done' | 'paused', string>>
  /** a feed that brought hours and refused rows, and one whose fields have changed their names */
  feeds: Readonly<Record<'good' | 'failing', string>>
}

/**
 * After {@link setScenes}: a command that waits, frames of a stranger in a dialect, a finding of a check, a correction that waits
 * for a second person and one that has reached the readings.
 */
export async function setMonitoringScenes(weike: RunningWeike): Promise<MonitoringScenes> {
  const as = (name: string) => signIn(weike.http, name, DEMO_PASSWORD)
  const [dispatcher, analyst] = await Promise.all([as('chenyiming'), as('xuyan')])
  const stranger = '43990103000B7D20C4919999'
  await sendFrames(weike.hj212, framesOf(stranger, Date.now()))
  const { mn } = loggerAt('QYW07')
  const device = (await dispatcher.call('GET /api/devices')).items.find((each) => each.mn === mn)?.id ?? ''
  await dispatcher.call('POST /api/devices/:id/commands', { params: { id: device }, body: act({ kind: 'read-time' }) })
  const [first = '', second = ''] = await lastHours(analyst, mn)
  await propose(analyst, mn, first, 41.5)
  const applied = await propose(analyst, mn, second, 42.5)
  await dispatcher.call('POST /api/corrections/:id/approve', { params: { id: applied }, body: act({ expects: 1 }) })
  await eventually('the correction in the readings', async () => {
    const { items } = await dispatcher.call('GET /api/corrections', { query: { state: 'applied' } })
    return items.find(({ id }) => id === applied)
  })
  await eventually('a finding of the checks', async () => (await analyst.call('GET /api/quality-findings')).items[0])
  await eventually('an event of the device', async () => {
    return (await analyst.call('GET /api/devices/:id/events', { params: { id: device } })).items[0]
  })
  return {
    device,
    stranger,
    reading: { mn, at: second },
    imports: await bringFilesIn(analyst),
    feeds: await setFeeds(weike),
  }
}

/** The past of two stations as a clerk keeps it: some rows are wrong. */
const untidy = [
  '县环境监测站小时数据,,,,',
  '监测点,监测时间,PM2.5,CO,备注',
  ',,μg/m³,,',
  ...Array.from({ length: 24 }, (_, hour) => `QY001,2026-01-05 ${hour + 1}:00,${30 + hour},${600 + hour},`),
  'QY001,2026-01-05 13:30,31,600,半点的数',
  'QY001,2026年1月5日,31,600,没有小时',
  '不存在的站,2026-01-05 01:00,35,600,站名写错',
  'QY001,2026-01-06 02:00,约35,600,',
].join('\r\n')

/** More than is read in a moment: nine years of a station. */
const longPast = [
  '时间,站点,PM2.5',
  ...Array.from({ length: 80_000 }, (_, at) => `${new Date(Date.UTC(2010, 0, 1, at)).toISOString()},QY001,${at % 90}`),
].join('\n')

async function bringFilesIn(analyst: SignedIn): Promise<MonitoringScenes['imports']> {
  const handOver = async (name: string, text = untidy) => {
    const given = { params: { id: randomUUID() }, query: { name } }
    const media = 'application/octet-stream'
    return (await analyst.call('PUT /api/imports/:id', { ...given, bytes: Buffer.from(text), media })).id
  }
  const [uploaded, checked, done] = [
    await handOver('一月.csv'),
    await handOver('2026年1月小时数据（县站汇总表）.csv'),
    await handOver('一月（定稿）.csv'),
  ]
  const step = async (id: string, name: 'check' | 'load', until: string) => {
    const { plan } = await analyst.call('GET /api/imports/:id/proposal', { params: { id } })
    await analyst.call(`POST /api/imports/:id/${name}`, { params: { id }, body: { ...plan } })
    await eventually(`the file to be ${until}`, async () => {
      const { state } = await analyst.call('GET /api/imports/:id', { params: { id } })
      return state === until ? state : undefined
    })
  }
  await step(checked, 'check', 'checked')
  await step(done, 'load', 'done')
  const paused = await handOver('九年来的小时数据.csv', longPast)
  const params = { id: paused }
  const { plan } = await analyst.call('GET /api/imports/:id/proposal', { params })
  await analyst.call('POST /api/imports/:id/load', { params, body: { ...plan } })
  await eventually('some rows to be kept', async () => {
    const { counts } = await analyst.call('GET /api/imports/:id', { params })
    return (counts?.rows ?? 0) > 45_000 || undefined
  })
  await analyst.call('POST /api/imports/:id/pause', { params })
  return { uploaded, checked, done, paused }
}

/** Ends of the newest hourly values of PM2.5, newest first. */
async function lastHours(analyst: SignedIn, mn: string): Promise<string[]> {
  const now = Date.now()
  const { items } = await analyst.call('GET /api/readings', {
    query: {
      mn,
      factor: 'a34004',
      resolution: 'hour',
      from: new Date(now - 24 * HOUR).toISOString(),
      to: new Date(now).toISOString(),
    },
  })
  return items
    .filter(({ statistic }) => statistic === 'Avg')
    .map(({ end }) => end)
    .reverse()
}

/** @returns id of the correction */
async function propose(analyst: SignedIn, mn: string, end: string, value: number): Promise<string> {
  const what = { mn, factor: 'a34004', resolution: 'hour', kind: 'replace', changes: [{ end, value }] }
  const correction = await analyst.call('POST /api/corrections', { body: act({ ...what, reason: '按手工比对' }) })
  return correction.id
}

/** A logger with codes of its own that labels its periods by their end. */
function framesOf(mn: string, now: number): Buffer[] {
  const whole = Math.floor(now / 600_000) * 600_000
  const who = { mn, pw: '246810' }
  const samples = Array.from({ length: 12 }, (_, ago) =>
    uploadFrame({
      ...who,
      at: whole - ago * 30_000,
      data: `PM25-Rtd=${40 + ago},PM25-Flag=N;a21005-Rtd=0.8,a21005-Flag=N`,
    }),
  )
  const minutes = Array.from({ length: 6 }, (_, ago) =>
    uploadFrame({ ...who, cn: '2051', at: whole - ago * 600_000, data: `PM25-Avg=${50 + ago},PM25-Flag=N` }),
  )
  return [...samples, ...minutes]
}
