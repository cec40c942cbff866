import type { Foundation } from '../../platform/foundation.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import { type ReadingsStore, type RulesOf, usualRulesOf } from '../readings/service.ts'
import type { correctionsApi } from './api.ts'
import { decideCorrection, proposeCorrection, proposeToKeep } from './service.ts'
import { pageOfCorrections, pageOfFindings, rulesInForce } from './views.ts'

/**
 * HTTP of the corrections room.
 * @param approved told when two people have agreed, so that the readings have it at once
 * @param rulesOf what the values of a county are judged by
 */
export function correctionsRoutes(
  foundation: Foundation,
  readings: ReadingsStore,
  approved: () => void,
  rulesOf: RulesOf = usualRulesOf,
): RoomHandlers<typeof correctionsApi> {
  return {
    'GET /api/quality-findings': ({ query }, { principal }) =>
      pageOfFindings(foundation, readings, rulesOf, principal, query),
    'GET /api/quality-rules': async (_call, { principal }) => ({ items: rulesInForce(rulesOf, principal) }),
    'POST /api/quality-findings/:id/keep': ({ params, body }, { principal }) =>
      proposeToKeep(foundation, readings, principal, envelopeOn(body), params.id, body.reason),
    'GET /api/corrections': ({ query }, { principal }) => pageOfCorrections(foundation, principal, query),
    'POST /api/corrections': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, changes, ...wanted } = body
      const periods = changes.map(({ end, value }) => ({ periodEnd: Date.parse(end), value }))
      return proposeCorrection(foundation, readings, principal, envelope(body), { ...wanted, changes: periods })
    },
    'POST /api/corrections/:id/approve': async ({ params, body }, { principal }) => {
      const act = { ...envelopeOn(body), name: 'approve' as const }
      const moved = await decideCorrection(foundation, readings, principal, act, params.id)
      approved()
      return moved
    },
    'POST /api/corrections/:id/refuse': ({ params, body }, { principal }) => {
      const act = { ...envelopeOn(body), name: 'refuse' as const, reason: body.reason }
      return decideCorrection(foundation, readings, principal, act, params.id)
    },
  }
}
