export const taskStates = ['sent', 'checked-in', 'done'] as const
export type TaskState = (typeof taskStates)[number]

export const findings = ['problem', 'nothing-found'] as const
export type Finding = (typeof findings)[number]

export interface Task {
  countyId: string
  id: string
  number: string
  state: TaskState
  version: number
  alertId: string
  assigneeId: string
  senderId: string
  unitId: string | null
  regionId: string
  nonce: string
  sentAt: number
  checkedInAt: number | null
  doneAt: number | null
  finding: Finding | null
  caseId: string | null
}

export const taskTransitions = [
  { act: 'check-in', from: 'sent', to: 'checked-in' },
  { act: 'finish', from: 'checked-in', to: 'done' },
] as const satisfies readonly { act: string; from: TaskState; to: TaskState }[]
