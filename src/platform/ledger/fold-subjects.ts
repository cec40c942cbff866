import { canonicalBytes } from './canonical.ts'
import type { Finding } from './findings.ts'
import { isObject, type JsonValue, type LedgerEvent } from './model.ts'
import type { SubjectCheck, SubjectSnapshot } from './subjects.ts'

/** What does not fit, in words. */
export interface Misfit {
  misfit: string
}

/** How the events of one type of subject make its state. */
export interface Folding<S extends object> {
  type: string
  /** The next state of a subject by one of its events; pure. */
  fold(before: S | null, event: LedgerEvent): S | Misfit
  /** What is compared with the tables, in one fixed form. */
  stateOf(state: S): JsonValue
  /** What people call it. */
  nameOf(state: S): string
}

/** Proves that every subject of a type is what its events say, and that each has events. */
export function foldingCheck<S extends object>({ type, fold, stateOf, nameOf }: Folding<S>): SubjectCheck {
  const folded = new Map<string, S>()
  const misfits: Finding[] = []
  const lastSeq = new Map<string, number>()
  return {
    event(event) {
      const { seq, kind } = event
      const { id } = event.subject
      lastSeq.set(id, seq)
      const next = fold(folded.get(id) ?? null, event)
      if (isMisfit(next)) {
        misfits.push({
          code: 'subject-unlike-events',
          seq,
          id,
          kind,
          detail: { type, subject: id, field: next.misfit },
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
          findings.push({ code: 'subject-unknown', id, detail: { type, subject: id } })
        } else if (!canonicalBytes(stateOf(told)).equals(canonicalBytes(state))) {
          const detail = { type, subject: nameOf(told), field: difference(stateOf(told), state) }
          findings.push({ code: 'subject-unlike-events', id, seq: lastSeq.get(id), detail })
        }
      }
      for (const [id, told] of folded) {
        if (!stored.has(id)) findings.push({ code: 'subject-missing', id, detail: { type, subject: nameOf(told) } })
      }
      return findings
    },
  }
}

function isMisfit(state: object): state is Misfit {
  return 'misfit' in state
}

/** The members in which two states differ, as `state: closed ≠ submitted`. */
function difference(told: JsonValue, stored: JsonValue): string {
  if (!isObject(told) || !isObject(stored)) return 'not comparable'
  // The database keeps members in an order of its own.
  const textOf = (value: JsonValue | undefined) => canonicalBytes(value ?? null).toString('utf8')
  return Object.keys(told)
    .filter((member) => textOf(told[member]) !== textOf(stored[member]))
    .map((member) => `${member}: ${textOf(told[member])} ≠ ${textOf(stored[member])}`)
    .join('; ')
}
