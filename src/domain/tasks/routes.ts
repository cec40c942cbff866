import type { Foundation } from '../../platform/foundation.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { tasksApi } from './api.ts'
import { checkIn, finishTask, sendTask } from './service.ts'
import { pageOfTasks, taskPage } from './views.ts'

/** HTTP of the tasks room. */
export function tasksRoutes(foundation: Foundation): RoomHandlers<typeof tasksApi> {
  return {
    'GET /api/tasks': ({ query }, { principal }) => pageOfTasks(foundation, principal, query),
    'POST /api/tasks': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return sendTask(foundation, principal, envelope(body), wanted)
    },
    'GET /api/tasks/:id': ({ params }, { principal }) => taskPage(foundation, principal, params.id),
    'POST /api/tasks/:id/check-in': ({ params, body }, { principal }) => {
      const { lon, lat, accuracyM } = body
      return checkIn(foundation, principal, envelopeOn(body), params.id, { lon, lat, accuracyM })
    },
    'POST /api/tasks/:id/finish': ({ params, body }, { principal }) => {
      const { finding, title, sourceClass } = body
      return finishTask(foundation, principal, envelopeOn(body), params.id, { finding, title, sourceClass })
    },
  }
}
