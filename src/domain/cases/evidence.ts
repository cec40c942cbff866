import { canonicalBytes } from '../../platform/ledger/canonical.ts'
import type { Finding } from '../../platform/ledger/findings.ts'
import { isObject, type JsonValue, type LedgerEvent } from '../../platform/ledger/model.ts'
import type { SubjectCheck, SubjectChecker, SubjectSnapshot } from '../../platform/ledger/subjects.ts'
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
  start: startCheck,
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

function startCheck(): SubjectCheck {
  const folded = new Map<string, FoldedCase>()
  const misfits: Finding[] = []
  const lastSeq = new Map<string, number>()
  return {
    event(event: LedgerEvent) {
      const { id, version } = event.subject
      lastSeq.set(id, event.seq)
      const next = foldCase(folded.get(id) ?? null, { kind: event.kind, version, data: event.data })
      if ('misfit' in next) {
        const { seq, kind } = event
        misfits.push({
          code: 'subject-unlike-events',
          seq,
          id,
          kind,
          detail: { type: 'case', subject: id, field: next.misfit },
        })
      } else {
        folded.set(id, next)
      }
    },
    finish(snapshots: readonly SubjectSnapshot[]) {
      const findings = [...misfits]
      const stored = new Set(snapshots.map((snapshot) => snapshot.id))
      for (const { id, state } of snapshots) {
        const told = folded.get(id)
        if (told === undefined) {
          findings.push({ code: 'subject-unknown', id, detail: { type: 'case', subject: id } })
        } else if (!canonicalBytes(stateOf(told)).equals(canonicalBytes(state))) {
          findings.push({
            code: 'subject-unlike-events',
            id,
            seq: lastSeq.get(id),
            detail: { type: 'case', subject: told.number, field: difference(stateOf(told), state) },
          })
        }
      }
      for (const [id, told] of folded) {
        if (!stored.has(id))
          findings.push({ code: 'subject-missing', id, detail: { type: 'case', subject: told.number } })
      }
      return findings
    },
  }
}

/** The members in which two states differ, as `state: closed ≠ submitted`. */
function difference(told: JsonValue, stored: JsonValue): string {
  if (!isObject(told) || !isObject(stored)) return 'not comparable'
  return Object.keys(told)
    .filter((member) => JSON.stringify(told[member]) !== JSON.stringify(stored[member]))
    .map((member) => `${member}: ${JSON.stringify(told[member])} ≠ ${JSON.stringify(stored[member])}`)
    .join('; ')
}
