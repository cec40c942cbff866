import { DAY_MS } from '../../standards/civil-time.ts'
import type { Severity } from '../alerts/model.ts'
import type { CaseAct, CaseStage } from '../cases/model.ts'

/** A time in which something should be done, as instants are told. */
interface Deadline {
  dueAt: string | null
  late: boolean
}

/**
 * One thing that waits for this person, made from the state when it is asked for and kept nowhere. What comes in numbers (alerts,
 * findings, unknown devices) is one line with its count.
 */
export type Waiting =
  | ({
      kind: 'case'
      id: string
      number: string
      title: string
      stage: CaseStage
      may: CaseAct[]
      wasReturned: boolean
      place: string
      since: string
    } & Deadline)
  | ({ kind: 'task'; id: string; number: string; station: string; since: string } & Deadline)
  | { kind: 'alerts'; count: number; severity: Severity; id: string; station: string; rule: string; since: string }
  | { kind: 'correction'; id: string; subject: string; factor: string; by: string; since: string }
  | { kind: 'exclusion'; id: string; subject: string; from: string; until: string; by: string; since: string }
  | { kind: 'findings'; count: number }
  | { kind: 'unknown-devices'; count: number; mn: string; since: string }
  | { kind: 'feed'; id: string; name: string; state: 'stale' | 'failing'; since: string }
  | { kind: 'import'; id: string; name: string; state: 'failed' | 'paused' | 'interrupted'; since: string }

/** Lines told at once; who has more goes to the room. */
export const MOST_WAITING = 40

/** What others may have done to something since one had a hand in it. */
export const newsSubjects = ['case', 'task', 'alert', 'correction', 'exclusion', 'import'] as const
export type NewsSubject = (typeof newsSubjects)[number]

/** Kinds of events that are news, and to whom: what others did, or what ended, whoever began it. */
export const newsKinds: Readonly<Record<'ofOthers' | 'ofAll', readonly string[]>> = {
  ofOthers: [
    'case.reported',
    'case.assigned',
    'case.acknowledged',
    'case.rectifying',
    'case.submitted',
    'case.returned',
    'case.verified',
    'case.closed',
    'task.sent',
    'task.checked-in',
    'task.done',
    'ladder.fired',
    'alert.acknowledged',
    'alert.verified',
    'alert.reopened',
    'correction.approved',
    'correction.refused',
    'correction.applied',
    'exclusion.approved',
    'exclusion.refused',
    'exclusion.withdrawn',
  ],
  ofAll: ['readings.imported', 'peers.imported'],
}

/** How far back news are told; acts are remembered longer. [ms] */
export const NEWS_MS = 30 * DAY_MS

/** Events looked through, and subjects of which one is told. */
export const MOST_EVENTS = 200
export const MOST_NEWS = 30

/** Subjects that one had a hand in, as far as they are looked at: the latest. */
export const MOST_TOUCHED = 400

/** The newest that happened to one subject. */
export interface News {
  /** Its place in the county's chain. */
  seq: number
  kind: string
  at: number
  actor: string
  subject: { type: NewsSubject; id: string }
  /** The rung of a ladder. */
  detail: string | null
  /** What happened to the same before it and is as new. */
  more: number
}
