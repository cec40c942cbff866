import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { devices } from '../simulator/place.ts'
import { HOUR_MS, instantOfCompact } from '../src/standards/civil-time.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'

/** Buttons pressed on the demo, whose loggers live in a process of their own and obey as real ones do. */
describe.each(kindsOfLongChains)('a command on the demo, on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let dispatcher: SignedIn
  let deviceId: string
  const mn = devices.find(({ stationCode }) => stationCode === 'QY101')?.mn ?? ''

  beforeAll(async () => {
    home = await freshDatabase(kind)
    weike = await startWeike(home, ['--demo', '--past-years', '0', '--no-people'])
    dispatcher = await signIn(weike.http, 'chenyiming', 'weike-demo')
    const known = await eventually('the logger to have told of its past', async () => {
      const { items } = await dispatcher.call('GET /api/devices')
      const own = items.find((one) => one.mn === mn)
      return own?.online === true && own.hours.received > 20 ? own : undefined
    })
    deviceId = known.id
  })
  afterAll(async () => {
    await weike?.stop()
    await home?.remove()
  })

  /** Asks, and waits until it has ended. */
  async function ask(wanted: object) {
    const { id } = await dispatcher.call('POST /api/devices/:id/commands', {
      params: { id: deviceId },
      body: act(wanted),
    })
    return eventually(`the end of ${JSON.stringify(wanted)}`, async () => {
      const { items } = await dispatcher.call('GET /api/devices/:id/commands', { params: { id: deviceId } })
      const found = items.find((one) => one.id === id)
      return found !== undefined && found.finishedAt !== null ? found : undefined
    })
  }

  it('reads and sets its time and its intervals', async () => {
    const { state, result } = await ask({ kind: 'read-time' })
    expect(state).toBe('done')
    const told = instantOfCompact(result?.SystemTime ?? '') ?? 0
    expect(Math.abs(told - Date.now())).toBeLessThan(60_000)
    expect(await ask({ kind: 'set-time' })).toMatchObject({ state: 'done', qnRtn: 1, exeRtn: 1 })
    expect(await ask({ kind: 'set-realtime-interval', value: 60 })).toMatchObject({ state: 'done' })
    expect(await ask({ kind: 'read-realtime-interval' })).toMatchObject({
      state: 'done',
      result: { RtdInterval: '60' },
    })
  })

  it('brings the hours that it has told of, and none twice', async () => {
    const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS
    const span = { from: new Date(to - 3 * HOUR_MS).toISOString(), to: new Date(to).toISOString() }
    const hours = async () =>
      (await dispatcher.call('GET /api/readings', { query: { mn, factor: 'PM2.5', ...span } })).items
    const before = await hours()
    expect(await ask({ kind: 'hours', ...span })).toMatchObject({ state: 'done', answers: 3, exeRtn: 1 })
    expect(await hours()).toEqual(before)
    expect(new Set(before.map(({ end }) => end)).size).toBe(3)
  })

  it('refuses a new password, which it would forget, and an instrument that it has not', async () => {
    expect(await ask({ kind: 'set-password', password: '123456' })).toMatchObject({ state: 'refused', qnRtn: 2 })
    expect(await ask({ kind: 'immediate-sampling', factor: 'a99999' })).toMatchObject({ state: 'failed', exeRtn: 3 })
  })
})
