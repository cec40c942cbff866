import { afterAll, beforeAll, expect, it } from 'vitest'
import { HOUR_MS, instantOf } from '../src/standards/civil-time.ts'
import { toldOf } from './history.ts'
import { HOURS_PATH, type ProvincialInterface, startInterface } from './interface.ts'
import { stations } from './place.ts'
import { createWorld } from './world/world.ts'

const noon = instantOf({ year: 2026, month: 11, day: 18, hour: 12, minute: 0, second: 0 })
let provincial: ProvincialInterface
beforeAll(async () => {
  provincial = await startInterface(0)
})
afterAll(() => provincial.close())

async function ask(query: string, path = HOURS_PATH) {
  const answer = await fetch(`${provincial.url}${path}?${query}`)
  return { status: answer.status, said: JSON.parse(await answer.text()) }
}

it('has nothing to say before its time begins, then tells the hours of those that come this way alone, as simulated', async () => {
  const query = `kind=realtime&from=${encodeURIComponent('2026-11-18 01:00:00')}&to=${encodeURIComponent('2026-11-18 12:00:00')}`
  expect((await ask(query)).status).toBe(503)
  const world = createWorld('demo', noon)
  const told = stations
    .filter(({ siteCode }) => siteCode !== null)
    .flatMap((station) => toldOf(station, world.showing(station)))
  provincial.publish({ seed: 'demo', told, now: () => noon + 12 * HOUR_MS })
  const { status, said } = await ask(query)
  expect(status).toBe(200)
  expect(said).toMatchObject({ code: 0, simulated: true, kind: '实时' })
  expect(said.msg).toContain('模拟')
  const times: string[] = said.data.map(({ dataTime }: { dataTime: string }) => dataTime)
  expect(times.length).toBeGreaterThan(9)
  expect(times.every((time) => time >= '2026-11-18 01:00:00' && time <= '2026-11-18 12:00:00')).toBe(true)
  expect(new Set(said.data.map(({ siteCode }: { siteCode: string }) => siteCode))).toEqual(new Set(['439901401']))
})

it('refuses what it does not understand', async () => {
  expect((await ask('from=yesterday&to=today')).status).toBe(400)
  expect((await ask('from=2026-01-01 01:00:00&to=2026-11-18 12:00:00')).status).toBe(400)
  expect((await ask('', '/elsewhere')).status).toBe(404)
})
