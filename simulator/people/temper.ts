import { HOUR_MS, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { chance } from '../world/noise.ts'

/** What people of the demo do by themselves, each step with how likely and how soon. */
export const steps = [
  'acknowledge-alert',
  'send-task',
  'check-in',
  'finish-task',
  'assign-case',
  'acknowledge-case',
  'begin-case',
  'submit-case',
  'judge-case',
  'close-case',
] as const
export type Step = (typeof steps)[number]

interface Temper {
  /** It happens at all: else somebody else has to, or nobody does. */
  odds: number
  /** Soonest and usual time after the step became possible; late ones take some multiple. [ms] */
  soonestMs: number
  usualMs: number
  /** So many of a hundred take five times as long as usual. */
  lateOdds: number
}

// biome-ignore format: a table to proof-read; ours, in the order of what offices report
const tempers: Readonly<Record<Step, Temper>> = {
  'acknowledge-alert': { odds: 0.95, soonestMs: 3 * MINUTE_MS,  usualMs: 9 * MINUTE_MS,  lateOdds: 0.1 },
  'send-task':         { odds: 0.7,  soonestMs: 6 * MINUTE_MS,  usualMs: 15 * MINUTE_MS, lateOdds: 0.1 },
  'check-in':          { odds: 0.92, soonestMs: 12 * MINUTE_MS, usualMs: 30 * MINUTE_MS, lateOdds: 0.12 },
  'finish-task':       { odds: 1,    soonestMs: 4 * MINUTE_MS,  usualMs: 10 * MINUTE_MS, lateOdds: 0.05 },
  'assign-case':       { odds: 1,    soonestMs: 10 * MINUTE_MS, usualMs: 45 * MINUTE_MS, lateOdds: 0.1 },
  'acknowledge-case':  { odds: 1,    soonestMs: 15 * MINUTE_MS, usualMs: 2 * HOUR_MS,    lateOdds: 0.1 },
  'begin-case':        { odds: 1,    soonestMs: 30 * MINUTE_MS, usualMs: 3 * HOUR_MS,    lateOdds: 0.15 },
  'submit-case':       { odds: 1,    soonestMs: 3 * HOUR_MS,    usualMs: 20 * HOUR_MS,   lateOdds: 0.2 },
  'judge-case':        { odds: 1,    soonestMs: 30 * MINUTE_MS, usualMs: 4 * HOUR_MS,    lateOdds: 0.1 },
  'close-case':        { odds: 1,    soonestMs: 15 * MINUTE_MS, usualMs: HOUR_MS,        lateOdds: 0.05 },
}

const LATE_TIMES = 5

/**
 * When somebody takes a step; the same for the same thing, whoever asks and how often.
 * @param id what the step is about
 * @param since when it became possible [epoch ms]
 * @returns [epoch ms]; null: never
 */
export function whenTo(step: Step, seed: string, id: string, since: number): number | null {
  const { odds, soonestMs, usualMs, lateOdds } = tempers[step]
  const roll = (what: string) => chance(seed, `${step}/${id}/${what}`, 0)
  if (roll('at all') >= odds) return null
  // As often sooner as later than usual, never before it can be.
  const spread = soonestMs + (usualMs - soonestMs) * 2 * roll('how soon')
  return since + Math.round(roll('late') < lateOdds ? LATE_TIMES * spread : spread)
}

/** A choice that is the same whenever it is asked for. */
export function chosen<T>(seed: string, what: string, among: readonly T[]): T | undefined {
  return among[Math.floor(chance(seed, what, 0) * among.length)]
}

/** Does something of these odds come to pass? */
export function isSo(seed: string, what: string, odds: number): boolean {
  return chance(seed, what, 0) < odds
}
