import { randomUUID } from 'node:crypto'
import { civilDayOf, HOUR_MS, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import { act, signIn } from '../../setup/api-client.ts'
import { eventually } from '../../setup/eventually.ts'
import type { RunningWeike } from '../../setup/weike.ts'
import { DEMO_PASSWORD } from './stage.ts'

/** Two days of hours at the national station, brought in by a file: hours only, as a feed has them, and no minute of them. */
export interface CockpitScenes {
  /** Of PM2.5, the last hour that is over, the one before it; all others. [µg/m³] */
  last: number
  before: number
  others: number
  /** Hours of today that are over. */
  over: number
}

export async function setCockpitScenes(weike: RunningWeike): Promise<CockpitScenes> {
  const analyst = await signIn(weike.http, 'xuyan', DEMO_PASSWORD)
  const scenes = { last: 68, before: 62, others: 44 }
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS
  const rows = Array.from({ length: 60 * 24 }, (_, ago) => {
    const fine = ago === 0 ? scenes.last : ago === 1 ? scenes.before : scenes.others
    return `${new Date(to - ago * HOUR_MS).toISOString().slice(0, 19)}Z,QY001,${fine},96,7,41,0.9,58`
  })
  const params = { id: randomUUID() }
  const bytes = Buffer.from(['time,station,PM2.5,PM10,SO2,NO2,CO,O3', ...rows].join('\n'))
  await analyst.call('PUT /api/imports/:id', {
    ...{ params, query: { name: '两天.csv' }, bytes, media: 'application/octet-stream' },
  })
  const { plan } = await analyst.call('GET /api/imports/:id/proposal', { params })
  await analyst.call('POST /api/imports/:id/load', { params, body: { ...plan } })
  await eventually('the hours in the cockpit', async () => {
    const { items } = await analyst.call('GET /api/outlook/hours', { query: { station: 'QY001' } })
    return items.length === 48 ? items : undefined
  })
  const midnight = startOfCivilDay(civilDayOf(Date.now() - 1))
  return { ...scenes, over: Math.floor((Date.now() - midnight) / HOUR_MS) }
}

/** The administrator sets a target of each day of this year for the county, over the one that stands. */
export async function setDayTarget(weike: RunningWeike, value: number): Promise<void> {
  const administrator = await signIn(weike.http, 'tangweidong', DEMO_PASSWORD)
  const year = Number(civilDayOf(Date.now() - 1).slice(0, 4))
  const [subjects, targets] = await Promise.all([
    administrator.call('GET /api/evaluations/subjects'),
    administrator.call('GET /api/targets', { query: { year } }),
  ])
  const subjectId = subjects.items.find(({ level }) => level === 'county')?.id ?? ''
  const standing = targets.items.find(
    (one) => one.isStanding && one.averaging === 'day' && one.subject.id === subjectId,
  )
  await administrator.call('POST /api/targets', {
    body: act({
      ...{ subjectId, factor: 'a34004', averaging: 'day', year, month: null, value },
      ...{ basis: '攻坚方案', replaces: standing?.id ?? null },
    }),
  })
}
