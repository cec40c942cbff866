import type { Role } from '../access/table.ts'

export interface Person {
  countyId: string
  id: string
  name: string
  unitId: string | null
  regionId: string
  roles: readonly Role[]
  state: 'active' | 'suspended' | 'erased'
  version: number
}

export const unitKinds = ['task-force', 'department', 'town', 'enterprise'] as const
export type UnitKind = (typeof unitKinds)[number]
