import type { Passwords } from '../../platform/auth/passwords.ts'
import type { Foundation } from '../../platform/foundation.ts'
import type { ReadingsStore, RulesOf } from '../readings/service.ts'

/** What an import works with. */
export interface Importing {
  foundation: Foundation
  readings: ReadingsStore
  passwords: Passwords
  rulesOf: RulesOf
}
