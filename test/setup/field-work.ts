import { randomUUID } from 'node:crypto'
import { act, type SignedIn } from './api-client.ts'
import { picture } from './pictures.ts'

/** Steps of the chain as people take them, each with all it needs; for tests that are about something else. */

/** @returns id of the photo */
export async function photographTask(assignee: SignedIn, taskId: string): Promise<string> {
  const params = { id: taskId }
  const place = { lon: null, lat: null, accuracyM: null }
  await assignee.call('POST /api/tasks/:id/check-in', { params, body: act({ expects: 1, ...place }) })
  const { nonce } = await assignee.call('GET /api/tasks/:id', { params })
  const photo = await assignee.call('PUT /api/tasks/:id/photos/:photoId', {
    params: { id: taskId, photoId: randomUUID() },
    query: { takenAt: new Date().toISOString(), nonce: nonce ?? '' },
    bytes: picture(taskId),
    media: 'image/png',
  })
  return photo.id
}

/** Checks in, photographs, finds a problem. @returns id of the case that it becomes */
export async function findProblem(assignee: SignedIn, taskId: string): Promise<string> {
  await photographTask(assignee, taskId)
  const finding = { finding: 'problem', title: '裸土未覆盖', sourceClass: 'dust' }
  const finished = await assignee.call('POST /api/tasks/:id/finish', {
    params: { id: taskId },
    body: act({ expects: 2, ...finding }),
  })
  return finished.caseId ?? ''
}

export async function sendTask(dispatcher: SignedIn, alertId: string, assigneeId: string): Promise<string> {
  return (await dispatcher.call('POST /api/tasks', { body: act({ alertId, assigneeId }) })).id
}

export async function reportCase(reporter: SignedIn, regionId: string): Promise<string> {
  const body = act({ title: '道路积尘', sourceClass: 'dust', regionId })
  return (await reporter.call('POST /api/cases', { body })).id
}

export async function assignCase(dispatcher: SignedIn, caseId: string, unitId: string): Promise<void> {
  await dispatcher.call('POST /api/cases/:id/assign', { params: { id: caseId }, body: act({ expects: 1, unitId }) })
}

/** From assigned to rectifying, with a photo of the mended place. @returns id of the photo */
export async function mend(liaison: SignedIn, caseId: string): Promise<string> {
  const params = { id: caseId }
  await liaison.call('POST /api/cases/:id/acknowledge', { params, body: act({ expects: 2 }) })
  await liaison.call('POST /api/cases/:id/begin', { params, body: act({ expects: 3 }) })
  const photo = await liaison.call('PUT /api/cases/:id/photos/:photoId', {
    params: { id: caseId, photoId: randomUUID() },
    query: { takenAt: new Date().toISOString() },
    bytes: picture(caseId),
    media: 'image/png',
  })
  return photo.id
}
