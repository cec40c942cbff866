import type { Performing } from '../../platform/acts/perform.ts'
import type { RecordedPart } from './fold.ts'
import type { CasePart } from './model.ts'

/** Parts as the ledger may hold them: the person by pseudonym. */
export async function recordParts(performing: Performing, parts: readonly CasePart[]): Promise<RecordedPart[]> {
  return Promise.all(
    parts.map(async ({ id, part, personId, unitId, state }) => ({
      id,
      part,
      person: personId === null ? null : await performing.pseudonym(personId),
      unitId,
      state,
    })),
  )
}
