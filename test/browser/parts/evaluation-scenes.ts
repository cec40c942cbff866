import { bulletinOf, monthsOut } from '../../../simulator/bulletin.ts'
import { toldOf } from '../../../simulator/history.ts'
import { stations } from '../../../simulator/place.ts'
import { createWorld } from '../../../simulator/world/world.ts'
import { act, signIn } from '../../setup/api-client.ts'
import { bringIn } from '../../setup/bring-in.ts'
import { eventually } from '../../setup/eventually.ts'
import { sandOf } from '../../setup/excluded-days.ts'
import type { RunningWeike } from '../../setup/weike.ts'
import { DEMO_PASSWORD } from './stage.ts'

const HOUR = 3_600_000

/** What the pages of the evaluation have to show. */
export interface EvaluationScenes {
  /** A year of which the national station has the first months, as it has of the one before. */
  year: number
}

/** The first months of last year and of the one before at the national station; days that somebody wants taken out; the city's table. */
export async function setEvaluationScenes(weike: RunningWeike): Promise<EvaluationScenes> {
  const analyst = await signIn(weike.http, 'xuyan', DEMO_PASSWORD)
  const year = new Date().getUTCFullYear() - 1
  const hours = ['time,station,PM2.5,PM10,SO2,NO2,CO,O3', ...hoursOf(year - 1), ...hoursOf(year)].join('\n')
  await bringIn(analyst, '青石桥站历史.csv', Buffer.from(hours))
  const bulletin = cityTable()
  await bringIn(analyst, bulletin.fileName, Buffer.from(bulletin.bytes))
  const { items } = await analyst.call('GET /api/evaluations/subjects')
  const county = items.find(({ level }) => level === 'county')?.id ?? ''
  const sand = { ...sandOf(county), from: `${year}-03-05`, until: `${year}-03-07` }
  await analyst.call('POST /api/exclusions', { body: act(sand) })
  await eventually('the days of the past', async () => {
    const { days } = await analyst.call('GET /api/evaluations/calendar', { query: { year } })
    return days.find(({ date }) => date === `${year}-03-31`)
  })
  return { year }
}

/** The newest table that the city has published by now. */
function cityTable(): ReturnType<typeof bulletinOf> {
  const now = Date.now()
  const [station] = stations
  const [month] = monthsOut(now, 1)
  if (station === undefined || month === undefined) throw new Error('no station')
  const [told] = toldOf(station, createWorld('demo', now).showing(station))
  if (told === undefined) throw new Error('nobody tells of the station')
  return bulletinOf({ seed: 'demo', told }, month)
}

/** January to March in waves of some days, each level of the index now and then. */
function* hoursOf(year: number): Generator<string> {
  const end = Date.UTC(year, 3, 1) - 8 * HOUR
  let at = 0
  for (let time = Date.UTC(year, 0, 1) - 7 * HOUR; time <= end; time += HOUR, at += 1) {
    const wave = 1 + Math.sin(at / 31) + Math.sin(at / 173) * 0.9 + (year % 2) * 0.15
    const fine = Math.max(6, 46 * wave)
    const isSand = at > 64 * 24 && at < 66 * 24
    const coarse = isSand ? 480 : fine * 1.6
    const figures = [fine, coarse, 7 + wave, 18 + 8 * wave, 0.7 + 0.3 * wave, 60 + 30 * Math.sin(at / 7.6)]
    yield `${new Date(time).toISOString().slice(0, 19)}Z,QY001,${figures.map((value) => value.toFixed(1)).join(',')}`
  }
}
