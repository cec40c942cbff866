import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.parse('2026-01-18T14:20:00+08:00')

/** The demo begins where it is told to: its server, its loggers, its interface and its files agree about when that is. */
describe.each(kindsOfLongChains)('a demo that starts at an instant, on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let analyst: SignedIn

  beforeAll(async () => {
    home = await freshDatabase(kind)
    weike = await startWeike(home, [
      ...['--demo', '--no-people', '--past-years', '0.02'],
      ...['--starts-at', '2026-01-18T14:20:00+08:00'],
    ])
    // The simulator signs the same person in at the same moment: one of the two may be told to wait.
    analyst = await eventually('to be let in', () =>
      signIn(weike.http, 'xuyan', 'weike-demo').catch((error: unknown) => {
        if (error instanceof Error && error.message.includes('sign-in-locked')) return undefined
        throw error
      }),
    )
  })
  afterAll(async () => {
    await weike?.stop()
    await home?.remove()
  })

  /** No test of this file takes an hour, so all of it lies within one after the start. */
  const isSoonAfterTheStart = (instant: string | number) => {
    const at = typeof instant === 'number' ? instant : Date.parse(instant)
    return at >= START && at < START + HOUR
  }

  const hoursOf = async (station: string) => {
    const from = new Date(START - 10 * DAY).toISOString()
    const query = { station, resolution: 'hour', factor: 'a34004', from, to: new Date(START + HOUR).toISOString() }
    return (await analyst.call('GET /api/readings', { query })).items
  }

  it('says so when it is asked for its time, and dates what people do by it', async () => {
    expect(isSoonAfterTheStart((await analyst.call('GET /api/session')).now)).toBe(true)
    const ledger = await signIn(weike.http, 'fangsuqin', 'weike-demo')
    const { items } = await ledger.call('GET /api/ledger', { query: { limit: 20 } })
    expect(items.length).toBeGreaterThan(5)
    expect(items.map(({ recordedAt }) => isSoonAfterTheStart(recordedAt))).not.toContain(false)
  })

  it('has loggers whose frames are dated so: a sample of just now, and the hours that they remember', async () => {
    const samples = await eventually('a sample', async () => {
      const { items } = await analyst.call('GET /api/readings/latest')
      const found = items.flatMap(({ factors }) => factors.flatMap(({ realtime }) => realtime?.at ?? []))
      return found.length > 0 ? found : undefined
    })
    // One of the loggers has a clock that is some minutes slow, as loggers have.
    const SLOW = 15 * 60_000
    expect(samples.filter((at) => !isSoonAfterTheStart(Date.parse(at) + SLOW))).toEqual([])
    expect(samples.filter(isSoonAfterTheStart).length).toBeGreaterThan(0)
    const remembered = await eventually('the hours that a logger remembers', async () => {
      const hours = (await hoursOf('QY101')).filter(({ source }) => source === 'frame')
      const ends = hours.map(({ end }) => Date.parse(end))
      return ends.includes(Date.parse('2026-01-18T14:00:00+08:00')) && ends.length >= 40 ? ends : undefined
    })
    expect(Math.max(...remembered)).toBe(Date.parse('2026-01-18T14:00:00+08:00'))
    expect(Math.min(...remembered)).toBeGreaterThanOrEqual(START - 2 * DAY)
  })

  it('has an interface that tells of the same hours, and a past that ends where the memory of loggers begins', async () => {
    const found = await eventually('hours by the interface and from files', async () => {
      const hours = await hoursOf('QY001')
      const isThere = (wanted: string) => hours.some(({ source }) => source === wanted)
      return ['feed', 'reviewed', 'import'].every(isThere) ? hours : undefined
    })
    const endsOf = (wanted: string) => found.filter(({ source }) => source === wanted).map(({ end }) => Date.parse(end))
    // The newest hour of the interface is out a few minutes after it ended.
    expect(Math.max(...endsOf('feed'))).toBe(Date.parse('2026-01-18T14:00:00+08:00'))
    expect(Math.max(...endsOf('import'))).toBeLessThanOrEqual(START - 2 * DAY)
    expect(Math.min(...endsOf('import'))).toBeLessThan(START - 6 * DAY)
  })

  it('keeps sessions by the wall: whoever signed in stays signed in', async () => {
    expect((await analyst.call('GET /api/session')).name).toBe('许妍')
  })
})

it.each([
  ['without the demo', ['--starts-at', '2026-01-18T14:20:00+08:00'], '(--demo)'],
  ['without its zone', ['--demo', '--starts-at', '2026-01-18T14:20:00'], '2026-01-18T14:20:00'],
  ['that is none', ['--demo', '--starts-at', 'noon'], 'noon'],
])('refuses a start %s, and opens nothing', async (_, words, said) => {
  // Nothing of this may come to open an installation; if it tries, it fails with 1.
  const place = { dataDir: '/dev/null/none', databaseUrl: undefined }
  const { status, stderr } = await runWeike(place, ['serve', ...words])
  expect({ status, names: stderr.includes(said) }).toEqual({ status: 2, names: true })
})
