import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AtWork, startWork } from '../simulator/people/at-work.ts'
import { devices, people } from '../simulator/place.ts'
import { acceleratedTimes, type WallTimes } from '../simulator/time.ts'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { demoWithoutSimulator, type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

/**
 * The demo's people at work, through the whole loop and by the public interface alone, at twenty minutes a second.
 */
const SPEED = 1200

const wall: WallTimes = {
  now: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
}

let home: FreshDatabase
let weike: RunningWeike
let leader: SignedIn
let work: AtWork
let now: () => number = () => 0
const troubles: string[] = []

/** A sample over the rule's line, of the demo's present; every three quarters of an hour one is news. */
async function tellOver(): Promise<void> {
  const near = devices.find(({ stationCode }) => stationCode === 'QYW07')
  if (near === undefined) throw new Error('no device')
  const at = Math.floor(now() / 1000) * 1000
  await sendFrames(weike.hj212, [uploadFrame({ ...near, at, data: 'a34004-Rtd=99,a34004-Flag=N' })])
}

beforeAll(async () => {
  home = await freshDatabase('embedded')
  weike = await startWeike(home, [...demoWithoutSimulator, '--speed', String(SPEED)])
  leader = await signIn(weike.http, 'hewenyuan', 'weike-demo')
  const times = acceleratedTimes(wall, Date.now(), SPEED)
  // Both clocks of the demo run by the server's: what its people take for now is what it does.
  const ahead = Date.parse(leader.me.now) - times.now()
  const shared = { ...times, now: () => times.now() + ahead }
  now = shared.now
  work = startWork({
    seed: 'demo',
    http: weike.http,
    password: 'weike-demo',
    people: people.filter(({ isOffered }) => !isOffered),
    times: shared,
    lookMs: 200,
    tell: (who, why) => troubles.push(`${who}: ${why}`),
  })
})
afterAll(async () => {
  await work?.stop()
  await weike?.stop()
  await home?.remove()
})

it('there is something on the desks at once: problems in several states, each with its place', async () => {
  const items = await eventually('the desks to be opened', async () => {
    const { items } = await leader.call('GET /api/cases', { query: { limit: 200 } })
    return items.length >= 18 ? items : undefined
  })
  expect(new Set(items.map(({ state }) => state)).size).toBeGreaterThanOrEqual(3)
  expect(items.every(({ lonWgs84, title }) => lonWgs84 !== null && title.endsWith('（模拟）'))).toBe(true)
})

it('cases go on to their end by themselves, with pictures of before and after, some returned on the way', async () => {
  const stories = await eventually('cases to be closed, one of them after a return', async () => {
    const { items } = await leader.call('GET /api/cases', { query: { state: 'closed', limit: 200 } })
    const read = await Promise.all(items.map(({ id }) => leader.call('GET /api/cases/:id', { params: { id } })))
    return read.some(({ story }) => story.some(({ kind }) => kind === 'case.returned')) ? read : undefined
  })
  for (const { story, photos, parts } of stories) {
    expect(story[0]?.kind).toBe('case.reported')
    expect(photos.some(({ part }) => part === 'after')).toBe(true)
    const rectifier = parts.find(({ part }) => part === 'rectifier')?.person
    const verifier = parts.find(({ part }) => part === 'verifier')?.person
    expect(rectifier).not.toBe(verifier)
  }
})

it('alerts are answered: somebody is sent, goes there and says what there was', async () => {
  let told = 0
  const done = await eventually('tasks that were done', async () => {
    if (now() - told > 45 * 60_000) {
      told = now()
      await tellOver()
    }
    const { items } = await leader.call('GET /api/tasks', { query: { limit: 200 } })
    return items.some(({ state }) => state === 'done') ? items.filter(({ state }) => state === 'done') : undefined
  })
  expect(done.every(({ checkedInAt, finding }) => checkedInAt !== null && finding !== null)).toBe(true)
})

it('what they did is in the ledger, under their names, and the ledger holds', async () => {
  await work.stop()
  await weike.stop()
  const { status, stdout, stderr } = await runWeike(home, ['verify-ledger', '--data', home.dataDir])
  expect([status, stdout, stderr]).toEqual([0, stdout, stderr])
  expect(troubles).toEqual([])
})
