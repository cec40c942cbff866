/** What a check found over one or more periods in a row and a person should look at. */
export const findingStates = ['open', 'kept', 'corrected', 'gone'] as const
export type FindingState = (typeof findingStates)[number]

/** `replace`: other values; `void`: the values may not be used; `keep`: the values are right whatever the checks say. */
export const correctionKinds = ['replace', 'void', 'keep'] as const
export type CorrectionKind = (typeof correctionKinds)[number]

/** Proposed by one person, decided by another; approved ones reach the readings through an outbox and are then applied. */
export const correctionStates = ['proposed', 'approved', 'refused', 'applied'] as const
export type CorrectionState = (typeof correctionStates)[number]

/** One period of a correction. [epoch ms; value in Weike's unit, null for `void`, ignored for `keep`] */
export interface CorrectedPeriod {
  periodEnd: number
  value: number | null
}

/** Periods that one correction may touch. */
export const MAX_CORRECTED_PERIODS = 2_000

/** What the readings call a correction of each kind (reasons of readings/validity-table.ts). */
export const correctionReason = {
  replace: 'corrected',
  void: 'voided',
  keep: 'kept',
} as const satisfies Record<CorrectionKind, string>

/** One period of a correction as it was proposed. [epoch ms; values in Weike's unit] */
export interface RecordedChange {
  end: number
  /** What stood when it was proposed. */
  before: number | null
  /** What is to stand; null: nothing that may be used. */
  after: number | null
  /** Numbers of the frames that the value came in, to be kept as long as the correction is. */
  frames: readonly number[]
}

export interface Correction {
  countyId: string
  id: string
  deviceId: string
  factor: string
  resolution: 'realtime' | 'minute' | 'hour'
  kind: CorrectionKind
  changes: readonly RecordedChange[]
  findingId: string | null
  reasonId: string
  state: CorrectionState
  version: number
  proposedAt: number
  decidedAt: number | null
  appliedAt: number | null
}

export interface QualityFinding {
  countyId: string
  id: string
  deviceId: string
  factor: string
  resolution: 'minute' | 'hour'
  /** Reason code of the check. */
  rule: string
  /** Ends of its first and its last period, all between them are in it. [epoch ms] */
  firstEnd: number
  lastEnd: number
  periods: number
  state: FindingState
  version: number
  foundAt: number
  handledAt: number | null
  handledBy: string | null
}
