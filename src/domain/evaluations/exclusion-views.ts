import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { civilDayAt } from '../../standards/civil-days.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { allow, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { approvalsAbout } from '../approvals/service.ts'
import { namesOf } from '../people/service.ts'
import type { evaluationsApi } from './api.ts'
import { mayDecide, mayWithdraw } from './decide.ts'
import { listExclusions } from './exclusion-store.ts'
import type { ExclusionState } from './model.ts'
import { subjectsOf } from './subjects.ts'

type ExclusionsReply = Reply<(typeof evaluationsApi)['GET /api/exclusions']>

/** Days taken out, the latest proposed first, each with who stands behind it. @throws Problem `not-allowed` */
export async function pageOfExclusions(
  { db }: Foundation,
  principal: Principal,
  query: {
    state?: ExclusionState | undefined
    ids?: readonly string[] | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<ExclusionsReply> {
  const { countyId } = principal
  allow(principal, 'read-evaluations', countyScope(countyId))
  const before = readCursor(query.cursor)
  const rows = await listExclusions(db, countyId, {
    state: query.state,
    ids: query.ids,
    before,
    limit: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.proposedAt, id: row.id }))
  const ids = page.items.map(({ id }) => id)
  const [subjects, people, approvals] = await Promise.all([
    subjectsOf(db, countyId),
    namesOf(db, countyId),
    approvalsAbout(db, countyId, ids),
  ])
  const reasons = approvals.flatMap(({ reasonId }) => reasonId ?? [])
  const texts = await textsOf(db, countyId, [...page.items.map(({ noteId }) => noteId), ...reasons])
  const items = page.items.map((row) => {
    const approval = approvals.find(({ subjectId }) => subjectId === row.id)
    const proposal = approval?.decision === null ? approval : undefined
    const { subjectType: type, subjectId } = row
    return {
      id: row.id,
      subject: { type, id: subjectId, name: subjects.find(({ id }) => id === subjectId)?.name ?? '' },
      kind: row.kind,
      from: civilDayAt(row.firstDay),
      until: civilDayAt(row.lastDay),
      factors: row.factors,
      authority: row.authority,
      reference: row.reference,
      note: texts.get(row.noteId) ?? null,
      state: row.state,
      version: row.version,
      proposedBy: people.get(approval?.proposerId ?? '') ?? '',
      proposedAt: isoShanghai(row.proposedAt),
      decidedBy: approval?.approverId == null ? null : (people.get(approval.approverId) ?? ''),
      decidedAt: row.decidedAt === null ? null : isoShanghai(row.decidedAt),
      decisionReason: approval?.reasonId == null ? null : (texts.get(approval.reasonId) ?? null),
      withdrawnAt: row.withdrawnAt === null ? null : isoShanghai(row.withdrawnAt),
      mayDecide: mayDecide({ exclusion: row, proposal }, principal).ok,
      mayWithdraw: mayWithdraw(row, principal).ok,
    }
  })
  return { items, next: page.next }
}

/** Exclusions looked at for whose hand they wait. */
const MOST_IN_HAND = 50

/** Days to be taken out that wait for this very person as the second one; none for whoever may decide none. */
export async function exclusionsInHand(
  foundation: Foundation,
  principal: Principal,
): Promise<ExclusionsReply['items']> {
  if (reachFor(principal, 'approve-exclusion') === '-') return []
  const { items } = await pageOfExclusions(foundation, principal, { state: 'proposed', limit: MOST_IN_HAND })
  return items.filter(({ mayDecide: isMine }) => isMine)
}

/** Those of some that the principal may read. */
export async function exclusionsAmong(
  foundation: Foundation,
  principal: Principal,
  ids: readonly string[],
): Promise<ExclusionsReply['items']> {
  if (reachFor(principal, 'read-evaluations') === '-' || ids.length === 0) return []
  return (await pageOfExclusions(foundation, principal, { ids, limit: ids.length })).items
}
