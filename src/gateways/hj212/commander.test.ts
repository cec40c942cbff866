import { describe, expect, it } from 'vitest'
import { loop } from '../../app/loop.ts'
import { executionPatience, stateAfter, usualPatience } from '../../domain/commands/decide.ts'
import type { CommandKind } from '../../domain/commands/model.ts'
import type { Outgoing, Spoken, WaitingCommand } from '../../domain/commands/service.ts'
import { type RegisteredDevice, usualSettings } from '../../domain/devices/model.ts'
import { manualClock } from '../../platform/clock.ts'
import type { Timers } from '../../platform/live/timers.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import type { Hj212Message } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { createCommander, type Exchange } from './commander.ts'

const NOON = Date.parse('2026-11-18T12:00:00+08:00')

function device(mn: string, more: Partial<RegisteredDevice> = {}): RegisteredDevice {
  return {
    countyId: 'county',
    id: `id of ${mn}`,
    mn,
    name: mn,
    password: '123456',
    nextPassword: null,
    sm4Key: null,
    dataTimeNames: 'start',
    minuteInterval: 10,
    factors: [],
    settings: usualSettings,
    ...more,
  }
}

function message(text: string): Hj212Message {
  const parsed = parseSegment(Buffer.from(text))
  if (!parsed.ok) throw new Error(`no message: ${text}`)
  return parsed.message
}

const data = (mn: string, cn = '2011', more = '') =>
  message(`QN=20261118120000001;ST=39;CN=${cn};PW=123456;MN=${mn};Flag=5;CP=&&DataTime=20261118120000;${more}&&`)
const reply = (mn: string, cn: string, qn: string, cp: string) =>
  message(`QN=${qn};ST=91;CN=${cn};PW=123456;MN=${mn};Flag=4;CP=&&${cp}&&`)

/** Timers that fire when the clock of the test is moved past them. */
function handTimers(now: () => number): Timers & { due(): void } {
  const waiting = new Set<{ at: number; run: () => void }>()
  const after: Timers['after'] = (ms, run) => {
    const one = { at: now() + ms, run }
    waiting.add(one)
    return () => waiting.delete(one)
  }
  return {
    after,
    every: () => () => {},
    due() {
      for (const one of [...waiting]) {
        if (one.at > now() || !waiting.delete(one)) continue
        one.run()
      }
    },
  }
}

/** Lets everything happen that is waiting for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A commander over commands that are kept in a list, by the rules of decide.ts, and devices that a test plays. */
function desk() {
  const wall = manualClock(NOON)
  const timers = handTimers(() => wall.now())
  const commands: WaitingCommand[] = []
  const online = new Map<string, RegisteredDevice>()
  const story: string[] = []
  const frames: { mn: string; message: Hj212Message; bytes: Buffer }[] = []
  let refusesBytes = false
  let failures = 0
  let failure = new Error('a word too strange')
  let moments = 0

  const find = (id: string) => commands.find((one) => one.id === id)
  const isOpen = (one: WaitingCommand) => ['queued', 'sent', 'accepted', 'executing'].includes(one.state)
  function change(id: string, more: Partial<WaitingCommand>): void {
    const place = commands.findIndex((one) => one.id === id)
    const known = commands[place]
    if (known !== undefined) commands[place] = { ...known, ...more }
  }

  const exchange: Exchange = {
    counties: async () => ['county'],
    open: async () =>
      commands
        .filter(isOpen)
        .toSorted((one, other) => Number(one.state === 'queued') - Number(other.state === 'queued')),
    async begin(_countyId, id) {
      const command = find(id)
      if (command === undefined || !isOpen(command)) return null
      if (
        commands.some(
          (one) => one.id !== id && one.deviceId === command.deviceId && isOpen(one) && one.state !== 'queued',
        )
      )
        return null
      const qn = command.qn ?? `202611181200000${String(commands.indexOf(command)).padStart(2, '0')}`
      change(id, { state: 'sent', qn, attempts: command.attempts + 1, deadlineAt: wall.now() + usualPatience.answerMs })
      story.push(`durable ${id}`)
      const to = online.get(command.mn) ?? device(command.mn)
      const outgoing: Outgoing = { command: { ...command, qn }, device: to, newPassword: null, labels: null }
      return outgoing
    },
    async takeBack(_countyId, id) {
      story.push(`back ${id}`)
      change(id, { state: 'queued', attempts: (find(id)?.attempts ?? 1) - 1 })
    },
    async refuse(_countyId, id) {
      change(id, { state: 'refused' })
    },
    async takeWord(_countyId, deviceId, spoken: Spoken) {
      if (failures > 0) {
        failures -= 1
        throw failure
      }
      story.push(`word ${spoken.cn}`)
      const command = commands.find((one) => one.deviceId === deviceId && isOpen(one) && one.state !== 'queued')
      if (command === undefined || (spoken.word.kind !== 'data' && spoken.qn !== command.qn)) return false
      const state = stateAfter(command.state, spoken.word)
      if (state !== null) change(command.id, { state, deadlineAt: wall.now() + executionPatience(command.kind) })
      return state !== null
    },
    async passDeadline(_countyId, id, isConnected) {
      const command = find(id)
      if (command?.state === 'sent' && isConnected && command.attempts <= usualPatience.resends) return 'send-again'
      if (command?.state === 'sent' && !isConnected)
        change(id, { state: 'queued', deadlineAt: wall.now() + usualPatience.queuedMs })
      else change(id, { state: 'timed-out', deadlineAt: null })
      return 'done'
    },
    async confirmPassword(_countyId, deviceId) {
      story.push(`password of ${deviceId}`)
      return true
    },
    async answerTimeAsked(asking) {
      ask('the time', asking.mn, 'set-time', '1012')
      return true
    },
  }

  const commander = createCommander({
    exchange,
    registry: {
      since: (mn) => (online.has(mn) ? NOON : null),
      send(mn, bytes) {
        if (refusesBytes || !online.has(mn)) return false
        const [found] = createFramer().push(bytes)
        if (found?.kind !== 'frame' || !found.crcOk) throw new Error('what was sent is no frame')
        const sent = message(found.segment.toString('utf8'))
        frames.push({ mn, message: sent, bytes })
        story.push(`frame ${sent.cn} to ${mn}`)
        return true
      },
    },
    clocks: { domain: wall, wall },
    loop: (work) => loop(work, { failed: () => story.push('failed'), worked: () => {} }, timers),
    deviceChanged: (mn) => story.push(`changed ${mn}`),
    moved: () => {
      moments += 1
    },
    log: (line) => story.push(line),
  })

  function ask(id: string, mn: string, kind: CommandKind, cn: string): void {
    commands.push({
      countyId: 'county',
      id,
      mn,
      deviceId: `id of ${mn}`,
      kind,
      cn,
      cause: 'person',
      requestedBy: '',
      from: null,
      to: null,
      factor: null,
      value: kind === 'set-realtime-interval' ? 30 : null,
      secretSealed: null,
      state: 'queued',
      attempts: 0,
      qn: null,
      createdAt: wall.now(),
      sentAt: null,
      finishedAt: null,
      deadlineAt: wall.now() + usualPatience.queuedMs,
      qnRtn: null,
      exeRtn: null,
      answers: 0,
      result: null,
      version: 1,
    })
    commander.wake()
  }

  return {
    commander,
    ask,
    story,
    frames,
    moments: () => moments,
    stateOf: (id: string) => find(id)?.state,
    qnOf: (id: string) => find(id)?.qn ?? '',
    /** A device connects and sends its first data. */
    async arrive(one: RegisteredDevice, first = data(one.mn)): Promise<void> {
      online.set(one.mn, one)
      commander.heard(one, first)
      await settle()
    },
    leave: (mn: string) => online.delete(mn),
    async say(one: RegisteredDevice, ...words: Hj212Message[]): Promise<void> {
      for (const word of words) commander.heard(one, word)
      await settle()
    },
    async pass(ms: number): Promise<void> {
      wall.advance(ms)
      timers.due()
      await settle()
    },
    refuseBytes: (refuses: boolean) => {
      refusesBytes = refuses
    },
    fail: (times: number, error = failure) => {
      failures = times
      failure = error
    },
  }
}

const A = device('A')
const B = device('B')

describe('the commander', () => {
  it('sends a command once its device is there, durable before the frame leaves, in the words of the device', async () => {
    const { ask, arrive, frames, story } = desk()
    ask('one', 'A', 'set-realtime-interval', '1062')
    await settle()
    expect(frames).toEqual([])
    await arrive(A)
    expect(story).toEqual(['durable one', 'frame 1062 to A'])
    expect(frames[0]?.bytes.toString('utf8').slice(6, -6)).toBe(
      'QN=20261118120000000;ST=39;CN=1062;PW=123456;MN=A;Flag=5;CP=&&RtdInterval=30&&',
    )
  })

  it('speaks the edition that a device is set to, else the one that it speaks', async () => {
    const { ask, arrive, frames } = desk()
    ask('one', 'A', 'read-time', '1011')
    await arrive(A, message('ST=22;CN=2011;PW=123456;MN=A;CP=&&DataTime=20261118120000;101-Rtd=1&&'))
    expect(frames[0]?.bytes.toString('utf8').slice(6, -6)).toBe(
      'QN=20261118120000000;ST=22;CN=1011;PW=123456;MN=A;Flag=3;CP=&&&&',
    )
    ask('two', 'B', 'read-time', '1011')
    await arrive(device('B', { settings: { ...usualSettings, edition: '2025' } }))
    expect(frames[1]?.message.flag).toBe(9)
  })

  it('has one exchange at a time with a device, and others beside it with others', async () => {
    const { ask, arrive, say, story, qnOf, stateOf } = desk()
    await arrive(A)
    await arrive(B)
    ask('one', 'A', 'read-time', '1011')
    ask('two', 'A', 'set-time', '1012')
    ask('three', 'B', 'read-time', '1011')
    await settle()
    expect(story.filter((line) => line.startsWith('frame'))).toEqual(['frame 1011 to A', 'frame 1011 to B'])
    const qn = qnOf('one')
    await say(
      A,
      reply('A', '9011', qn, 'QnRtn=1'),
      message(`QN=${qn};ST=39;CN=1011;PW=123456;MN=A;Flag=4;CP=&&SystemTime=20261118120001&&`),
      reply('A', '9012', qn, 'ExeRtn=1'),
    )
    expect(stateOf('one')).toBe('done')
    expect(story.at(-1)).toBe('frame 1012 to A')
  })

  it('sends the same frame again when nothing comes, as often as it may, then gives up', async () => {
    const { ask, arrive, pass, frames, stateOf } = desk()
    await arrive(A)
    ask('one', 'A', 'read-time', '1011')
    await settle()
    for (let time = 1; time <= 4; time += 1) {
      expect(frames).toHaveLength(time)
      expect(stateOf('one')).toBe('sent')
      await pass(usualPatience.answerMs)
    }
    expect(frames).toHaveLength(4)
    expect(new Set(frames.map((frame) => frame.bytes.toString('latin1'))).size).toBe(1)
    expect(stateOf('one')).toBe('timed-out')
  })

  it('tells the time as it is at the moment of sending, also when it sends again', async () => {
    const { ask, arrive, pass, frames } = desk()
    await arrive(A)
    ask('one', 'A', 'set-time', '1012')
    await settle()
    await pass(usualPatience.answerMs)
    expect(frames.map((frame) => [frame.message.qn, frame.message.cpText])).toEqual([
      ['20261118120000000', 'SystemTime=20261118120000'],
      ['20261118120000000', 'SystemTime=20261118120010'],
    ])
  })

  it('waits for a device that left, and goes on under the same number when it is back', async () => {
    const { ask, arrive, leave, pass, frames, stateOf } = desk()
    await arrive(A)
    ask('one', 'A', 'read-time', '1011')
    await settle()
    leave('A')
    await pass(usualPatience.answerMs)
    expect(stateOf('one')).toBe('queued')
    await arrive(A)
    expect(frames.map((frame) => frame.message.qn)).toEqual(['20261118120000000', '20261118120000000'])
  })

  it('takes a command back when the connection breaks at that very moment', async () => {
    const { ask, arrive, say, refuseBytes, story, stateOf } = desk()
    await arrive(A)
    refuseBytes(true)
    ask('one', 'A', 'read-time', '1011')
    await settle()
    expect(story.slice(-2)).toEqual(['durable one', 'back one'])
    refuseBytes(false)
    await say(A, data('A'))
    expect(stateOf('one')).toBe('sent')
  })

  it('refuses by itself what the edition of the device does not know', async () => {
    const { ask, arrive, frames, stateOf } = desk()
    ask('one', 'A', 'serial-number', '3019')
    await arrive(A, message('ST=22;CN=2011;PW=123456;MN=A;CP=&&DataTime=20261118120000;101-Rtd=1&&'))
    expect(frames).toEqual([])
    expect(stateOf('one')).toBe('refused')
  })

  it('asks the database about nothing but what may be an answer', async () => {
    const { ask, arrive, say, story } = desk()
    await arrive(A)
    story.length = 0
    await say(A, data('A'), data('A', '2061'), data('A', '2051'))
    expect(story).toEqual([])
    ask('one', 'A', 'hours', '2061')
    await settle()
    await say(A, data('A', '2011'), data('A', '2061'), data('A', '2051'))
    expect(story.filter((line) => line.startsWith('word'))).toEqual(['word 2061'])
  })

  it('answers a device that asks for the time with a command', async () => {
    const { commander, arrive, story } = desk()
    await arrive(A)
    commander.timeAsked(A)
    await settle()
    expect(story.at(-1)).toBe('frame 1012 to A')
  })

  it('lets nobody believe in the old password once a device speaks under the new one', async () => {
    const { arrive, say, story } = desk()
    await arrive(A)
    const changing = device('A', { nextPassword: '654321' })
    story.length = 0
    await say(changing, data('A'))
    expect(story).toEqual([])
    await say(changing, message('QN=1;ST=22;CN=2011;PW=654321;MN=A;Flag=5;CP=&&DataTime=20261118120100;a-Rtd=1&&'))
    expect(story).toEqual(['word 2011', 'password of id of A', 'changed A'])
  })

  it('takes a word in as soon as it goes in, and puts one aside that never does', async () => {
    const { ask, arrive, say, pass, fail, qnOf, stateOf, story } = desk()
    await arrive(A)
    ask('one', 'A', 'read-time', '1011')
    await settle()
    fail(2)
    await say(A, reply('A', '9011', qnOf('one'), 'QnRtn=1'))
    expect(stateOf('one')).toBe('sent')
    await pass(2_000)
    await pass(2_000)
    expect(stateOf('one')).toBe('accepted')
    fail(5)
    await say(A, reply('A', '9011', 'other', 'QnRtn=1'), reply('A', '9012', qnOf('one'), 'ExeRtn=2'))
    for (let time = 0; time < 5; time += 1) await pass(2_000)
    expect(stateOf('one')).toBe('failed')
    expect(story.filter((line) => line.includes('could not be taken in'))).toHaveLength(1)
  })

  it('waits with a word as long as the database is away, and has it when the database is back', async () => {
    const { ask, arrive, say, pass, fail, qnOf, stateOf, story } = desk()
    await arrive(A)
    ask('one', 'A', 'read-time', '1011')
    await settle()
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    fail(300, away)
    await say(A, reply('A', '9011', qnOf('one'), 'QnRtn=1'))
    // Ten minutes, tried again every two seconds.
    for (let time = 0; time < 299; time += 1) await pass(2_000)
    expect(stateOf('one')).toBe('sent')
    await pass(2_000)
    expect(stateOf('one')).toBe('accepted')
    expect(story.filter((line) => line.includes('could not be taken in'))).toEqual([])
  })

  it('tells once that something moved, however much it was', async () => {
    const { ask, arrive, say, moments, qnOf } = desk()
    await arrive(A)
    ask('one', 'A', 'hours', '2061')
    await settle()
    const before = moments()
    const entries = Array.from({ length: 30 }, () => data('A', '2061'))
    await say(A, reply('A', '9011', qnOf('one'), 'QnRtn=1'), ...entries)
    expect(moments()).toBe(before + 1)
  })
})
