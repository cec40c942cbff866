import type { Contract } from '../../platform/http/endpoint.ts'
import type { Act, Role } from './table.ts'

/** Who calls: a signed-in person, a program with a token, or somebody at the machine's own console. */
export type Principal =
  | {
      kind: 'person'
      countyId: string
      personId: string
      sessionId: string
      name: string
      roles: readonly Role[]
      unitId: string | null
      /** `/county/town/village/`: what lies in the region starts with it. */
      regionPath: string
    }
  | { kind: 'token'; countyId: string; tokenId: string; name: string; roles: readonly Role[] }
  | { kind: 'console'; countyId: string }

/** Where a subject stands: whom it names, which units have a part in it, in which region it lies. */
export interface Scope {
  countyId: string
  personIds: readonly string[]
  unitIds: readonly string[]
  regionPath: string | null
}

/** Checks at compile time that each endpoint of a room declares an act of the access table. */
export function contract<const C extends Contract<Act>>(endpoints: C): C {
  return endpoints
}
