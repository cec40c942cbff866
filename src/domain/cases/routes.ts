import type { Foundation } from '../../platform/foundation.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { casesApi } from './api.ts'
import { actOnCase, reportCase } from './service.ts'
import { caseStory, pageOfCases } from './views.ts'

/** HTTP of the cases room. */
export function casesRoutes(foundation: Foundation): RoomHandlers<typeof casesApi> {
  return {
    'GET /api/cases': ({ query }, { principal }) => pageOfCases(foundation, principal, query),
    'POST /api/cases': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return reportCase(foundation, principal, envelope(body), wanted)
    },
    'GET /api/cases/:id': ({ params }, { principal }) => caseStory(foundation, principal, params.id),
    'POST /api/cases/:id/assign': ({ params, body }, { principal }) => {
      const { unitId, assistingUnitIds, dueInHours, instruction } = body
      const act = { ...envelopeOn(body), name: 'assign' as const }
      return actOnCase(foundation, principal, act, params.id, { unitId, assistingUnitIds, dueInHours, instruction })
    },
    'POST /api/cases/:id/acknowledge': ({ params, body }, { principal }) =>
      actOnCase(foundation, principal, { ...envelopeOn(body), name: 'acknowledge' }, params.id, {}),
    'POST /api/cases/:id/begin': ({ params, body }, { principal }) =>
      actOnCase(foundation, principal, { ...envelopeOn(body), name: 'begin' }, params.id, {}),
    'POST /api/cases/:id/submit': ({ params, body }, { principal }) =>
      actOnCase(foundation, principal, { ...envelopeOn(body), name: 'submit' }, params.id, { result: body.result }),
    'POST /api/cases/:id/return': ({ params, body }, { principal }) =>
      actOnCase(foundation, principal, { ...envelopeOn(body), name: 'return' }, params.id, { reason: body.reason }),
    'POST /api/cases/:id/verify': ({ params, body }, { principal }) =>
      actOnCase(foundation, principal, { ...envelopeOn(body), name: 'verify' }, params.id, { opinion: body.opinion }),
    'POST /api/cases/:id/close': ({ params, body }, { principal }) =>
      actOnCase(foundation, principal, { ...envelopeOn(body), name: 'close' }, params.id, {}),
  }
}
