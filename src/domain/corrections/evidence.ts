import { foldingCheck } from '../../platform/ledger/fold-subjects.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import type { SubjectChecker } from '../../platform/ledger/subjects.ts'
import { type FoldedCorrection, foldCorrection } from './fold.ts'
import { correctionsAsStored } from './store.ts'

/**
 * Proves that every correction is what its events say: of which values, from what to what, resting on which frames, for which
 * finding and reason, how far it got and when.
 */
export const correctionChecker: SubjectChecker = {
  type: 'correction',
  async *snapshots(db, countyId) {
    for await (const stored of correctionsAsStored(db, countyId)) yield { id: stored.id, state: stateOf(stored) }
  },
  start: () =>
    foldingCheck<FoldedCorrection>({
      type: 'correction',
      fold: (before, { kind, subject, receivedAt, data }) =>
        foldCorrection(before, { id: subject.id, kind, version: subject.version, receivedAt, data }),
      stateOf,
      nameOf: ({ id }) => id,
    }),
}

/** What is compared, in one fixed form. */
function stateOf(one: Omit<FoldedCorrection, 'changes'> & { changes: unknown }): JsonValue {
  return {
    deviceId: one.deviceId,
    factor: one.factor,
    resolution: one.resolution,
    kind: one.kind,
    // Whatever stands in the row: it is compared, not read.
    changes: JSON.parse(JSON.stringify(one.changes)),
    findingId: one.findingId,
    reasonId: one.reasonId,
    state: one.state,
    version: one.version,
    proposedAt: one.proposedAt,
    decidedAt: one.decidedAt,
    appliedAt: one.appliedAt,
  }
}
