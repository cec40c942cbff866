import type { Reply } from '../../platform/http/endpoint.ts'
import { chainHead } from '../../platform/ledger/read.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import type { Principal } from '../access/model.ts'
import { authorsOf } from '../people/service.ts'
import type { inboxApi } from './api.ts'
import { inOrder } from './decide.ts'
import { MOST_WAITING } from './model.ts'
import { newsFor } from './news.ts'
import { moveSeen, seenUpTo } from './store.ts'
import { allWaiting, type Looking } from './waiting.ts'

type InboxReply = Reply<(typeof inboxApi)['GET /api/inbox']>

/** Only people have one: a program is nobody. @throws Problem `not-allowed` */
function signedIn(principal: Principal) {
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act: 'read-inbox' } })
  return principal
}

/** What waits for this person and what others did to what is theirs. @throws Problem `not-allowed` */
export async function inboxOf(looking: Looking, principal: Principal): Promise<InboxReply> {
  const person = signedIn(principal)
  const { foundation } = looking
  const { countyId, personId } = person
  const seen = await seenUpTo(foundation.db, countyId, personId)
  const [waiting, news, authorOf] = await Promise.all([
    allWaiting(looking, person),
    newsFor(foundation, person, seen),
    authorsOf(foundation, countyId),
  ])
  return {
    waiting: inOrder(waiting).slice(0, MOST_WAITING),
    waits: waiting.length,
    news: news.map(({ seq, kind, at, actor, subject, detail, more, named }) => ({
      seq,
      kind,
      at: isoShanghai(at),
      actor: authorOf(actor),
      subject: { ...subject, ...named },
      detail,
      more,
      isNew: seq > seen,
    })),
    unseen: news.filter(({ seq }) => seq > seen).length,
  }
}

/** This person has seen what happened up to a place in the chain, which has to be there. @throws Problem `not-allowed` */
export async function markSeen({ foundation }: Looking, principal: Principal, upTo: number): Promise<{ seen: number }> {
  const { countyId, personId } = signedIn(principal)
  const head = await chainHead(foundation.db, countyId)
  return { seen: await moveSeen(foundation.db, countyId, personId, Math.min(upTo, head.seq)) }
}
