import { draw } from './drawing.ts'
import { type Finding, findings } from './findings.ts'
import { actOn, idOf, isTime, type Office } from './office.ts'
import { chosen, isSo } from './temper.ts'
import { tasksTold, taskTold } from './told.ts'

/** How often there is something to see. */
const PROBLEM = 0.65

/** What a grid member does with the tasks that were sent: goes there, takes pictures, says what there was. */
export async function walkTheGrid(office: Office): Promise<void> {
  const { caller, seed } = office
  const { items } = tasksTold.parse(await caller.call('GET', '/api/tasks?open=true&limit=100'))
  for (const task of items) {
    const path = `/api/tasks/${task.id}`
    if (task.checkedInAt === null) {
      if (!isTime(office, 'check-in', task.id, task.sentAt)) continue
      const place = { lon: task.lonWgs84, lat: task.latWgs84, accuracyM: 12 }
      const act = actOn(office, `check in ${task.id}`, { expects: task.version, ...place })
      await caller.call('POST', `${path}/check-in`, { json: act })
    } else if (isTime(office, 'finish-task', task.id, task.checkedInAt)) {
      const finding = isSo(seed, `problem ${task.id}`, PROBLEM)
        ? chosen(seed, `finding ${task.id}`, findings)
        : undefined
      await photograph(office, task, finding)
      await caller.call('POST', `${path}/finish`, {
        json: actOn(office, `finish ${task.id}`, told(task.version, finding)),
      })
    }
  }
}

/** Version first, as the server expects it to be. */
function told(version: number, finding: Finding | undefined): object {
  if (finding === undefined) return { expects: version, finding: 'nothing-found' }
  const { title, sourceClass } = finding
  return { expects: version, finding: 'problem', title: `${title}（模拟）`, sourceClass }
}

async function photograph(
  office: Office,
  task: { id: string; lonWgs84: number; latWgs84: number },
  finding: Finding | undefined,
): Promise<void> {
  const { caller, actedAt } = office
  const { nonce } = taskTold.parse(await caller.call('GET', `/api/tasks/${task.id}`))
  if (nonce === null) return
  const takenAt = new Date(actedAt()).toISOString()
  const query = new URLSearchParams({
    takenAt,
    nonce,
    lon: String(task.lonWgs84),
    lat: String(task.latWgs84),
    accuracyM: '12',
  })
  const bytes = draw(
    finding?.scene ?? 'dust',
    finding === undefined,
    `${takenAt.slice(0, 16).replace('T', ' ')} BEFORE`,
  )
  const photoId = idOf(`${office.seed} photo ${task.id}`)
  await caller.call('PUT', `/api/tasks/${task.id}/photos/${photoId}?${query}`, { media: 'image/png', bytes })
}
