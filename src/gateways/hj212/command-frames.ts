import { type CommandKind, commandForms } from '../../domain/commands/model.ts'
import type { Outgoing } from '../../domain/commands/service.ts'
import type { DeviceSettings } from '../../domain/devices/model.ts'
import { encipherFrame, mustBeEnciphered } from '../../protocols/hj212/cipher.ts'
import { formatFrame } from '../../protocols/hj212/format.ts'
import type { Edition, Hj212Message } from '../../protocols/hj212/message.ts'
import { type RequestContent, requestMessage } from '../../protocols/hj212/requests.ts'

/** How a device speaks. */
export interface Voice {
  edition: Edition
  /** The system code of its data. */
  st: string
}

/** Air quality (HJ 212-2017, system codes), where a device has not said yet what it is. */
const USUAL_ST = '22'
/** System interaction: the code of answers, which says nothing of their sender. */
const INTERACTION_ST = '91'
/** On-site information: the log (HJ 212-2017, annex C). */
const LOG_INFO = 'i11001'

/** The voice of a device after another message of it; answers say nothing new of its system. */
export function voiceAfter(before: Voice | undefined, message: Hj212Message): Voice {
  const { edition, st } = message
  if (st === INTERACTION_ST || st === '') return before ?? { edition, st: USUAL_ST }
  return before?.edition === edition && before.st === st ? before : { edition, st }
}

/** In which edition a device is spoken to: as it is set, else as it spoke last. */
export function editionFor({ edition }: Pick<DeviceSettings, 'edition'>, voice: Voice): Edition {
  return edition === 'auto' ? voice.edition : edition
}

/**
 * The frame of a command, in the layout of the device's edition, enciphered where that demands it.
 * @param now domain clock at the moment of sending: what `set-time` sets [epoch ms]
 * @returns null when the edition knows no such command, or a text in it would break the frame
 */
export function commandFrame(outgoing: Outgoing, voice: Voice, now: number): Buffer | null {
  const { command, device } = outgoing
  const edition = editionFor(device.settings, voice)
  if (!commandForms.some((form) => form.kind === command.kind && form.editions.includes(edition))) return null
  const to = { edition, st: voice.st, mn: device.mn, pw: device.password }
  const message = requestOrNull(() => requestMessage(to, command.cn, command.qn, contentOf(outgoing, now)))
  if (message === null) return null
  const frame = formatFrame(message)
  const isEnciphered = edition === '2025' && device.sm4Key !== null && mustBeEnciphered(command.cn)
  return isEnciphered && device.sm4Key !== null ? encipherFrame(frame, device.sm4Key) : frame
}

function requestOrNull(make: () => Hj212Message): Hj212Message | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function contentOf({ command, newPassword, labels }: Outgoing, now: number): RequestContent {
  const { kind, factor, value } = command
  return {
    ...(factor === null ? {} : { factor }),
    ...(labels === null ? {} : labels),
    ...(newPassword === null ? {} : { newPassword }),
    ...(kind === 'log' ? { infoId: LOG_INFO } : {}),
    ...(kind === 'set-time' ? { systemTime: now } : {}),
    ...(value === null ? {} : intervalOf(kind, value)),
  }
}

function intervalOf(kind: CommandKind, value: number): RequestContent {
  return kind === 'set-minute-interval' ? { minInterval: value } : { rtdInterval: value }
}
