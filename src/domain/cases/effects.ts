import type { Performing } from '../../platform/acts/perform.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import type { Principal } from '../access/model.ts'
import { type Approval, decide, propose } from '../approvals/service.ts'
import { startClock, stopClocks } from '../clocks/service.ts'
import { unitsOf } from '../people/service.ts'
import type { CaseAct, CasePart, ProblemCase } from './model.ts'

/** What comes with an act beside its envelope. */
export interface CaseActInput {
  assign: { unitId: string; assistingUnitIds: readonly string[]; dueInHours: number; instruction?: string | undefined }
  acknowledge: Record<never, never>
  begin: Record<never, never>
  submit: { result: string }
  return: { reason: string }
  verify: { opinion?: string | undefined }
  close: Record<never, never>
}

/** What an act finds when it takes effect: everything was allowed by decide.ts already. */
export interface Effecting {
  foundation: Foundation
  performing: Performing
  person: Extract<Principal, { kind: 'person' }>
  problemCase: ProblemCase
  proposal: Approval | undefined
}

/** What an act changes beside the state: parts that are new or changed, and what the ledger says of it. */
export interface Effect {
  parts: CasePart[]
  data: Record<string, string | number | null | object>
}

type Effects = { readonly [A in CaseAct]: (effecting: Effecting, input: CaseActInput[A]) => Promise<Effect> }

/** One function an act: what it does to the parts, the clock and the approval of a case. */
export const caseEffects: Effects = {
  async assign({ foundation, performing, problemCase }, input) {
    const units = await unitsOf(performing.trx, problemCase.countyId)
    const wanted = [input.unitId, ...input.assistingUnitIds]
    const missing = wanted.find((id) => !units.some((unit) => unit.id === id))
    if (missing !== undefined) throw new Problem('target-unknown', { params: { what: 'unit', id: missing } })
    const since = performing.receivedAt
    const parts = [...new Set(wanted)].map(
      (unitId): CasePart => ({
        id: foundation.ids.next(),
        part: unitId === input.unitId ? 'main' : 'assisting',
        personId: null,
        unitId,
        state: 'named',
        since,
      }),
    )
    const clock = await startClock(foundation, performing, problemCase.countyId, {
      subjectType: 'case',
      subjectId: problemCase.id,
      kind: 'case-rectify',
      durationMs: Math.round(input.dueInHours * HOUR_MS),
    })
    return { parts, data: { clock, ...(await texts(performing, { instruction: input.instruction })) } }
  },

  async acknowledge({ performing, person, problemCase }) {
    return { parts: unitParts(problemCase, person.unitId, 'acknowledged', performing.receivedAt), data: {} }
  },

  async begin({ foundation, performing, person, problemCase }) {
    const since = performing.receivedAt
    const rectifier: CasePart = {
      id: foundation.ids.next(),
      part: 'rectifier',
      personId: person.personId,
      unitId: person.unitId,
      state: 'working',
      since,
    }
    return { parts: [...unitParts(problemCase, person.unitId, 'working', since), rectifier], data: {} }
  },

  async submit({ foundation, performing, person, problemCase }, input) {
    const approval = await propose(foundation, performing, person, 'accept-rectification', {
      type: 'case',
      id: problemCase.id,
      version: problemCase.version + 1,
    })
    const parts = problemCase.parts
      .filter((part) => part.part === 'rectifier')
      .map((part): CasePart => ({ ...part, state: 'done', since: performing.receivedAt }))
    return { parts, data: { approvalId: approval.id, ...(await texts(performing, { result: input.result })) } }
  },

  async return(effecting, input) {
    const { performing, problemCase } = effecting
    const reason = await performing.keepText(input.reason)
    await decideProposal(effecting, 'refused', reason.id)
    const parts = problemCase.parts
      .filter((part) => part.part === 'rectifier')
      .map((part): CasePart => ({ ...part, state: 'working', since: performing.receivedAt }))
    return { parts, data: { reason } }
  },

  async verify(effecting, input) {
    const { foundation, performing, person } = effecting
    await decideProposal(effecting, 'approved', null)
    const verifier: CasePart = {
      id: foundation.ids.next(),
      part: 'verifier',
      personId: person.personId,
      unitId: person.unitId,
      state: 'done',
      since: performing.receivedAt,
    }
    return { parts: [verifier], data: await texts(performing, { opinion: input.opinion }) }
  },

  async close({ performing, problemCase }) {
    await stopClocks(performing.trx, problemCase.countyId, problemCase.id, performing.receivedAt)
    const parts = problemCase.parts
      .filter((part) => part.part === 'main' || part.part === 'assisting')
      .map((part): CasePart => ({ ...part, state: 'done', since: performing.receivedAt }))
    return { parts, data: {} }
  },
}

function unitParts(
  problemCase: ProblemCase,
  unitId: string | null,
  state: CasePart['state'],
  since: number,
): CasePart[] {
  return problemCase.parts
    .filter((part) => (part.part === 'main' || part.part === 'assisting') && part.unitId === unitId)
    .map((part) => ({ ...part, state, since }))
}

async function decideProposal(effecting: Effecting, decision: 'approved' | 'refused', reasonId: string | null) {
  const { performing, person, proposal } = effecting
  if (proposal === undefined) throw new Error('a decision without a proposal passed decide.ts')
  await decide(performing, person, proposal, decision, reasonId)
}

/** Free texts that were given, kept as payloads. */
async function texts(
  performing: Performing,
  given: Record<string, string | undefined>,
): Promise<Record<string, { id: string; hash: string }>> {
  const kept: Record<string, { id: string; hash: string }> = {}
  for (const [name, text] of Object.entries(given)) {
    if (text !== undefined && text !== '') kept[name] = await performing.keepText(text)
  }
  return kept
}
