import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bulletinOf, monthsOut } from '../simulator/bulletin.ts'
import { tableOf, toldOf } from '../simulator/history.ts'
import { stations } from '../simulator/place.ts'
import { createWorld } from '../simulator/world/world.ts'
import { civilDayAt, monthPeriod } from '../src/standards/civil-days.ts'
import { DAY_MS, OFFSET_MS } from '../src/standards/civil-time.ts'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { bringIn } from './setup/bring-in.ts'
import { eventually } from './setup/eventually.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { demoWithoutSimulator, type RunningWeike, startWeike } from './setup/weike.ts'

/** What the city publishes of the demo's county is what the county's own hours come to. */
describe.each(databaseKinds)('the published ranking of the demo, on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let administrator: SignedIn

  beforeAll(async () => {
    home = await freshDatabase(kind)
    weike = await startWeike(home, demoWithoutSimulator)
    // Where a station has no device yet, its hours make one: that is for the administrator.
    administrator = await signIn(weike.http, 'tangweidong', 'weike-demo')
  })
  afterAll(async () => {
    await weike?.stop()
    await home?.remove()
  })

  const take = async (name: string, bytes: Buffer) =>
    expect((await bringIn(administrator, name, bytes)).counts?.refused).toBe(0)

  it('is, of the county itself, what Weike makes of the same hours', async () => {
    const now = Date.now()
    const [station] = stations
    const [month] = monthsOut(now, 1)
    if (station === undefined || month === undefined) throw new Error('no station')
    const [told] = toldOf(station, createWorld('demo', now).showing(station))
    if (told === undefined) throw new Error('nobody tells of the station')
    const { first, last } = monthPeriod(month.year, month.month)
    const chapter = { fileName: '', from: first * DAY_MS - OFFSET_MS, to: (last + 1) * DAY_MS - OFFSET_MS }
    await take('国控站.csv', Buffer.from([...tableOf('demo', [told], chapter)].join('')))
    const bulletin = bulletinOf({ seed: 'demo', told }, month)
    await take(bulletin.fileName, Buffer.from(bulletin.bytes))
    const own = await eventually('the days of the month', async () => {
      const { period, items } = await administrator.call('GET /api/evaluations/ranking')
      expect(period).toBe(civilDayAt(first).slice(0, 7))
      const found = items.find(({ isOwn }) => isOwn)
      return found?.computed === null || found?.computed.goodDays !== found?.published?.goodDays ? undefined : found
    })
    const measures = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3', 'composite', 'goodDays'] as const
    for (const measure of measures) {
      expect([measure, own?.published?.[measure]]).toEqual([measure, own?.computed?.[measure]])
      expect(own?.computed?.[measure]).toBeGreaterThan(0)
    }
    expect(own?.differs).toBe(false)
  })
})
