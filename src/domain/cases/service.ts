import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { alertToSee } from '../alerts/service.ts'
import { type Approval, openProposal } from '../approvals/service.ts'
import { count, type Measure } from '../counts/service.ts'
import { addPhoto, type Capture, keepPhoto, type Photo, photosOf } from '../photos/service.ts'
import { regionOrCounty } from '../regions/service.ts'
import { type CaseSituation, decideAct } from './decide.ts'
import { type CaseActInput, caseEffects, type Effect, type Effecting } from './effects.ts'
import { helpers, menderScope } from './menders.ts'
import type { CaseAct, CaseState, ProblemCase, SourceClass } from './model.ts'
import { recordParts } from './parts.ts'
import { countReported, createCase } from './report.ts'
import { caseScope } from './scope.ts'
import { caseById, caseForUpdate, saveMove, saveParts } from './store.ts'
import { caseEventKind } from './transitions.ts'

export interface Moved {
  [key: string]: JsonValue
  id: string
  number: string
  state: CaseState
  version: number
}

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/**
 * Reports a problem without a task, of itself or straight from an alert that the caller may read. The id of the act becomes the
 * id of the case. @throws Problem `not-allowed`, `not-found` (alert)
 */
export async function reportCase(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: {
    title: string
    sourceClass: SourceClass
    regionId: string
    lon?: number | undefined
    lat?: number | undefined
    alertId?: string | undefined
  },
): Promise<Moved> {
  const { countyId } = principal
  const region = await regionOrCounty(foundation.db, countyId, wanted.regionId)
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'report-case' } })
  // A liaison reports for the own unit; the region counts for whoever reaches by region.
  const unitIds = principal.unitId === null ? [] : [principal.unitId]
  allow(principal, 'report-case', { countyId, personIds: [], unitIds, regionPath: region.path })
  if (wanted.alertId !== undefined) await alertToSee(foundation.db, principal, wanted.alertId)
  const { alertId, ...told } = wanted
  const input = {
    ...told,
    ...(alertId === undefined ? {} : { alertId }),
    lon: wanted.lon ?? null,
    lat: wanted.lat ?? null,
  }
  const request = { countyId, ...act, kind: 'report-case', actor: actorOf(principal), input }
  return performAct(foundation, request, async (performing) => {
    const { problemCase, event } = await createCase(foundation, performing, {
      countyId,
      id: act.actId,
      title: wanted.title,
      sourceClass: wanted.sourceClass,
      regionId: region.id,
      lonWgs84: wanted.lon ?? null,
      latWgs84: wanted.lat ?? null,
      alertId: alertId ?? null,
      taskId: null,
      reporterId: principal.personId,
      reporterUnitId: principal.unitId,
    })
    const subject = { type: 'case', id: problemCase.id, version: 1 }
    const { seq } = await performing.record({ kind: event.kind, subject, data: asJson(event.data) })
    await countReported(foundation, performing, problemCase, seq)
    return moved(problemCase)
  })
}

/**
 * One act on a case: load and lock, ask decide.ts, take effect, write the new state and the ledger event.
 * @throws Problem `not-found`, `version-conflict` (with the version it has now), and every refusal of decide.ts
 */
export async function actOnCase<A extends CaseAct>(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { name: A; expects: number },
  id: string,
  input: CaseActInput[A],
): Promise<Moved> {
  const { countyId } = principal
  const request = {
    countyId,
    actId: act.actId,
    actedAt: act.actedAt,
    kind: `case-${act.name}`,
    actor: actorOf(principal),
    input: asJson({ id, expects: act.expects, ...input }),
  }
  return performAct(foundation, request, async (performing) => {
    const { situation, proposal } = await situationForUpdate(performing.trx, countyId, id)
    const { problemCase, scope } = situation
    allowToSee(principal, 'read-case', scope, { type: 'case', id })
    const reason = 'reason' in input && typeof input.reason === 'string' ? input.reason : undefined
    const decision = decideAct(situation, act.name, principal, { reason })
    if (!decision.ok && decision.problem === 'not-allowed')
      throw new Problem('not-allowed', { params: decision.params })
    if (problemCase.version !== act.expects) {
      throw new Problem('version-conflict', { params: { version: problemCase.version } })
    }
    if (!decision.ok) throw new Problem(decision.problem, { params: decision.params })
    if (principal.kind !== 'person') throw new Error('decide.ts let somebody act who is no person')
    const effecting: Effecting = { foundation, performing, person: principal, problemCase, proposal }
    const effect = await caseEffects[act.name](effecting, input)
    const version = problemCase.version + 1
    const next = { state: decision.transition.to, version, changedAt: performing.receivedAt }
    await saveMove(performing.trx, countyId, id, next)
    await saveParts(performing.trx, countyId, id, effect.parts)
    const seq = await recordMove(performing, problemCase, act.name, next, effect)
    await countMove(foundation, performing, problemCase, act.name, seq)
    return { id, number: problemCase.number, state: next.state, version }
  })
}

/** Adds a photo of the mended place. The photo's id is the act's. */
export async function addCasePhoto(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  id: string,
  bytes: Buffer,
  capture: Capture,
): Promise<Photo> {
  const { countyId } = principal
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'rectify-case' } })
  const before = await caseById(foundation.db, countyId, id)
  if (before === undefined) throw new Problem('not-found', { params: { type: 'case', id } })
  const scope = await caseScope(foundation.db, before)
  allowToSee(principal, 'read-case', scope, { type: 'case', id })
  allow(principal, 'rectify-case', menderScope(before, scope, helpers))
  const kept = await keepPhoto(foundation, bytes)
  const input = asJson({ id, sha256: kept.sha256, ...capture })
  const request = { countyId, ...act, kind: 'add-case-photo', actor: actorOf(principal), input }
  return performAct<Photo & { [key: string]: JsonValue }>(foundation, request, async (performing) => {
    const problemCase = await caseForUpdate(performing.trx, countyId, id)
    if (problemCase?.state !== 'rectifying') {
      throw new Problem('wrong-state', { params: { state: problemCase?.state ?? '' } })
    }
    const subject = { countyId, type: 'case' as const, id, version: problemCase.version }
    return { ...(await addPhoto(performing, subject, 'after', principal.personId, kept, capture)) }
  })
}

/** Everything that decide.ts asks about, the case locked. */
async function situationForUpdate(
  trx: Performing['trx'],
  countyId: string,
  id: string,
): Promise<{ situation: CaseSituation; proposal: Approval | undefined }> {
  const problemCase = await caseForUpdate(trx, countyId, id)
  if (problemCase === undefined) throw new Problem('not-found', { params: { type: 'case', id } })
  return situationOf(trx, problemCase)
}

/** What decide.ts asks about a case. */
export async function situationOf(
  db: Db,
  problemCase: ProblemCase,
): Promise<{ situation: CaseSituation; proposal: Approval | undefined }> {
  const { countyId, id } = problemCase
  const proposal = await openProposal(db, countyId, 'accept-rectification', id)
  const photos = await photosOf(db, countyId, [id])
  const situation: CaseSituation = {
    problemCase,
    scope: await caseScope(db, problemCase),
    hasPhotoAfter: photos.some((photo) => photo.part === 'after'),
    proposal: proposal ?? null,
  }
  return { situation, proposal }
}

async function recordMove(
  performing: Performing,
  problemCase: ProblemCase,
  act: CaseAct,
  next: { state: CaseState; version: number },
  effect: Effect,
): Promise<number> {
  const { seq } = await performing.record({
    kind: caseEventKind[act],
    subject: { type: 'case', id: problemCase.id, version: next.version },
    data: asJson({
      from: problemCase.state,
      to: next.state,
      parts: await recordParts(performing, effect.parts),
      ...effect.data,
    }),
  })
  return seq
}

/** Acts that are counted for reports. */
const countedActs: Partial<Record<CaseAct, Measure>> = {
  assign: 'case.assigned',
  return: 'case.returned',
  close: 'case.closed',
}

async function countMove(
  foundation: Foundation,
  performing: Performing,
  problemCase: ProblemCase,
  act: CaseAct,
  ledgerSeq: number,
): Promise<void> {
  const measure = countedActs[act]
  if (measure === undefined) return
  await count(performing.trx, {
    countyId: problemCase.countyId,
    id: foundation.ids.next(),
    at: performing.receivedAt,
    measure,
    quantity: 1,
    regionId: problemCase.regionId,
    sourceClass: problemCase.sourceClass,
    subject: { type: 'case', id: problemCase.id },
    ledgerSeq,
  })
}

function moved(problemCase: ProblemCase): Moved {
  const { id, number, state, version } = problemCase
  return { id, number, state, version }
}

export { caseById, caseScope, countReported, createCase }
