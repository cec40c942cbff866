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

/**
 * What is told of the moment, beside the chain, and the act of reading behind it: that readings came in, that a device came or
 * left, that a command to one moved on, that an alert was fed, that a check found something, that statistics are otherwise, that
 * a feed was asked. Nobody who was away is told of it later.
 */
export const momentActs = {
  readings: 'read-readings',
  device: 'read-devices',
  command: 'read-devices',
  alerts: 'read-alerts',
  quality: 'read-corrections',
  evaluations: 'read-evaluations',
  feeds: 'read-feeds',
} as const satisfies Readonly<Record<string, Act>>

export function isMoment(name: string): name is keyof typeof momentActs {
  return Object.hasOwn(momentActs, name)
}
