import { type Selectable, sql } from 'kysely'
import type { RuleCursorTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { type Episode, nothingYet, type State, stateOf, storedState } from './state.ts'

/** How far the rules of a county have come. */
export interface Place {
  /** The last change of the readings that they looked at. */
  seq: number
  /** The instant to which they were told that time has gone on, when that made them speak. [epoch ms] */
  clockAt: number
  /** The change after which what they remembered was kept. */
  stateSeq: number
  /** The last ledger event up to which they know then what became of feeds; null: of none yet. */
  turnSeq: number | null
}

export const atTheBeginning: Place = { seq: 0, clockAt: 0, stateSeq: 0, turnSeq: null }

/** Where the rules of the county stand, and where its ledger does. */
export async function readPlaces(db: Db, countyId: string): Promise<Place & { ledgerSeq: number }> {
  const found = await sql<Partial<Record<'seq' | 'clockAt' | 'stateSeq' | 'turnSeq' | 'ledgerSeq', number | null>>>`
    select seq, clock_at, state_seq, turn_seq, (select seq from ledger_head where county_id = ${countyId}) as ledger_seq
    from (select 1) as one left join rule_cursor on county_id = ${countyId}`.execute(db)
  const [row] = found.rows
  return {
    seq: row?.seq ?? 0,
    clockAt: row?.clockAt ?? 0,
    stateSeq: row?.stateSeq ?? 0,
    turnSeq: row?.turnSeq ?? null,
    ledgerSeq: row?.ledgerSeq ?? 0,
  }
}

/**
 * Moves on; inside a transaction the place is locked until that ends.
 * @param remembered kept with it, as known up to a ledger event; left out: what was kept before stays
 * @returns false when the rules do not stand (any more) where they are to be moved from; nothing is changed then
 */
export async function movePlace(
  db: Db,
  countyId: string,
  from: Place,
  to: { seq: number; clockAt: number },
  remembered?: { state: State; turnSeq: number },
): Promise<boolean> {
  const kept =
    remembered === undefined
      ? {}
      : { state: JSON.stringify(storedState(remembered.state)), stateSeq: to.seq, turnSeq: remembered.turnSeq }
  const moved = await db
    .insertInto('ruleCursor')
    .values({ countyId, state: null, stateSeq: 0, turnSeq: null, ...to, ...kept })
    .onConflict((conflict) =>
      conflict
        .column('countyId')
        .doUpdateSet({ ...to, ...kept })
        .where('ruleCursor.seq', '=', from.seq)
        .where('ruleCursor.clockAt', '=', from.clockAt),
    )
    .returning('seq')
    .executeTakeFirst()
  return moved !== undefined
}

/** What was remembered last; of alerts from before Weike remembered anything, what they group. */
export async function readState(db: Db, countyId: string): Promise<Place & { state: State }> {
  const row = await db.selectFrom('ruleCursor').selectAll().where('countyId', '=', countyId).executeTakeFirst()
  if (row === undefined) return { ...atTheBeginning, state: nothingYet }
  return { ...placeOf(row), state: row.state === null ? await ofOldAlerts(db, countyId) : stateOf(row.state) }
}

function placeOf({ seq, clockAt, stateSeq, turnSeq }: Selectable<RuleCursorTable>): Place {
  return { seq, clockAt, stateSeq, turnSeq }
}

async function ofOldAlerts(db: Db, countyId: string): Promise<State> {
  const rows = await db
    .selectFrom('alert')
    .innerJoin('rule', (join) =>
      join.onRef('rule.countyId', '=', 'alert.countyId').onRef('rule.id', '=', 'alert.ruleId'),
    )
    .select(['alert.id', 'alert.episode', 'alert.ruleId', 'alert.deviceId', 'alert.factor', 'alert.stationId'])
    .select(['alert.firstPeriodEnd', 'alert.lastPeriodEnd', 'rule.groupWindowMs'])
    .where('alert.countyId', '=', countyId)
    .where('alert.state', '<>', 'resolved')
    .orderBy('alert.lastPeriodEnd')
    .execute()
  if (rows.length === 0) return nothingYet
  const known = await db
    .selectFrom('alertExceedance')
    .select(['alertId', 'periodEnd'])
    .where('countyId', '=', countyId)
    .where(
      'alertId',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  const episodes = new Map<string, Episode[]>()
  for (const row of rows) {
    const key = `${row.ruleId} ${row.deviceId} ${row.factor} ${row.stationId}`
    const episode: Episode = {
      key: row.episode,
      ruleId: row.ruleId,
      first: row.firstPeriodEnd,
      last: row.lastPeriodEnd,
      known: known.filter((one) => one.alertId === row.id).map((one) => one.periodEnd),
      isOpen: true,
      until: 'quiet',
      windowMs: row.groupWindowMs,
    }
    episodes.set(key, [...(episodes.get(key) ?? []), episode])
  }
  return { ...nothingYet, episodes }
}
