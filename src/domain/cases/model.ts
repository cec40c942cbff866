/** The four source classes 四源. */
export const sourceClasses = ['mobile', 'dust', 'industry', 'living'] as const
export type SourceClass = (typeof sourceClasses)[number]

export const caseStates = [
  'reported',
  'registered',
  'assigned',
  'acknowledged',
  'rectifying',
  'submitted',
  'verified',
  'closed',
] as const
export type CaseState = (typeof caseStates)[number]

/** The five stages that people see: 发现 交办 整改 验收 销号. */
export const caseStages = ['found', 'handed-over', 'rectification', 'acceptance', 'closed'] as const
export type CaseStage = (typeof caseStages)[number]

export const stageOf: Readonly<Record<CaseState, CaseStage>> = {
  reported: 'found',
  registered: 'found',
  assigned: 'handed-over',
  acknowledged: 'handed-over',
  rectifying: 'rectification',
  submitted: 'acceptance',
  verified: 'acceptance',
  closed: 'closed',
}

/** How a case came to be: found by somebody who was sent, opened from an alert by its desk, or reported by whoever saw it. */
export const caseOrigins = ['task', 'alert', 'report'] as const
export type CaseOrigin = (typeof caseOrigins)[number]

/** Whether the person, or the person's unit, has a part in a case. */
export function hasPart(parts: readonly CasePart[], personId: string, unitId: string | null): boolean {
  return parts.some((part) => part.personId === personId || (unitId !== null && part.unitId === unitId))
}

/** What can be done to a case after it was reported. */
export const caseActs = ['assign', 'acknowledge', 'begin', 'submit', 'return', 'verify', 'close'] as const
export type CaseAct = (typeof caseActs)[number]

export const partKinds = ['reporter', 'main', 'assisting', 'rectifier', 'verifier'] as const
export type PartKind = (typeof partKinds)[number]

export const partStates = ['named', 'acknowledged', 'working', 'done'] as const
export type PartState = (typeof partStates)[number]

/** A person or a unit that has a part in a case. */
export interface CasePart {
  id: string
  part: PartKind
  personId: string | null
  unitId: string | null
  state: PartState
  since: number
}

export interface ProblemCase {
  countyId: string
  id: string
  number: string
  state: CaseState
  version: number
  sourceClass: SourceClass
  titleId: string
  regionId: string
  lonWgs84: number | null
  latWgs84: number | null
  alertId: string | null
  taskId: string | null
  reportedAt: number
  changedAt: number
  parts: readonly CasePart[]
}
