import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Role } from '../src/domain/access/table.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { at, type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { eventually } from './setup/eventually.ts'
import { civilSecond, connectLogger, sendFrames, uploadFrame } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const SHANGHAI = 8 * HOUR

const roles: readonly Role[] = ['administrator', 'dispatcher', 'analyst', 'auditor']
const plan: CountyPlan = {
  code: '439932',
  name: '设备县',
  towns: ['town-1'],
  units: [{ key: 'unit-1', town: 'town-1' }],
  people: roles.map((role) => ({ key: role, roles: [role], unit: 'unit-1', town: null }) as const),
  stations: [
    { code: 'S1', town: 'town-1', mn: '439932010000A05C1E7B0001', pw: '100001' },
    { code: 'S2', town: 'town-1', mn: '439932010000A05C1E7B0002', pw: '100002' },
  ],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}

const iso = (instant: number) => new Date(instant).toISOString()
const normal = (suffix: string, value: number) => `a34004-${suffix}=${value},a34004-Flag=N`

describe.each(kindsOfLongChains)('devices on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let county: FoundCounty
  let weike: RunningWeike
  let administrator: SignedIn
  let analyst: SignedIn
  let auditor: SignedIn

  async function signInAll(): Promise<void> {
    const enter = (role: Role) => signIn(weike.http, county.signInName(role), PASSWORD)
    administrator = await enter('administrator')
    analyst = await enter('analyst')
    auditor = await enter('auditor')
  }

  beforeAll(async () => {
    home = await freshDatabase(kind)
    county = await inInstallation(home, (installation) => foundCountyAs(installation, plan))
    weike = await startWeike(home)
    await signInAll()
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  let named = 0
  function newMn(): string {
    named += 1
    return `439932990000A05C1E7B${String(named).padStart(4, '0')}`
  }

  const station = (code: string) => at(county.stations, code)
  const usual = { settings: { recall: false } }

  async function register(more: object = {}): Promise<{ id: string; mn: string }> {
    const body = act({ mn: newMn(), password: '620417', stationId: station('S1'), ...usual, ...more })
    return administrator.call('POST /api/devices', { body })
  }

  const see = (id: string) => analyst.call('GET /api/devices/:id', { params: { id } })
  const change = (id: string, expects: number, more: object) =>
    administrator.ask('POST /api/devices/:id', {
      params: { id },
      body: act({ expects, name: '改过的数采仪', ...usual, ...more }),
    })

  async function readings(query: Record<string, string>, from: number, to: number) {
    const { items } = await analyst.call('GET /api/readings', { query: { from: iso(from), to: iso(to), ...query } })
    return items
  }

  async function quarantine(mn: string) {
    const { items } = await analyst.call('GET /api/quarantine', { query: { mn, limit: 500 } })
    return items
  }

  const keptOf = async (mn: string) =>
    (await analyst.call('GET /api/quarantine/devices')).items.find((one) => one.mn === mn)

  const replay = (mn: string) => administrator.call('POST /api/quarantine/replay', { body: act({ mn }) })

  describe('a device', () => {
    it('is registered with what it is set to, and of its secrets the ledger has nothing', async () => {
      const mn = newMn()
      const secrets = { first: 'pw-of-yore', second: 'pw-of-today', key: 'sixteen letters!' }
      const settings = {
        edition: '2025',
        crc: 'strict',
        units: { a34004: 'mg/m³' },
        realtimeSeconds: 30,
        recall: false,
      }
      const wanted = { mn, name: '柳林站数采仪', password: secrets.first, stationId: station('S1') }
      const body = act({ ...wanted, dataTimeNames: 'end', minuteInterval: 5, factors: ['a34004'], settings })
      const { id } = await administrator.call('POST /api/devices', { body })
      const described = { dataTimeNames: 'end', minuteInterval: 5, factors: ['a34004'] }
      const usualOtherwise = { charset: 'auto', answers: 'asked', sendsHours: true, commissionedAt: 0, aliases: {} }
      expect(await see(id)).toMatchObject({
        ...described,
        mn,
        version: 1,
        name: '柳林站数采仪',
        settings: { ...settings, ...usualOtherwise },
        enciphers: false,
        boundTo: { type: 'station', id: station('S1') },
        online: false,
        connectedSince: null,
        lastFrameAt: null,
        clockOffsetMs: null,
        hours: { received: 0, expected: 0 },
        kept: 0,
        errors: {},
      })
      expect((await administrator.ask('POST /api/devices', { body: act({ ...wanted }) })).verdict).toBe(
        '409 already-exists',
      )
      expect((await analyst.ask('POST /api/devices', { body: act({ ...wanted, mn: newMn() }) })).verdict).toBe(
        '403 not-allowed',
      )

      const more = { password: secrets.second, sm4Key: secrets.key, settings: { ...settings, realtimeSeconds: null } }
      expect((await change(id, 7, more)).verdict).toBe('409 version-conflict')
      expect((await change(id, 1, { sm4Key: '十六个汉字写成的密钥不是十六字节' })).verdict).toBe('400 invalid-input')
      expect((await change(id, 1, { stationId: id })).verdict).toBe('422 target-unknown')
      expect((await change(id, 1, { ...described, ...more })).body).toEqual({ id, version: 2 })
      expect(await see(id)).toMatchObject({
        version: 2,
        name: '改过的数采仪',
        enciphers: true,
        settings: { realtimeSeconds: null, units: { a34004: 'mg/m³' } },
      })
      expect((await change(id, 2, { ...described, sm4Key: '' })).verdict).toBe('200')
      expect((await see(id)).enciphers).toBe(false)

      const told = await inInstallation(home, async ({ foundation }) => {
        const { db } = foundation
        const events = await db.selectFrom('ledgerEvent').select('bytes').orderBy('seq').execute()
        const acts = await db.selectFrom('act').select('reply').execute()
        return [...events.map((event) => event.bytes.toString('utf8')), JSON.stringify(acts)]
      })
      const own = told.filter((text) => text.includes(id) && text.includes('"kind":"device.'))
      expect(own.map((text) => /"kind":"([\w.]+)"/.exec(text)?.[1])).toEqual([
        'device.added',
        'device.changed',
        'device.changed',
      ])
      expect(own.map((text) => /"realtimeSeconds":(\w+)/.exec(text)?.[1])).toEqual(['30', 'null', '60'])
      for (const secret of Object.values(secrets)) expect(told.filter((text) => text.includes(secret))).toEqual([])
    })

    it('is registered at the console with all that it may be set to, and the running server knows it', async () => {
      const mn = newMn()
      const words = ['device', 'add', '--data', home.dataDir, '--mn', mn, '--station', 'S1', '--password', '620417']
      const settings = [
        ...['--edition', '2005', '--crc', 'ignore', '--charset', 'gbk', '--answers', 'always'],
        ...['--answer-template', '2017', '--factor-unit', 'a34004=mg/m³', '--factor-unit', 'a01006=hPa'],
        ...['--factor-alias', 'PM25=a34004', '--unmarked', 'invalid', '--realtime-seconds', '0', '--no-minutes'],
        ...['--commissioned', '2026-01-02', '--no-recall', '--name', '控制台登记', '--sm4-key', '0123456789abcdef'],
      ]
      const added = await runWeike(home, [...words, ...settings])
      expect({ status: added.status, said: added.stderr }).toEqual({ status: 0, said: '' })
      const { id } = z.object({ id: z.string() }).parse(JSON.parse(added.stdout))
      expect(await see(id)).toMatchObject({
        mn,
        name: '控制台登记',
        enciphers: true,
        settings: {
          edition: '2005',
          crc: 'ignore',
          charset: 'gbk',
          answers: 'always',
          answerTemplate: '2017',
          units: { a34004: 'mg/m³', a01006: 'hPa' },
          aliases: { PM25: 'a34004' },
          unmarked: 'invalid',
          realtimeSeconds: null,
          sendsMinutes: false,
          sendsHours: true,
          commissionedAt: Date.parse('2026-01-02T00:00:00+08:00'),
          recall: false,
        },
      })
      for (const wrong of [
        ['--factor-unit', 'mg/m³'],
        ['--commissioned', '2026-02-30'],
        ['--edition', '1999'],
      ]) {
        const refused = await runWeike(home, [...words, ...wrong])
        expect({ status: refused.status, stdout: refused.stdout }, wrong.join(' ')).toEqual({ status: 2, stdout: '' })
      }
    })

    it('is known by what it was set to a moment ago', async () => {
      const { id, mn } = await register()
      const now = Date.now()
      const send = (pw: string, ago: number) =>
        sendFrames(weike.hj212, [uploadFrame({ mn, pw, at: now - ago, data: normal('Rtd', 35) })])
      await send('620417', 3 * SECOND)
      expect((await change(id, 1, { password: '999999' })).verdict).toBe('200')
      await send('620417', 2 * SECOND)
      await send('999999', SECOND)
      const taken = await readings({ mn, resolution: 'realtime' }, now - MINUTE, now)
      expect(taken.map((one) => Date.parse(one.end) - Math.floor(now / SECOND) * SECOND)).toEqual([-3000, -1000])
      expect((await quarantine(mn)).map((one) => one.reason)).toEqual(['password-wrong'])
    })

    it('that moves to another station measures there from then on, and what it measured before stays', async () => {
      const { id, mn } = await register()
      const before = Date.now() - MINUTE
      const frame = (moment: number, value: number) =>
        uploadFrame({ mn, pw: '620417', at: moment, data: normal('Rtd', value) })
      await sendFrames(weike.hj212, [frame(before, 41)])
      expect((await change(id, 1, { stationId: station('S2') })).verdict).toBe('200')
      // A device's clock may be a little ahead.
      const after = Date.now() + 5 * SECOND
      await sendFrames(weike.hj212, [frame(after, 42)])
      const valuesAt = async (code: string) => {
        const found = await readings({ station: code, mn, resolution: 'realtime' }, before - SECOND, after)
        return found.map((one) => one.value)
      }
      expect([await valuesAt('S1'), await valuesAt('S2')]).toEqual([[41], [42]])
      expect((await see(id)).boundTo).toEqual({ type: 'station', id: station('S2') })
      // Bound where it is already: nothing is closed and nothing begins.
      expect((await change(id, 2, { stationId: station('S2') })).verdict).toBe('200')
      expect([await valuesAt('S1'), await valuesAt('S2')]).toEqual([[41], [42]])
    })

    it('shows whether it is there, how its clock goes, what came of it and what was wrong with it', async () => {
      const { id, mn } = await register()
      const logger = await connectLogger(weike.hj212)
      const now = Date.now()
      const slowBy = 90 * SECOND
      const qn = `${civilSecond(now - slowBy)}000`
      const good = uploadFrame({ mn, pw: '620417', at: now, qn, data: normal('Rtd', 35) })
      await logger.exchange(good)
      await logger.exchange(good)
      await logger.exchange(uploadFrame({ mn, pw: 'wrong', at: now, data: normal('Rtd', 36) }))
      const online = await see(id)
      expect(online).toMatchObject({ online: true })
      expect(Date.parse(online.connectedSince ?? '')).toBeGreaterThanOrEqual(Math.floor(now / SECOND) * SECOND)
      expect(Date.parse(online.lastFrameAt ?? '')).toBeGreaterThanOrEqual(Math.floor(now / SECOND) * SECOND)
      // Counted every few seconds.
      const counted = await eventually('what was counted', async () => {
        const state = await see(id)
        return state.clockOffsetMs === null ? undefined : state
      })
      expect(counted).toMatchObject({ kept: 1, errors: { 'password-wrong': 1 } })
      expect(Math.abs((counted.clockOffsetMs ?? 0) + slowBy)).toBeLessThan(30 * SECOND)
      const span = { from: iso(now - HOUR), to: iso(now + HOUR) }
      const { items: hours } = await analyst.call('GET /api/devices/:id/hours', { params: { id }, query: span })
      expect(hours.reduce((sum, hour) => sum + hour.frames, 0)).toBe(3)
      expect(hours.reduce((sum, hour) => sum + hour.duplicates, 0)).toBe(1)
      const tooLong = { from: iso(now - 100 * DAY), to: iso(now) }
      expect((await analyst.ask('GET /api/devices/:id/hours', { params: { id }, query: tooLong })).verdict).toBe(
        '400 invalid-input',
      )
      await logger.hangUp()
      await eventually('the device to be gone', async () => ((await see(id)).online ? undefined : true))
      const { items: events } = await analyst.call('GET /api/devices/:id/events', { params: { id } })
      expect(events.map((event) => event.kind)).toContain('connected')
      const { items: all } = await analyst.call('GET /api/devices')
      expect(all.find((one) => one.id === id)).toMatchObject({ mn, online: false, kept: 1 })
    })

    it('has a calendar of what came and what should have come', async () => {
      const { id, mn } = await register({ factors: ['a34004'] })
      const today = Math.floor((Date.now() + SHANGHAI) / DAY) * DAY - SHANGHAI
      const yesterday = today - DAY
      const hour = (label: number, data: string) =>
        uploadFrame({ mn, pw: '620417', cn: '2061', at: yesterday + label * HOUR, data })
      await sendFrames(weike.hj212, [
        hour(10, normal('Avg', 30)),
        hour(12, normal('Avg', 31)),
        hour(23, 'a34004-Avg=32,a34004-Flag=D'),
      ])
      const day = (instant: number) => iso(instant + SHANGHAI).slice(0, 10)
      const query = { from: day(yesterday - DAY), to: day(yesterday) }
      const { items } = await analyst.call('GET /api/devices/:id/completeness', { params: { id }, query })
      expect(items).toEqual([
        {
          day: day(yesterday - DAY),
          hours: { expected: 0, received: 0, usable: 0 },
          minutes: { expected: 0, received: 0 },
        },
        {
          // From 10:00 on, when it first spoke.
          day: day(yesterday),
          hours: { expected: 14, received: 3, usable: 2 },
          minutes: { expected: 84, received: 0 },
        },
      ])
      const backwards = { from: day(today), to: day(yesterday) }
      expect(
        (await analyst.ask('GET /api/devices/:id/completeness', { params: { id }, query: backwards })).verdict,
      ).toBe('400 invalid-input')
    })

    it('of another county, or that is none, is not there', async () => {
      const params = { id: county.countyId }
      const span = { from: '2026-01-01', to: '2026-01-02' }
      for (const [name, query] of [
        ['GET /api/devices/:id', {}],
        ['GET /api/devices/:id/hours', { from: iso(0), to: iso(1) }],
        ['GET /api/devices/:id/events', {}],
        ['GET /api/devices/:id/completeness', span],
        ['GET /api/devices/:id/commands', {}],
      ] as const) {
        expect((await analyst.ask(name, { params, query })).verdict, name).toBe('404 not-found')
      }
    })
  })

  describe('what was kept', () => {
    const secret = 'hush77'

    /** Hours of a stranger, from the beginning of today’s eighth last hour on. */
    function strangersHours(mn: string, values: readonly number[], pw = secret): { first: number; frames: Buffer[] } {
      const first = Math.floor(Date.now() / HOUR) * HOUR - 12 * HOUR
      const frames = values.map((value, place) =>
        uploadFrame({ mn, pw, cn: '2061', at: first + place * HOUR, data: normal('Avg', value) }),
      )
      return { first, frames }
    }

    const hourly = async (mn: string, first: number) => {
      const found = await readings({ mn, resolution: 'hour' }, first, first + 24 * HOUR)
      return found
        .filter((one) => one.statistic === 'Avg' && one.source === 'frame')
        .map((one) => [(Date.parse(one.end) - first) / HOUR, one.value, one.version])
    }

    it('is shown with what is wrong with it, and never with a password', async () => {
      const mn = newMn()
      const { frames } = strangersHours(mn, [1, 2, 3])
      const [first, second, third] = frames
      if (first === undefined || second === undefined || third === undefined) throw new Error('three frames')
      // The second in lower case, the third damaged.
      const lower = Buffer.from(second)
      lower.write(second.subarray(-6, -2).toString('latin1').toLowerCase(), second.length - 6, 'latin1')
      const damaged = Buffer.from(third)
      damaged.write('9', third.indexOf('Avg=3') + 4, 'latin1')
      await sendFrames(weike.hj212, [first, lower, damaged])
      const items = await quarantine(mn)
      expect(items.map((one) => [one.reason, one.disposition, one.replayed])).toEqual([
        ['bad-crc', 'bad-crc', false],
        ['unknown-device', 'quarantined', false],
        ['unknown-device', 'quarantined', false],
      ])
      for (const { text } of items) expect(text).toContain(`;PW=******;MN=${mn};`)
      expect(items.map((one) => one.problems.map((problem) => problem.code))).toEqual([
        ['crc-wrong'],
        /[a-f]/.test(lower.subarray(-6, -2).toString()) ? ['crc-lower-case'] : [],
        [],
      ])
      const pages: number[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: Record<string, string | number> = { mn, limit: 2, ...(cursor === '' ? {} : { cursor }) }
        const page = await analyst.call('GET /api/quarantine', { query })
        pages.push(...page.items.map((one) => one.seq))
        cursor = page.next
      }
      expect(pages).toEqual(items.map((one) => one.seq))
      expect(await keptOf(mn)).toMatchObject({
        known: false,
        frames: 3,
        reasons: { 'unknown-device': 2, 'bad-crc': 1 },
      })
      const whole = JSON.stringify([items, await analyst.call('GET /api/quarantine/devices')])
      expect(whole.includes(secret)).toBe(false)
      expect((await analyst.ask('GET /api/quarantine', { query: { cursor: 'x' } })).verdict).toBe('400 invalid-input')
    })

    it('is what a proposal is made from, which only an administrator may see', async () => {
      const mn = newMn()
      const { frames } = strangersHours(mn, [31, 32, 33])
      await sendFrames(weike.hj212, frames)
      const proposal = await administrator.call('GET /api/quarantine/proposal', { query: { mn } })
      expect(proposal).toMatchObject({
        mn,
        frames: 3,
        edition: { value: '2017' },
        passwords: 1,
        factors: [{ code: 'a34004', factor: 'a34004', low: 31, high: 33 }],
      })
      expect(JSON.stringify(proposal).includes(secret)).toBe(false)
      expect((await analyst.ask('GET /api/quarantine/proposal', { query: { mn } })).verdict).toBe('403 not-allowed')
      expect((await administrator.ask('GET /api/quarantine/proposal', { query: { mn: 'nobody' } })).verdict).toBe(
        '422 target-unknown',
      )
    })

    it('is taken when its device is adopted: each frame once, in order, in its hour, without an alarm about what is past', async () => {
      const mn = newMn()
      const { first, frames } = strangersHours(mn, [30, 90, 32, 33])
      const corrected = uploadFrame({ mn, pw: secret, cn: '2061', at: first + 2 * HOUR, data: normal('Avg', 39) })
      const old = uploadFrame({ mn, pw: secret, at: first + 10 * MINUTE, data: normal('Rtd', 180) })
      const future = uploadFrame({ mn, pw: secret, at: Date.now() + HOUR, data: normal('Rtd', 20) })
      await sendFrames(weike.hj212, [...frames, corrected, old, future])
      expect(await keptOf(mn)).toMatchObject({ known: false, frames: 7 })
      const body = act({ mn, name: '收养的数采仪', stationId: station('S2'), ...usual })
      const adopted = await administrator.call('POST /api/quarantine/adopt', { body })
      const expected = [
        [1, 30, 1],
        [2, 90, 1],
        [3, 39, 2],
        [4, 33, 1],
      ]
      expect(await hourly(mn, first)).toEqual(expected)
      expect((await readings({ mn, resolution: 'realtime' }, first, first + HOUR)).map((one) => one.value)).toEqual([
        180,
      ])
      // What lay in the future when it came is not right by now.
      expect(await keptOf(mn)).toMatchObject({ known: true, frames: 1 })
      expect((await quarantine(mn)).map((one) => one.replayed)).toEqual([false, true, true, true, true, true, true])

      // Again, and again by another way: nothing more is taken.
      expect(await administrator.call('POST /api/quarantine/adopt', { body })).toEqual(adopted)
      expect(await replay(mn)).toEqual({ taken: 0, stillKept: 1 })
      expect(await hourly(mn, first)).toEqual(expected)

      // It is a device like any other now; what is new raises an alert, what was kept has raised none.
      const alarming = Date.now() - 2 * SECOND
      await sendFrames(weike.hj212, [uploadFrame({ mn, pw: secret, at: alarming, data: normal('Rtd', 99) })])
      const alerts = await eventually('the alert', async () => {
        const { items } = await analyst.call('GET /api/alerts')
        const own = items.filter((alert) => alert.stationCode === 'S2')
        return own.length > 0 ? own : undefined
      })
      expect(alerts.map((alert) => [alert.firstValue, alert.exceedances])).toEqual([[99, 1]])
    })

    it('needs a password when the frames do not agree on one', async () => {
      const mn = newMn()
      const one = strangersHours(mn, [30])
      const other = strangersHours(mn, [31], 'other7')
      await sendFrames(weike.hj212, [...one.frames, ...other.frames])
      const adopt = (more: object) =>
        administrator.ask('POST /api/quarantine/adopt', {
          body: act({ mn, stationId: station('S1'), ...usual, ...more }),
        })
      expect((await adopt({})).verdict).toBe('400 invalid-input')
      expect((await adopt({ password: 'other7' })).verdict).toBe('200')
      expect(await hourly(mn, one.first)).toEqual([[1, 31, 1]])
      expect(await keptOf(mn)).toMatchObject({ frames: 1, reasons: { 'unknown-device': 1 } })
    })

    it('is taken when the settings of its device were mended', async () => {
      const { id, mn } = await register({ password: 'mistyped' })
      const { first, frames } = strangersHours(mn, [30, 31])
      await sendFrames(weike.hj212, frames)
      expect((await quarantine(mn)).map((one) => one.reason)).toEqual(['password-wrong', 'password-wrong'])
      expect(await replay(mn)).toEqual({ taken: 0, stillKept: 2 })
      expect((await change(id, 1, { password: secret, dataTimeNames: 'end' })).verdict).toBe('200')
      expect(await replay(mn)).toEqual({ taken: 2, stillKept: 0 })
      expect(await hourly(mn, first)).toEqual([[1, 31, 1]])
      expect(await readings({ mn, resolution: 'hour' }, first - HOUR, first)).toMatchObject([{ value: 30 }])
      expect((await administrator.ask('POST /api/quarantine/replay', { body: act({ mn: 'nobody' }) })).verdict).toBe(
        '422 target-unknown',
      )
      const { items } = await auditor.call('GET /api/ledger', { query: { limit: 500 } })
      expect(items.filter((event) => event.kind === 'quarantine.replayed').length).toBeGreaterThanOrEqual(2)
    })

    it('is taken once though the server is killed in the middle of it', async () => {
      const mn = newMn()
      const count = 1_200
      const first = Math.floor(Date.now() / SECOND) * SECOND - DAY
      const frames = Array.from({ length: count }, (_, place) =>
        uploadFrame({ mn, pw: secret, flag: 4, at: first + place * SECOND, data: normal('Rtd', place % 70) }),
      )
      await sendFrames(weike.hj212, [Buffer.concat(frames)])
      await eventually('all frames', async () => ((await keptOf(mn))?.frames === count ? true : undefined))
      const body = act({ mn, stationId: station('S1'), ...usual })
      const broken = administrator.ask('POST /api/quarantine/adopt', { body }).catch(() => undefined)
      await eventually('some of them', async () => (((await keptOf(mn))?.frames ?? 0) < count ? true : undefined))
      await weike.kill()
      await broken
      weike = await startWeike(home)
      await signInAll()
      await eventually('the rest of them', async () => ((await keptOf(mn)) === undefined ? true : undefined))
      const found = await readings(
        { mn, resolution: 'realtime', limit: '20000' },
        first - SECOND,
        first + count * SECOND,
      )
      expect(found).toHaveLength(count)
      expect(found.every((one) => one.version === 1)).toBe(true)
      expect(found.map((one) => (Date.parse(one.end) - first) / SECOND)).toEqual(frames.map((_, place) => place))
      // Whoever asked and got no answer asks again.
      expect(await administrator.call('POST /api/quarantine/adopt', { body })).toMatchObject({ mn })
    })
  })
})
