import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { type CommandState, openCommandStates } from './model.ts'

/** How politely a device is asked for the hours that it has not sent. */
export interface RecallSettings {
  /** How far back hours are missed. [ms] */
  windowMs: number
  /** A device that has just come back has so long to send what it holds by itself. [ms] */
  settleMs: number
  /** Longest range in one command. [ms] */
  rangeMs: number
  /** Commands to one device within an hour. */
  perHour: number
  /** An hour that was asked for in vain is left alone for so long, then asked for once more. [ms] */
  restMs: number
}

export const usualRecall: RecallSettings = {
  windowMs: 7 * DAY_MS,
  settleMs: 5 * MINUTE_MS,
  rangeMs: DAY_MS,
  perHour: 4,
  restMs: DAY_MS,
}

/** An earlier command for hours of the same device. [epoch ms] */
export interface EarlierRecall {
  from: number
  to: number
  state: CommandState
  createdAt: number
  finishedAt: number | null
}

/** Hours ending in (from, to] to be asked for now; that there is more to come later; or that nothing is missing or left to try. */
export type RecallStep = { kind: 'ask'; from: number; to: number } | { kind: 'later' } | { kind: 'rest' }

/**
 * What counts against asking for an hour again. Answered without it, refused or called off by a person: one, it is not there.
 * Failed or timed out: a half, it may have been the line.
 */
const strike: Readonly<Record<CommandState, number>> = {
  queued: 0,
  sent: 0,
  accepted: 0,
  executing: 0,
  done: 1,
  refused: 1,
  cancelled: 1,
  failed: 0.5,
  'timed-out': 0.5,
}
/** So many strikes and an hour is left alone for a while; so many and it is given up. */
const STRIKES_TO_REST = 1
const STRIKES_TO_GIVE_UP = 2

/**
 * The next range of missing hours to ask a device for: the newest first, because today's means wait for them, joined as far
 * as they follow each other; one command at a time and few in an hour. Pure.
 * @param missing ends of the missing hours, ascending [epoch ms]
 * @param earlier all commands for gaps of this device that may cover one of them
 * @param now domain clock [epoch ms]
 */
export function nextRecall(
  missing: readonly number[],
  earlier: readonly EarlierRecall[],
  now: number,
  settings: RecallSettings,
): RecallStep {
  const open: readonly CommandState[] = openCommandStates
  const wanted = missing.filter((end) => isWorthAsking(end, earlier, now, settings))
  const newest = wanted.at(-1)
  if (newest === undefined) return { kind: 'rest' }
  if (earlier.some((one) => open.includes(one.state))) return { kind: 'later' }
  if (earlier.filter((one) => one.createdAt > now - HOUR_MS).length >= settings.perHour) return { kind: 'later' }
  const ends = new Set(wanted)
  let first = newest
  while (ends.has(first - HOUR_MS) && newest - first + 2 * HOUR_MS <= settings.rangeMs) first -= HOUR_MS
  return { kind: 'ask', from: first - HOUR_MS, to: newest }
}

function isWorthAsking(
  end: number,
  earlier: readonly EarlierRecall[],
  now: number,
  { restMs }: RecallSettings,
): boolean {
  const about = earlier.filter((one) => one.from < end && end <= one.to)
  const strikes = about.reduce((sum, one) => sum + strike[one.state], 0)
  if (strikes >= STRIKES_TO_GIVE_UP) return false
  if (strikes < STRIKES_TO_REST) return true
  const last = Math.max(...about.map((one) => one.finishedAt ?? 0))
  return now - last >= restMs
}
