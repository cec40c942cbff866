import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { allowToSee } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { alertById } from '../alerts/service.ts'
import { clockBySubject, dueAt } from '../clocks/service.ts'
import { namesOf } from '../people/service.ts'
import { photosOf, viewPhoto } from '../photos/service.ts'
import { stationsOf } from '../stations/service.ts'
import type { tasksApi } from './api.ts'
import { taskOr404, taskScope, taskSight } from './service.ts'
import { listTasks, type TaskRow } from './store.ts'

type ListReply = Reply<(typeof tasksApi)['GET /api/tasks']>
type PageReply = Reply<(typeof tasksApi)['GET /api/tasks/:id']>
type TaskView = PageReply['task']

/** Tasks within reach, newest first. @throws Problem `not-allowed` */
export async function pageOfTasks(
  foundation: Foundation,
  principal: Principal,
  query: { open?: boolean | undefined; cursor?: string | undefined; limit: number },
): Promise<ListReply> {
  const sight = taskSight(principal)
  if (sight === null) throw new Problem('not-allowed', { params: { act: 'read-task' } })
  const before = readCursor(query.cursor)
  const limit = query.limit + 1
  const rows = await listTasks(foundation.db, principal.countyId, { sight, open: query.open, before, limit })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.sentAt, id: row.id }))
  return { items: await viewTasks(foundation, principal.countyId, page.items), next: page.next }
}

/** Tasks within reach, newest first, whose number or instruction contains the text; none for whoever may read none. */
export async function findTasks(
  foundation: Foundation,
  principal: Principal,
  text: string,
  limit: number,
): Promise<TaskView[]> {
  const sight = taskSight(principal)
  if (sight === null) return []
  return viewTasks(
    foundation,
    principal.countyId,
    await listTasks(foundation.db, principal.countyId, { sight, text, limit }),
  )
}

/** The tasks sent for an alert, for its page. */
export async function tasksOfAlert(foundation: Foundation, principal: Principal, alertId: string): Promise<TaskView[]> {
  const sight = taskSight(principal)
  if (sight === null) return []
  const rows = await listTasks(foundation.db, principal.countyId, { sight, alertId, limit: 50 })
  return viewTasks(foundation, principal.countyId, rows)
}

/** Tasks looked at for whose hand they wait: the newest. */
const MOST_IN_HAND = 50

/** Open tasks for this very person, newest first; none for whoever works none. */
export async function tasksInHand(foundation: Foundation, principal: Principal): Promise<TaskView[]> {
  if (principal.kind !== 'person' || reachFor(principal, 'work-task') === '-') return []
  const { countyId, personId } = principal
  const query = { sight: { personId, unitId: null }, open: true, limit: MOST_IN_HAND }
  return viewTasks(foundation, countyId, await listTasks(foundation.db, countyId, query))
}

/** Tasks that were sent to a person, the newest first. */
export async function idsAssignedTo(
  foundation: Foundation,
  { countyId, personId }: { countyId: string; personId: string },
  limit: number,
): Promise<string[]> {
  const rows = await listTasks(foundation.db, countyId, { sight: { personId, unitId: null }, limit })
  return rows.map(({ id }) => id)
}

/** Those of some tasks that are within reach; none for whoever may read none. */
export async function tasksAmong(
  foundation: Foundation,
  principal: Principal,
  ids: readonly string[],
): Promise<TaskView[]> {
  const sight = taskSight(principal)
  if (sight === null || ids.length === 0) return []
  const { countyId } = principal
  return viewTasks(foundation, countyId, await listTasks(foundation.db, countyId, { sight, ids, limit: ids.length }))
}

/** One task; the nonce goes to the assignee alone. @throws Problem `not-found` */
export async function taskPage(foundation: Foundation, principal: Principal, id: string): Promise<PageReply> {
  const task = await taskOr404(foundation.db, principal.countyId, id)
  allowToSee(principal, 'read-task', await taskScope(foundation.db, task), { type: 'task', id })
  const [view] = await viewTasks(foundation, principal.countyId, [task])
  if (view === undefined) throw new Error('a task without a view')
  const names = await namesOf(foundation.db, principal.countyId)
  const photos = await photosOf(foundation.db, principal.countyId, [id])
  const isAssignee = principal.kind === 'person' && principal.personId === task.assigneeId
  return { task: view, photos: photos.map((photo) => viewPhoto(photo, names)), nonce: isAssignee ? task.nonce : null }
}

async function viewTasks(foundation: Foundation, countyId: string, tasks: readonly TaskRow[]): Promise<TaskView[]> {
  const { db } = foundation
  const [names, stations, clocks, texts] = await Promise.all([
    namesOf(db, countyId),
    stationsOf(db, countyId),
    clockBySubject(
      db,
      countyId,
      tasks.map((task) => task.id),
    ),
    textsOf(
      db,
      countyId,
      tasks.flatMap((task) => task.instructionId ?? []),
    ),
  ])
  return Promise.all(
    tasks.map(async (task) => {
      const alert = await alertById(db, countyId, task.alertId)
      const station = stations.find((one) => one.id === alert?.stationId)
      const clock = clocks.get(task.id)
      if (alert === undefined || station === undefined || clock === undefined) {
        throw new Error(`task ${task.id} lacks its alert, station or clock`)
      }
      return {
        id: task.id,
        number: task.number,
        state: task.state,
        version: task.version,
        alert: {
          id: alert.id,
          number: alert.number,
          stationName: station.name,
          factor: alert.factor,
          lastValue: alert.lastValue,
          threshold: alert.threshold,
          unit: alert.unit,
        },
        assignee: { id: task.assigneeId, name: names.get(task.assigneeId) ?? '' },
        sender: { id: task.senderId, name: names.get(task.senderId) ?? '' },
        instruction: task.instructionId === null ? null : (texts.get(task.instructionId) ?? null),
        lonWgs84: station.lonWgs84,
        latWgs84: station.latWgs84,
        sentAt: isoShanghai(task.sentAt),
        dueAt: isoShanghai(dueAt(clock)),
        checkedInAt: task.checkedInAt === null ? null : isoShanghai(task.checkedInAt),
        doneAt: task.doneAt === null ? null : isoShanghai(task.doneAt),
        finding: task.finding,
        caseId: task.caseId,
      }
    }),
  )
}
