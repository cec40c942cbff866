import { describe, expect, it } from 'vitest'
import type { CommandKind } from '../../domain/commands/model.ts'
import { commandForms } from '../../domain/commands/model.ts'
import type { Outgoing } from '../../domain/commands/service.ts'
import { type RegisteredDevice, usualSettings } from '../../domain/devices/model.ts'
import { decipherFrame } from '../../protocols/hj212/cipher.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import type { Edition } from '../../protocols/hj212/message.ts'
import { parseSegment } from '../../protocols/hj212/segment.ts'
import { commandFrame, voiceAfter } from './command-frames.ts'

const NOW = Date.parse('2016-08-01T08:58:57+08:00')
const at = (civil: string) => Date.parse(`2016-08-01T${civil}+08:00`)

/** A command to the device of the standards' examples, with all that any kind may need. */
function outgoing(kind: CommandKind, more: Partial<RegisteredDevice> = {}): Outgoing {
  const form = commandForms.find((one) => one.kind === kind)
  if (form === undefined) throw new Error(`no form of ${kind}`)
  const needs = (what: (typeof form.needs)[number]) => form.needs.includes(what)
  return {
    command: {
      countyId: 'county',
      id: 'command',
      deviceId: 'device',
      kind,
      cn: form.cn,
      cause: 'person',
      requestedBy: '',
      from: null,
      to: null,
      factor: needs('factor') ? 'w01018' : null,
      value: needs('seconds') ? 30 : needs('minutes') ? 10 : null,
      secretSealed: null,
      state: 'sent',
      attempts: 1,
      qn: '20160801085857223',
      createdAt: NOW,
      sentAt: NOW,
      finishedAt: null,
      deadlineAt: null,
      qnRtn: null,
      exeRtn: null,
      answers: 0,
      result: null,
      version: 2,
    },
    device: {
      countyId: 'county',
      id: 'device',
      mn: '010000A8900016F000169DC0',
      name: '',
      password: '123456',
      nextPassword: null,
      sm4Key: null,
      dataTimeNames: 'start',
      minuteInterval: 10,
      factors: [],
      settings: usualSettings,
      ...more,
    },
    newPassword: needs('password') ? '654321' : null,
    labels: needs('range') ? { begin: at('01:05:22'), end: at('08:58:57') } : null,
  }
}

function textOf(kind: CommandKind, edition: Edition = '2017'): string | null {
  const frame = commandFrame(outgoing(kind), { edition, st: '32' }, NOW)
  return frame === null ? null : frame.toString('utf8').slice(6, -6)
}

describe('the frame of a command', () => {
  it('is that of the standard’s examples (HJ 212-2017, annex C)', () => {
    const head = 'QN=20160801085857223;ST=32'
    const tail = 'PW=123456;MN=010000A8900016F000169DC0;Flag=5'
    const examples: Partial<Record<CommandKind, string>> = {
      'read-time': `${head};CN=1011;${tail};CP=&&&&`,
      'set-time': `${head};CN=1012;${tail};CP=&&SystemTime=20160801085857&&`,
      'read-realtime-interval': `${head};CN=1061;${tail};CP=&&&&`,
      'set-realtime-interval': `${head};CN=1062;${tail};CP=&&RtdInterval=30&&`,
      'set-minute-interval': `${head};CN=1064;${tail};CP=&&MinInterval=10&&`,
      'set-password': `${head};CN=1072;${tail};CP=&&NewPW=654321&&`,
      realtime: `${head};CN=2011;${tail};CP=&&&&`,
      'stop-realtime': `${head};CN=2012;${tail};CP=&&&&`,
      minutes: `${head};CN=2051;${tail};CP=&&BeginTime=20160801010522;EndTime=20160801085857&&`,
      'run-times': `${head};CN=2041;${tail};CP=&&BeginTime=20160801010522,EndTime=20160801085857&&`,
      'zero-span-check': `${head};CN=3011;${tail};CP=&&PolId=w01018&&`,
      'serial-number': `${head};CN=3019;${tail};CP=&&PolId=w01018&&`,
      log: `${head};CN=3020;${tail};CP=&&PolId=w01018;InfoId=i11001;BeginTime=20160801010522,EndTime=20160801085857&&`,
    }
    for (const [kind, text] of Object.entries(examples)) {
      expect(
        commandForms.some((form) => form.kind === kind && textOf(form.kind) === text),
        kind,
      ).toBe(true)
    }
  })

  it('is there for each kind in each edition that knows it, and in no other', () => {
    for (const { kind, editions } of commandForms) {
      for (const edition of ['2005', '2017', '2025'] as const) {
        expect(textOf(kind, edition) !== null, `${kind} in ${edition}`).toBe(editions.includes(edition))
      }
    }
  })

  it('is enciphered in 2025 where the device enciphers and the command is one of those', () => {
    const key = Buffer.alloc(16, '0')
    const voice = { edition: '2025', st: '32' } as const
    const plain = commandFrame(outgoing('hours'), voice, NOW)
    const hidden = commandFrame(outgoing('hours', { sm4Key: key }), voice, NOW)
    expect(hidden?.includes('BeginTime')).toBe(false)
    const [found] = createFramer().push(hidden ?? Buffer.alloc(0))
    const opened = found?.kind === 'frame' ? decipherFrame(found, key) : null
    expect(opened?.segment.toString('utf8')).toBe(plain?.toString('utf8').slice(6, -6))
    expect(commandFrame(outgoing('read-time', { sm4Key: key }), voice, NOW)).toEqual(
      commandFrame(outgoing('read-time'), voice, NOW),
    )
  })

  it('is none when a password would break it', () => {
    expect(commandFrame(outgoing('read-time', { password: '1;2' }), { edition: '2017', st: '22' }, NOW)).toBe(null)
  })
})

describe('the voice of a device', () => {
  const heard = (segment: string) => {
    const parsed = parseSegment(Buffer.from(segment))
    if (!parsed.ok) throw new Error(segment)
    return parsed.message
  }

  it('is that of its data; answers, which all carry ST=91, change nothing', () => {
    const first = voiceAfter(undefined, heard('QN=1;ST=91;CN=9011;PW=1;MN=A;Flag=4;CP=&&QnRtn=1&&'))
    expect(first).toEqual({ edition: '2017', st: '22' })
    const second = voiceAfter(first, heard('ST=39;CN=2011;PW=1;MN=A;CP=&&DataTime=20160801085857;101-Rtd=1&&'))
    expect(second).toEqual({ edition: '2005', st: '39' })
    expect(voiceAfter(second, heard('QN=1;ST=91;CN=9013;PW=1;MN=A;Flag=4;CP=&&&&'))).toBe(second)
  })
})
