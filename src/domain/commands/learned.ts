import type { Db } from '../../platform/foundation.ts'
import { type DeviceRow, dropOffered, learnIntervals, takeOffered } from '../devices/service.ts'
import type { CommandRow } from './store.ts'

/** QnRtn: the password of the request is wrong, perhaps because the device has taken the new one already. */
const PASSWORD_WRONG = 3

/**
 * What a command that has ended taught of its device, in the transaction of its end: a password, an interval.
 * @returns the device as it is now
 */
export async function learn(trx: Db, command: CommandRow, row: DeviceRow): Promise<DeviceRow> {
  if (command.kind === 'set-password') {
    if (command.state === 'done') return takeOffered(trx, row)
    // In doubt the device may have taken it all the same, and will say so by the password under which it speaks.
    const isInDoubt = command.state === 'timed-out' || command.qnRtn === PASSWORD_WRONG
    if (!isInDoubt) await dropOffered(trx, row)
    return row
  }
  return command.state === 'done' ? learnIntervals(trx, row, intervalsOf(command)) : row
}

/** The intervals that a finished command set or asked for, where the answer makes sense. */
function intervalsOf(command: Pick<CommandRow, 'kind' | 'value' | 'result'>): {
  realtimeSeconds?: number
  minuteInterval?: number
} {
  const { kind, value, result } = command
  if (kind === 'set-realtime-interval' && value !== null) return { realtimeSeconds: value }
  if (kind === 'set-minute-interval' && value !== null) return { minuteInterval: value }
  if (kind === 'read-realtime-interval') {
    const seconds = wholeWithin(result?.RtdInterval, 3600)
    return seconds === null ? {} : { realtimeSeconds: seconds }
  }
  if (kind === 'read-minute-interval') {
    const minutes = wholeWithin(result?.MinInterval, 30)
    return minutes === null ? {} : { minuteInterval: minutes }
  }
  return {}
}

function wholeWithin(text: string | undefined, most: number): number | null {
  const number = Number(text)
  return Number.isInteger(number) && number >= 1 && number <= most ? number : null
}
