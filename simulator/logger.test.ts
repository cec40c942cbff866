import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { describeFrame } from '../src/protocols/hj212/describe.ts'
import { type RequestContent, requestMessage } from '../src/protocols/hj212/requests.ts'
import { HOUR_MS, instantOf, MINUTE_MS } from '../src/standards/civil-time.ts'
import { type Manner, type Received, startCentre } from './centre.fixture.ts'
import { EXECUTION_MS } from './execution.ts'
import { firstOf } from './fleet.ts'
import { ANSWER_TIMEOUT_MS, BACKOFF_MS, createLogger, type Logger, type LoggerNews } from './logger.ts'
import { type ManualTimes, manualTimes, until } from './manual-times.fixture.ts'
import { devices, type Manner as Oddity, stations } from './place.ts'
import { createWorld } from './world/world.ts'

const start = instantOf({ year: 2026, month: 11, day: 18, hour: 14, minute: 20, second: 36 })

interface Scene {
  times: ManualTimes
  logger: Logger
  news: LoggerNews[]
  received: Received[]
  centre: Awaited<ReturnType<typeof startCentre>>
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function scene(manner: (frame: Received) => Manner, historyHours = 0, oddity: Oddity = {}): Promise<Scene> {
  const [station, device] = [stations[0], devices[0]]
  if (station === undefined || device === undefined) throw new Error('no station')
  const centre = await startCentre(manner)
  const times = manualTimes(start)
  const news: LoggerNews[] = []
  const logger = createLogger({
    source: { device: { ...device, manner: oddity }, showing: createWorld('demo', start).showing(station) },
    plan: { start: firstOf({ ...device, manner: oddity }, start), realtimeMs: 30_000, minuteInterval: 10 },
    historyHours,
    seed: 'demo',
    times,
    connect: () => connect({ host: '127.0.0.1', port: centre.port }),
    tell: (one) => news.push(one),
  })
  logger.start()
  closing.push(async () => {
    const stopped = logger.stop()
    times.advance(2_000)
    await stopped
    await centre.close()
  })
  return { times, logger, news, received: centre.received, centre }
}

const lost = (news: readonly LoggerNews[]) => news.filter(({ kind }) => kind === 'lost')

describe('an odd logger', { timeout: 30_000 }, () => {
  /** Half a minute at a time, each answered before the next. */
  async function pass({ times, logger, centre }: Scene, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 30_000) {
      times.advance(30_000)
      await until(() => logger.counts().owed === 0 || centre.open() === 0)
    }
  }
  const samples = ({ received }: Scene) => received.filter(({ cn }) => cn === '2011').map(({ dataTime }) => dataTime)

  it('that is late sends the same, later', async () => {
    const late = await scene(() => 'answer', 0, { lateMs: 75_000 })
    await until(() => late.logger.counts().answered === 1)
    await pass(late, 60_000)
    // At 14:21:36 the one of 14:20:21 has just gone out.
    expect(samples(late)).toEqual(['20261118141921', '20261118141951', '20261118142021'])
  })

  it('whose clock is seven minutes slow dates by it', async () => {
    const slow = await scene(() => 'answer', 0, { aheadMs: -7 * MINUTE_MS })
    await until(() => slow.logger.counts().answered === 1)
    await pass(slow, MINUTE_MS)
    // At 14:20:36 of the place it is 14:13:36 with it.
    expect(samples(slow)).toEqual(['20261118141336', '20261118141406', '20261118141436'])
  })

  it('with names of its own uses them', async () => {
    const own = await scene(() => 'answer', 0, { names: { a34004: 'PM25' } })
    await until(() => own.received.length === 1)
    expect(own.received[0]?.cpText).toContain('PM25-Rtd=')
    expect(own.received[0]?.cpText).not.toContain('a34004')
    expect(own.received[0]?.cpText).toContain('a34002-Rtd=')
  })

  it('that restarts is away for its time, has no samples of it, and comes back by itself', async () => {
    const at = (14 * 60 + 30) * MINUTE_MS
    const night = await scene(() => 'answer', 0, { restart: { atMs: at, forMs: 6 * MINUTE_MS } })
    await until(() => night.logger.counts().answered === 1)
    await pass(night, 9 * MINUTE_MS)
    expect(night.centre.accepted()).toBe(1)
    night.times.advance(MINUTE_MS)
    await until(() => night.centre.open() === 0)
    // To 14:36 sharp: a line that is being made has no more than ten seconds.
    night.times.advance(5 * MINUTE_MS + 24_000)
    await until(() => night.centre.accepted() === 2)
    await pass(night, 2 * MINUTE_MS)
    const minutes = samples(night).map((one) => one.slice(8, 12))
    expect(minutes.filter((minute) => minute >= '1430' && minute < '1436')).toEqual([])
    expect(minutes).toContain('1429')
    expect(minutes).toContain('1436')
  })
})

describe('a logger', { timeout: 30_000 }, () => {
  it('sends what is due and owes nothing once it is answered', async () => {
    const { times, logger, received } = await scene(() => 'answer')
    await until(() => logger.counts().answered === 1)
    expect(received.map(({ cn, dataTime }) => [cn, dataTime])).toEqual([['2011', '20261118142036']])
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 30_000) {
        times.advance(30_000)
        await until(() => logger.counts().owed === 0)
      }
    }
    await pass(10 * MINUTE_MS)
    expect(received.filter(({ cn }) => cn === '2011').length).toBe(21)
    expect(received.filter(({ cn }) => cn === '2051').map(({ dataTime }) => dataTime)).toEqual(['20261118142000'])
    await pass(30 * MINUTE_MS)
    const hour = received.find(({ cn }) => cn === '2061')
    expect(hour?.dataTime).toBe('20261118140000')
    expect(new Set(received.map(({ qn }) => qn)).size).toBe(received.length)
  })

  it('sends two days of hours at its first connection, once, and the present does not wait for them', async () => {
    const { logger, news, received, centre, times } = await scene(() => 'answer', 48)
    await until(() => news.some(({ kind }) => kind === 'history-done'))
    const hours = received.filter(({ cn }) => cn === '2061').map(({ dataTime }) => dataTime)
    expect(hours.length).toBe(48)
    expect(hours[0]).toBe('20261116140000')
    expect(hours.at(-1)).toBe('20261118130000')
    expect(received[0]?.cn).toBe('2011')
    expect(logger.counts().owed).toBe(0)
    for (const _ of [1, 2]) times.advance(30_000)
    await until(() => logger.counts().owed === 0)
    expect(received.filter(({ cn }) => cn === '2061').length).toBe(48)
    expect(centre.accepted()).toBe(1)
  })

  it('sends again under a new QN and with the same data what is not answered, and stops when it is', async () => {
    let manner: Manner = 'silence'
    const { times, logger, received } = await scene(() => manner)
    await until(() => received.length === 1)
    times.advance(ANSWER_TIMEOUT_MS)
    await until(() => received.length === 2)
    expect(received[1]?.qn).not.toBe(received[0]?.qn)
    expect(received[1]?.cpText).toBe(received[0]?.cpText)
    expect(logger.counts()).toMatchObject({ sent: 2, answered: 0, owed: 1 })
    manner = 'answer'
    times.advance(2 * ANSWER_TIMEOUT_MS)
    await until(() => logger.counts().owed === 0)
    const repeats = received.filter(({ dataTime }) => dataTime === '20261118142036')
    expect(repeats.length).toBe(3)
  })

  it('takes a line that never says a word for dead and makes a new one', async () => {
    const { times, logger, news, received, centre } = await scene(() => 'silence')
    await until(() => received.length === 1)
    // In vain for 10, 20 and 40 s: at 70 s the line is given up.
    for (let round = 1; round <= 7; round++) {
      expect(lost(news)).toEqual([])
      times.advance(ANSWER_TIMEOUT_MS)
      await until(() => received.length === logger.counts().sent)
    }
    await until(() => lost(news).length === 1)
    times.advance(2 * BACKOFF_MS.first)
    await until(() => centre.accepted() === 2)
    expect(logger.counts().answered).toBe(0)
  })

  it('lets one message that is never answered not hold up the others', async () => {
    const first = '20261118142036'
    const { times, logger, received } = await scene(({ dataTime }) => (dataTime === first ? 'silence' : 'answer'))
    await until(() => received.length === 1)
    for (let round = 0; round < 10; round++) {
      times.advance(30_000)
      await until(() => logger.counts().owed === 1)
    }
    expect(logger.counts().answered).toBe(10)
    // Sent at once and, with doubled patience, after 10, 30, 70 and 150 s; it is 300 s now and 310 would be the next.
    expect(received.filter(({ dataTime }) => dataTime === first).length).toBe(5)
  })

  it('comes back after a cut line and sends what the cut left unanswered', async () => {
    let cuts = 0
    const { times, logger, news, received } = await scene(() => (cuts++ < 2 ? 'cut' : 'answer'), 2)
    await until(() => lost(news).length === 1)
    times.advance(2 * BACKOFF_MS.first)
    await until(() => lost(news).length === 2)
    times.advance(3 * BACKOFF_MS.first)
    await until(() => logger.counts().owed === 0)
    expect(logger.counts()).toMatchObject({ connects: 3, answered: 3, givenUp: 0 })
    const answered = new Set(received.slice(2).map(({ cn, dataTime }) => `${cn} ${dataTime}`))
    expect([...answered].sort()).toEqual(['2011 20261118142036', '2061 20261118120000', '2061 20261118130000'])
  })

  it('goes on measuring without a centre and grows patient, up to a minute and a fifth', async () => {
    const { times, logger, news, centre } = await scene(() => 'answer')
    await until(() => logger.counts().owed === 0)
    await centre.close()
    await until(() => lost(news).length === 1)
    for (let attempt = 2; attempt <= 10; attempt++) {
      const last = lost(news).at(-1)
      if (last?.kind !== 'lost') throw new Error('not lost')
      times.advance(last.retryInMs)
      await until(() => lost(news).length === attempt)
    }
    const waits = news.flatMap((one) => (one.kind === 'lost' ? [one.retryInMs] : []))
    expect(waits[0]).toBeGreaterThanOrEqual(BACKOFF_MS.first)
    expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) * 1.5)
    expect(Math.max(...waits)).toBeLessThanOrEqual(BACKOFF_MS.longest * 1.2)
    expect(waits.at(-1)).toBeGreaterThanOrEqual(BACKOFF_MS.longest)
    times.advance(HOUR_MS)
    expect(logger.counts().owed).toBeGreaterThan(120)
  })

  it('leaves nothing behind when it is stopped', async () => {
    const { times, logger, centre } = await scene(() => 'silence')
    await until(() => logger.counts().sent === 1 && centre.received.length === 1)
    await logger.stop()
    await until(() => centre.open() === 0)
    expect(times.putOff()).toBe(0)
  })
})

describe('a logger that is commanded', { timeout: 30_000 }, () => {
  const [device] = devices
  if (device === undefined) throw new Error('no device')
  const to = { edition: '2017', st: '22', mn: device.mn, pw: device.pw } as const
  let asked = 0

  /** A scene whose first sample is answered, and what the centre asks in it. */
  async function commanded(historyHours = 0) {
    const here = await scene(() => 'answer', historyHours)
    await until(() => here.logger.counts().owed === 0 && here.logger.counts().sent > 0)
    const ask = (cn: string, content: RequestContent = {}, qn?: string) => {
      asked += 1
      const number = qn ?? `20261118100000${String(asked).padStart(3, '0')}`
      here.centre.ask(requestMessage(to, cn, number, content))
      return number
    }
    /** What it said under a request's number, as `CN Flag CP`. */
    const said = (qn: string) =>
      here.received.filter((one) => one.qn === qn).map(({ cn, flag, cpText }) => `${cn} ${flag} ${cpText}`)
    const heard = (qn: string, count: number) => until(() => said(qn).length === count)
    /** So slowly that each answer is there before its patience is at its end. */
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 5_000) {
        here.times.advance(5_000)
        await until(() => here.logger.counts().owed === 0)
      }
    }
    return { ...here, ask, said, heard, pass }
  }

  it('accepts, does it a moment later, and says how it went', async () => {
    const { ask, said, heard, times, received } = await commanded()
    const qn = ask('1011')
    await heard(qn, 1)
    expect(said(qn)).toEqual(['9011 4 QnRtn=1'])
    times.advance(EXECUTION_MS)
    await heard(qn, 3)
    expect(said(qn).slice(1)).toEqual(['1011 4 SystemTime=20261118142037', '9012 4 ExeRtn=1'])
    // All it says keeps the standard.
    for (const { bytes } of received) expect(describeFrame(bytes).problems).toEqual([])
  })

  it('is set: clock and intervals are what they were told from then on', async () => {
    const { ask, said, heard, times, pass, received } = await commanded()
    const settled = async (cn: string, content: RequestContent = {}) => {
      const qn = ask(cn, content)
      await heard(qn, 1)
      times.advance(EXECUTION_MS)
      await until(() => said(qn).some((one) => one.startsWith('9012')))
      return said(qn).slice(1)
    }
    expect(await settled('1062', { rtdInterval: 60 })).toEqual(['9012 4 ExeRtn=1'])
    expect((await settled('1061'))[0]).toBe('1061 4 RtdInterval=60')
    expect(await settled('1064', { minInterval: 5 })).toEqual(['9012 4 ExeRtn=1'])
    const before = received.length
    await pass(10 * MINUTE_MS)
    const later = received.slice(before)
    expect(later.filter(({ cn }) => cn === '2011')).toHaveLength(10)
    expect(later.filter(({ cn }) => cn === '2051').map(({ dataTime }) => dataTime)).toEqual([
      '20261118142000',
      '20261118142500',
    ])
    // An hour forward, and back.
    expect(await settled('1012', { systemTime: times.now() + HOUR_MS })).toEqual(['9012 4 ExeRtn=1'])
    expect((await settled('1011'))[0]).toMatch(/SystemTime=20261118153\d{3}$/)
    await pass(MINUTE_MS)
    expect(received.at(-1)?.dataTime).toMatch(/^20261118153/)
  })

  it('brings history record by record, of what it has told before, and says when there is none', async () => {
    const { ask, said, heard, times, received } = await commanded(5)
    await until(() => received.filter(({ cn }) => cn === '2061').length === 5)
    const first = new Map(received.filter(({ cn }) => cn === '2061').map((one) => [one.dataTime, one.cpText]))
    const before = received.length
    const at = (hour: number) => instantOf({ year: 2026, month: 11, day: 18, hour, minute: 0, second: 0 })
    const qn = ask('2061', { begin: at(10), end: at(12) })
    await heard(qn, 1)
    times.advance(EXECUTION_MS)
    await heard(qn, 2)
    expect(said(qn)).toEqual(['9011 4 QnRtn=1', '9012 4 ExeRtn=1'])
    const told = received.slice(before).filter(({ cn }) => cn === '2061')
    expect(told.map(({ dataTime }) => dataTime)).toEqual(['20261118100000', '20261118110000', '20261118120000'])
    // The very data of before, under numbers of their own and asking for an answer.
    expect(told.map(({ cpText }) => cpText)).toEqual(told.map(({ dataTime }) => first.get(dataTime)))
    expect(told.every((one) => one.flag === 5 && one.qn !== qn)).toBe(true)
    expect(received.at(-1)?.cn).toBe('9012')
    const none = ask('2061', { begin: at(1), end: at(2) })
    await heard(none, 1)
    times.advance(EXECUTION_MS)
    await heard(none, 2)
    expect(said(none).at(-1)).toBe('9012 4 ExeRtn=100')
  })

  it('samples at once, and is busy as long as its instruments are', async () => {
    const { ask, said, heard, times, received, logger } = await commanded()
    const qn = ask('3012', { factor: 'a34004' })
    await heard(qn, 1)
    times.advance(EXECUTION_MS)
    // Asked again meanwhile it is the same work.
    ask('3012', { factor: 'a34004' }, qn)
    await heard(qn, 2)
    expect(said(qn)).toEqual(['9011 4 QnRtn=1', '9011 4 QnRtn=1'])
    times.advance(20_000)
    await heard(qn, 3)
    await until(() => logger.counts().owed === 0)
    expect(said(qn).at(-1)).toBe('9012 4 ExeRtn=1')
    expect(received.filter(({ cn }) => cn === '2011').map(({ dataTime }) => dataTime)).toEqual([
      '20261118142036',
      '20261118142057',
    ])
  })

  it('stops real-time data and begins again', async () => {
    const { ask, said, heard, times, pass, received, logger } = await commanded()
    const samples = () => received.filter(({ cn, flag }) => cn === '2011' && flag === 5).length
    const stop = ask('2012')
    await heard(stop, 1)
    expect(said(stop)).toEqual(['9013 4 '])
    times.advance(2 * MINUTE_MS)
    expect([samples(), logger.counts().owed]).toEqual([1, 0])
    const start = ask('2011')
    await heard(start, 1)
    times.advance(EXECUTION_MS)
    await heard(start, 3)
    expect(said(start)[1]).toMatch(/^2011 4 DataTime=20261118142237;a34004-Rtd=/)
    await pass(MINUTE_MS)
    expect(samples()).toBe(3)
  })

  it('refuses what it will not do, and forgets what was under way when the line breaks', async () => {
    const { ask, said, heard, times, pass, centre, news } = await commanded()
    const password = ask('1072', { newPassword: '123456' })
    await heard(password, 1)
    expect(said(password)).toEqual(['9011 4 QnRtn=2'])
    const check = ask('3011', { factor: 'a34004' })
    await heard(check, 1)
    centre.cut()
    await until(() => lost(news).length === 1)
    times.advance(2 * BACKOFF_MS.first)
    await until(() => centre.accepted() === 2)
    await pass(10 * MINUTE_MS)
    expect(said(check)).toEqual(['9011 4 QnRtn=1'])
  })
})
