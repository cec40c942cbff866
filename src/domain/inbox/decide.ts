import { isObject } from '../../platform/ledger/model.ts'
import type { StoredEvent } from '../../platform/ledger/read.ts'
import { type News, newsSubjects, type Waiting } from './model.ts'

/** What has no deadline of its own stands in this order; alerts are the station's own cry and stand before all. */
const rank: Readonly<Record<Waiting['kind'], number>> = {
  alerts: 0,
  task: 1,
  case: 2,
  'unknown-devices': 3,
  feed: 4,
  import: 5,
  correction: 6,
  exclusion: 7,
  findings: 8,
}

/** Instants are told in one zone and one form, so that their texts stand in the order of time. */
function dueOf(waiting: Waiting): string | null {
  return waiting.kind === 'case' || waiting.kind === 'task' ? waiting.dueAt : null
}

function sinceOf(waiting: Waiting): string {
  return waiting.kind === 'findings' ? '' : waiting.since
}

/** Alerts first, then what has a deadline, the nearest (and the latest overdue) before all, then the rest by kind and age. Pure. */
export function inOrder(all: readonly Waiting[]): Waiting[] {
  const place = (one: Waiting) => (one.kind === 'alerts' ? 0 : dueOf(one) === null ? 2 : 1)
  const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return all.toSorted(
    (a, b) =>
      place(a) - place(b) ||
      byText(dueOf(a) ?? '', dueOf(b) ?? '') ||
      rank[a.kind] - rank[b.kind] ||
      byText(sinceOf(a), sinceOf(b)),
  )
}

/**
 * One line for each subject, of the newest that happened to it; pure.
 * @param events newest first
 * @param seen up to where in the chain this person has looked: what is read is not counted to what is not
 */
export function foldNews(events: readonly StoredEvent[], seen: number): News[] {
  const lines = new Map<string, News>()
  for (const { seq, event } of events) {
    const type = newsSubjects.find((one) => one === event.subject.type)
    if (type === undefined) continue
    const key = `${type} ${event.subject.id}`
    const newer = lines.get(key)
    if (newer === undefined) {
      const subject = { type, id: event.subject.id }
      const { kind, receivedAt: at, actor } = event
      lines.set(key, { seq, kind, at, actor, subject, detail: rungOf(event.kind, event.data), more: 0 })
    } else if (newer.seq > seen === seq > seen) {
      newer.more += 1
    }
  }
  return [...lines.values()]
}

function rungOf(kind: string, data: StoredEvent['event']['data']): string | null {
  return kind === 'ladder.fired' && isObject(data) && typeof data.action === 'string' ? data.action : null
}
