import { foldingCheck } from '../../platform/ledger/fold-subjects.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import type { SubjectChecker } from '../../platform/ledger/subjects.ts'
import { type FoldedCase, foldCase } from './fold.ts'
import { casesAsStored } from './store.ts'

/**
 * Proves that every case is what its events say: number, state, version, class, region and the state of each part.
 * People are left out of the comparison: the ledger knows them by pseudonym, and an erased one has none any more.
 */
export const caseChecker: SubjectChecker = {
  type: 'case',
  async *snapshots(db, countyId) {
    for await (const stored of casesAsStored(db, countyId)) yield { id: stored.id, state: stateOf(stored) }
  },
  start: () =>
    foldingCheck<FoldedCase>({
      type: 'case',
      fold: (before, { kind, subject, data }) => foldCase(before, { kind, version: subject.version, data }),
      stateOf,
      nameOf: ({ number }) => number,
    }),
}

interface Comparable {
  number: string
  state: string
  version: number
  sourceClass: string
  regionId: string
  parts: readonly { id: string; part: string; unitId: string | null; state: string }[]
}

/** What is compared, in one fixed form. */
function stateOf(one: Comparable): JsonValue {
  const parts = one.parts.map(({ id, part, unitId, state }) => ({ id, part, unitId, state }))
  return {
    number: one.number,
    state: one.state,
    version: one.version,
    sourceClass: one.sourceClass,
    regionId: one.regionId,
    parts: parts.sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}
