import { z } from 'zod'
import { actEnvelope, actOnVersion, byId, instant, page, uuid } from '../../platform/http/schemas.ts'
import { contract } from '../access/model.ts'
import { commandCauses, commandKinds, commandStates } from './model.ts'

const command = z
  .object({
    id: uuid,
    deviceId: uuid,
    kind: z.enum(commandKinds),
    cn: z.string(),
    cause: z.enum(commandCauses),
    requestedBy: z.string().describe('name of the person, or empty'),
    from: instant.nullable(),
    to: instant.nullable(),
    factor: z.string().nullable(),
    value: z.number().nullable(),
    state: z.enum(commandStates),
    version: z.int(),
    attempts: z.int(),
    createdAt: instant,
    sentAt: instant.nullable(),
    finishedAt: instant.nullable(),
    /** QnRtn of the 9011 and ExeRtn of the 9012, if they came. */
    qnRtn: z.int().nullable(),
    exeRtn: z.int().nullable(),
    /** Data frames that came for it. */
    answers: z.int(),
    /** What the device told: its time, an interval, a serial number. */
    result: z.record(z.string(), z.string()).nullable(),
  })
  .meta({ id: 'DeviceCommand' })

const moved = z.object({ id: uuid, state: z.enum(commandStates), version: z.int() })

export const commandsApi = contract({
  'GET /api/devices/:id/commands': {
    act: 'read-devices',
    summary: 'The commands to a device, newest first, those for its gaps among them',
    params: byId,
    query: page.extend({ open: z.stringbool().optional() }),
    reply: z.object({ items: z.array(command), next: z.string().nullable() }),
  },
  'POST /api/devices/:id/commands': {
    act: 'command-device',
    summary: 'Ask something of a device; it is sent as soon as the device is connected and free',
    params: byId,
    body: actEnvelope.extend({
      kind: z.enum(commandKinds),
      /** Needed by history and log: periods from … to. */
      from: instant.optional(),
      to: instant.optional(),
      /** Needed by checks and sampling: the factor's code as the device knows it. */
      factor: z.string().trim().min(1).max(20).optional(),
      /** Needed by intervals: seconds (30–3600) or minutes (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30). */
      value: z.int().min(1).max(3600).optional(),
      /** Needed by set-password: six characters. */
      password: z.string().length(6).optional(),
    }),
    reply: moved,
  },
  'POST /api/commands/:id/cancel': {
    act: 'command-device',
    summary: 'Give up a command that is not finished',
    params: byId,
    body: actOnVersion,
    reply: moved,
  },
  'POST /api/commands/:id/resend': {
    act: 'command-device',
    summary: 'Send a command again that failed, was refused, timed out or was cancelled',
    params: byId,
    body: actOnVersion,
    reply: moved,
  },
})
