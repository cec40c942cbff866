import type { Performing } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import type { Principal } from '../access/model.ts'
import { type Approval, approvalsAbout, approvalsOf, insertProposal, openProposal, saveDecision } from './store.ts'

/** The two-person acts. Each is one approval record: what, upon which version, by whom proposed, by whom decided. */
export type TwoPersonAct = 'accept-rectification' | 'correct-readings' | 'exclude-days'

type SignedIn = Extract<Principal, { kind: 'person' }>

/** Proposes something that another person, on another session, must decide. */
export async function propose(
  foundation: Pick<Foundation, 'ids'>,
  performing: Performing,
  proposer: SignedIn,
  act: TwoPersonAct,
  subject: { type: string; id: string; version: number },
): Promise<{ id: string }> {
  const id = foundation.ids.next()
  await insertProposal(performing.trx, {
    countyId: proposer.countyId,
    id,
    act,
    subjectType: subject.type,
    subjectId: subject.id,
    subjectVersion: subject.version,
    proposerId: proposer.personId,
    proposerSession: proposer.sessionId,
    proposedAt: performing.receivedAt,
  })
  return { id }
}

/** Decides an open proposal. @throws Problem `second-person-needed` for the proposer, on whatever session, and on the proposer's session */
export async function decide(
  performing: Performing,
  approver: SignedIn,
  proposal: Approval,
  decision: 'approved' | 'refused',
  reasonId: string | null,
): Promise<void> {
  if (proposal.proposerId === approver.personId || proposal.proposerSession === approver.sessionId) {
    throw new Problem('second-person-needed')
  }
  await saveDecision(performing.trx, approver.countyId, proposal.id, {
    approverId: approver.personId,
    approverSession: approver.sessionId,
    decidedAt: performing.receivedAt,
    decision,
    reasonId,
  })
}

export { type Approval, approvalsAbout, approvalsOf, openProposal }
