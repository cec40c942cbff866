import type { Performing } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { count } from '../counts/service.ts'
import { nextCaseNumber } from '../numbers/service.ts'
import type { CasePart, ProblemCase, SourceClass } from './model.ts'
import { recordParts } from './parts.ts'
import { insertCase } from './store.ts'
import { caseEventKind } from './transitions.ts'

export interface NewCase {
  countyId: string
  id: string
  title: string
  sourceClass: SourceClass
  regionId: string
  lonWgs84: number | null
  latWgs84: number | null
  alertId: string | null
  taskId: string | null
  reporterId: string
  reporterUnitId: string | null
}

/** What the ledger says of a report, for whoever writes the event of the act that reported it. */
export interface Reported {
  problemCase: ProblemCase
  event: { kind: string; data: { [key: string]: string | number | null | object } }
}

/** Writes a new case; the caller's act records the event, as an act has exactly one. */
export async function createCase(foundation: Foundation, performing: Performing, wanted: NewCase): Promise<Reported> {
  const { receivedAt, trx } = performing
  const title = await performing.keepText(wanted.title)
  const reporter: CasePart = {
    id: foundation.ids.next(),
    part: 'reporter',
    personId: wanted.reporterId,
    unitId: wanted.reporterUnitId,
    state: 'done',
    since: receivedAt,
  }
  const problemCase: ProblemCase = {
    countyId: wanted.countyId,
    id: wanted.id,
    number: await nextCaseNumber(trx, wanted.countyId, receivedAt),
    state: 'reported',
    version: 1,
    sourceClass: wanted.sourceClass,
    titleId: title.id,
    regionId: wanted.regionId,
    lonWgs84: wanted.lonWgs84,
    latWgs84: wanted.latWgs84,
    alertId: wanted.alertId,
    taskId: wanted.taskId,
    reportedAt: receivedAt,
    changedAt: receivedAt,
    parts: [reporter],
  }
  await insertCase(trx, problemCase)
  const data = {
    from: null,
    to: problemCase.state,
    number: problemCase.number,
    sourceClass: problemCase.sourceClass,
    regionId: problemCase.regionId,
    alertId: problemCase.alertId,
    taskId: problemCase.taskId,
    lonWgs84: problemCase.lonWgs84,
    latWgs84: problemCase.latWgs84,
    title,
    parts: await recordParts(performing, [reporter]),
  }
  return { problemCase, event: { kind: caseEventKind.report, data } }
}

/** Counts a reported case, once its event has its place in the ledger. */
export async function countReported(
  foundation: Foundation,
  performing: Performing,
  problemCase: ProblemCase,
  ledgerSeq: number,
): Promise<void> {
  await count(performing.trx, {
    countyId: problemCase.countyId,
    id: foundation.ids.next(),
    at: performing.receivedAt,
    measure: 'case.reported',
    quantity: 1,
    regionId: problemCase.regionId,
    sourceClass: problemCase.sourceClass,
    subject: { type: 'case', id: problemCase.id },
    ledgerSeq,
  })
}
