import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, instant, page, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { bindingSubjects, dataTimeNames, deviceKinds, usualSettings } from './model.ts'
import { evidenceCodes } from './proposal-evidence.ts'

const code = z.string().trim().min(1).max(20)

/** The settings of a device; what is left out has the usual value, also in what an older Weike stored. */
export const deviceSettings = z.object({
  edition: z.enum(['auto', '2005', '2017', '2025']).default(usualSettings.edition),
  crc: z.enum(['tolerant', 'strict', 'ignore']).default(usualSettings.crc),
  charset: z.enum(['auto', 'utf-8', 'gbk']).default(usualSettings.charset),
  answers: z.enum(['asked', 'always', 'never']).default(usualSettings.answers),
  answerTemplate: z.enum(['edition', '2005', '2017', '2025']).default(usualSettings.answerTemplate),
  units: z.record(code, z.string().trim().min(1).max(20)).default({}),
  aliases: z.record(code, code).default({}),
  unmarked: z.enum(['valid', 'invalid']).default(usualSettings.unmarked),
  realtimeSeconds: z.int().min(1).max(3600).nullable().default(usualSettings.realtimeSeconds),
  sendsMinutes: z.boolean().default(usualSettings.sendsMinutes),
  sendsHours: z.boolean().default(usualSettings.sendsHours),
  commissionedAt: z.int().min(0).default(usualSettings.commissionedAt),
  recall: z.boolean().default(usualSettings.recall),
})

const deviceState = {
  /** Is a connection open on which this device has spoken? */
  online: z.boolean(),
  connectedSince: instant.nullable(),
  lastFrameAt: instant.nullable(),
  /** QN minus arrival of the last hour, median; null: unknown. [ms] */
  clockOffsetMs: z.number().nullable(),
  /** Of the last 24 hours: hours that came of those expected. */
  hours: z.object({ received: z.int(), expected: z.int() }),
  /** Frames kept but not taken, and errors, of the last 24 hours. */
  kept: z.int(),
  errors: z.record(z.string(), z.int()),
}

const device = z
  .object({
    id: uuid,
    version: z.int(),
    mn: z.string(),
    name: z.string(),
    kind: z.enum(deviceKinds),
    dataTimeNames: z.enum(dataTimeNames),
    minuteInterval: z.int(),
    factors: z.array(z.string()),
    settings: deviceSettings,
    enciphers: z.boolean(),
    boundTo: z.object({ type: z.enum(bindingSubjects), id: uuid }).nullable(),
    ...deviceState,
  })
  .meta({ id: 'Device' })

const described = {
  name: shortText.optional(),
  dataTimeNames: z.enum(dataTimeNames).default('start'),
  minuteInterval: z.int().min(1).max(30).default(10),
  factors: z.array(code).max(100).default([]),
  settings: deviceSettings.default(usualSettings),
}

const mn = z.string().trim().min(1).max(40)
const password = z.string().min(1).max(32)

const keptFrame = z
  .object({
    seq: z.int(),
    mn: z.string(),
    cn: z.string(),
    receivedAt: instant,
    disposition: z.enum(['quarantined', 'bad-crc']),
    reason: z.string(),
    /** The frame as text, its password masked; null once the bytes have expired. */
    text: z.string().nullable(),
    problems: z.array(z.object({ code: z.string(), text: z.string() })),
    replayed: z.boolean(),
  })
  .meta({ id: 'QuarantinedFrame' })

/** What a proposal rests on, in no language: a code and its figures; the screens word it. */
const evidence = z.array(
  z.object({ code: z.enum(evidenceCodes), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
)
const choice = z.object({ value: z.string(), evidence, sure: z.boolean() })

/** What the first frames of an unknown device say of it: each proposal with what it rests on. */
const proposal = z
  .object({
    mn: z.string(),
    frames: z.int(),
    firstAt: instant,
    lastAt: instant,
    edition: choice,
    crc: choice,
    charset: choice,
    answers: choice,
    dataTimeNames: choice,
    /** QN − DataTime over the frames: the shortest and the median, by command. [s] */
    delays: z.array(
      z.object({ cn: z.string(), frames: z.int(), shortestSeconds: z.number(), medianSeconds: z.number() }),
    ),
    realtimeSeconds: choice.nullable(),
    minuteInterval: choice.nullable(),
    sendsHours: choice,
    factors: z.array(
      z.object({
        code: z.string(),
        /** The standard's code that it most likely is; null: unknown, kept as it is. */
        factor: z.string().nullable(),
        unit: z.string(),
        unitSure: z.boolean(),
        evidence,
        low: z.number().nullable(),
        high: z.number().nullable(),
      }),
    ),
    passwords: z.int().describe('how many different passwords the frames carried'),
    problems: z.array(z.object({ code: z.string(), text: z.string(), frames: z.int() })),
    sample: z.string().describe('one frame as text, its password masked'),
  })
  .meta({ id: 'DeviceProposal' })

export const devicesApi = contract({
  'GET /api/devices': {
    act: 'read-devices',
    summary: 'The devices of the county and how each is',
    reply: z.object({ items: z.array(device) }),
  },
  'GET /api/devices/:id': {
    act: 'read-devices',
    summary: 'One device with all it is set to',
    params: byId,
    reply: device,
  },
  'POST /api/devices': {
    act: 'manage-devices',
    summary: 'Register a device and bind it to a station',
    body: actEnvelope.extend({ mn, password, stationId: uuid, ...described }),
    reply: z.object({ id: uuid, mn: z.string() }),
  },
  'POST /api/devices/:id': {
    act: 'manage-devices',
    summary: 'Change what a device is set to',
    params: byId,
    body: actOnVersion.extend({
      ...described,
      name: shortText,
      password: password.optional(),
      /** 16 characters, as a 1014 brings it; empty: the device does not encipher. */
      sm4Key: z.union([z.string().length(16), z.literal('')]).optional(),
      stationId: uuid.optional(),
    }),
    reply: z.object({ id: uuid, version: z.int() }),
  },
  'GET /api/devices/:id/hours': {
    act: 'read-devices',
    summary: 'What came of a device hour by hour: frames, duplicates, errors by kind, clock offset',
    params: byId,
    query: z.object({ from: instant, to: instant }),
    reply: z.object({
      items: z.array(
        z
          .object({
            end: instant,
            frames: z.int(),
            duplicates: z.int(),
            kept: z.int(),
            offsetMs: z.object({ min: z.number(), median: z.number(), max: z.number() }).nullable(),
            errors: z.record(z.string(), z.int()),
          })
          .meta({ id: 'DeviceHour' }),
      ),
    }),
  },
  'GET /api/devices/:id/events': {
    act: 'read-devices',
    summary: 'What a device told besides values, newest first: connections, power-on, state, parameters, log',
    params: byId,
    query: page,
    reply: z.object({
      items: z.array(
        z
          .object({
            id: uuid,
            at: instant,
            kind: z.string(),
            data: z.record(z.string(), z.unknown()),
            frameSeq: z.int().nullable(),
          })
          .meta({ id: 'DeviceEvent' }),
      ),
      next: z.string().nullable(),
    }),
  },
  'GET /api/devices/:id/completeness': {
    act: 'read-devices',
    summary: 'Of each civil day: how many hours and minutes came of those expected, and how many are usable',
    params: byId,
    query: z.object({ from: z.iso.date(), to: z.iso.date() }),
    reply: z.object({
      items: z.array(
        z
          .object({
            day: z.iso.date(),
            hours: z.object({ expected: z.int(), received: z.int(), usable: z.int() }),
            minutes: z.object({ expected: z.int(), received: z.int() }),
          })
          .meta({ id: 'CompleteDay' }),
      ),
    }),
  },
  'GET /api/quarantine': {
    act: 'read-devices',
    summary: 'Frames that were kept but not taken, newest first, with the reason',
    query: page.extend({ mn: mn.optional() }),
    reply: z.object({ items: z.array(keptFrame), next: z.string().nullable() }),
  },
  'GET /api/quarantine/devices': {
    act: 'read-devices',
    summary: 'Who sent what is in quarantine: each MN with its frames',
    reply: z.object({
      items: z.array(
        z
          .object({
            mn: z.string(),
            known: z.boolean(),
            frames: z.int(),
            firstAt: instant,
            lastAt: instant,
            reasons: z.record(z.string(), z.int()),
          })
          .meta({ id: 'QuarantinedDevice' }),
      ),
    }),
  },
  'GET /api/quarantine/proposal': {
    act: 'manage-devices',
    summary: 'What the frames of an unknown device say of it, to be looked over before it is adopted',
    query: z.object({ mn }),
    reply: proposal,
  },
  'POST /api/quarantine/adopt': {
    act: 'manage-devices',
    summary: 'Register an unknown device and take in what was kept of it',
    body: actEnvelope.extend({
      mn,
      /** Left out: the one that its frames carry, when they all carry the same. */
      password: password.optional(),
      stationId: uuid,
      ...described,
    }),
    reply: z.object({ id: uuid, mn: z.string() }),
  },
  'POST /api/quarantine/replay': {
    act: 'manage-devices',
    summary: 'Take in what was kept of a device that is known by now (also after its settings were mended)',
    body: actEnvelope.extend({ mn }),
    reply: z.object({ taken: z.int(), stillKept: z.int() }),
  },
})
