import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { allowToSee } from '../access/check.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { Principal } from '../access/model.ts'
import { addCasePhoto, caseById, caseScope } from '../cases/service.ts'
import { namesOf } from '../people/service.ts'
import { addTaskPhoto, taskOr404, taskScope } from '../tasks/service.ts'
import type { photosApi } from './api.ts'
import { type Photo, photoOr404, viewPhoto } from './service.ts'

/** HTTP of the photos room. The photo's id in the path is the id of the act that adds it. */
export function photosRoutes(foundation: Foundation): RoomHandlers<typeof photosApi> {
  const view = async (photo: Photo) => viewPhoto(photo, await namesOf(foundation.db, photo.countyId))
  return {
    'PUT /api/tasks/:id/photos/:photoId': async ({ params, query, body }, { principal }) => {
      const { takenAt, ...place } = query
      const capture = { ...place, takenAt: Date.parse(takenAt) }
      const act = { actId: params.photoId, actedAt: capture.takenAt }
      return view(await addTaskPhoto(foundation, principal, act, params.id, body, capture))
    },
    'PUT /api/cases/:id/photos/:photoId': async ({ params, query, body }, { principal }) => {
      const { takenAt, ...place } = query
      const capture = { ...place, takenAt: Date.parse(takenAt) }
      const act = { actId: params.photoId, actedAt: capture.takenAt }
      return view(await addCasePhoto(foundation, principal, act, params.id, body, capture))
    },
    'GET /api/photos/:id/bytes': async ({ params }, { principal }) => {
      const photo = await photoOr404(foundation.db, principal.countyId, params.id)
      await allowToSeePhoto(foundation, principal, photo)
      const bytes = photo.fileSha256 === null ? null : await foundation.files.get(photo.fileSha256)
      if (bytes === null) throw new Problem('not-found', { params: { type: 'photo', id: params.id } })
      // The bytes never change: their name is their hash. Private, as the reader must be allowed to see them.
      return { bytes, media: photo.mediaType, cache: 'private, max-age=31536000, immutable' }
    },
  }
}

/** Who may read the task or the case of a photo may see the photo; photos of a task also belong to the case that came of it. */
async function allowToSeePhoto(foundation: Foundation, principal: Principal, photo: Photo): Promise<void> {
  const { db } = foundation
  const what = { type: 'photo', id: photo.id }
  if (photo.subjectType === 'case') return allowCase(photo.subjectId)
  const task = await taskOr404(db, photo.countyId, photo.subjectId)
  if (task.caseId === null) {
    allowToSee(principal, 'read-task', await taskScope(db, task), what)
    return
  }
  return allowCase(task.caseId)

  async function allowCase(caseId: string): Promise<void> {
    const problemCase = await caseById(db, photo.countyId, caseId)
    if (problemCase === undefined) throw new Problem('not-found', { params: what })
    allowToSee(principal, 'read-case', await caseScope(db, problemCase), what)
  }
}
