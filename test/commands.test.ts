import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelCommand, commandDevice, resendCommand, usualRecall } from '../src/domain/commands/service.ts'
import { deviceToSee } from '../src/domain/devices/service.ts'
import { Problem } from '../src/platform/problem.ts'
import { HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { type CommandStage, openCommandStage, type StageDevice } from './setup/command-stage.ts'
import { at, type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { listen } from './setup/event-stream.ts'
import { eventually } from './setup/eventually.ts'
import { civilSecond } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { connectDevice, qnIn, type ScriptedDevice } from './setup/scripted-device.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'

const SECOND_MS = 1_000
const DAY_MS = 24 * HOUR_MS

describe.each(kindsOfLongChains)('commands on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let stage: CommandStage

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    stage = await openCommandStage(fresh)
  })
  afterAll(async () => {
    await stage?.close()
    await fresh?.remove()
  })

  const foundation = () => stage.house.installation.foundation
  const now = () => stage.house.domain.now()

  /** A device of 2017 that has just connected and said something. */
  async function connected(more: Parameters<CommandStage['device']>[0] = {}): Promise<[StageDevice, ScriptedDevice]> {
    const device = await stage.device(more)
    return [device, await comeBack(device)]
  }

  async function comeBack(device: StageDevice): Promise<ScriptedDevice> {
    const wire = await stage.connect()
    expect(await wire.ask(sample(device))).toContain('CN=9014')
    return wire
  }

  const stamp = () => `${civilSecond(now())}000`
  let samples = 0
  function sample({ mn, password }: StageDevice, pw = password): string {
    samples += 1
    const at = civilSecond(now() - samples * SECOND_MS)
    return `QN=${stamp()};ST=22;CN=2011;PW=${pw};MN=${mn};Flag=5;CP=&&DataTime=${at};a34004-Rtd=35,a34004-Flag=N&&`
  }
  const accepts = ({ mn, password }: StageDevice, qn: string, qnRtn = 1) =>
    `QN=${qn};ST=91;CN=9011;PW=${password};MN=${mn};Flag=4;CP=&&QnRtn=${qnRtn}&&`
  const ends = ({ mn, password }: StageDevice, qn: string, exeRtn = 1) =>
    `QN=${qn};ST=91;CN=9012;PW=${password};MN=${mn};Flag=4;CP=&&ExeRtn=${exeRtn}&&`
  function hourOf({ mn, password }: StageDevice, labelAt: number, value: number): string {
    const qn = `${civilSecond(labelAt + HOUR_MS)}500`
    const data = `DataTime=${civilSecond(labelAt)};a34004-Avg=${value},a34004-Flag=N`
    return `QN=${qn};ST=22;CN=2061;PW=${password};MN=${mn};Flag=5;CP=&&${data}&&`
  }

  type Wanted = Parameters<typeof commandDevice>[4]
  async function ask(device: StageDevice, wanted: Wanted): Promise<string> {
    const { id } = await commandDevice(foundation(), stage.place.console, stage.place.act(), device.id, wanted)
    stage.desk.commander.wake()
    return id
  }

  async function settingsOf(device: StageDevice) {
    const found = await deviceToSee(foundation(), stage.place.console, device.id)
    return found.device
  }

  async function refusalOf(act: Promise<unknown>): Promise<string> {
    try {
      await act
      return 'none'
    } catch (error) {
      return error instanceof Problem ? error.code : String(error)
    }
  }

  async function events(commandId: string): Promise<string[]> {
    const rows = await foundation()
      .db.selectFrom('ledgerEvent')
      .select(['kind', 'bytes'])
      .where('countyId', '=', stage.place.countyId)
      .orderBy('seq')
      .execute()
    return rows.filter((row) => row.bytes.toString('utf8').includes(commandId)).map((row) => row.kind)
  }

  async function hoursOf(device: StageDevice): Promise<[end: number, value: number | null, version: number][]> {
    const rows = await stage.house.installation.readings.range(stage.place.countyId, {
      deviceIds: [device.id],
      resolution: 'hour',
      from: 0,
      to: now() + DAY_MS,
      limit: 1000,
    })
    return rows.flatMap((row) =>
      row.readings
        .filter((one) => one.statistic === 'Avg' && one.source === 'frame')
        .map((one): [number, number | null, number] => [row.periodEnd, one.value, one.version]),
    )
  }

  describe('one exchange', () => {
    it('asks for the time and keeps what the device told', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'read-time' })
      const request = await wire.next()
      const qn = qnIn(request)
      expect(request).toBe(`QN=${qn};ST=22;CN=1011;PW=123456;MN=${device.mn};Flag=5;CP=&&&&`)
      expect(await stage.command(device.id, id)).toMatchObject({ state: 'sent', attempts: 1, qn })
      wire.say(accepts(device, qn))
      await stage.until(device.id, id, 'accepted')
      wire.say(`QN=${qn};ST=22;CN=1011;PW=123456;MN=${device.mn};Flag=4;CP=&&SystemTime=20261118115958&&`)
      await stage.until(device.id, id, 'executing')
      wire.say(ends(device, qn))
      expect(await stage.until(device.id, id, 'done')).toMatchObject({
        qnRtn: 1,
        exeRtn: 1,
        answers: 1,
        result: { SystemTime: '20261118115958' },
        finishedAt: now(),
      })
      expect(await events(id)).toEqual(['device.commanded', 'device.command-ended'])
      await wire.hangUp()
    })

    it('sets an interval, in the layout of 2005 too, and the device is set to it from then on', async () => {
      const device = await stage.device()
      const wire = await stage.connect()
      const { mn } = device
      // Without QN and Flag nobody is answered; the next word shows that it was heard.
      wire.say(`ST=27;CN=2011;PW=123456;MN=${mn};CP=&&DataTime=${civilSecond(now())};101-Rtd=3,101-Flag=N&&`)
      const id = await ask(device, { kind: 'set-realtime-interval', value: 120 })
      const request = await wire.next()
      const qn = qnIn(request)
      expect(request).toBe(`QN=${qn};ST=27;CN=1062;PW=123456;MN=${mn};Flag=3;CP=&&RtdInterval=120&&`)
      wire.say(`ST=91;CN=9011;PW=123456;MN=${mn};Flag=0;CP=&&QN=${qn};QnRtn=1&&`)
      wire.say(`ST=91;CN=9012;PW=123456;MN=${mn};CP=&&QN=${qn};ExeRtn=1&&`)
      await stage.until(device.id, id, 'done')
      expect(await settingsOf(device)).toMatchObject({ version: 2, settings: { realtimeSeconds: 120 } })

      const reading = await ask(device, { kind: 'read-realtime-interval' })
      const question = await wire.next()
      expect(question).toBe(`QN=${qnIn(question)};ST=27;CN=1061;PW=123456;MN=${mn};Flag=3;CP=&&&&`)
      wire.say(`ST=91;CN=9011;PW=123456;MN=${mn};Flag=0;CP=&&QN=${qnIn(question)};QnRtn=1&&`)
      wire.say(`ST=27;CN=1061;PW=123456;MN=${mn};CP=&&QN=${qnIn(question)};RtdInterval=90&&`)
      wire.say(`ST=91;CN=9012;PW=123456;MN=${mn};CP=&&QN=${qnIn(question)};ExeRtn=1&&`)
      expect(await stage.until(device.id, reading, 'done')).toMatchObject({ result: { RtdInterval: '90' } })
      expect(await settingsOf(device)).toMatchObject({ version: 3, settings: { realtimeSeconds: 90 } })
      expect(qnIn(question) > qn).toBe(true)
      await wire.hangUp()
    })

    it('brings history in stop-and-wait, record by record', async () => {
      const [device, wire] = await connected()
      const from = now() - 10 * HOUR_MS
      const id = await ask(device, { kind: 'hours', from, to: from + 3 * HOUR_MS })
      const request = await wire.next()
      const qn = qnIn(request)
      const [begin, end] = [civilSecond(from), civilSecond(from + 2 * HOUR_MS)]
      expect(request).toBe(
        `QN=${qn};ST=22;CN=2061;PW=123456;MN=${device.mn};Flag=5;CP=&&BeginTime=${begin};EndTime=${end}&&`,
      )
      wire.say(accepts(device, qn))
      for (const place of [0, 1, 2]) {
        const record = hourOf(device, from + place * HOUR_MS, 20 + place)
        expect(await wire.ask(record)).toBe(`QN=${qnIn(record)};ST=91;CN=9014;PW=123456;MN=${device.mn};Flag=4;CP=&&&&`)
      }
      // An hour that the device sends by itself meanwhile is none of it.
      await wire.ask(hourOf(device, from + 5 * HOUR_MS, 50))
      wire.say(ends(device, qn))
      expect(await stage.until(device.id, id, 'done')).toMatchObject({ answers: 3, exeRtn: 1 })
      expect((await hoursOf(device)).map(([at, value]) => [at - from, value])).toEqual([
        [HOUR_MS, 20],
        [2 * HOUR_MS, 21],
        [3 * HOUR_MS, 22],
        [6 * HOUR_MS, 50],
      ])
      await wire.hangUp()
    })

    it('brings history in the layout of 2005, whose 9011 announces that answers are wanted', async () => {
      const device = await stage.device({ dataTimeNames: 'end', settings: { edition: '2005' } })
      const { mn } = device
      const wire = await stage.connect()
      wire.say(`ST=22;CN=2011;PW=123456;MN=${mn};CP=&&DataTime=${civilSecond(now())};101-Rtd=3,101-Flag=N&&`)
      const from = now() - 10 * HOUR_MS
      const id = await ask(device, { kind: 'hours', from, to: from + 2 * HOUR_MS })
      const request = await wire.next()
      const qn = qnIn(request)
      const [begin, end] = [civilSecond(from + HOUR_MS), civilSecond(from + 2 * HOUR_MS)]
      expect(request).toBe(`QN=${qn};ST=22;CN=2061;PW=123456;MN=${mn};Flag=3;CP=&&BeginTime=${begin},EndTime=${end}&&`)
      wire.say(`ST=91;CN=9011;PW=123456;MN=${mn};Flag=1;CP=&&QN=${qn};QnRtn=1&&`)
      for (const label of [begin, end]) {
        const record = `ST=22;CN=2061;QN=${qn};PW=123456;MN=${mn};CP=&&DataTime=${label};101-Avg=1.1,101-Flag=N&&`
        expect(await wire.ask(record)).toBe(`ST=91;CN=9014;CP=&&QN=${qn};CN=2061&&`)
      }
      expect(await wire.ask(`ST=91;CN=9012;PW=123456;MN=${mn};CP=&&QN=${qn};ExeRtn=1&&`)).toBe(
        `ST=91;CN=9014;CP=&&QN=${qn};CN=9012&&`,
      )
      expect(await stage.until(device.id, id, 'done')).toMatchObject({ answers: 2 })
      expect((await hoursOf(device)).map(([at]) => at - from)).toEqual([HOUR_MS, 2 * HOUR_MS])
      await wire.hangUp()
    })

    it('that is refused can be sent again by hand, as a new one', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'zero-span-check', factor: 'a34004' })
      const request = await wire.next()
      expect(request).toContain(';CN=3011;')
      expect(request).toContain('CP=&&PolId=a34004&&')
      wire.say(accepts(device, qnIn(request), 2))
      const refused = await stage.until(device.id, id, 'refused')
      expect(refused).toMatchObject({ qnRtn: 2, exeRtn: null, attempts: 1 })

      const act = { ...stage.place.act(), expects: refused.version }
      await resendCommand(foundation(), stage.place.console, act, id)
      stage.desk.commander.wake()
      const again = await wire.next()
      expect(qnIn(again) > qnIn(request)).toBe(true)
      wire.say(accepts(device, qnIn(again)))
      wire.say(ends(device, qnIn(again)))
      await stage.until(device.id, id, 'done')
      expect(await events(id)).toEqual([
        'device.commanded',
        'device.command-ended',
        'command.resent',
        'device.command-ended',
      ])
      expect(
        await refusalOf(
          resendCommand(foundation(), stage.place.console, { ...act, ...stage.place.act(), expects: 99 }, id),
        ),
      ).toBe('version-conflict')
      await wire.hangUp()
    })

    it('to which the device has no data is done with nothing, and one that it cannot do has failed', async () => {
      const [device, wire] = await connected()
      const from = now() - 5 * HOUR_MS
      for (const [exeRtn, state] of [
        [100, 'done'],
        [5, 'failed'],
      ] as const) {
        const id = await ask(device, { kind: 'minutes', from, to: from + HOUR_MS })
        const qn = qnIn(await wire.next())
        wire.say(accepts(device, qn))
        wire.say(ends(device, qn, exeRtn))
        expect(await stage.until(device.id, id, state)).toMatchObject({ exeRtn, answers: 0 })
      }
      await wire.hangUp()
    })

    it('to stop real-time data is a notice, done when it is answered', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'stop-realtime' })
      const qn = qnIn(await wire.next())
      wire.say(`QN=${qn};ST=91;CN=9013;PW=123456;MN=${device.mn};Flag=4;CP=&&&&`)
      expect(await stage.until(device.id, id, 'done')).toMatchObject({ qnRtn: null, exeRtn: null })
      await wire.hangUp()
    })

    it('waits for the one before it', async () => {
      const [device, wire] = await connected()
      const first = await ask(device, { kind: 'read-time' })
      const second = await ask(device, { kind: 'set-time' })
      const qn = qnIn(await wire.next())
      wire.say(accepts(device, qn))
      await stage.until(device.id, first, 'accepted')
      expect(await stage.command(device.id, second)).toMatchObject({ state: 'queued', qn: null })
      wire.say(ends(device, qn, 2))
      const next = await wire.next()
      expect(next).toContain(`CN=1012;PW=123456;MN=${device.mn};Flag=5;CP=&&SystemTime=${civilSecond(now())}&&`)
      wire.say(accepts(device, qnIn(next)))
      wire.say(ends(device, qnIn(next)))
      await stage.until(device.id, second, 'done')
      expect((await stage.command(device.id, first)).state).toBe('failed')
      await wire.hangUp()
    })

    it('that nobody wants any more is given up, and what the device still says to it goes nowhere', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'read-time' })
      const qn = qnIn(await wire.next())
      const cancel = async (expects: number) =>
        cancelCommand(foundation(), stage.place.console, { ...stage.place.act(), expects }, id)
      expect(await refusalOf(cancel(1))).toBe('version-conflict')
      expect(await cancel(2)).toMatchObject({ state: 'cancelled', version: 3 })
      expect(await refusalOf(cancel(3))).toBe('wrong-state')
      wire.say(accepts(device, qn))
      wire.say(ends(device, qn))
      const next = await ask(device, { kind: 'read-time' })
      const other = qnIn(await wire.next())
      wire.say(accepts(device, other))
      await stage.until(device.id, next, 'accepted')
      expect(await stage.command(device.id, id)).toMatchObject({ state: 'cancelled', qnRtn: null })
      expect(await events(id)).toEqual(['device.commanded', 'command.cancelled'])
      await wire.hangUp()
    })

    it('is not begun with what does not fit', async () => {
      const device = await stage.device({ settings: { edition: '2005' } })
      const wrong: Wanted[] = [
        { kind: 'hours' },
        { kind: 'hours', from: now(), to: now() - HOUR_MS },
        { kind: 'hours', from: now() - 40 * DAY_MS, to: now() },
        { kind: 'zero-span-check' },
        { kind: 'zero-span-check', factor: 'a;PW=1' },
        { kind: 'set-realtime-interval', value: 29 },
        { kind: 'set-realtime-interval' },
        { kind: 'set-password', password: '12;456' },
        { kind: 'set-password' },
        // Not in its edition.
        { kind: 'set-minute-interval', value: 10 },
        { kind: 'log', factor: 'a', from: now() - HOUR_MS, to: now() },
      ]
      for (const wanted of wrong)
        expect(await refusalOf(ask(device, wanted)), JSON.stringify(wanted)).toBe('invalid-input')
      expect(await refusalOf(ask({ ...device, id: stage.place.countyId }, { kind: 'read-time' }))).toBe('not-found')
      expect(await stage.commands(device.id)).toEqual([])
    })
  })

  describe('a line that is not what it should be', () => {
    it('gets the same frame again when nothing comes back', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'read-time' })
      const first = await wire.next()
      stage.pass(10 * SECOND_MS)
      const second = await wire.next()
      expect(second).toBe(first)
      wire.say(accepts(device, qnIn(second)))
      wire.say(ends(device, qnIn(second)))
      expect(await stage.until(device.id, id, 'done')).toMatchObject({ attempts: 2 })
      await wire.hangUp()
    })

    it('is given up after the last time', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'read-time' })
      const frames = [await wire.next()]
      for (let time = 1; time <= 3; time += 1) {
        stage.pass(10 * SECOND_MS)
        frames.push(await wire.next())
      }
      stage.pass(10 * SECOND_MS)
      expect(await stage.until(device.id, id, 'timed-out')).toMatchObject({ attempts: 4, deadlineAt: null })
      expect(new Set(frames).size).toBe(1)
      expect(await events(id)).toEqual(['device.commanded', 'device.command-ended'])
      // The next one is not held up by it.
      await ask(device, { kind: 'read-time' })
      expect(qnIn(await wire.next())).not.toBe(qnIn(frames[0] ?? ''))
      await wire.hangUp()
    })

    it('breaks in the middle of a history: asked again once the device is back, and each hour is there once', async () => {
      const [device, wire] = await connected()
      const from = now() - 10 * HOUR_MS
      const id = await ask(device, { kind: 'hours', from, to: from + 3 * HOUR_MS })
      const request = await wire.next()
      wire.say(accepts(device, qnIn(request)))
      await wire.ask(hourOf(device, from, 20))
      await stage.until(device.id, id, 'executing')
      await wire.hangUp()
      await stage.gone(device)
      stage.pass(2 * MINUTE_MS)
      await stage.until(device.id, id, 'queued')

      const back = await comeBack(device)
      expect(await back.next()).toBe(request)
      back.say(accepts(device, qnIn(request)))
      for (const place of [0, 1, 2]) await back.ask(hourOf(device, from + place * HOUR_MS, 20 + place))
      back.say(ends(device, qnIn(request)))
      expect(await stage.until(device.id, id, 'done')).toMatchObject({ attempts: 2 })
      expect(await hoursOf(device)).toEqual([
        [from + HOUR_MS, 20, 1],
        [from + 2 * HOUR_MS, 21, 1],
        [from + 3 * HOUR_MS, 22, 1],
      ])
      await back.hangUp()
    })

    it('is waited for, but not for ever', async () => {
      const device = await stage.device()
      const id = await ask(device, { kind: 'set-time' })
      stage.pass(23 * HOUR_MS)
      expect((await stage.command(device.id, id)).state).toBe('queued')
      stage.pass(HOUR_MS)
      expect(await stage.until(device.id, id, 'timed-out')).toMatchObject({ attempts: 0, sentAt: null })
    })
  })

  describe('a new password', () => {
    const next = '654321'

    async function isTaken(wire: ScriptedDevice, device: StageDevice, pw: string): Promise<boolean> {
      const before = await stage.house.installation.readings.quarantine(stage.place.countyId, {
        before: Number.MAX_SAFE_INTEGER,
        limit: 100,
        mn: device.mn,
      })
      await wire.ask(sample(device, pw))
      const after = await stage.house.installation.readings.quarantine(stage.place.countyId, {
        before: Number.MAX_SAFE_INTEGER,
        limit: 100,
        mn: device.mn,
      })
      return after.length === before.length
    }

    it('is accepted beside the old one until the device has it, then alone', async () => {
      const [device, wire] = await connected()
      expect(await isTaken(wire, device, next)).toBe(false)
      const id = await ask(device, { kind: 'set-password', password: next })
      const request = await wire.next()
      const qn = qnIn(request)
      expect(request).toBe(`QN=${qn};ST=22;CN=1072;PW=123456;MN=${device.mn};Flag=5;CP=&&NewPW=${next}&&`)
      expect(await isTaken(wire, device, '123456')).toBe(true)
      wire.say(accepts(device, qn))
      await stage.until(device.id, id, 'accepted')
      wire.say(ends({ ...device, password: next }, qn))
      const done = await stage.until(device.id, id, 'done')
      expect(done.secretSealed).toBe(null)
      expect(await isTaken(wire, device, next)).toBe(true)
      // Whoever decides who is let in hears of it a moment after it is durable.
      await eventually('the old one to be refused', async () => !(await isTaken(wire, device, '123456')) || undefined)
      // Commands carry it from now on.
      await ask(device, { kind: 'read-time' })
      expect(await wire.next()).toContain(`;PW=${next};`)
      // Nowhere in clear.
      const told = await foundation().db.selectFrom('ledgerEvent').select('bytes').execute()
      const acts = await foundation().db.selectFrom('act').selectAll().execute()
      const stored = [...told.map((one) => one.bytes.toString('utf8')), JSON.stringify(acts)]
      expect(stored.filter((text) => text.includes(next) || text.includes('NewPW'))).toEqual([])
      await wire.hangUp()
    })

    it('that the device refuses is forgotten', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'set-password', password: next })
      wire.say(accepts(device, qnIn(await wire.next()), 2))
      await stage.until(device.id, id, 'refused')
      expect([await isTaken(wire, device, next), await isTaken(wire, device, '123456')]).toEqual([false, true])
      await wire.hangUp()
    })

    it('is in force when the device speaks under it, though its answer was lost and Weike has given up', async () => {
      const [device, wire] = await connected()
      const id = await ask(device, { kind: 'set-password', password: next })
      for (let time = 1; time <= 4; time += 1) {
        await wire.next()
        stage.pass(10 * SECOND_MS)
      }
      await stage.until(device.id, id, 'timed-out')
      expect(await isTaken(wire, device, next)).toBe(true)
      await stage.until(device.id, id, 'done')
      expect(await isTaken(wire, device, '123456')).toBe(false)
      expect(await events(id)).toEqual(['device.commanded', 'device.command-ended', 'device.command-ended'])
      await wire.hangUp()
    })
  })

  describe('the time', () => {
    /** Words are understood in the order in which they were said: once this exchange is over, all before it were. */
    async function isUnderstood(device: StageDevice, wire: ScriptedDevice): Promise<void> {
      const id = await ask(device, { kind: 'read-time' })
      const request = await wire.next()
      expect(request).toContain(';CN=1011;')
      wire.say(accepts(device, qnIn(request)))
      wire.say(ends(device, qnIn(request)))
      await stage.until(device.id, id, 'done')
    }

    it('is told to a device that asks for it: 1013, 9013, 1012, 9011, 9012', async () => {
      const [device, wire] = await connected()
      const qn = stamp()
      const asking = `QN=${qn};ST=22;CN=1013;PW=123456;MN=${device.mn};Flag=5;CP=&&&&`
      expect(await wire.ask(asking)).toBe(`QN=${qn};ST=91;CN=9013;PW=123456;MN=${device.mn};Flag=4;CP=&&&&`)
      const request = await wire.next()
      const time = civilSecond(now())
      expect(request).toBe(
        `QN=${qnIn(request)};ST=22;CN=1012;PW=123456;MN=${device.mn};Flag=5;CP=&&SystemTime=${time}&&`,
      )
      wire.say(accepts(device, qnIn(request)))
      wire.say(ends(device, qnIn(request)))
      const [command, ...others] = await eventually('the end of the command', async () => {
        const all = await stage.commands(device.id)
        return all[0]?.state === 'done' ? all : undefined
      })
      expect(command).toMatchObject({ kind: 'set-time', cause: 'time-asked', requestedBy: '' })
      expect(others).toEqual([])

      // Asked again at once it has just been told; a minute later it is told again.
      await wire.ask(asking.replace(qn, `${qn.slice(0, -1)}7`))
      await isUnderstood(device, wire)
      stage.pass(61 * SECOND_MS)
      await wire.ask(asking.replace(qn, `${qn.slice(0, -1)}8`))
      expect(await wire.next()).toContain(';CN=1012;')
      const kinds = (await stage.commands(device.id)).map((one) => one.kind)
      expect(kinds).toEqual(['set-time', 'read-time', 'set-time'])
      await wire.hangUp()
    })
  })

  describe('missing hours', () => {
    const answer = (wire: ScriptedDevice, device: StageDevice, request: string, labels: readonly number[]) =>
      (async () => {
        wire.say(accepts(device, qnIn(request)))
        for (const label of labels) await wire.ask(hourOf(device, label, 33))
        wire.say(ends(device, qnIn(request), labels.length === 0 ? 100 : 1))
      })()
    const begins = (request: string) => /BeginTime=(\d+);EndTime=(\d+)/.exec(request)?.slice(1)
    const label = (at: number) => civilSecond(at)

    /** Moves time to half past a full hour. @returns that hour [epoch ms] */
    function halfPast(): number {
      const hour = Math.ceil(now() / HOUR_MS) * HOUR_MS
      stage.pass(hour + 30 * MINUTE_MS - now())
      return hour
    }

    /** Everybody who is connected has had time to send what they hold. */
    const settled = () => stage.pass(usualRecall.settleMs)

    async function round(): Promise<number> {
      const queued = await stage.desk.recall.round(stage.place.countyId)
      stage.desk.commander.wake()
      return queued
    }

    const isAnswered = (device: StageDevice) =>
      eventually('the end of a recall', async () =>
        (await stage.commands(device.id))[0]?.state === 'done' ? true : undefined,
      )

    it('are asked for by themselves after a reconnect, in ranges, and each only as often as is polite', async () => {
      const noon = halfPast()
      const [device, wire] = await connected({ settings: { recall: true } })
      // It spoke for the first time now: nothing is missing.
      settled()
      expect(await round()).toBe(0)
      await wire.hangUp()
      await stage.gone(device)
      stage.pass(6 * HOUR_MS)
      expect(await round()).toBe(0)

      const back = await comeBack(device)
      await back.ask(hourOf(device, noon + 3 * HOUR_MS, 30))
      // It may have the others on their way.
      expect(await round()).toBe(0)
      settled()
      // 13:00–15:00 and 16:00–18:00 are missing, the hour in which it first spoke is not; the newest range comes first.
      expect(await round()).toBe(1)
      const newest = await back.next()
      expect(begins(newest)).toEqual([label(noon + 4 * HOUR_MS), label(noon + 5 * HOUR_MS)])
      expect(await round()).toBe(0)
      await answer(back, device, newest, [noon + 4 * HOUR_MS, noon + 5 * HOUR_MS])
      await isAnswered(device)

      expect(await round()).toBe(1)
      const older = await back.next()
      expect(begins(older)).toEqual([label(noon + HOUR_MS), label(noon + 2 * HOUR_MS)])
      await answer(back, device, older, [noon + 2 * HOUR_MS])
      await isAnswered(device)

      // The hour that it did not have is left alone.
      expect(await round()).toBe(0)
      stage.pass(2 * HOUR_MS)
      await back.ask(hourOf(device, noon + 6 * HOUR_MS, 31))
      await back.ask(hourOf(device, noon + 7 * HOUR_MS, 31))
      expect(await round()).toBe(0)
      const all = await stage.commands(device.id)
      expect(all.map((one) => [one.cause, one.kind, one.requestedBy, one.answers])).toEqual([
        ['gap-recall', 'hours', '', 1],
        ['gap-recall', 'hours', '', 2],
      ])
      await back.hangUp()
    })

    it('that came to nothing are asked for once more a day later, and never again', async () => {
      const noon = halfPast()
      const [device, wire] = await connected({ settings: { recall: true } })
      stage.pass(2 * HOUR_MS)
      expect(await round()).toBe(1)
      await answer(wire, device, await wire.next(), [])
      await isAnswered(device)
      expect(await round()).toBe(0)

      /** Hours later, each of which the device has sent. */
      async function later(hours: number): Promise<void> {
        for (let hour = 0; hour < hours; hour += 1) {
          stage.pass(HOUR_MS)
          await wire.ask(hourOf(device, Math.floor(now() / HOUR_MS - 1) * HOUR_MS, 30))
        }
      }
      await later(23)
      expect(await round()).toBe(0)
      await later(1)
      expect(await round()).toBe(1)
      const again = await wire.next()
      expect(begins(again)).toEqual([label(noon + HOUR_MS), label(noon + HOUR_MS)])
      await answer(wire, device, again, [])
      await isAnswered(device)
      await later(49)
      expect(await round()).toBe(0)
      expect(await stage.commands(device.id)).toHaveLength(2)
      await wire.hangUp()
    })

    it('are not asked of a device that sends none, or that is not to be asked', async () => {
      const silent = await connected({ settings: { recall: false } })
      const other = await connected({ settings: { recall: true, sendsHours: false } })
      stage.pass(5 * HOUR_MS)
      expect(await round()).toBe(0)
      for (const [, wire] of [silent, other]) await wire.hangUp()
    })
  })

  it('nothing went wrong in the background', () => {
    expect(stage.faults).toEqual([])
  })
})

const SERVED: CountyPlan = {
  code: '439931',
  name: '问数县',
  towns: ['town-1'],
  units: [{ key: 'unit-1', town: 'town-1' }],
  people: [
    { key: 'administrator', roles: ['administrator'], unit: 'unit-1', town: null },
    { key: 'dispatcher', roles: ['dispatcher'], unit: 'unit-1', town: null },
    { key: 'analyst', roles: ['analyst'], unit: 'unit-1', town: null },
  ],
  stations: [{ code: 'S1', town: 'town-1', mn: '439931010000A05C1E7B0001', pw: '100001' }],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}

describe.each(kindsOfLongChains)('commands of a server on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let county: FoundCounty
  let weike: RunningWeike
  let dispatcher: SignedIn
  const [logger] = SERVED.stations
  const { mn = '', pw = '' } = logger ?? {}

  beforeAll(async () => {
    home = await freshDatabase(kind)
    county = await inInstallation(home, (installation) => foundCountyAs(installation, SERVED))
    weike = await startWeike(home)
    dispatcher = await signIn(weike.http, county.signInName('dispatcher'), PASSWORD)
    // Nothing but what the tests ask for.
    const administrator = await signIn(weike.http, county.signInName('administrator'), PASSWORD)
    await administrator.call('POST /api/devices/:id', {
      params: device(),
      body: act({ expects: 1, name: '一号数采仪', settings: { recall: false } }),
    })
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const device = () => ({ id: at(county.devices, 'S1') })
  const frame = (qn: string, st: string, cn: string, flag: number, cp: string) =>
    `QN=${qn};ST=${st};CN=${cn};PW=${pw};MN=${mn};Flag=${flag};CP=&&${cp}&&`
  let samples = 0
  function sample(): string {
    samples += 1
    const time = civilSecond(Date.now() - samples * SECOND_MS)
    return frame(`${civilSecond(Date.now())}000`, '22', '2011', 5, `DataTime=${time};a34004-Rtd=35,a34004-Flag=N`)
  }
  async function connected(): Promise<ScriptedDevice> {
    const wire = await connectDevice(weike.hj212)
    expect(await wire.ask(sample())).toContain('CN=9014')
    return wire
  }
  const ask = (body: object) => dispatcher.call('POST /api/devices/:id/commands', { params: device(), body: act(body) })
  async function command(id: string) {
    const { items } = await dispatcher.call('GET /api/devices/:id/commands', { params: device() })
    return items.find((one) => one.id === id)
  }
  const until = (id: string, state: string) =>
    eventually(`the command to be ${state}`, async () => {
      const found = await command(id)
      return found?.state === state ? found : undefined
    })
  async function killAndStart(): Promise<void> {
    await weike.kill()
    weike = await startWeike(home)
    dispatcher = await signIn(weike.http, county.signInName('dispatcher'), PASSWORD)
  }

  it('go out at once, are answered, and every page hears of it', async () => {
    const wire = await connected()
    const ear = await listen(weike.http, dispatcher)
    const { id } = await ask({ kind: 'set-minute-interval', value: 5 })
    const request = await wire.next()
    const qn = qnIn(request)
    expect(request).toBe(frame(qn, '22', '1064', 5, 'MinInterval=5'))
    wire.say(frame(qn, '91', '9011', 4, 'QnRtn=1'))
    wire.say(frame(qn, '91', '9012', 4, 'ExeRtn=1'))
    expect(await until(id, 'done')).toMatchObject({
      kind: 'set-minute-interval',
      cn: '1064',
      cause: 'person',
      requestedBy: 'dispatcher',
      value: 5,
      attempts: 1,
      qnRtn: 1,
      exeRtn: 1,
    })
    expect(await dispatcher.call('GET /api/devices/:id', { params: device() })).toMatchObject({
      minuteInterval: 5,
      version: 3,
      online: true,
    })
    for (const name of ['device.commanded', 'command', 'device.command-ended']) {
      await ear.await(name, (event) => event.name === name)
    }
    await ear.close()
    await wire.hangUp()
  })

  it('that an analyst wants are refused, and what is open can be told from what is over', async () => {
    const analyst = await signIn(weike.http, county.signInName('analyst'), PASSWORD)
    const wanted = { params: device(), body: act({ kind: 'read-time' }) }
    expect((await analyst.ask('POST /api/devices/:id/commands', wanted)).verdict).toBe('403 not-allowed')
    const { id } = await ask({ kind: 'read-time' })
    const list = async (open: string) => {
      const query = { open }
      const { items } = await analyst.call('GET /api/devices/:id/commands', { params: device(), query })
      return items.map((one) => one.id)
    }
    expect(await list('true')).toEqual([id])
    expect(await list('false')).not.toContain(id)
    const cancelled = await dispatcher.call('POST /api/commands/:id/cancel', {
      params: { id },
      body: act({ expects: 1 }),
    })
    expect(cancelled).toEqual({ id, state: 'cancelled', version: 2 })
    expect(await list('true')).toEqual([])
    const page = await analyst.call('GET /api/devices/:id/commands', { params: device(), query: { limit: 1 } })
    expect(page.items.map((one) => one.id)).toEqual([id])
    const next = await analyst.call('GET /api/devices/:id/commands', {
      params: device(),
      query: { limit: 1, cursor: page.next ?? '' },
    })
    expect(next.items.map((one) => one.kind)).toEqual(['set-minute-interval'])
  })

  it('that were sent when the server was killed are sent again by the next one', async () => {
    const wire = await connected()
    const { id } = await ask({ kind: 'read-time' })
    const request = await wire.next()
    await killAndStart()
    await wire.hangUp()
    const back = await connected()
    expect(await back.next()).toBe(request)
    const qn = qnIn(request)
    back.say(frame(qn, '91', '9011', 4, 'QnRtn=1'))
    back.say(frame(qn, '22', '1011', 4, 'SystemTime=20261118120000'))
    back.say(frame(qn, '91', '9012', 4, 'ExeRtn=1'))
    expect(await until(id, 'done')).toMatchObject({ attempts: 2, result: { SystemTime: '20261118120000' } })
    await back.hangUp()
  })

  it('that a device is answering when the server is killed are ended by what it still says', async () => {
    const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 10 * HOUR_MS
    const wire = await connected()
    const { id } = await ask({
      kind: 'hours',
      from: new Date(from).toISOString(),
      to: new Date(from + 3 * HOUR_MS).toISOString(),
    })
    const qn = qnIn(await wire.next())
    const record = (place: number) => {
      const label = civilSecond(from + place * HOUR_MS)
      return frame(`${label}500`, '22', '2061', 5, `DataTime=${label};a34004-Avg=${20 + place},a34004-Flag=N`)
    }
    wire.say(frame(qn, '91', '9011', 4, 'QnRtn=1'))
    expect(await wire.ask(record(0))).toContain('CN=9014')
    await until(id, 'executing')
    await killAndStart()
    await wire.hangUp()
    const back = await connectDevice(weike.hj212)
    // Nobody knows here whether the first was answered: it comes again.
    for (const place of [0, 1, 2]) expect(await back.ask(record(place))).toContain('CN=9014')
    back.say(frame(qn, '91', '9012', 4, 'ExeRtn=1'))
    expect(await until(id, 'done')).toMatchObject({ attempts: 1 })
    const { items } = await dispatcher.call('GET /api/readings', {
      query: {
        mn,
        resolution: 'hour',
        from: new Date(from).toISOString(),
        to: new Date(from + 3 * HOUR_MS).toISOString(),
      },
    })
    const values = items.filter((one) => one.statistic === 'Avg').map((one) => [Date.parse(one.end) - from, one.value])
    expect(values).toEqual([
      [HOUR_MS, 20],
      [2 * HOUR_MS, 21],
      [3 * HOUR_MS, 22],
    ])
    await back.hangUp()
  })

  it('that change the password twice in a row: the second says the first’s new one, also after a kill between', async () => {
    const administrator = await signIn(weike.http, county.signInName('administrator'), PASSWORD)
    const number = mn.replace(/0001$/, '0009')
    const { id: deviceId } = await administrator.call('POST /api/devices', {
      body: act({ mn: number, password: '111111', stationId: at(county.stations, 'S1'), settings: { recall: false } }),
    })
    const change = async (password: string) => {
      const body = act({ kind: 'set-password', password })
      return (await dispatcher.call('POST /api/devices/:id/commands', { params: { id: deviceId }, body })).id
    }
    const says = (qn: string, word: string, password: string) =>
      `QN=${qn};ST=91;CN=${word.startsWith('Qn') ? '9011' : '9012'};PW=${password};MN=${number};Flag=4;CP=&&${word}&&`
    let spoken = 0
    /** Is a sample under this password taken as the device's own? */
    async function isTaken(wire: ScriptedDevice, password: string): Promise<boolean> {
      spoken += 1
      const time = civilSecond(Date.now() - (100 + spoken) * SECOND_MS)
      const data = `DataTime=${time};a34004-Rtd=${spoken},a34004-Flag=N`
      const segment = `QN=${time}000;ST=22;CN=2011;PW=${password};MN=${number};Flag=5;CP=&&${data}&&`
      expect(await wire.ask(segment)).toContain('CN=9014')
      const kept = await dispatcher.call('GET /api/quarantine', { query: { mn: number } })
      // Not by its time alone: the clock may have gone on by as much as the samples go back.
      return !kept.items.some(({ text }) => text?.includes(data))
    }
    const states = async () => {
      const { items } = await dispatcher.call('GET /api/devices/:id/commands', { params: { id: deviceId } })
      return Object.fromEntries(items.map((one) => [one.id, one.state]))
    }
    const reached = (id: string, state: string) =>
      eventually(`the command to be ${state}`, async () => ((await states())[id] === state ? true : undefined))

    const wire = await connectDevice(weike.hj212)
    expect(await isTaken(wire, '111111')).toBe(true)
    const first = await change('222222')
    const request = await wire.next()
    expect(request).toContain(`;PW=111111;MN=${number};Flag=5;CP=&&NewPW=222222&&`)
    // The second is asked for while the first is under way, and waits for it.
    const second = await change('333333')
    wire.say(says(qnIn(request), 'QnRtn=1', '111111'))
    await reached(first, 'accepted')
    await wire.hangUp()
    await killAndStart()
    // The device took the first while the server was away; what it says of it tells so.
    const back = await connectDevice(weike.hj212)
    expect(await isTaken(back, '222222')).toBe(true)
    const again = await back.next()
    expect(again).toContain(`;PW=222222;MN=${number};Flag=5;CP=&&NewPW=333333&&`)
    expect(await states()).toEqual({ [first]: 'done', [second]: 'sent' })
    back.say(says(qnIn(again), 'QnRtn=1', '222222'))
    back.say(says(qnIn(again), 'ExeRtn=1', '333333'))
    await reached(second, 'done')
    await killAndStart()
    await back.hangUp()
    const last = await connectDevice(weike.hj212)
    const taken: Record<string, boolean> = {}
    for (const password of ['111111', '222222', '333333']) taken[password] = await isTaken(last, password)
    expect(taken).toEqual({ 111111: false, 222222: false, 333333: true })
    await last.hangUp()
  })
})
