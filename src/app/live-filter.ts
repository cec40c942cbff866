import { mayAct, reachFor } from '../domain/access/decide.ts'
import { isMoment, momentActs, type Principal } from '../domain/access/model.ts'
import { alertById, alertScope } from '../domain/alerts/service.ts'
import { caseById, caseScope } from '../domain/cases/service.ts'
import { regionsById } from '../domain/regions/service.ts'
import { sourceById, sourceScope } from '../domain/sources/service.ts'
import { taskById, taskScope } from '../domain/tasks/service.ts'
import type { Foundation } from '../platform/foundation.ts'
import type { LiveEvent } from '../platform/live/feed.ts'

/** May this principal hear this moment? Who may not read what it is about does not hear that it happened. */
export function mayHearMoment(principal: Principal, name: string): boolean {
  return isMoment(name) && reachFor(principal, momentActs[name]) !== '-'
}

/**
 * May this principal hear of this event? By the same table and scopes as reading the subject over HTTP: what one may not
 * read, one does not hear of either.
 */
export async function mayHear(foundation: Foundation, principal: Principal, event: LiveEvent): Promise<boolean> {
  const { db } = foundation
  const { countyId } = principal
  switch (event.subjectType) {
    case 'alert': {
      const alert = await alertById(db, countyId, event.subjectId)
      return alert !== undefined && mayAct(principal, 'read-alerts', await alertScope(db, alert))
    }
    case 'task': {
      const task = await taskById(db, countyId, event.subjectId)
      return task !== undefined && mayAct(principal, 'read-task', await taskScope(db, task))
    }
    case 'case': {
      const problemCase = await caseById(db, countyId, event.subjectId)
      return problemCase !== undefined && mayAct(principal, 'read-case', await caseScope(db, problemCase))
    }
    case 'source': {
      const source = await sourceById(db, countyId, event.subjectId)
      const regions = await regionsById(db, countyId)
      return source !== undefined && mayAct(principal, 'read-sources', sourceScope(source, regions))
    }
    case 'station':
    case 'circles':
    case 'region':
      return reachFor(principal, 'read-stations') === 'county'
    case 'device':
    case 'command':
      return reachFor(principal, 'read-devices') === 'county'
    case 'feed':
      return reachFor(principal, 'read-feeds') === 'county'
    case 'correction':
      return reachFor(principal, 'read-corrections') === 'county'
    case 'exclusion':
      return reachFor(principal, 'read-evaluations') === 'county'
    case 'target':
      return reachFor(principal, 'read-targets') === 'county'
    case 'base-map':
      return principal.kind === 'person'
    case 'rule':
    case 'silence':
      return reachFor(principal, 'read-rules') === 'county'
    default:
      return reachFor(principal, 'read-ledger') === 'county'
  }
}
