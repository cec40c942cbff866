import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { devices } from '../simulator/place.ts'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'

const HOUR = 3_600_000
const YEARS = 0.02

/** The demo's past comes by the import page, like anybody's files, while its present comes by the socket. */
describe.each(kindsOfLongChains)('the past of the demo, on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let analyst: SignedIn

  beforeAll(async () => {
    home = await freshDatabase(kind)
    await start()
  })
  afterAll(async () => {
    await weike?.stop()
    await home?.remove()
  })

  async function start(): Promise<void> {
    weike = await startWeike(home, ['--demo', '--no-people', '--past-years', String(YEARS)])
    // The simulator signs the same person in at the same moment: one of the two may be told to wait.
    analyst = await eventually('to be let in', () =>
      signIn(weike.http, 'xuyan', 'weike-demo').catch((error: unknown) => {
        if (error instanceof Error && error.message.includes('sign-in-locked')) return undefined
        throw error
      }),
    )
  }

  const imports = async () => (await analyst.call('GET /api/imports')).items

  const allIn = () =>
    eventually('the past to be in', async () => {
      const items = await imports()
      const words = weike.said()
      return /1 of 1|2 of 2/.test(words) && items.every(({ state }) => state === 'done') ? items : undefined
    })

  const tableIn = () =>
    eventually('the city’s table of ranking to be in', async () => {
      const items = await imports()
      return items.some(({ fileName, state }) => fileName.includes('排名') && state === 'done') ? items : undefined
    })

  it('is brought in by the analyst’s import, nothing refused, every logger with its hours', async () => {
    const items = await allIn()
    const counts = items.map(({ counts }) => counts)
    expect(counts.reduce((sum, one) => sum + (one?.refused ?? 1), 0)).toBe(0)
    // A week less the two days that the loggers remember, a hundredth of it lost.
    const hours = Math.floor(YEARS * 365.25 * 24) - 48
    const added = items
      .filter(({ fileName }) => fileName.includes('小时值'))
      .reduce((sum, { counts }) => sum + (counts?.added ?? 0), 0)
    // The loggers', and those of the national station, of which none tells.
    const voices = devices.length + 1
    expect(added).toBeGreaterThan(0.95 * hours * voices)
    expect(added).toBeLessThanOrEqual((hours + 1) * voices)
  })

  it('is followed by the table that the city published of the month before', async () => {
    await tableIn()
    const { period, items } = await analyst.call('GET /api/evaluations/ranking')
    expect(period).toMatch(/^\d{4}-\d\d$/)
    expect(items.filter(({ isOwn }) => isOwn).length).toBe(1)
    expect(items.length).toBe(6)
  })

  it('lies before what the loggers tell of, and both are told apart', async () => {
    const from = new Date(Date.now() - 5 * 24 * HOUR).toISOString()
    const sourcesOf = async (station: string) => {
      const query = { station, resolution: 'hour', factor: 'a34004', from, to: new Date().toISOString() }
      const { items } = await analyst.call('GET /api/readings', { query })
      return new Set(items.map(({ source }) => source))
    }
    const both = await eventually('hours of both kinds', async () => {
      const found = await sourcesOf('QY101')
      return found.size === 2 ? found : undefined
    })
    expect([...both].sort()).toEqual(['frame', 'import'])
    // The national station has no logger: its hours come by an interface, in real time and, a day later, reviewed.
    const national = await eventually('hours of the interface', async () => {
      const found = await sourcesOf('QY001')
      return found.size === 3 ? found : undefined
    })
    expect([...national].sort()).toEqual(['feed', 'import', 'reviewed'])
    expect(await ofNational()).toEqual([{ mn: 'FEED-QY001', kind: 'feed' }])
  })

  /** What the county has registered at its national station. */
  async function ofNational() {
    const { items } = await analyst.call('GET /api/devices')
    const national = (await analyst.call('GET /api/stations')).items.find(({ code }) => code === 'QY001')
    return items.filter(({ boundTo }) => boundTo?.id === national?.id).map(({ mn, kind }) => ({ mn, kind }))
  }
  const feeds = async () => (await analyst.call('GET /api/feeds')).items

  it('is not brought in again by the next start', async () => {
    const before = await tableIn()
    const fed = await feeds()
    await weike.stop()
    await start()
    // The loggers come back after the past was looked for: both begin at the same word.
    await eventually('the loggers to be back', async () => {
      const { items } = await analyst.call('GET /api/devices')
      return items.every(({ online, kind }) => online || kind !== 'hj212') ? items : undefined
    })
    expect((await imports()).map(({ id, fileName }) => [id, fileName])).toEqual(
      before.map(({ id, fileName }) => [id, fileName]),
    )
    // The interface listens elsewhere now: the same feeds are pointed there, and it is asked.
    const again = await eventually('the feeds to have been asked again', async () => {
      const items = await feeds()
      const isAsked = items.every(({ id, place, lastSuccessAt }) => {
        const old = fed.find((one) => one.id === id)
        return old?.place !== place && lastSuccessAt !== old?.lastSuccessAt
      })
      return isAsked ? items : undefined
    })
    expect(again.map(({ id, state, brings }) => [id, state, brings]).sort()).toEqual(
      fed.map(({ id, brings }) => [id, 'good', brings]).sort(),
    )
    expect(again).toHaveLength(2)
    expect(await ofNational()).toHaveLength(1)
  })
})
