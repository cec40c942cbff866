import { asJson } from '../../platform/acts/json.ts'
import { performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import {
  insertPeerDays,
  insertPeers,
  insertStandings,
  type PeerDay,
  peerDaysIn,
  peersOf,
  type Standing,
  standingsOf,
} from './peer-store.ts'
import type { Figures } from './peers.ts'

/** A row of a file about a district, by its name. */
export interface NamedDay {
  name: string
  day: number
  aqi: number | null
  values: readonly (number | null)[]
}

export interface NamedStanding {
  name: string
  period: string
  figures: Figures
}

/** What a file of districts holds. */
export type BroughtPeers =
  | { kind: 'peer-days'; rows: readonly NamedDay[] }
  | { kind: 'rankings'; rows: readonly NamedStanding[] }

export interface PeersOutcome {
  /** Written, or to be written: new rows, and new versions of rows that say something else by now. */
  added: number
  /** Stood there already, word for word. */
  unchanged: number
}

/**
 * Brings in what a file says of districts, all of it in one transaction with its one ledger event; what stands there already
 * is left out, and what differs becomes a new version beside the old one.
 * @param of the file; the id of the import is that of the act, so that the same import again changes nothing
 * @param only `compare` writes nothing and tells what would be written
 */
export async function bringPeers(
  foundation: Foundation,
  principal: Principal,
  brought: BroughtPeers,
  of: { importId: string; sha256: string },
  only: 'compare' | null,
): Promise<PeersOutcome> {
  const { countyId } = principal
  allow(principal, 'import-readings', countyScope(countyId))
  if (only === 'compare') return (await planOf(foundation, foundation.db, countyId, brought)).outcome
  const request = {
    countyId,
    actId: of.importId,
    actedAt: foundation.clocks.domain.now(),
    kind: 'import-peers',
    actor: actorOf(principal),
    input: { kind: brought.kind, sha256: of.sha256 },
  }
  const reply = await performAct(foundation, request, async ({ trx, receivedAt, record }) => {
    const plan = await planOf(foundation, trx, countyId, brought)
    await insertPeers(trx, countyId, plan.newPeers)
    await plan.write(trx, { importId: of.importId, recordedAt: receivedAt })
    const { kind } = brought
    await record({
      kind: 'peers.imported',
      subject: { type: 'import', id: of.importId, version: null },
      data: asJson({ kind, sha256: of.sha256, ...plan.outcome, districts: plan.newPeers.length }),
    })
    return { ...plan.outcome }
  })
  return { added: reply.added, unchanged: reply.unchanged }
}

interface Plan {
  newPeers: { id: string; name: string }[]
  outcome: PeersOutcome
  write(db: Db, of: { importId: string; recordedAt: number }): Promise<void>
}

async function planOf({ ids }: Foundation, db: Db, countyId: string, brought: BroughtPeers): Promise<Plan> {
  const known = await peersOf(db, countyId)
  const newPeers: Plan['newPeers'] = []
  const idOf = (name: string) => {
    let id = known.get(name)
    if (id === undefined) {
      id = ids.next()
      known.set(name, id)
      newPeers.push({ id, name })
    }
    return id
  }
  if (brought.kind === 'peer-days') {
    const rows = brought.rows.map(({ name, ...rest }): PeerDay => ({ peerId: idOf(name), ...rest }))
    const days = rows.map(({ day }) => day)
    const span = {
      first: days.reduce((a, b) => Math.min(a, b), Number.MAX_SAFE_INTEGER),
      last: days.reduce((a, b) => Math.max(a, b), 0),
    }
    const there =
      rows.length === 0 ? [] : await peerDaysIn(db, countyId, { ...span, first: Math.min(span.first, span.last) })
    const { fresh, outcome } = sortedOut(
      rows,
      there,
      ({ peerId, day }) => `${peerId} ${day}`,
      ({ aqi, values }) => [aqi, ...values].join(),
    )
    return { newPeers, outcome, write: (trx, of) => insertPeerDays(trx, countyId, fresh, of) }
  }
  const rows = brought.rows.map(({ name, ...rest }): Standing => ({ peerId: idOf(name), ...rest }))
  const periods = [...new Set(rows.map(({ period }) => period))]
  const there = periods.length === 0 ? [] : await standingsOf(db, countyId, { periods })
  const { fresh, outcome } = sortedOut(
    rows,
    there,
    ({ peerId, period }) => `${peerId} ${period}`,
    ({ figures }) => JSON.stringify(Object.entries(figures).sort()),
  )
  return { newPeers, outcome, write: (trx, of) => insertStandings(trx, countyId, fresh, of) }
}

/** What of some rows is new, each with its version. @param said what a row says, as text */
function sortedOut<T>(
  rows: readonly T[],
  there: readonly { value: T; version: number }[],
  keyOf: (row: T) => string,
  said: (row: T) => string,
): { fresh: (T & { version: number })[]; outcome: PeersOutcome } {
  const standing = new Map(there.map(({ value, version }) => [keyOf(value), { said: said(value), version }]))
  const fresh = rows.flatMap((row) => {
    const before = standing.get(keyOf(row))
    return before?.said === said(row) ? [] : [{ ...row, version: (before?.version ?? 0) + 1 }]
  })
  return { fresh, outcome: { added: fresh.length, unchanged: rows.length - fresh.length } }
}
