import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { HOUR_MS, isoShanghai } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { Act } from '../access/table.ts'
import { decide, openProposal, propose } from '../approvals/service.ts'
import type { Reading } from '../readings/model.ts'
import { deviceNamed, type ReadingsStore } from '../readings/service.ts'
import { changesOf, mayDecide, stillStands } from './decide.ts'
import { periodsOf } from './findings.ts'
import type { CorrectedPeriod, Correction, CorrectionKind, CorrectionState, QualityFinding } from './model.ts'
import { type Corrected, framesBehind, mainReading, standingAt } from './standing.ts'
import {
  correctionById,
  correctionForUpdate,
  findingById,
  findingForUpdate,
  framesOfCorrections,
  hasOpenCorrection,
  insertCorrection,
  saveCorrection,
} from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>
type SignedIn = Extract<Principal, { kind: 'person' }>

export interface MovedCorrection {
  [key: string]: JsonValue
  id: string
  state: CorrectionState
  version: number
}

export interface NewCorrection {
  mn: string
  /** Code or name of the factor. */
  factor: string
  resolution: Corrected['resolution']
  kind: CorrectionKind
  changes: readonly CorrectedPeriod[]
  findingId?: string | undefined
  reason: string
}

/**
 * Proposes a correction with what stands now beside it. The id of the act becomes the id of the correction.
 * @throws Problem `not-allowed`, `target-unknown` (device, finding, reading), `invalid-input`, `already-exists` (one for the
 *   finding waits already), `wrong-state`
 */
export async function proposeCorrection(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  act: Envelope,
  wanted: NewCorrection,
): Promise<MovedCorrection> {
  const { countyId } = principal
  const person = whoMay(principal, 'correct-readings')
  const deviceId = await deviceNamed(foundation, countyId, wanted.mn)
  const { resolution, kind, changes, findingId, reason } = wanted
  const corrected = { deviceId, factor: factorOf(wanted.factor)?.code ?? wanted.factor, resolution }
  const finding = findingId === undefined ? undefined : await findingById(foundation.db, countyId, findingId)
  if (findingId !== undefined && !isAbout(finding, corrected)) throw unknown('finding', findingId)
  const input = asJson({ ...wanted })
  return proposeAs(foundation, readings, person, { ...act, input }, corrected, { kind, changes, reason }, finding)
}

/**
 * Proposes that the values of a finding are right whatever the check says.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `wrong-state`, `already-exists`
 */
export async function proposeToKeep(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  act: Envelope & { expects: number },
  findingId: string,
  reason: string,
): Promise<MovedCorrection> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  const person = whoMay(principal, 'correct-readings')
  const finding = await findingById(foundation.db, countyId, findingId)
  if (finding === undefined) throw new Problem('not-found', { params: { type: 'finding', id: findingId } })
  const changes = periodsOf(finding, HOUR_MS).map((periodEnd) => ({ periodEnd, value: null }))
  const { deviceId, factor, resolution } = finding
  const input = asJson({ findingId, expects, reason })
  return proposeAs(
    foundation,
    readings,
    person,
    { ...envelope, input },
    { deviceId, factor, resolution },
    { kind: 'keep', changes, reason },
    { ...finding, version: expects },
  )
}

/** @param finding as the proposer saw it */
async function proposeAs(
  foundation: Foundation,
  readings: ReadingsStore,
  person: SignedIn,
  act: Envelope & { input: JsonValue },
  corrected: Corrected,
  { kind, changes: wanted, reason }: Pick<NewCorrection, 'kind' | 'changes' | 'reason'>,
  finding: QualityFinding | undefined,
): Promise<MovedCorrection> {
  const { countyId } = person
  // Readings share no transaction with anything; what stands when the second person agrees is compared with this.
  const { standing, frames } = await whatStands(readings, countyId, corrected, wanted)
  const request = { countyId, ...act, kind: 'propose-correction', actor: actorOf(person) }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    if (finding !== undefined) await checkFinding(trx, finding)
    const found = changesOf(kind, wanted, standing, frames)
    if (!found.ok) throw new Problem(found.problem, { params: { what: 'reading', id: isoShanghai(found.at) } })
    const text = await performing.keepText(reason)
    const correction: Correction = {
      countyId,
      id: act.actId,
      ...corrected,
      kind,
      changes: found.changes,
      findingId: finding?.id ?? null,
      reasonId: text.id,
      state: 'proposed',
      version: 1,
      proposedAt: receivedAt,
      decidedAt: null,
      appliedAt: null,
    }
    await insertCorrection(trx, correction)
    const subject = { type: 'correction', id: correction.id, version: 1 }
    const approval = await propose(foundation, performing, person, 'correct-readings', subject)
    await performing.record({
      kind: 'correction.proposed',
      subject,
      data: asJson({
        ...corrected,
        correction: kind,
        changes: found.changes,
        findingId: correction.findingId,
        reason: text,
        approvalId: approval.id,
      }),
    })
    return movedOf(correction)
  })
}

function isAbout(finding: QualityFinding | undefined, corrected: Corrected): finding is QualityFinding {
  return (
    finding?.deviceId === corrected.deviceId &&
    finding.factor === corrected.factor &&
    finding.resolution === corrected.resolution
  )
}

/** The finding is as the proposer saw it, open, and nobody else's proposal for it waits. */
async function checkFinding(trx: Performing['trx'], seen: QualityFinding): Promise<void> {
  const { countyId, id } = seen
  const finding = await findingForUpdate(trx, countyId, id)
  if (finding === undefined) throw new Problem('not-found', { params: { type: 'finding', id } })
  if (finding.version !== seen.version) throw new Problem('version-conflict', { params: { version: finding.version } })
  if (finding.state !== 'open') throw new Problem('wrong-state', { params: { state: finding.state } })
  if (await hasOpenCorrection(trx, countyId, id))
    throw new Problem('already-exists', { params: { what: 'correction', id } })
}

async function whatStands(
  readings: ReadingsStore,
  countyId: string,
  corrected: Corrected,
  wanted: readonly CorrectedPeriod[],
): Promise<{ standing: Map<number, Reading>; frames: Map<number, number[]> }> {
  const ends = wanted.map((one) => one.periodEnd)
  const standing = new Map<number, Reading>()
  const frames = new Map<number, number[]>()
  for (const [end, row] of await standingAt(readings, countyId, corrected, ends)) {
    const reading = mainReading(row, corrected.factor)
    if (reading === undefined) continue
    standing.set(end, reading)
    frames.set(end, await framesBehind(readings, countyId, corrected, row))
  }
  return { standing, frames }
}

type Decided = Envelope & { expects: number; name: 'approve' | 'refuse'; reason?: string }

/**
 * Agrees to a correction, or refuses it, as the second person. An agreed one reaches the readings through `applyApproved`.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `wrong-state` (decided already; `what: readings`: something
 *   else stands by now), `second-person-needed`
 */
export async function decideCorrection(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  act: Decided,
  id: string,
): Promise<MovedCorrection> {
  const { countyId } = principal
  const { expects, name, reason, ...envelope } = act
  const person = whoMay(principal, 'approve-correction')
  const before = await correctionById(foundation.db, countyId, id)
  if (before === undefined) throw new Problem('not-found', { params: { type: 'correction', id } })
  const isAsProposed = name === 'refuse' || (await standsAsProposed(readings, before))
  const input = asJson({ id, expects, name, reason })
  const request = { countyId, ...envelope, kind: `${name}-correction`, actor: actorOf(person), input }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt } = performing
    const correction = await correctionForUpdate(trx, countyId, id)
    if (correction === undefined) throw new Problem('not-found', { params: { type: 'correction', id } })
    if (correction.version !== expects) {
      throw new Problem('version-conflict', { params: { version: correction.version } })
    }
    const proposal = await openProposal(trx, countyId, 'correct-readings', id)
    const may = mayDecide({ correction, proposal }, person)
    if (!may.ok) throw new Problem(may.problem, { params: may.params })
    if (proposal === undefined) throw new Error('a correction without a proposal passed decide.ts')
    if (!isAsProposed) throw new Problem('wrong-state', { params: { state: correction.state, what: 'readings' } })
    const text = reason === undefined ? null : await performing.keepText(reason)
    const decision = name === 'approve' ? 'approved' : 'refused'
    await decide(performing, person, proposal, decision, text?.id ?? null)
    const next = { ...correction, state: decision, version: correction.version + 1, decidedAt: receivedAt } as const
    await saveCorrection(trx, countyId, id, {
      state: decision,
      version: next.version,
      decidedAt: receivedAt,
      appliedAt: null,
    })
    await performing.record({
      kind: `correction.${decision}`,
      subject: { type: 'correction', id, version: next.version },
      data: asJson({ approvalId: proposal.id, ...(text === null ? {} : { reason: text }) }),
    })
    return movedOf(next)
  })
}

async function standsAsProposed(readings: ReadingsStore, correction: Correction): Promise<boolean> {
  const { countyId, changes, factor } = correction
  const rows = await standingAt(
    readings,
    countyId,
    correction,
    changes.map((change) => change.end),
  )
  const standing = new Map<number, Reading>()
  for (const [end, row] of rows) {
    const reading = mainReading(row, factor)
    if (reading !== undefined) standing.set(end, reading)
  }
  return stillStands(changes, standing)
}

/** What people answer for by name, no program and no console may do. */
function whoMay(principal: Principal, act: Act): SignedIn {
  allow(principal, act, countyScope(principal.countyId))
  if (principal.kind !== 'person') throw new Problem('not-allowed', { params: { act } })
  return principal
}

function movedOf({ id, state, version }: Pick<Correction, 'id' | 'state' | 'version'>): MovedCorrection {
  return { id, state, version }
}

function unknown(what: string, id: string): Problem {
  return new Problem('target-unknown', { params: { what, id } })
}

/** Numbers of the frames that corrections rest on: their bytes are kept as long as the corrections are. */
export function correctedFrames(db: Db, countyId: string): Promise<number[]> {
  return framesOfCorrections(db, countyId)
}

export { applyApproved } from './apply.ts'
export { judgeStep } from './judge.ts'
