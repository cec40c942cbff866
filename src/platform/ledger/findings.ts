/**
 * What a verification can find; the words for people are in the catalogues under `ledger.finding.<code>`.
 * Each says in a comment which values its words may use beside seq, id and kind. The order is the one in which findings
 * about the same place are told.
 */
export const findingCodes = [
  // The chain
  'changed', // part: bytes | previous-hash | columns | county
  'recomputed', // the event, or a run of events that ends with it, was changed and its hash made to fit
  'removed', // to: the last missing place
  'inserted',
  'swapped', // other: the place of the other
  'chain-broken', // the first event does not begin at the beginning
  'head-missing',
  'head-unlike-chain',
  'rewritten', // from: first place that may have been rewritten; day
  'pinned-head-invalid', // day
  'other-county', // county: the one the exported head is of
  // Days
  'day-signature-bad', // day
  'day-key-unknown', // day
  'day-unlike-chain', // day
  'day-missing', // day
  // Telemetry
  'seal-unreadable',
  'frame-unlike-leaf', // mn, hour, frame (? = cannot be told which)
  'frame-removed', // mn, hour, frame
  'frame-unknown', // mn, hour, frame (? = cannot be told which)
  'leaf-missing', // mn, hour, missing: how many
  'purge-unknown',
  // Payloads
  'payload-changed', // payload
  'payload-removed', // payload
  'payload-unknown', // payload
  'payload-not-erased', // payload
  'file-missing', // payload, file
  'file-changed', // payload, file
  // Subjects
  'subject-unlike-events', // type, subject, field
  'subject-missing', // type, subject
  'subject-unknown', // type, subject
  // The export itself
  'export-unreadable', // line
  'export-cut',
] as const

export type FindingCode = (typeof findingCodes)[number]

export interface Finding {
  code: FindingCode
  /** Place in the chain, of the event at fault or of the one that holds the proof. */
  seq?: number
  /** Of the event. */
  id?: string
  /** Of the event. */
  kind?: string
  /** Values for the words. */
  detail: Readonly<Record<string, string | number>>
}

/** Takes a finding in. */
export type Report = (finding: Finding) => void

/** So many findings of a code are listed; beyond that they are only counted, or a ruined database would fill the memory. */
export const LISTED_PER_CODE = 100

/** Findings that name what was done to an event itself. */
const namesTheDeed: ReadonlySet<FindingCode> = new Set(['changed', 'recomputed', 'swapped', 'inserted'])

export interface FindingList {
  report: Report
  /** Has what was done to the hash of the event in this place a name already? */
  explains(seq: number): boolean
  /** In the order of the chain, what was done to an event before what follows from it; those without a place come last. */
  sorted(): { findings: Finding[]; found: number }
}

export function findingList(): FindingList {
  const listed: Finding[] = []
  const perCode = new Map<FindingCode, number>()
  const explained = new Set<number>()
  let found = 0
  return {
    report(finding) {
      found += 1
      const already = perCode.get(finding.code) ?? 0
      perCode.set(finding.code, already + 1)
      if (already >= LISTED_PER_CODE) return
      listed.push(finding)
      const isDeed = namesTheDeed.has(finding.code) && finding.detail.part !== 'columns'
      if (isDeed && finding.seq !== undefined) explained.add(finding.seq)
    },
    explains: (seq) => explained.has(seq),
    sorted: () => ({ findings: listed.toSorted(byPlaceAndCode), found }),
  }
}

function byPlaceAndCode(a: Finding, b: Finding): number {
  const places = (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER)
  return places !== 0 ? places : findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code)
}
