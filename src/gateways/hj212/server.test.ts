import { afterEach, describe, expect, it } from 'vitest'
import {
  type GatewayStage,
  openStage,
  PASSWORD,
  STAGE_NOW,
  type StageLogger,
  sample,
} from '../../../test/setup/gateway-stage.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'

const MN = '439901010000A05C1E7B0001'
const OTHER = '439901010000A05C1E7B0002'

let stage: GatewayStage
afterEach(() => stage.close())

const framed = (segment: string) => formatFrame(segment)
const segmentOf = (answer: string) => answer.slice(6, -4)

async function exchange(logger: StageLogger, segment: string): Promise<string> {
  logger.send(framed(segment))
  return segmentOf(await logger.answer())
}

const minuteData = (more: { flag?: string; pno?: number; cp?: string; qn?: string } = {}) => {
  const { flag = 'Flag=5;', qn = '20261118142036001', pno } = more
  const part = pno === undefined ? '' : `PNUM=3;PNO=${pno};`
  const cp = more.cp ?? `a3400${pno ?? 4}-Avg=41,a3400${pno ?? 4}-Flag=N`
  return `QN=${qn};ST=22;CN=2051;PW=${PASSWORD};MN=${MN};${flag}${part}CP=&&DataTime=20261118141000;${cp}&&`
}

describe('an answer', () => {
  it('follows the template of the device and comes once its frame is durable', async () => {
    stage = await openStage()
    const templates = ['edition', '2005', '2017', '2025'] as const
    const answers: string[] = []
    for (const answerTemplate of templates) {
      stage.register(MN, { answerTemplate })
      const logger = await stage.connect()
      answers.push(await exchange(logger, minuteData()))
    }
    const echo = `QN=20261118142036001;ST=91;CN=9014;PW=${PASSWORD};MN=${MN}`
    expect(answers).toEqual([
      `${echo};Flag=4;CP=&&&&`,
      'ST=91;CN=9014;CP=&&QN=20261118142036001;CN=2051&&',
      `${echo};Flag=4;CP=&&&&`,
      `${echo};Flag=8;CP=&&&&`,
    ])
  })

  it('is in the layout of 2005 to a device of 2005', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const old = `QN=20261118142036001;ST=22;CN=2051;PW=${PASSWORD};MN=${MN};Flag=1;CP=&&DataTime=20261118141000;S01-Avg=9&&`
    expect(await exchange(logger, old)).toBe('ST=91;CN=9014;CP=&&QN=20261118142036001;CN=2051&&')
  })

  it('waits for the disk, and the answers of a connection keep the order of its frames', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const letGo = stage.hold()
    for (let n = 0; n < 20; n++) logger.send(framed(sample(MN, n)))
    await stage.until('all are handed over', () => stage.handed() === 20)
    expect(logger.rest()).toEqual([])
    letGo()
    const answers: string[] = []
    for (let n = 0; n < 20; n++) answers.push(await logger.answer())
    expect(answers.map((answer) => answer.slice(9, 26))).toEqual(
      Array.from({ length: 20 }, (_, n) => `20261118142036${String(n).padStart(3, '0')}`),
    )
  })

  it('is given again to a frame that comes again, which is stored once', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const answers = [
      await exchange(logger, sample(MN, 1)),
      await exchange(logger, sample(MN, 1)),
      await exchange(logger, sample(MN, 1, { qn: '20261118142037000' })),
    ]
    expect(answers.map((answer) => answer.slice(3, 20))).toEqual([
      '20261118142036001',
      '20261118142036001',
      '20261118142037000',
    ])
    expect(stage.stored).toHaveLength(1)
  })

  it('is given in quarantine too: of an unknown device, under a wrong password, from the future', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const future = minuteData({ cp: 'a34004-Avg=1' }).replace('DataTime=20261118141000', 'DataTime=20261119141000')
    const answers = [sample(OTHER, 1), sample(MN, 1, { pw: '000000' }), future].map((one) => exchange(logger, one))
    for (const answer of await Promise.all(answers)) expect(answer).toContain('CN=9014')
    expect(stage.stored.map(({ reason, countyId }) => [reason, countyId])).toEqual([
      ['unknown-device', 'county of the listener'],
      ['password-wrong', 'county'],
      ['data-time-in-future', 'county'],
    ])
  })

  it('is not given to a wrong CRC, which is kept, nor to what cannot be read', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const whole = framed(sample(MN, 1)).toString('latin1')
    logger.send(`${whole.slice(0, -6)}0002\r\n`)
    logger.send(framed('QN=1;MN=2;CP=&&&&'))
    expect(await exchange(logger, sample(MN, 2))).toContain('QN=20261118142036002')
    expect(stage.stored.map(({ reason }) => reason)).toEqual(['bad-crc', 'unreadable', null])
    expect(logger.rest()).toEqual([])
  })

  it('to a request for the time is 9013, and then whoever sets clocks is told', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const wanted = `QN=20261118142036001;ST=22;CN=1013;PW=${PASSWORD};MN=${MN};Flag=5;CP=&&&&`
    expect(await exchange(logger, wanted)).toContain('CN=9013')
    expect(await exchange(logger, wanted)).toContain('CN=9013')
    expect(stage.timeAsked).toEqual([MN])
    expect(stage.stored).toMatchObject([{ disposition: 'stored', event: { kind: 'time-asked' } }])
  })
})

describe('a frame that could not be made durable', () => {
  it('is not answered and its connection closes; said once, and again when it is over', async () => {
    stage = await openStage()
    stage.register(MN)
    const full = Object.assign(new Error('could not extend file "base/1": No space left on device'), { code: '53100' })
    stage.refuse(full)
    for (let n = 0; n < 3; n++) {
      const logger = await stage.connect()
      logger.send(framed(sample(MN, n)))
      await logger.closed()
      expect(logger.rest()).toEqual([])
    }
    expect(stage.logs).toHaveLength(1)
    expect(stage.logs[0]).toContain('the disk of the database is full')
    expect(stage.logs[0]).toContain('Make room on the disk of /srv/weike: ')
    stage.seconds(60)
    stage.seconds(60)
    expect(stage.logs).toHaveLength(2)
    expect(stage.logs[1]).toMatch(
      /^hj212: frames still cannot be stored, for 2 min: the disk of the database is full .* 3 refused so far$/,
    )
    stage.refuse(null)
    const logger = await stage.connect()
    expect(await exchange(logger, sample(MN, 0))).toContain('CN=9014')
    expect(stage.logs.slice(2)).toEqual([
      'hj212: frames are stored again after 2 min; 3 were refused and will be sent again',
    ])
    expect(stage.gateway.counters().failures).toBe(3)
  })

  it('says that the database is away in plain words', async () => {
    stage = await openStage()
    stage.refuse(Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' }))
    const logger = await stage.connect()
    logger.send(framed(sample(MN, 1)))
    await logger.closed()
    expect(stage.logs[0]).toContain('the database does not answer (connect ECONNREFUSED 10.0.0.5:5432)')
  })
})

describe('who is connected', () => {
  it('is heard where it spoke last, and what is sent to it goes there', async () => {
    stage = await openStage()
    stage.register(MN)
    const [first, second] = [await stage.connect(), await stage.connect()]
    expect(stage.registry.since(MN)).toBeNull()
    await exchange(first, sample(MN, 1))
    await exchange(second, sample(MN, 2))
    expect([stage.registry.since(MN), stage.registry.mns()]).toEqual([STAGE_NOW, [MN]])
    expect(stage.registry.send(MN, Buffer.from('hello\r\n'))).toBe(true)
    expect([await second.answer(), first.rest()]).toEqual(['hello', []])
    second.socket.destroy()
    await stage.until('it has gone', () => stage.gateway.counters().open === 1)
    stage.registry.send(MN, Buffer.from('here\r\n'))
    expect(await first.answer()).toBe('here')
  })

  it('is nobody under a wrong password, with a wrong CRC, or without a name', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    await exchange(logger, sample(MN, 1, { pw: '000000' }))
    await exchange(logger, sample(OTHER, 2))
    expect(stage.registry.mns()).toEqual([])
  })

  it('an answer of 2005 without MN and PW is the one of the device that speaks on the connection', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const reply = 'ST=91;CN=9012;CP=&&QN=20261118142000000;ExeRtn=1&&'
    logger.send(framed(reply))
    await exchange(logger, sample(MN, 1))
    logger.send(framed(reply))
    await exchange(logger, sample(MN, 2))
    expect(stage.stored.map(({ mn, reason }) => [mn, reason])).toEqual([
      ['', 'unknown-device'],
      [MN, null],
      [MN, null],
      [MN, null],
    ])
    expect(stage.heard).toEqual([
      { mn: MN, cn: '2011', qn: '20261118142036001' },
      { mn: MN, cn: '9012', qn: '20261118142000000' },
      { mn: MN, cn: '2011', qn: '20261118142036002' },
    ])
  })

  it('a name that no device can have is not even looked for', async () => {
    stage = await openStage()
    const logger = await stage.connect()
    await exchange(logger, sample('M'.repeat(41), 1))
    await exchange(logger, sample('M\0N', 2))
    expect(stage.asked).toEqual([])
    expect(stage.stored.map(({ reason }) => reason)).toEqual(['unknown-device', 'unknown-device'])
  })
})

describe('an upload in parts', () => {
  it('stands part by part, each answered by itself, in whatever order they come', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    for (const pno of [3, 1, 2]) {
      const answer = await exchange(logger, minuteData({ flag: 'Flag=7;', pno, qn: `2026111814203600${pno}` }))
      expect(answer).toContain(`QN=2026111814203600${pno}`)
    }
    expect(stage.stored.map(({ readings }) => readings?.columns)).toEqual([
      ['a34003-Avg'],
      ['a34001-Avg'],
      ['a34002-Avg'],
    ])
    stage.seconds(200)
    expect(stage.noted.flatMap(([, , events]) => events.map(({ kind }) => kind))).toEqual(['connected'])
  })

  it('of which a part is missing is told after a minute, with the parts that did not come, and counted as an error', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    for (const pno of [3, 1]) await exchange(logger, minuteData({ flag: 'Flag=7;', pno, qn: `2026111814203600${pno}` }))
    stage.seconds(59)
    const told = () => stage.noted.flatMap(([, , events]) => events.filter(({ kind }) => kind === 'upload-incomplete'))
    expect(told()).toEqual([])
    stage.clock.advance(86_400_000)
    stage.seconds(11)
    await stage.until('it is told', () => told().length > 0)
    expect(told()).toMatchObject([
      { mn: MN, data: { cn: '2051', dataTime: '20261118141000', parts: 3, missing: [2] }, frameSeq: null },
    ])
    const errors = stage.noted.flatMap(([countyId, hours]) => hours.map(({ errors: one }) => [countyId, one]))
    expect(errors).toContainEqual(['county', { 'upload-incomplete': 1 }])
  })
})

describe('what came of a device', () => {
  it('is counted by hour and added every ten seconds: frames, duplicates, kept, clock, errors', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    await exchange(logger, sample(MN, 1, { qn: '20261118142036500' }))
    await exchange(logger, sample(MN, 1, { qn: '20261118142036500' }))
    await exchange(logger, sample(MN, 2, { qn: '20261118135036000' }))
    await exchange(logger, sample(MN, 3, { qn: '20261118142035000' }).replace('CP=&&', 'CP=&&;'))
    await exchange(logger, sample(MN, 4, { pw: '000000' }))
    logger.send('what is this?##0\r\n')
    await exchange(logger, sample(OTHER, 5))
    stage.seconds(10)
    await stage.until('it is noted', () => stage.noted.length > 1)
    const hourEnd = Date.parse('2026-11-18T15:00:00+08:00')
    expect(stage.noted.map(([countyId, hours]) => [countyId, hours])).toEqual([
      [
        'county',
        [
          {
            mn: MN,
            hourEnd,
            frames: 5,
            duplicates: 1,
            kept: 1,
            offsets: { min: -1_800_000, median: -1000, max: 500 },
            errors: { 'clock-off': 1, 'empty-item': 1, 'password-wrong': 1, noise: 1 },
          },
        ],
      ],
      [
        'county of the listener',
        [{ mn: OTHER, hourEnd, frames: 1, duplicates: 0, kept: 1, offsets: null, errors: { 'unknown-device': 1 } }],
      ],
    ])
    expect(stage.noted[0]?.[2]).toMatchObject([{ mn: MN, kind: 'connected', at: STAGE_NOW, data: {} }])
  })

  it('is written when the gateway closes, with who was connected', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    await exchange(logger, sample(MN, 1))
    await stage.gateway.close()
    await logger.closed()
    const [[, hours, events] = ['', [], []]] = stage.noted
    expect(hours).toMatchObject([{ mn: MN, frames: 1 }])
    expect(events.map(({ kind }) => kind)).toEqual(['connected', 'disconnected'])
  })
})

describe('frames of a connection', () => {
  it('are handed over in their order, whether their device is known or has to be asked for', async () => {
    stage = await openStage()
    stage.register(MN)
    stage.register(OTHER)
    stage.remembered.add(MN).add('stranger')
    const logger = await stage.connect()
    const mns = [MN, OTHER, MN, 'stranger', OTHER, MN]
    logger.send(Buffer.concat(mns.map((mn, n) => framed(sample(mn, n)))))
    await stage.until('all are stored', () => stage.stored.length === mns.length)
    expect(stage.stored.map(({ mn, qn }) => [mn, Number(qn.slice(14))])).toEqual(mns.map((mn, n) => [mn, n]))
    expect(stage.asked).toEqual([OTHER, OTHER])
  })
})

describe('the end of the gateway', () => {
  it('lets what came become durable and answered first', async () => {
    stage = await openStage()
    stage.register(MN)
    const logger = await stage.connect()
    const letGo = stage.hold()
    for (let n = 0; n < 5; n++) logger.send(framed(sample(MN, n)))
    await stage.until('all are handed over', () => stage.handed() === 5)
    const closing = stage.gateway.close()
    letGo()
    await closing
    await logger.closed()
    expect([stage.stored.length, logger.rest().length]).toEqual([5, 5])
  })
})
