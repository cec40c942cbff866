import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '../../../test/setup/certificate.ts'
import {
  type GatewayStage,
  openStage,
  PASSWORD,
  type StageLogger,
  sample,
  stageLogger,
} from '../../../test/setup/gateway-stage.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import type { GatewayLimits } from './limits.ts'

const MN = '439901010000A05C1E7B0001'
const OTHER = '439901010000A05C1E7B0002'

let stage: GatewayStage
const folders: string[] = []
afterEach(async () => {
  await stage.close()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function open(limits: Partial<GatewayLimits> = {}, more: Parameters<typeof openStage>[1] = {}): Promise<void> {
  stage = await openStage(limits, more)
  stage.register(MN)
  stage.register(OTHER)
}

const framed = (n: number, mn = MN) => formatFrame(sample(mn, n))
const many = (from: number, count: number, mn = MN) =>
  Buffer.concat(Array.from({ length: count }, (_, n) => framed(from + n, mn)))

async function answered(logger: StageLogger, n: number, mn = MN): Promise<void> {
  logger.send(framed(n, mn))
  expect(await logger.answer()).toContain('CN=9014')
}

const refused = () => stage.gateway.counters().refused
const framesTaken = (count: number) =>
  stage.until(`${count} frames are taken`, () => stage.gateway.counters().frames === count)

describe('a frame', () => {
  it('that is longer than allowed is none, and the next one on the connection is', async () => {
    await open({ frameBytes: 1_100 })
    const logger = await stage.connect()
    logger.send(formatFrame(`QN=1;ST=22;CN=2011;PW=1;MN=${MN};Flag=5;CP=&&a34004-Info=${'x'.repeat(1_500)}&&`))
    await answered(logger, 1)
    expect(stage.stored).toHaveLength(1)
    expect(stage.gateway.counters().garbage).toBeGreaterThan(1_500)
  })
})

describe('who sends faster than allowed', () => {
  it('on a connection waits until the next second; nothing is lost, and others do not wait', async () => {
    await open({ framesPerSecondPerConnection: 10 })
    const [fast, calm] = [await stage.connect(), await stage.connect()]
    fast.send(many(0, 12))
    await framesTaken(12)
    fast.send(many(12, 3))
    await answered(calm, 1, OTHER)
    expect(stage.gateway.counters().frames).toBe(13)
    expect(refused()['too-fast']).toBe(1)
    stage.seconds(1)
    await framesTaken(16)
    for (let n = 0; n < 15; n++) expect(await fast.answer()).toContain('CN=9014')
  })

  it('as a device waits on whichever connection it goes on', async () => {
    await open({ framesPerSecondPerDevice: 10 })
    const [first, second, other] = [await stage.connect(), await stage.connect(), await stage.connect()]
    first.send(many(0, 10))
    await framesTaken(10)
    second.send(framed(10))
    await framesTaken(11)
    second.send(framed(11))
    await answered(other, 1, OTHER)
    expect(stage.gateway.counters().frames).toBe(12)
    stage.seconds(1)
    await framesTaken(13)
    expect(refused()['too-fast']).toBe(1)
  })
})

it('nobody can slow down a device in whose name they send', async () => {
  await open({ framesPerSecondPerDevice: 10 })
  const [impostor, device] = [await stage.connect(), await stage.connect()]
  const forged = Array.from({ length: 50 }, (_, n) => formatFrame(sample(MN, n, { pw: '000000' })))
  impostor.send(Buffer.concat(forged))
  await framesTaken(50)
  for (let n = 0; n < 10; n++) await answered(device, 100 + n)
  expect(refused()['too-fast']).toBe(0)
})

describe('connections', () => {
  it('beyond the number in all are closed at once, until one has gone', async () => {
    await open({ connections: 2 })
    const [first, second, third] = [await stage.connect(), await stage.connect(), await stage.connect()]
    await third.closed()
    await answered(first, 1)
    second.socket.destroy()
    await stage.until('one has gone', () => stage.gateway.counters().open === 1)
    await answered(await stage.connect(), 2)
    expect(refused()['too-many-connections']).toBe(1)
  })

  it('beyond the number of one address are closed at once; another address is not concerned', async () => {
    await open({ connectionsPerAddress: 2 })
    const [first, , third] = [await stage.connect(), await stage.connect(), await stage.connect()]
    await third.closed()
    await answered(first, 1)
    await answered(await stage.connect('127.0.0.2'), 2)
    expect(refused()['too-many-of-address']).toBe(1)
  })

  it('beyond the number of one device close its oldest, so that a logger is not locked out by its own broken links', async () => {
    await open({ connectionsPerDevice: 2 })
    const [first, second, third] = [await stage.connect(), await stage.connect(), await stage.connect()]
    await answered(first, 1)
    await answered(second, 2)
    await answered(third, 3)
    await first.closed()
    await answered(second, 4)
    await answered(third, 5)
    expect(refused()['too-many-of-device']).toBe(1)
  })

  it('that are closed for that close no others by what was still on its way on them', async () => {
    await open({ connectionsPerDevice: 2 })
    const [first, second, third] = [await stage.connect(), await stage.connect(), await stage.connect()]
    await answered(first, 1)
    await answered(second, 2)
    const letGo = stage.hold()
    third.send(framed(3))
    await framesTaken(3)
    first.send(many(4, 3))
    await framesTaken(6)
    letGo()
    await first.closed()
    await answered(second, 8)
    await answered(third, 9)
    expect(refused()['too-many-of-device']).toBe(1)
  })

  it('from addresses that the allow-list does not name are closed at once', async () => {
    await open({}, { allow: ['127.0.0.2', '10.0.0.0/8'] })
    const stranger = await stage.connect('127.0.0.1')
    await stranger.closed()
    await answered(await stage.connect('127.0.0.2'), 1)
    expect(refused()['not-allowed']).toBe(1)
  })

  it('that are refused are told once a minute and kind, however many there are', async () => {
    await open({ connections: 1 })
    await answered(await stage.connect(), 1)
    for (let n = 0; n < 7; n++) await (await stage.connect('127.0.0.3')).closed()
    expect(stage.logs).toEqual([])
    stage.seconds(120)
    expect(stage.logs).toEqual([
      'hj212: refused in the last minute: 7 connections beyond the number that may be open at once; the last from 127.0.0.3',
    ])
  })
})

describe('a connection on which nothing useful comes', () => {
  it('is closed when its first readable frame has not come in time, whatever else came', async () => {
    await open({ firstFrameSeconds: 60 })
    const [silent, noisy, good] = [await stage.connect(), await stage.connect(), await stage.connect()]
    noisy.send('GET / HTTP/1.1\r\nHost: example.org\r\n\r\n')
    await stage.until('the noise is there', () => stage.gateway.counters().garbage > 0)
    await answered(good, 1)
    stage.seconds(59)
    expect([silent, noisy, good].map((one) => one.isClosed())).toEqual([false, false, false])
    stage.seconds(1)
    await Promise.all([silent.closed(), noisy.closed()])
    await answered(good, 2)
    expect(refused()['no-frame']).toBe(2)
  })

  it('is closed when no frame came any more for long, and noise does not keep it open', async () => {
    await open({ idleSeconds: 100 })
    const [idle, alive] = [await stage.connect(), await stage.connect()]
    await answered(idle, 1)
    await answered(alive, 2, OTHER)
    stage.seconds(99)
    idle.send('are you there?\r\n')
    await stage.until('the noise is there', () => stage.gateway.counters().garbage > 0)
    await answered(alive, 3, OTHER)
    stage.seconds(1)
    await idle.closed()
    await answered(alive, 4, OTHER)
    expect(refused()).toMatchObject({ idle: 1, 'no-frame': 0 })
  })

  it('is not closed sooner or later when the clock of the machine jumps', async () => {
    await open({ idleSeconds: 100 })
    const logger = await stage.connect()
    await answered(logger, 1)
    stage.clock.advance(-86_400_000)
    stage.seconds(99)
    stage.clock.advance(10 * 86_400_000)
    await answered(logger, 2)
    stage.seconds(100)
    await logger.closed()
  })
})

describe('half a frame', () => {
  it('that never becomes a whole one closes its connection, also when a byte comes each second', async () => {
    await open({ halfFrameSeconds: 10 })
    const [silent, slow, good] = [await stage.connect(), await stage.connect(), await stage.connect()]
    const frame = framed(1)
    silent.send(frame.subarray(0, 50))
    await answered(good, 2)
    for (let second = 0; second < 10; second++) {
      slow.send(frame.subarray(second, second + 1))
      await answered(good, 3 + second)
      stage.seconds(1)
    }
    await Promise.all([silent.closed(), slow.closed()])
    await answered(good, 20)
    expect(refused()['half-frame']).toBe(2)
  })

  it('whose rest comes in time is a frame, however many pieces it came in', async () => {
    await open({ halfFrameSeconds: 10 })
    const [slow, good] = [await stage.connect(), await stage.connect()]
    const frame = framed(1)
    for (let place = 0; place < frame.length; place += 30) {
      slow.send(frame.subarray(place, place + 30))
      await answered(good, 100 + place, OTHER)
      stage.seconds(1)
    }
    expect(await slow.answer()).toContain('QN=20261118142036001')
  })

  it('that looks whole counts as whole after two seconds: some loggers send no line end', async () => {
    await open()
    const logger = await stage.connect()
    logger.send(framed(1).subarray(0, -2))
    await answered(await stage.connect(), 2, OTHER)
    stage.seconds(3)
    expect(await logger.answer()).toContain('QN=20261118142036001')
  })

  it('that stopped in its middle is waited for longer than that: wireless links are slow', async () => {
    await open()
    const logger = await stage.connect()
    const frame = framed(1)
    for (const cut of [frame.indexOf('CP=&&') + 5, frame.indexOf('CP=&&') + 7, frame.length - 8]) {
      logger.send(frame.subarray(0, cut))
      await answered(await stage.connect(), 500 + cut, OTHER)
      stage.seconds(20)
      logger.send(frame.subarray(cut))
      expect(await logger.answer()).toContain('QN=20261118142036001')
    }
  })
})

describe('when the store is stuck', () => {
  it('memory stays bounded however much is sent, and all of it is stored and answered afterwards', async () => {
    const pendingBytes = 65_536
    const unhurried = { framesPerSecondPerConnection: 1_000_000, framesPerSecondPerDevice: 1_000_000 }
    await open({ pendingBytes, pendingFramesPerConnection: 100_000, connectionsPerDevice: 5, ...unhurried })
    const letGo = stage.hold()
    const large = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => sample(MN, from + n).replace('CP=', `X=${'x'.repeat(1_000)};CP=`))
    const count = 800
    const bytes = (place: number) => Buffer.concat(large(place * count, count).map((one) => formatFrame(one)))
    for (let place = 0; place < 4; place++) (await stage.connect()).send(bytes(place))
    await stage.until('it is full', () => stage.gateway.counters().pendingBytes >= pendingBytes)
    // Whoever comes now has a read of its own (64 KiB at most) taken and is then held.
    const [late, last] = [await stage.connect(), bytes(4)]
    late.send(last)
    await stage.until('it was read', () => stage.gateway.counters().pendingBytes >= pendingBytes + 10_000)
    const held = stage.gateway.counters().pendingBytes
    expect(held).toBeLessThan(pendingBytes + 5 * 65_536)
    expect(5 * last.length).toBeGreaterThan(10 * held)
    letGo()
    await stage.until('all is answered', () => stage.gateway.counters().answers === 5 * count)
    expect([stage.stored.length, stage.gateway.counters().pendingBytes]).toEqual([5 * count, 0])
  })

  it('no more than so many frames of one connection are taken, and others go on', async () => {
    await open({ pendingFramesPerConnection: 16 })
    const letGo = stage.hold()
    const greedy = await stage.connect()
    greedy.send(many(0, 16))
    await framesTaken(16)
    greedy.send(many(16, 16))
    const other = await stage.connect()
    other.send(framed(1, OTHER))
    await framesTaken(17)
    letGo()
    expect(await other.answer()).toContain('CN=9014')
    await framesTaken(33)
    for (let n = 0; n < 32; n++) expect(await greedy.answer()).toContain('CN=9014')
  })

  it('a connection is not called idle, silent or slow for what nobody reads of it', async () => {
    await open({ pendingFramesPerConnection: 1, idleSeconds: 60, halfFrameSeconds: 5 })
    const letGo = stage.hold()
    const logger = await stage.connect()
    logger.send(Buffer.concat([framed(1), framed(2).subarray(0, 40)]))
    await framesTaken(1)
    stage.seconds(600)
    letGo()
    expect(await logger.answer()).toContain('QN=20261118142036001')
    logger.send(framed(2).subarray(40))
    expect(await logger.answer()).toContain('QN=20261118142036002')
  })
})

describe('a device that does not read its answers', () => {
  it('is read no further, and closed when it goes on', async () => {
    const unhurried = { framesPerSecondPerConnection: 1_000_000, framesPerSecondPerDevice: 1_000_000 }
    await open({ unreadAnswersSeconds: 20, pendingFramesPerConnection: 100_000, ...unhurried })
    const logger = await stage.connect()
    logger.socket.pause()
    // The same again and again is answered again and again.
    const batch = Buffer.concat(Array(500).fill(formatFrame(sample(MN, 1, { qn: '9'.repeat(400) }))))
    // Answers gather in the networks of both sides first, some megabytes.
    const isHeld = () => {
      stage.seconds(1)
      return refused()['unread-answers'] === 1
    }
    const sending = setInterval(() => {
      if (logger.socket.writableLength < 1_000_000) logger.send(batch)
    }, 1)
    try {
      await stage.until('it is closed', isHeld)
    } finally {
      clearInterval(sending)
    }
    logger.socket.resume()
    await logger.closed()
    await answered(await stage.connect(), 1, OTHER)
  })
})

describe('TLS', () => {
  async function filesOf({ cert, key }: { cert: string; key: string }) {
    const folder = await mkdtemp(join(tmpdir(), 'weike-tls-'))
    folders.push(folder)
    const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
    await writeFile(files.cert, cert)
    await writeFile(files.key, key)
    return files
  }

  const tlsPort = () => stage.gateway.tlsAddress?.port ?? 0

  it('has a door of its own, through which all is as through the other', async () => {
    const made = selfSignedCertificate()
    await open({ connectionsPerDevice: 1 }, { tls: { port: 0, ...(await filesOf(made)) } })
    const plain = await stage.connect()
    await answered(plain, 1)
    const socket = connectTls({ port: tlsPort(), host: '127.0.0.1', servername: 'localhost', ca: made.cert })
    const logger = await stageLogger(socket, 'secureConnect')
    expect([socket.authorized, socket.getProtocol()]).toEqual([true, 'TLSv1.3'])
    await answered(logger, 2)
    await plain.closed()
    expect(stage.registry.send(MN, Buffer.from('hello\r\n'))).toBe(true)
    expect(await logger.answer()).toBe('hello')
    logger.socket.end()
    await logger.closed()
    await stage.until('it has gone', () => stage.gateway.counters().open === 0)
  })

  it('counts who does not get through the handshake, and shares the limits of the other door', async () => {
    await open(
      { connections: 1, firstFrameSeconds: 900 },
      { tls: { port: 0, ...(await filesOf(selfSignedCertificate())) } },
    )
    const plain = await stageLogger(connect(tlsPort(), '127.0.0.1'), 'connect')
    plain.send(framed(1))
    await plain.closed()
    await stage.until('it has gone', () => stage.gateway.counters().open === 0)
    const one = await stage.connect()
    await answered(one, 2)
    await (await stageLogger(connect(tlsPort(), '127.0.0.1'), 'connect')).closed()
    expect(refused()).toMatchObject({ 'tls-failed': 1, 'too-many-connections': 1 })
    expect(stage.stored).toHaveLength(1)
  })

  it('without a certificate that can be read, or with the key of another, there is no gateway at all', async () => {
    await open()
    const own = await filesOf(selfSignedCertificate())
    const other = await filesOf(selfSignedCertificate())
    await expect(openStage({}, { tls: { port: 0, cert: '/nowhere.pem', key: own.key } })).rejects.toMatchObject({
      code: 'settings-wrong',
      params: { file: '/nowhere.pem', key: 'hj212.tls.cert', reason: 'tls' },
    })
    await expect(openStage({}, { tls: { port: 0, cert: own.cert, key: other.key } })).rejects.toMatchObject({
      code: 'settings-wrong',
    })
  })

  it('when its port is taken neither door stays open', async () => {
    await open()
    const taker = createServer().listen(0, '127.0.0.1')
    await once(taker, 'listening')
    const bound = taker.address()
    const port = bound !== null && typeof bound !== 'string' ? bound.port : 0
    const files = await filesOf(selfSignedCertificate())
    await expect(openStage({}, { tls: { port, ...files } })).rejects.toMatchObject({
      code: 'port-taken',
      params: { port },
    })
    taker.close()
  })
})

it('the password of the tests is that of the devices', () => {
  // A frame under another one would be answered too, from quarantine.
  expect(sample(MN, 1)).toContain(`PW=${PASSWORD}`)
})
