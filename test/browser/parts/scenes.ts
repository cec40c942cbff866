import { signIn as signInAsPerson } from '../../../simulator/caller.ts'
import { handOver } from '../../../simulator/files.ts'
import { devices } from '../../../simulator/place.ts'
import { isoShanghai } from '../../../src/standards/civil-time.ts'
import { act, type SignedIn, signIn } from '../../setup/api-client.ts'
import { eventually } from '../../setup/eventually.ts'
import { sendFrames, uploadFrame } from '../../setup/field-logger.ts'
import { assignCase, findProblem, mend, photographTask, reportCase, sendTask } from '../../setup/field-work.ts'
import type { RunningWeike } from '../../setup/weike.ts'
import { DEMO_PASSWORD, loggerAt } from './stage.ts'

const HOUR = 3_600_000

/** Ids of what a county has to show when everything is under way: tasks and cases in each of their states. */
export interface Scenes {
  alert: string
  rule: string
  tasks: Readonly<Record<'sent' | 'checkedIn' | 'photographed' | 'done', string>>
  cases: Readonly<Record<'reported' | 'assigned' | 'acknowledged' | 'rectifying' | 'submitted' | 'closed', string>>
}

/** Two days of hours at the national station and at one with a logger, a sample everywhere, an alert, and the chain at each of its steps. */
export async function setScenes(weike: RunningWeike): Promise<Scenes> {
  const as = (name: string) => signIn(weike.http, name, DEMO_PASSWORD)
  const [dispatcher, gridMember, liaison] = await Promise.all([as('chenyiming'), as('liuguifang'), as('zhoumin')])
  await sendFrames(weike.hj212, twoDays(Date.now()))
  await bringNationalHours(weike, Date.now())
  const alert = await eventually('the alert', async () => (await dispatcher.call('GET /api/alerts')).items[0]?.id)
  const send = () => sendTask(dispatcher, alert, gridMember.me.personId)
  const tasks = { sent: await send(), checkedIn: await send(), photographed: await send(), done: await send() }
  await gridMember.call('POST /api/tasks/:id/check-in', {
    params: { id: tasks.checkedIn },
    body: act({ expects: 1, lon: 113.5003, lat: 29.5002, accuracyM: 8 }),
  })
  await photographTask(gridMember, tasks.photographed)
  const cases = await setCases({ dispatcher, liaison }, await findProblem(gridMember, tasks.done))
  const rule = (await dispatcher.call('GET /api/rules')).items[0]?.id ?? ''
  await dispatcher.call('POST /api/silences', {
    body: act({
      ...{ ruleId: null, stationId: null, factor: 'a05024' },
      until: new Date(Date.now() + 8 * HOUR).toISOString(),
      reason: '臭氧仪零跨检查',
    }),
  })
  return { alert, rule, tasks, cases }
}

async function setCases(by: { dispatcher: SignedIn; liaison: SignedIn }, found: string): Promise<Scenes['cases']> {
  const { dispatcher, liaison } = by
  const regionId = (await dispatcher.call('GET /api/stations')).items[0]?.regionId ?? ''
  const housing = (await dispatcher.call('GET /api/units')).items.find(({ name }) => name === '区住建局')?.id ?? ''
  const step = (who: SignedIn, name: 'acknowledge' | 'submit' | 'verify' | 'close', id: string, body: object) =>
    who.call(`POST /api/cases/:id/${name}`, { params: { id }, body: act(body) })
  const handedOver = async () => {
    const id = await reportCase(dispatcher, regionId)
    await assignCase(dispatcher, id, housing)
    return id
  }
  const submitted = async (id: string) => {
    await mend(liaison, id)
    await step(liaison, 'submit', id, { expects: 4, result: '堆场已全部覆盖，喷淋已恢复' })
  }
  const reported = await reportCase(dispatcher, regionId)
  const [assigned, acknowledged, rectifying, closed] = [
    await handedOver(),
    await handedOver(),
    await handedOver(),
    await handedOver(),
  ]
  await step(liaison, 'acknowledge', acknowledged, { expects: 2 })
  await mend(liaison, rectifying)
  // The one with a photo of before: it was found on the spot.
  await assignCase(dispatcher, found, housing)
  await submitted(found)
  await submitted(closed)
  await step(dispatcher, 'verify', closed, { expects: 5, opinion: '现场属实' })
  await step(dispatcher, 'close', closed, { expects: 6 })
  return { reported, assigned, acknowledged, rectifying, submitted: found, closed }
}

const sixFactors = ['a34004', 'a34002', 'a05024', 'a21004', 'a21026', 'a21005'] as const
const shownAt = (hoursAgo: number, place: number) =>
  place === 5 ? 0.8 : 42 + Math.round(25 * Math.sin(hoursAgo / 4)) + 9 * place

/** The national station has no logger: its hours come as a file, as they do from an interface. */
async function bringNationalHours({ http }: RunningWeike, now: number): Promise<void> {
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const administrator = await signInAsPerson(http, 'tangweidong', DEMO_PASSWORD, wait)
  const hour = Math.floor(now / HOUR) * HOUR
  const rows = Array.from({ length: 48 }, (_, index) => 47 - index).map((ago) => {
    const time = isoShanghai(hour - ago * HOUR)
      .slice(0, 16)
      .replace('T', ' ')
    return ['QY001', time, ...sixFactors.map((_, place) => shownAt(ago, place))].join(',')
  })
  const header = '站点编码,时间,PM2.5(μg/m³),PM10(μg/m³),O3(μg/m³),NO2(μg/m³),SO2(μg/m³),CO(mg/m³)'
  const bytes = new TextEncoder().encode([header, ...rows].join('\r\n'))
  const why = await handOver(
    administrator,
    { fileName: '青石桥站小时值.csv', kind: 'readings', bytes },
    { wait, isStopped: () => false },
  )
  if (why !== null) throw new Error(why)
}

/** What the county's loggers have sent until now, the last of it over the rule's line, and one frame of nobody's. */
function twoDays(now: number): Buffer[] {
  const hour = Math.floor(now / HOUR) * HOUR
  const second = Math.floor(now / 1000) * 1000
  const near = loggerAt('QYW07')
  const hours = Array.from({ length: 48 }, (_, index) => 48 - index).map((ago) =>
    uploadFrame({
      ...near,
      cn: '2061',
      at: hour - ago * HOUR,
      data: sixFactors.map((factor, place) => `${factor}-Avg=${shownAt(ago, place)},${factor}-Flag=N`).join(';'),
    }),
  )
  const samples = devices.map(({ mn, pw, factors }) =>
    uploadFrame({
      mn,
      pw,
      at: second - 1000,
      data: factors.map((factor, place) => `${factor}-Rtd=${31 + place},${factor}-Flag=N`).join(';'),
    }),
  )
  const unknown = uploadFrame({ mn: 'nobody', pw: '000000', at: second, data: 'a34004-Rtd=90' })
  const over = uploadFrame({ ...near, at: second, data: 'a34004-Rtd=88,a34004-Flag=N' })
  return [...hours, ...samples, unknown, over]
}
