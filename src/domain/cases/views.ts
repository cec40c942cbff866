import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { isObject, type JsonValue } from '../../platform/ledger/model.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { eventsAbout, type StoredEvent } from '../../platform/ledger/read.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai, MINUTE_MS } from '../../standards/civil-time.ts'
import { allowToSee } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { alertById } from '../alerts/service.ts'
import { approvalsAbout, approvalsOf } from '../approvals/service.ts'
import type { DeadlineClock } from '../clocks/model.ts'
import { clockBySubject, dueAt, isLate } from '../clocks/service.ts'
import { type Author, authorsOf, namesOf, unitsOf } from '../people/service.ts'
import { photosOf, viewPhoto } from '../photos/service.ts'
import { regionsById } from '../regions/service.ts'
import { taskById } from '../tasks/service.ts'
import type { casesApi } from './api.ts'
import { actsOpenTo } from './decide.ts'
import { type CaseAct, type CaseOrigin, type CaseState, hasPart, type ProblemCase, stageOf } from './model.ts'
import { caseSight, scopeAmong } from './scope.ts'
import { situationOf } from './service.ts'
import { caseById, idsConcerning, linksOf, listCases } from './store.ts'

type ListReply = Reply<(typeof casesApi)['GET /api/cases']>
type CaseView = ListReply['items'][number]
type PageReply = Reply<(typeof casesApi)['GET /api/cases/:id']>

/** Cases within reach, latest change first. @throws Problem `not-allowed` */
export async function pageOfCases(
  foundation: Foundation,
  principal: Principal,
  query: { open?: boolean | undefined; state?: CaseState | undefined; cursor?: string | undefined; limit: number },
): Promise<ListReply> {
  const sight = caseSight(principal)
  if (sight === null) throw new Problem('not-allowed', { params: { act: 'read-case' } })
  const { cursor, limit, open, state } = query
  const before = readCursor(cursor)
  const rows = await listCases(foundation.db, principal.countyId, { sight, open, state, before, limit: limit + 1 })
  const page = cutPage(rows, limit, (row) => ({ at: row.changedAt, id: row.id }))
  return { items: await viewCases(foundation, principal, page.items), next: page.next }
}

/** Cases within reach, latest change first, whose number or title contains the text; none for whoever may read none. */
export async function findCases(
  foundation: Foundation,
  principal: Principal,
  text: string,
  limit: number,
): Promise<CaseView[]> {
  const sight = caseSight(principal)
  if (sight === null) return []
  const rows = await listCases(foundation.db, principal.countyId, { sight, text, limit })
  return viewCases(foundation, principal, rows)
}

/** The cases that came of an alert, for its page. */
export async function casesOfAlert(foundation: Foundation, principal: Principal, alertId: string): Promise<CaseView[]> {
  const sight = caseSight(principal)
  if (sight === null) return []
  const rows = await listCases(foundation.db, principal.countyId, { sight, alertId, limit: 50 })
  return viewCases(foundation, principal, rows)
}

/** Those of some cases that are within reach; none for whoever may read none. */
export async function casesAmong(
  foundation: Foundation,
  principal: Principal,
  ids: readonly string[],
): Promise<CaseView[]> {
  const sight = caseSight(principal)
  if (sight === null || ids.length === 0) return []
  const rows = await listCases(foundation.db, principal.countyId, { sight, ids, limit: ids.length })
  return viewCases(foundation, principal, rows)
}

/** A case on which somebody may do something now. */
export interface CaseInHand {
  view: CaseView
  may: CaseAct[]
  /** Its rectification was not good enough and goes on. */
  wasReturned: boolean
}

/** Open cases looked at for whose hand they wait: those that changed last. */
const MOST_IN_HAND = 500

/** The open cases within reach on which the principal may do something now, by the question that every act asks. */
export async function casesInHand(foundation: Foundation, principal: Principal): Promise<CaseInHand[]> {
  const { db } = foundation
  const { countyId } = principal
  const sight = caseSight(principal)
  if (sight === null) return []
  const open = await listCases(db, countyId, { sight, open: true, limit: MOST_IN_HAND })
  const ids = open.map(({ id }) => id)
  const [regions, approvals] = await Promise.all([regionsById(db, countyId), approvalsAbout(db, countyId, ids)])
  const inHand = open.flatMap((problemCase) => {
    const decided = approvals.filter(
      ({ subjectId, act }) => subjectId === problemCase.id && act === 'accept-rectification',
    )
    const proposal = decided.find(({ decision }) => decision === null) ?? null
    const scope = scopeAmong(regions, problemCase)
    const may = actsOpenTo({ problemCase, scope, hasPhotoAfter: false, proposal }, principal)
    const wasReturned = problemCase.state === 'rectifying' && decided.at(-1)?.decision === 'refused'
    return may.length === 0 ? [] : [{ problemCase, may, wasReturned }]
  })
  const views = await viewCases(
    foundation,
    principal,
    inHand.map(({ problemCase }) => problemCase),
  )
  return inHand.flatMap(({ may, wasReturned }, place) => {
    const view = views[place]
    return view === undefined ? [] : [{ view, may, wasReturned }]
  })
}

async function viewCases(
  foundation: Foundation,
  principal: Principal,
  cases: readonly ProblemCase[],
): Promise<CaseView[]> {
  const { db, clocks } = foundation
  const { countyId } = principal
  const ids = cases.map((one) => one.id)
  const [titles, regions, units, clockOf] = await Promise.all([
    textsOf(
      db,
      countyId,
      cases.map((one) => one.titleId),
    ),
    regionsById(db, countyId),
    unitsOf(db, countyId),
    clockBySubject(db, countyId, ids),
  ])
  return cases.map((problemCase) => {
    const clock = clockOf.get(problemCase.id)
    const main = problemCase.parts.find((part) => part.part === 'main')
    return {
      id: problemCase.id,
      number: problemCase.number,
      title: titles.get(problemCase.titleId) ?? '',
      state: problemCase.state,
      stage: stageOf[problemCase.state],
      version: problemCase.version,
      sourceClass: problemCase.sourceClass,
      regionName: regions.get(problemCase.regionId)?.name ?? '',
      mainUnit: units.find((unit) => unit.id === main?.unitId)?.name ?? null,
      lonWgs84: problemCase.lonWgs84,
      latWgs84: problemCase.latWgs84,
      reportedAt: isoShanghai(problemCase.reportedAt),
      changedAt: isoShanghai(problemCase.changedAt),
      dueAt: dueText(clock),
      late: clock !== undefined && isLate(clock, clocks.domain.now()),
      cameBy: originOf(problemCase),
      isMine: principal.kind === 'person' && hasPart(problemCase.parts, principal.personId, principal.unitId),
    }
  })
}

function originOf({ taskId, alertId }: ProblemCase): CaseOrigin {
  if (taskId !== null) return 'task'
  return alertId === null ? 'report' : 'alert'
}

function dueText(clock: DeadlineClock | undefined): string | null {
  if (clock === undefined) return null
  const due = dueAt(clock)
  return Number.isFinite(due) ? isoShanghai(due) : null
}

/** One case with its whole story. @throws Problem `not-found` */
export async function caseStory(foundation: Foundation, principal: Principal, id: string): Promise<PageReply> {
  const { db } = foundation
  const { countyId } = principal
  const problemCase = await caseById(db, countyId, id)
  if (problemCase === undefined) throw new Problem('not-found', { params: { type: 'case', id } })
  const { situation } = await situationOf(db, problemCase)
  allowToSee(principal, 'read-case', situation.scope, { type: 'case', id })
  const { alertId, taskId } = problemCase
  const [[view], names, units, clockOf, approvals, links, photos, story, alert, task] = await Promise.all([
    viewCases(foundation, principal, [problemCase]),
    namesOf(db, countyId),
    unitsOf(db, countyId),
    clockBySubject(db, countyId, [id]),
    approvalsOf(db, countyId, id),
    linksOf(db, countyId, id),
    photosOf(db, countyId, taskId === null ? [id] : [id, taskId]),
    storyOf(foundation, problemCase),
    alertId === null ? undefined : alertById(db, countyId, alertId),
    taskId === null ? undefined : taskById(db, countyId, taskId),
  ])
  if (view === undefined) throw new Error('a case without a view')
  const clock = clockOf.get(id)
  return {
    case: view,
    parts: problemCase.parts.map((part) => ({
      part: part.part,
      person: part.personId === null ? null : (names.get(part.personId) ?? ''),
      unit: units.find((unit) => unit.id === part.unitId)?.name ?? null,
      state: part.state,
      since: isoShanghai(part.since),
    })),
    clock: clock === undefined ? null : viewClock(clock),
    origin: {
      alert: alert === undefined ? null : { id: alert.id, number: alert.number },
      task: task === undefined ? null : { id: task.id, number: task.number },
    },
    links,
    approvals: approvals.map((one) => ({
      act: one.act,
      proposer: names.get(one.proposerId) ?? '',
      proposedAt: isoShanghai(one.proposedAt),
      approver: one.approverId === null ? null : (names.get(one.approverId) ?? ''),
      decidedAt: one.decidedAt === null ? null : isoShanghai(one.decidedAt),
      decision: one.decision,
    })),
    photos: photos.map((photo) => viewPhoto(photo, names)),
    story,
    may: actsOpenTo(situation, principal),
  }
}

function viewClock(clock: DeadlineClock): NonNullable<PageReply['clock']> {
  return {
    startAt: isoShanghai(clock.startAt),
    dueAt: dueText(clock) ?? isoShanghai(clock.startAt + clock.durationMs),
    durationMinutes: clock.durationMs / MINUTE_MS,
    stoppedAt: clock.stoppedAt === null ? null : isoShanghai(clock.stoppedAt),
  }
}

/** The story from the alert over the task to the end, as the ledger tells it. */
async function storyOf(foundation: Foundation, problemCase: ProblemCase): Promise<PageReply['story']> {
  const { countyId, id, taskId, alertId } = problemCase
  const events = await eventsAbout(foundation.db, countyId, [
    { type: 'case', id },
    ...(taskId === null ? [] : [{ type: 'task', id: taskId }]),
    ...(alertId === null ? [] : [{ type: 'alert', id: alertId }]),
  ])
  const texts = await textsOf(
    foundation.db,
    countyId,
    events.flatMap((one) => textIdOf(one) ?? []),
  )
  const authorOf = await authorsOf(foundation, countyId)
  return events.map((one) => {
    const author = authorOf(one.event.actor)
    const textId = textIdOf(one)
    return {
      seq: one.seq,
      kind: one.event.kind,
      actedAt: isoShanghai(one.event.actedAt),
      receivedAt: isoShanghai(one.event.receivedAt),
      actor: nameOf(author),
      actorKind: author.kind,
      text: textId === null ? null : (texts.get(textId) ?? null),
      hash: one.hash.toString('hex').slice(0, 12),
      photoIds: photoIdsOf(one),
    }
  })
}

function nameOf(author: Author): string | null {
  return author.kind === 'person' ? author.name : null
}

/** Where an event may carry a person's words. */
const textFields = ['title', 'instruction', 'result', 'reason', 'opinion'] as const

function textIdOf({ event }: StoredEvent): string | null {
  if (!isObject(event.data)) return null
  for (const field of textFields) {
    const value: JsonValue | undefined = event.data[field]
    if (isObject(value) && typeof value.id === 'string') return value.id
  }
  return null
}

function photoIdsOf({ event }: StoredEvent): string[] {
  if (event.kind !== 'photo.added' || !isObject(event.data)) return []
  return typeof event.data.photoId === 'string' ? [event.data.photoId] : []
}

export { idsConcerning }
