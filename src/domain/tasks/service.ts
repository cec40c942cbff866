import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal, Scope } from '../access/model.ts'
import { alertOr404 } from '../alerts/service.ts'
import type { SourceClass } from '../cases/model.ts'
import { countReported, createCase } from '../cases/service.ts'
import { startClock, stopClocks } from '../clocks/service.ts'
import { count, type Measure } from '../counts/service.ts'
import { nextDayNumber } from '../numbers/service.ts'
import { personOr404 } from '../people/service.ts'
import { addPhoto, type Capture, keepPhoto, type Photo, photosOf } from '../photos/service.ts'
import { regionsById } from '../regions/service.ts'
import { stationOr404 } from '../stations/service.ts'
import { type Finding, type TaskState, taskTransitions } from './model.ts'
import { insertTask, saveTask, type TaskRow, taskById, taskForUpdate } from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

export interface MovedTask {
  [key: string]: JsonValue
  id: string
  state: TaskState
  version: number
}

/** Where a task stands: it names its assignee and belongs to the assignee's unit. */
export async function taskScope(db: Db, task: TaskRow): Promise<Scope> {
  const regions = await regionsById(db, task.countyId)
  return {
    countyId: task.countyId,
    personIds: [task.assigneeId],
    unitIds: task.unitId === null ? [] : [task.unitId],
    regionPath: regions.get(task.regionId)?.path ?? null,
  }
}

/** What of the tasks a principal may see; null = nothing. */
export function taskSight(principal: Principal): { personId: string; unitId: string | null } | 'county' | null {
  const reach = reachFor(principal, 'read-task')
  if (reach === 'county') return 'county'
  if (reach === '-' || principal.kind !== 'person') return null
  return { personId: principal.personId, unitId: reach === 'unit' ? principal.unitId : null }
}

/**
 * Sends a grid member to verify an alert on the spot. The id of the act becomes the id of the task.
 * @throws Problem `not-allowed`, `not-found` (alert), `target-unknown` (assignee, or one who does no field work)
 */
export async function sendTask(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: { alertId: string; assigneeId: string; instruction?: string | undefined; dueInMinutes: number },
): Promise<MovedTask & { number: string }> {
  const { countyId } = principal
  allow(principal, 'send-task', countyScope(countyId))
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'send-task' } })
  const input = { ...wanted, instruction: wanted.instruction ?? null }
  const request = { countyId, ...act, kind: 'send-task', actor: actorOf(principal), input }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    const alert = await alertOr404(trx, countyId, wanted.alertId)
    const station = await stationOr404(trx, countyId, alert.stationId)
    const assignee = await personOr404(trx, countyId, wanted.assigneeId)
    if (assignee.state !== 'active' || !assignee.roles.includes('grid-member')) {
      throw new Problem('target-unknown', { params: { what: 'person', id: assignee.id } })
    }
    const instruction = wanted.instruction === undefined ? null : await performing.keepText(wanted.instruction)
    const task: TaskRow = {
      countyId,
      id: act.actId,
      number: await nextDayNumber(trx, countyId, 'T', receivedAt),
      state: 'sent',
      version: 1,
      alertId: alert.id,
      assigneeId: assignee.id,
      senderId: principal.personId,
      unitId: assignee.unitId,
      regionId: station.regionId,
      instructionId: instruction?.id ?? null,
      nonce: foundation.randomness.bytes(9).toString('base64url'),
      sentAt: receivedAt,
      checkedInAt: null,
      checkInLonWgs84: null,
      checkInLatWgs84: null,
      checkInAccuracyM: null,
      doneAt: null,
      finding: null,
      caseId: null,
    }
    await insertTask(trx, task)
    const clock = await startClock(foundation, performing, countyId, {
      subjectType: 'task',
      subjectId: task.id,
      kind: 'task-verify',
      durationMs: wanted.dueInMinutes * MINUTE_MS,
    })
    const { seq } = await performing.record({
      kind: 'task.sent',
      subject: { type: 'task', id: task.id, version: 1 },
      data: {
        number: task.number,
        alertId: alert.id,
        assignee: await performing.pseudonym(assignee.id),
        clock,
        ...(instruction === null ? {} : { instruction }),
      },
    })
    await countTask(foundation, performing, task, 'task.sent', seq)
    return { id: task.id, number: task.number, state: task.state, version: 1 }
  })
}

/** Arrived. @throws Problem `not-found`, `not-allowed`, `version-conflict`, `wrong-state` */
export async function checkIn(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  place: { lon: number | null; lat: number | null; accuracyM: number | null },
): Promise<MovedTask> {
  const request = requestFor(principal, act, 'check-in', { id, expects: act.expects, ...place })
  return performAct(foundation, request, async (performing) => {
    const task = await openFor(performing.trx, principal, 'check-in', id, act.expects)
    const next: TaskRow = {
      ...task,
      state: 'checked-in',
      version: task.version + 1,
      checkedInAt: performing.receivedAt,
      checkInLonWgs84: place.lon,
      checkInLatWgs84: place.lat,
      checkInAccuracyM: place.accuracyM,
    }
    await saveTask(performing.trx, next)
    await performing.record({
      kind: 'task.checked-in',
      subject: { type: 'task', id, version: next.version },
      data: { from: task.state, to: next.state, lonWgs84: place.lon, latWgs84: place.lat, accuracyM: place.accuracyM },
    })
    return { id, state: next.state, version: next.version }
  })
}

/**
 * Says what was found. A problem becomes a case that carries the task's photos; then the one event of the act is the
 * case's report, which says of the task what became of it.
 * @throws Problem `photo-needed` (at least one), `invalid-input` (a problem without title or class), and as checkIn
 */
export async function finishTask(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  found: { finding: Finding; title?: string | undefined; sourceClass?: SourceClass | undefined },
): Promise<MovedTask & { caseId: string | null }> {
  const { finding, title = null, sourceClass = null } = found
  const input = { id, expects: act.expects, finding, title, sourceClass }
  const request = requestFor(principal, act, 'finish-task', input)
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    const task = await openFor(trx, principal, 'finish', id, act.expects)
    if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'work-task' } })
    if ((await photosOf(trx, task.countyId, [id])).length === 0) throw new Problem('photo-needed')
    const done: TaskRow = {
      ...task,
      state: 'done',
      version: task.version + 1,
      doneAt: receivedAt,
      finding: found.finding,
    }
    await stopClocks(trx, task.countyId, id, receivedAt)
    if (found.finding === 'nothing-found') {
      await saveTask(trx, done)
      const data = { from: task.state, to: done.state, finding: found.finding }
      const { seq } = await performing.record({
        kind: 'task.done',
        subject: { type: 'task', id, version: done.version },
        data,
      })
      await countTask(foundation, performing, done, 'task.done', seq)
      return { id, state: done.state, version: done.version, caseId: null }
    }
    if (found.title === undefined || found.sourceClass === undefined) {
      throw new Problem('invalid-input', { params: { what: 'title, sourceClass' } })
    }
    const { problemCase, event } = await createCase(foundation, performing, {
      countyId: task.countyId,
      id: act.actId,
      title: found.title,
      sourceClass: found.sourceClass,
      regionId: task.regionId,
      lonWgs84: task.checkInLonWgs84,
      latWgs84: task.checkInLatWgs84,
      alertId: task.alertId,
      taskId: task.id,
      reporterId: principal.personId,
      reporterUnitId: principal.unitId,
    })
    await saveTask(trx, { ...done, caseId: problemCase.id })
    const { seq } = await performing.record({
      kind: event.kind,
      subject: { type: 'case', id: problemCase.id, version: 1 },
      data: { ...asJson(event.data), task: { from: task.state, to: done.state, version: done.version } },
    })
    await countReported(foundation, performing, problemCase, seq)
    await countTask(foundation, performing, done, 'task.done', seq)
    return { id, state: done.state, version: done.version, caseId: problemCase.id }
  })
}

/**
 * Adds a photo to an open task. It needs the nonce that the task was opened with, so that a picture from before cannot
 * pretend to answer it. The photo's id is the act's.
 */
export async function addTaskPhoto(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  id: string,
  bytes: Buffer,
  capture: Capture & { nonce: string },
): Promise<Photo> {
  const { nonce, ...place } = capture
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'work-task' } })
  const before = await taskOr404(foundation.db, principal.countyId, id)
  const scope = await taskScope(foundation.db, before)
  allowToSee(principal, 'read-task', scope, { type: 'task', id })
  allow(principal, 'work-task', scope)
  if (before.nonce !== nonce) throw new Problem('nonce-wrong')
  const kept = await keepPhoto(foundation, bytes)
  const request = requestFor(principal, act, 'add-task-photo', asJson({ id, sha256: kept.sha256, ...place }))
  return performAct<Photo & { [key: string]: JsonValue }>(foundation, request, async (performing) => {
    const task = await taskForUpdate(performing.trx, principal.countyId, id)
    if (task?.state !== 'checked-in') throw new Problem('wrong-state', { params: { state: task?.state ?? '' } })
    const subject = { countyId: task.countyId, type: 'task' as const, id, version: task.version }
    return { ...(await addPhoto(performing, subject, 'before', principal.personId, kept, place)) }
  })
}

function requestFor(principal: Principal, act: Envelope, kind: string, input: JsonValue): ActRequest {
  const { countyId } = principal
  return { countyId, actId: act.actId, actedAt: act.actedAt, kind, actor: actorOf(principal), input }
}

/** The task, locked, if this principal may take this step of it now. */
async function openFor(
  trx: Performing['trx'],
  principal: Principal,
  step: (typeof taskTransitions)[number]['act'],
  id: string,
  expects: number,
): Promise<TaskRow> {
  const task = await taskForUpdate(trx, principal.countyId, id)
  if (task === undefined) throw new Problem('not-found', { params: { type: 'task', id } })
  const scope = await taskScope(trx, task)
  allowToSee(principal, 'read-task', scope, { type: 'task', id })
  allow(principal, 'work-task', scope)
  if (task.version !== expects) throw new Problem('version-conflict', { params: { version: task.version } })
  const isOpen = taskTransitions.some((one) => one.act === step && one.from === task.state)
  if (!isOpen) throw new Problem('wrong-state', { params: { state: task.state } })
  return task
}

/** @throws Problem `not-found` */
export async function taskOr404(db: Db, countyId: string, id: string): Promise<TaskRow> {
  const task = await taskById(db, countyId, id)
  if (task === undefined) throw new Problem('not-found', { params: { type: 'task', id } })
  return task
}

async function countTask(
  foundation: Foundation,
  performing: Performing,
  task: TaskRow,
  measure: Extract<Measure, `task.${string}`>,
  ledgerSeq: number,
): Promise<void> {
  await count(performing.trx, {
    countyId: task.countyId,
    id: foundation.ids.next(),
    at: performing.receivedAt,
    measure,
    quantity: 1,
    regionId: task.regionId,
    sourceClass: null,
    subject: { type: 'task', id: task.id },
    ledgerSeq,
  })
}

export { type TaskRow, taskById }
