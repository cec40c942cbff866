import { z } from 'zod'
import { actEnvelope, instant, page, shortText, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { bindingSubjects, dataTimeNames } from './model.ts'

const device = z
  .object({
    id: uuid,
    mn: z.string(),
    name: z.string(),
    dataTimeNames: z.enum(dataTimeNames),
    minuteInterval: z.int(),
    factors: z.array(z.string()),
    boundTo: z.object({ type: z.enum(bindingSubjects), id: uuid }).nullable(),
    lastFrameAt: instant.nullable(),
  })
  .meta({ id: 'Device' })

export const devicesApi = contract({
  'GET /api/devices': {
    act: 'read-devices',
    summary: 'The devices of the county and when each was last heard',
    reply: z.object({ items: z.array(device) }),
  },
  'POST /api/devices': {
    act: 'manage-devices',
    summary: 'Register a device and bind it to a station',
    body: actEnvelope.extend({
      mn: z.string().trim().min(1).max(40),
      name: shortText.optional(),
      password: z.string().min(1).max(32),
      stationId: uuid,
      dataTimeNames: z.enum(dataTimeNames).default('start'),
      minuteInterval: z.int().min(1).max(30).default(10),
      factors: z.array(z.string().min(1).max(20)).max(100).default([]),
    }),
    reply: z.object({ id: uuid, mn: z.string() }),
  },
  'GET /api/quarantine': {
    act: 'read-devices',
    summary: 'Frames that were kept but not taken, newest first, with the reason',
    query: page,
    reply: z.object({
      items: z.array(
        z
          .object({
            seq: z.int(),
            mn: z.string(),
            cn: z.string(),
            receivedAt: instant,
            disposition: z.enum(['quarantined', 'bad-crc']),
            reason: z.string(),
            text: z.string().nullable(),
          })
          .meta({ id: 'QuarantinedFrame' }),
      ),
      next: z.string().nullable(),
    }),
  },
})
