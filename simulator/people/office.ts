import { createHash } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { type Step, whenTo } from './temper.ts'

/** What somebody at work knows: who they are, what time it is, and how they are. */
export interface Office {
  seed: string
  caller: Caller
  /** What time it is to those who ask whether something is due. [epoch ms] */
  now(): number
  /** When what they do is done: not before it could be known, never in the future. [epoch ms] */
  actedAt(): number
}

/** Is it time for a step that became possible at an instant [ISO 8601]? */
export function isTime({ seed, now }: Office, step: Step, id: string, since: string): boolean {
  const at = whenTo(step, seed, id, Date.parse(since))
  return at !== null && at <= now()
}

/** An act's own id and when it was done. The same act of the same thing has the same id, so that none is done twice. */
export function actOn<T extends object>(
  { seed, actedAt }: Office,
  what: string,
  more: T,
): T & { actId: string; actedAt: string } {
  return { actId: idOf(`${seed} ${what}`), actedAt: new Date(actedAt()).toISOString(), ...more }
}

/** UUIDv8 (RFC 9562, 5.8) over a name. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
