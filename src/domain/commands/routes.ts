import type { Foundation } from '../../platform/foundation.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { commandsApi } from './api.ts'
import { type CommandRow, cancelCommand, commandDevice, pageOfCommands, resendCommand } from './service.ts'

/** HTTP of the commands room. @param queued told when there may be something to send or to leave alone */
export function commandsRoutes(foundation: Foundation, queued: () => void): RoomHandlers<typeof commandsApi> {
  const then = async <T>(act: Promise<T>): Promise<T> => {
    const reply = await act
    queued()
    return reply
  }
  return {
    'GET /api/devices/:id/commands': async ({ params, query }, { principal }) => {
      const { items, next } = await pageOfCommands(foundation, principal, params.id, query)
      return { items: items.map(described), next }
    },
    'POST /api/devices/:id/commands': ({ params, body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, from, to, ...wanted } = body
      return then(
        commandDevice(foundation, principal, envelope(body), params.id, {
          ...wanted,
          from: from === undefined ? undefined : Date.parse(from),
          to: to === undefined ? undefined : Date.parse(to),
        }),
      )
    },
    'POST /api/commands/:id/cancel': ({ params, body }, { principal }) =>
      then(cancelCommand(foundation, principal, envelopeOn(body), params.id)),
    'POST /api/commands/:id/resend': ({ params, body }, { principal }) =>
      then(resendCommand(foundation, principal, envelopeOn(body), params.id)),
  }
}

function described(command: CommandRow & { requester: string }) {
  const instant = (at: number | null) => (at === null ? null : isoShanghai(at))
  return {
    id: command.id,
    deviceId: command.deviceId,
    kind: command.kind,
    cn: command.cn,
    cause: command.cause,
    requestedBy: command.requester,
    from: instant(command.from),
    to: instant(command.to),
    factor: command.factor,
    value: command.value,
    state: command.state,
    version: command.version,
    attempts: command.attempts,
    createdAt: isoShanghai(command.createdAt),
    sentAt: instant(command.sentAt),
    finishedAt: instant(command.finishedAt),
    qnRtn: command.qnRtn,
    exeRtn: command.exeRtn,
    answers: command.answers,
    result: command.result === null ? null : { ...command.result },
  }
}
