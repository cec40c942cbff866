import { insertAlert } from '../../../src/domain/alerts/store.ts'
import { isoShanghai } from '../../../src/standards/civil-time.ts'
import { act, signIn } from '../../setup/api-client.ts'
import { eventually } from '../../setup/eventually.ts'
import { answersJson, openFeedSource } from '../../setup/feed-source.ts'
import { draftOf } from '../../setup/feeds.ts'
import type { FreshDatabase } from '../../setup/fresh-database.ts'
import { inInstallation } from '../../setup/in-installation.ts'
import type { RunningWeike } from '../../setup/weike.ts'
import { DEMO_PASSWORD } from './stage.ts'

const HOUR = 3_600_000

/** A feed that brought hours, with gaps and refused rows, and one whose fields have changed their names. */
export async function setFeeds(weike: RunningWeike): Promise<Readonly<Record<'good' | 'failing', string>>> {
  const administrator = await signIn(weike.http, 'tangweidong', DEMO_PASSWORD)
  const newest = Math.floor(Date.now() / HOUR) * HOUR
  const row = (ago: number, pm25: unknown) => {
    const time = isoShanghai(newest - ago * HOUR)
      .slice(0, 16)
      .replace('T', ' ')
    return { code: '1001A', time, pm25, pm10: 60 }
  }
  const hours = Array.from({ length: 30 }, (_, ago) => ago).filter((ago) => ago % 7 !== 3)
  const source = await openFeedSource()
  source.does(answersJson(() => ({ data: [...hours.map((ago) => row(ago, 30 + ago)), row(3, '异常'), row(-5, 30)] })))
  const stations = (await administrator.call('GET /api/stations')).items
  const set = async (name: string, place: number, more: object) => {
    const stationsOfIt = [{ code: '1001A', stationId: stations[place]?.id ?? '' }]
    const draft = draftOf({ name, url: `${source.url}/hours`, stations: stationsOfIt, ...more })
    const { id } = await administrator.call('POST /api/feeds', { body: { ...act(), ...draft } })
    await eventually(`a pull of ${name}`, async () => {
      const { items } = await administrator.call('GET /api/feeds/:id/pulls', { params: { id } })
      return items.find(({ state }) => state !== 'taking')
    })
    return id
  }
  const good = await set('省站国控小时接口', 0, {})
  const failing = await set('公开网页的 JSON', 1, { reading: { time: 'monitorTime' } })
  await source.close()
  return { good, failing }
}

/** The alert of a feed that has brought no hour for two of them: no test waits so long, so it is written as the evaluator would. @returns its id */
export async function setStaleAlert(home: FreshDatabase, feedId: string): Promise<string> {
  return inInstallation(home, async ({ foundation: { db, ids } }) => {
    const rule = await db.selectFrom('rule').selectAll().where('kind', '=', 'stale').executeTakeFirstOrThrow()
    const feed = await db.selectFrom('feedStation').selectAll().where('feedId', '=', feedId).executeTakeFirstOrThrow()
    const raisedAt = Math.floor(Date.now() / HOUR) * HOUR - HOUR
    const id = ids.next()
    await insertAlert(db, {
      ...{ countyId: rule.countyId, id, number: 'YJ-261118-99', ruleId: rule.id, factor: '', severity: 'attention' },
      ...{ stationId: feed.stationId, deviceId: feed.deviceId, feedId, state: 'open', threshold: 95, unit: 'min' },
      ...{ firstValue: 96, lastValue: 96, peakValue: 96, exceedances: 1, swallowed: 0, version: 1 },
      ...{ firstPeriodEnd: raisedAt, lastPeriodEnd: raisedAt, raisedAt, acknowledgedBy: null, acknowledgedAt: null },
      ...{ resolvedAt: null, episode: 'a scene', silenceId: null, verdict: null, verdictNoteId: null },
      ...{ verifiedBy: null, verifiedAt: null },
    })
    return id
  })
}
