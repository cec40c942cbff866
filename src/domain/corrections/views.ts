import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { factorOf, unitOf } from '../../standards/factors.ts'
import { allow, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { approvalsAbout } from '../approvals/service.ts'
import { bindingsOf, devicesOf } from '../devices/service.ts'
import { namesOf } from '../people/service.ts'
import {
  ALL_FACTORS,
  isOwnRule,
  numbersInForce,
  type ReadingsStore,
  type RulesOf,
  usualRules,
} from '../readings/service.ts'
import { stationsOf } from '../stations/service.ts'
import type { correctionsApi } from './api.ts'
import { mayDecide } from './decide.ts'
import { valuesOfFindings } from './found-values.ts'
import { groundFrom } from './ground.ts'
import type { CorrectionState, FindingState } from './model.ts'
import { countOpenFindings, kindsOfFindings, listCorrections, listFindings, placeInList } from './store.ts'

type FindingsReply = Reply<(typeof correctionsApi)['GET /api/quality-findings']>
type RulesReply = Reply<(typeof correctionsApi)['GET /api/quality-rules']>
type CorrectionsReply = Reply<(typeof correctionsApi)['GET /api/corrections']>
type Subject = Pick<FindingsReply['items'][number], 'deviceId' | 'mn' | 'deviceName' | 'station' | 'factor'>

/** How a device is called, and where it stood when a period ended. */
type Naming = (of: { deviceId: string; factor: string }, periodEnd: number) => Subject

async function naming({ db }: Foundation, countyId: string) {
  const [devices, bindings, stations] = await Promise.all([
    devicesOf(db, countyId),
    bindingsOf(db, countyId),
    stationsOf(db, countyId),
  ])
  const ground = groundFrom(bindings, stations, usualRules.reachM)
  const byId = new Map(devices.map((device) => [device.id, device]))
  const nameOf: Naming = ({ deviceId, factor }, periodEnd) => {
    const device = byId.get(deviceId)
    const station = ground.stationAt(deviceId, periodEnd)
    return {
      deviceId,
      mn: device?.mn ?? '',
      deviceName: device?.name ?? '',
      station: station === undefined ? null : { id: station.id, code: station.code, name: station.name },
      factor,
    }
  }
  return { nameOf, bindings, stations }
}

/**
 * Findings of one state with the values they are about, latest period first. A page may have fewer items than asked for without being the last.
 * @throws Problem `not-allowed`, `target-unknown` (station)
 */
export async function pageOfFindings(
  foundation: Foundation,
  readings: ReadingsStore,
  rulesOf: RulesOf,
  principal: Principal,
  query: {
    state: FindingState
    station?: string | undefined
    /** Code or name. */
    factor?: string | undefined
    rule?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<FindingsReply> {
  const { db } = foundation
  const { countyId } = principal
  allow(principal, 'read-corrections', countyScope(countyId))
  const [{ nameOf, bindings, stations }, people, open, kinds] = await Promise.all([
    naming(foundation, countyId),
    namesOf(db, countyId),
    countOpenFindings(db, countyId),
    kindsOfFindings(db, countyId, query.state),
  ])
  const station = stations.find((one) => one.code === query.station)
  if (query.station !== undefined && station === undefined) {
    throw new Problem('target-unknown', { params: { what: 'station', id: query.station } })
  }
  const boundThere = bindings.filter((one) => one.subjectId === station?.id).map((one) => one.deviceId)
  const rows = await listFindings(db, countyId, {
    state: query.state,
    deviceIds: station === undefined ? undefined : boundThere,
    factor: query.factor === undefined ? undefined : (factorOf(query.factor)?.code ?? query.factor),
    rule: query.rule,
    before: readCursor(query.cursor),
    limit: query.limit + 1,
  })
  const { settings } = rulesOf(countyId)
  const page = cutPage(rows, query.limit, (row) => ({ at: row.lastEnd, id: row.id }))
  const values = await valuesOfFindings(readings, countyId, query.state, page.items)
  const items = page.items.flatMap((row) => {
    const subject = nameOf(row, row.lastEnd)
    // The device may have stood elsewhere then.
    if (station !== undefined && subject.station?.id !== station.id) return []
    return [
      {
        id: row.id,
        ...subject,
        resolution: row.resolution,
        rule: row.rule,
        origin: isOwnRule(settings, row.rule, row.factor) ? ('county' as const) : ('usual' as const),
        firstEnd: isoShanghai(row.firstEnd),
        lastEnd: isoShanghai(row.lastEnd),
        periods: row.periods,
        values: values.get(row.id) ?? null,
        state: row.state,
        version: row.version,
        foundAt: isoShanghai(row.foundAt),
        handledAt: row.handledAt === null ? null : isoShanghai(row.handledAt),
        handledBy: row.handledBy === null ? null : (people.get(row.handledBy) ?? ''),
      },
    ]
  })
  return { items, next: page.next, open, ...kinds }
}

/** The numbers of the checks that a county may set, as they are in it. @throws Problem `not-allowed` */
export function rulesInForce(rulesOf: RulesOf, principal: Principal): RulesReply['items'] {
  const { countyId } = principal
  allow(principal, 'read-corrections', countyScope(countyId))
  return numbersInForce(rulesOf(countyId).settings).map(({ rule, factor, name, value, unit, usual, origin }) => ({
    rule,
    factor: factor === ALL_FACTORS ? null : factor,
    name,
    value,
    unit,
    usual,
    origin,
  }))
}

/** Corrections, those that wait for a second person before all others, then the latest first. @throws Problem `not-allowed` */
export async function pageOfCorrections(
  foundation: Foundation,
  principal: Principal,
  query: {
    state?: CorrectionState | undefined
    ids?: readonly string[] | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<CorrectionsReply> {
  const { db } = foundation
  const { countyId } = principal
  allow(principal, 'read-corrections', countyScope(countyId))
  const rows = await listCorrections(db, countyId, {
    state: query.state,
    ids: query.ids,
    before: readCursor(query.cursor),
    limit: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: placeInList(row), id: row.id }))
  const [{ nameOf }, people, approvals] = await Promise.all([
    naming(foundation, countyId),
    namesOf(db, countyId),
    approvalsAbout(
      db,
      countyId,
      page.items.map((row) => row.id),
    ),
  ])
  const approvalOf = new Map(approvals.map((one) => [one.subjectId, one]))
  const texts = await textsOf(db, countyId, [
    ...page.items.map((row) => row.reasonId),
    ...approvals.flatMap((one) => one.reasonId ?? []),
  ])
  const items = page.items.map((row) => {
    const approval = approvalOf.get(row.id)
    const proposal = approval?.decision === null ? approval : undefined
    const unit = unitOf(row.factor)
    return {
      id: row.id,
      ...nameOf(row, row.changes.at(-1)?.end ?? row.proposedAt),
      resolution: row.resolution,
      kind: row.kind,
      changes: row.changes.map(({ end, before, after }) => ({ end: isoShanghai(end), before, after, unit })),
      findingId: row.findingId,
      reason: texts.get(row.reasonId) ?? null,
      state: row.state,
      version: row.version,
      proposedBy: people.get(approval?.proposerId ?? '') ?? '',
      proposedAt: isoShanghai(row.proposedAt),
      decidedBy: approval?.approverId == null ? null : (people.get(approval.approverId) ?? ''),
      decidedAt: row.decidedAt === null ? null : isoShanghai(row.decidedAt),
      decisionReason: approval?.reasonId == null ? null : (texts.get(approval.reasonId) ?? null),
      appliedAt: row.appliedAt === null ? null : isoShanghai(row.appliedAt),
      mayDecide: mayDecide({ correction: row, proposal }, principal).ok,
    }
  })
  return { items, next: page.next }
}

/** Corrections looked at for whose hand they wait. */
const MOST_IN_HAND = 50

/** Corrections that wait for this very person as the second one; none for whoever may decide none. */
export async function correctionsInHand(
  foundation: Foundation,
  principal: Principal,
): Promise<CorrectionsReply['items']> {
  if (reachFor(principal, 'approve-correction') === '-') return []
  const { items } = await pageOfCorrections(foundation, principal, { state: 'proposed', limit: MOST_IN_HAND })
  return items.filter(({ mayDecide: isMine }) => isMine)
}

/** Those of some corrections that the principal may read. */
export async function correctionsAmong(
  foundation: Foundation,
  principal: Principal,
  ids: readonly string[],
): Promise<CorrectionsReply['items']> {
  if (reachFor(principal, 'read-corrections') === '-' || ids.length === 0) return []
  return (await pageOfCorrections(foundation, principal, { ids, limit: ids.length })).items
}

/** Findings that nobody has judged, for whoever may; 0 for others. */
export async function findingsInHand({ db }: Foundation, principal: Principal): Promise<number> {
  const { countyId } = principal
  if (principal.kind !== 'person' || reachFor(principal, 'correct-readings') === '-') return 0
  return countOpenFindings(db, countyId)
}
