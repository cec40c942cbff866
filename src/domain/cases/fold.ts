import { z } from 'zod'
import { type CaseState, caseStates, partKinds, partStates, sourceClasses } from './model.ts'

/** A part as the ledger tells it: the person by pseudonym. */
const recordedPart = z.object({
  id: z.string(),
  part: z.enum(partKinds),
  person: z.string().nullable(),
  unitId: z.string().nullable(),
  state: z.enum(partStates),
})
export type RecordedPart = z.infer<typeof recordedPart>

/** What every event of a case says about its state; `parts` are those that the act added or changed. */
const recordedMove = z.object({
  from: z.enum(caseStates).nullable(),
  to: z.enum(caseStates),
  parts: z.array(recordedPart).default([]),
})

const recordedReport = recordedMove.extend({
  number: z.string(),
  sourceClass: z.enum(sourceClasses),
  regionId: z.string(),
})

/** A case as its events say it must be. */
export interface FoldedCase {
  number: string
  state: CaseState
  version: number
  sourceClass: string
  regionId: string
  parts: readonly RecordedPart[]
}

export interface CaseEvent {
  kind: string
  version: number | null
  data: unknown
}

/**
 * The next state of a case by one of its events; pure.
 * @returns what the case is after it, or the words of what does not fit (for the verifier)
 */
export function foldCase(before: FoldedCase | null, event: CaseEvent): FoldedCase | { misfit: string } {
  if (!event.kind.startsWith('case.')) return before ?? { misfit: `${event.kind} before the case was reported` }
  if (event.kind === 'case.reported') return beginning(before, event)
  const move = recordedMove.safeParse(event.data)
  if (!move.success) return { misfit: `${event.kind} does not say what it changed` }
  if (before === null) return { misfit: `${event.kind} before the case was reported` }
  if (move.data.from !== before.state)
    return { misfit: `${event.kind} starts from ${move.data.from}, the case was ${before.state}` }
  if (event.version !== before.version + 1)
    return { misfit: `${event.kind} makes version ${event.version} of ${before.version}` }
  return { ...before, state: move.data.to, version: event.version, parts: changedParts(before.parts, move.data.parts) }
}

function beginning(before: FoldedCase | null, event: CaseEvent): FoldedCase | { misfit: string } {
  const report = recordedReport.safeParse(event.data)
  if (!report.success) return { misfit: 'case.reported does not say what was reported' }
  if (before !== null) return { misfit: 'reported twice' }
  if (event.version !== 1) return { misfit: `case.reported makes version ${event.version}` }
  const { number, to, sourceClass, regionId, parts } = report.data
  return { number, state: to, version: event.version, sourceClass, regionId, parts }
}

function changedParts(before: readonly RecordedPart[], changed: readonly RecordedPart[]): RecordedPart[] {
  const kept = before.filter((part) => !changed.some((one) => one.id === part.id))
  return [...kept, ...changed]
}
