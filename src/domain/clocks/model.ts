/** The calendars a clock may run by. The first: around the clock; working days come with their calendar of holidays. */
export const calendars = ['around-the-clock'] as const
export type Calendar = (typeof calendars)[number]

export const clockKinds = ['task-verify', 'case-rectify'] as const
export type ClockKind = (typeof clockKinds)[number]

export interface Pause {
  from: number
  /** null = still paused */
  to: number | null
}

/** A deadline as what it is made of; the due time is never stored. */
export interface DeadlineClock {
  id: string
  subjectType: string
  subjectId: string
  kind: ClockKind
  startAt: number
  durationMs: number
  calendar: Calendar
  stoppedAt: number | null
  pauses: readonly Pause[]
}

/** One rung of the escalation ladder: at so many percent of the clock's duration, do this to these people. */
export interface LadderStep {
  id: string
  clockKind: ClockKind
  atPercent: number
  action: 'remind' | 'urge' | 'supervise'
  audience: 'rectifier' | 'dispatcher' | 'leader'
}

/** Ladder of a new county: 提醒 50 %, 催办 75 %, 督办 100 % (thresholds as in reference workflow 1.6; every county may change its rows). */
export const defaultLadder: readonly Omit<LadderStep, 'id'>[] = [
  { clockKind: 'case-rectify', atPercent: 50, action: 'remind', audience: 'rectifier' },
  { clockKind: 'case-rectify', atPercent: 75, action: 'urge', audience: 'rectifier' },
  { clockKind: 'case-rectify', atPercent: 100, action: 'supervise', audience: 'leader' },
  { clockKind: 'task-verify', atPercent: 100, action: 'urge', audience: 'dispatcher' },
]
