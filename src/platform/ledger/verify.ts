import type { EvidenceSource, HeaderRecord } from './evidence.ts'
import { type Finding, findingList } from './findings.ts'
import type { SubjectCheck, SubjectChecker, SubjectSnapshot } from './subjects.ts'
import { startChain } from './verify-chain.ts'
import { startFrames } from './verify-frames.ts'
import { type PinnedHead, startHeads } from './verify-heads.ts'
import { startPayloads } from './verify-payloads.ts'

export interface VerifyOptions {
  checkers: readonly Pick<SubjectChecker, 'type' | 'start'>[]
  /** Keys that may have signed the days (SPKI DER). None: each day is believed to be signed with the key it names. */
  trustedKeys?: readonly Buffer[]
  /** Signed heads that were taken away, each with the key known to be the installation's. */
  against?: readonly PinnedHead[]
}

export interface Verification {
  ok: boolean
  counts: {
    events: number
    days: number
    /** Device hours sealed. */
    hours: number
    frames: number
    expired: number
    payloads: number
    subjects: number
  }
  /** In the order of the chain: the first is the first event touched. At most LISTED_PER_CODE of a code. */
  findings: Finding[]
  /** All findings, the unlisted ones too. */
  found: number
}

/**
 * Verifies one county's evidence in one pass. The source may be the live database or an export; memory grows with the
 * number of payloads and subjects, not of events or frames.
 */
export async function verifyEvidence(source: EvidenceSource, options: VerifyOptions): Promise<Verification> {
  const list = findingList()
  let run: Run | null = null
  let isClosed = false
  let records = 0
  for await (const record of source) {
    records += 1
    if (record.record === 'unreadable') {
      list.report({ code: 'export-unreadable', detail: { line: record.line } })
    } else if (record.record === 'header') {
      if (run === null) run = startRun(record, options, list)
      else list.report({ code: 'export-unreadable', detail: { line: records } })
    } else if (run === null) {
      list.report({ code: 'export-unreadable', detail: { line: records } })
    } else if (record.record === 'end') {
      isClosed = record.records === records
    } else {
      run.take(record)
    }
  }
  if (!isClosed) list.report({ code: 'export-cut', detail: {} })
  const counts = run?.finish() ?? { events: 0, days: 0, hours: 0, frames: 0, expired: 0, payloads: 0, subjects: 0 }
  const { findings, found } = list.sorted()
  return { ok: found === 0, counts, findings, found }
}

type Content = Exclude<
  EvidenceSource extends AsyncIterable<infer R> ? R : never,
  { record: 'header' | 'end' | 'unreadable' }
>

interface Run {
  take(record: Content): void
  finish(): Verification['counts']
}

function startRun(header: HeaderRecord, options: VerifyOptions, list: ReturnType<typeof findingList>): Run {
  const { report } = list
  const chain = startChain(header.county, report)
  const heads = startHeads(header.county, list, options.trustedKeys ?? [], options.against ?? [])
  const frames = startFrames(header.purges, report)
  const payloads = startPayloads(header.payloads === 'contents', report)
  const subjects = startSubjects(header, options.checkers)
  let events = 0
  let days = 0

  return {
    take(record) {
      switch (record.record) {
        case 'head':
          return heads.head(record)
        case 'day':
          days += 1
          return heads.day(record)
        case 'event': {
          events += 1
          const event = chain.event(record)
          heads.event(record.seq, record.hash, event?.receivedAt ?? null)
          frames.event(event)
          if (event === null) return
          payloads.event(event)
          return subjects.get(event.subject.type)?.check.event(event)
        }
        case 'frame':
          return frames.frame(record)
        case 'payload':
          return payloads.payload(record)
        case 'subject':
          subjects.get(record.type)?.snapshots.push({ id: record.id, state: record.state })
      }
    },
    finish() {
      heads.finish(chain.finish())
      const frameCounts = frames.finish()
      const payloadCount = payloads.finish()
      let subjectCount = 0
      for (const { check, snapshots } of subjects.values()) {
        subjectCount += snapshots.length
        for (const finding of check.finish(snapshots)) report(finding)
      }
      return { events, days, ...frameCounts, payloads: payloadCount, subjects: subjectCount }
    },
  }
}

/** Only types whose states the source holds can be checked. */
function startSubjects(
  header: HeaderRecord,
  checkers: VerifyOptions['checkers'],
): Map<string, { check: SubjectCheck; snapshots: SubjectSnapshot[] }> {
  const checked = checkers.filter((checker) => header.subjects.includes(checker.type))
  return new Map(checked.map((checker) => [checker.type, { check: checker.start(), snapshots: [] }]))
}
