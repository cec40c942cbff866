import type { Act } from '../access/table.ts'
import type { CaseAct, CaseState, PartKind } from './model.ts'

/**
 * The edges of a case that are open, to be read aloud: who may do it is in the access table under `needsAct`;
 * `unless` names a part whose person must not be the one who acts; `secondPerson` marks the decision of another person on
 * another session about what was proposed before.
 * Registration, suspension, extension, transfer and reopening are not open yet.
 */
export interface CaseTransition {
  act: CaseAct
  from: CaseState
  to: CaseState
  needsAct: Act
  needs: readonly ('photo-after' | 'reason')[]
  unless: PartKind | null
  secondPerson: boolean
}

// biome-ignore format: a table to proof-read
export const caseTransitions: readonly CaseTransition[] = [
  { act: 'assign',      from: 'reported',     to: 'assigned',     needsAct: 'assign-case',      needs: [],              unless: null,        secondPerson: false },
  { act: 'acknowledge', from: 'assigned',     to: 'acknowledged', needsAct: 'acknowledge-case', needs: [],              unless: null,        secondPerson: false },
  { act: 'begin',       from: 'acknowledged', to: 'rectifying',   needsAct: 'rectify-case',     needs: [],              unless: null,        secondPerson: false },
  { act: 'submit',      from: 'rectifying',   to: 'submitted',    needsAct: 'rectify-case',     needs: ['photo-after'], unless: null,        secondPerson: false },
  { act: 'return',      from: 'submitted',    to: 'rectifying',   needsAct: 'verify-case',      needs: ['reason'],      unless: 'rectifier', secondPerson: true  },
  { act: 'verify',      from: 'submitted',    to: 'verified',     needsAct: 'verify-case',      needs: [],              unless: 'rectifier', secondPerson: true  },
  { act: 'close',       from: 'verified',     to: 'closed',       needsAct: 'close-case',       needs: [],              unless: 'rectifier', secondPerson: false },
]

/** The ledger's word for what an act did. */
export const caseEventKind: Readonly<Record<CaseAct | 'report', string>> = {
  report: 'case.reported',
  assign: 'case.assigned',
  acknowledge: 'case.acknowledged',
  begin: 'case.rectifying',
  submit: 'case.submitted',
  return: 'case.returned',
  verify: 'case.verified',
  close: 'case.closed',
}
