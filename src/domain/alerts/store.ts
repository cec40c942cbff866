import { type Selectable, sql } from 'kysely'
import type { AlertTable, RuleTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { resolutions } from '../readings/model.ts'
import type { Exceedance } from './decide.ts'
import { type Alert, type AlertState, type Rule, severities } from './model.ts'

function toRule(row: Selectable<RuleTable>): Rule {
  const resolution = resolutions.find((one) => one === row.resolution)
  if (resolution === undefined) throw new Error(`rule ${row.id} of unknown resolution ${row.resolution}`)
  return { ...row, resolution }
}

export async function insertRule(db: Db, rule: Rule): Promise<void> {
  await db
    .insertInto('rule')
    .values({ ...rule, kind: 'threshold' })
    .execute()
}

export async function rulesOf(db: Db, countyId: string): Promise<Rule[]> {
  const rows = await db.selectFrom('rule').selectAll().where('countyId', '=', countyId).orderBy('id').execute()
  return rows.map(toRule)
}

export async function ruleForUpdate(db: Db, countyId: string, id: string): Promise<Rule | undefined> {
  const row = await db
    .selectFrom('rule')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toRule(row)
}

export async function updateRule(db: Db, rule: Rule): Promise<void> {
  await db
    .updateTable('rule')
    .set({ threshold: rule.threshold, groupWindowMs: rule.groupWindowMs, enabled: rule.enabled, version: rule.version })
    .where('countyId', '=', rule.countyId)
    .where('id', '=', rule.id)
    .execute()
}

/** Up to which change of the readings the rules of the county have looked, and where its ledger stands. */
export async function readPlaces(db: Db, countyId: string): Promise<{ cursor: number; ledgerSeq: number }> {
  const found = await sql<{ cursor: number | null; ledgerSeq: number | null }>`
    select (select seq from rule_cursor where county_id = ${countyId}) as cursor,
           (select seq from ledger_head where county_id = ${countyId}) as ledger_seq`.execute(db)
  const [row] = found.rows
  return { cursor: row?.cursor ?? 0, ledgerSeq: row?.ledgerSeq ?? 0 }
}

/**
 * Moves the cursor; inside a transaction it is locked until that ends.
 * @returns false when it does not stand (any more) where it is to be moved from; nothing is changed then
 */
export async function moveCursor(db: Db, countyId: string, from: number, to: number): Promise<boolean> {
  const moved = await db
    .insertInto('ruleCursor')
    .values({ countyId, seq: to })
    .onConflict((conflict) => conflict.column('countyId').doUpdateSet({ seq: to }).where('ruleCursor.seq', '=', from))
    .returning('seq')
    .executeTakeFirst()
  return moved !== undefined
}

function toAlert(row: Selectable<AlertTable>): Alert {
  const severity = severities.find((one) => one === row.severity)
  if (severity === undefined) throw new Error(`alert ${row.id} of unknown severity ${row.severity}`)
  return { ...row, severity }
}

/** Newest alert of the same rule, station, device and factor whose periods touch a span: the one that a repetition joins. */
export async function latestOfGroup(
  db: Db,
  countyId: string,
  exceedance: Exceedance,
  span: { from: number; to: number },
): Promise<Alert | undefined> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('ruleId', '=', exceedance.rule.id)
    .where('deviceId', '=', exceedance.deviceId)
    .where('factor', '=', exceedance.factor)
    .where('stationId', '=', exceedance.stationId)
    .where('state', '<>', 'resolved')
    .where('lastPeriodEnd', '>=', span.from)
    .where('firstPeriodEnd', '<=', span.to)
    .orderBy('lastPeriodEnd', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : toAlert(row)
}

export async function insertAlert(db: Db, alert: Alert): Promise<void> {
  await db.insertInto('alert').values(alert).execute()
}

export async function saveGrouped(db: Db, alert: Alert): Promise<void> {
  await db
    .updateTable('alert')
    .set({
      firstValue: alert.firstValue,
      lastValue: alert.lastValue,
      peakValue: alert.peakValue,
      exceedances: alert.exceedances,
      firstPeriodEnd: alert.firstPeriodEnd,
      lastPeriodEnd: alert.lastPeriodEnd,
    })
    .where('countyId', '=', alert.countyId)
    .where('id', '=', alert.id)
    .execute()
}

/** Has this very exceedance an alert already? One reading counts once, whatever was restarted or corrected in between. */
export async function exceedanceKnown(db: Db, countyId: string, exceedance: Exceedance): Promise<boolean> {
  const row = await db
    .selectFrom('alertExceedance')
    .select('alertId')
    .where('countyId', '=', countyId)
    .where('ruleId', '=', exceedance.rule.id)
    .where('deviceId', '=', exceedance.deviceId)
    .where('resolution', '=', exceedance.rule.resolution)
    .where('periodEnd', '=', exceedance.periodEnd)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertExceedance(
  db: Db,
  countyId: string,
  alertId: string,
  exceedance: Exceedance,
): Promise<void> {
  await db
    .insertInto('alertExceedance')
    .values({
      countyId,
      ruleId: exceedance.rule.id,
      deviceId: exceedance.deviceId,
      resolution: exceedance.rule.resolution,
      periodEnd: exceedance.periodEnd,
      alertId,
      value: exceedance.value,
      frameSeq: exceedance.frameSeq,
    })
    .execute()
}

export async function exceedancesOf(
  db: Db,
  countyId: string,
  alertId: string,
): Promise<{ periodEnd: number; value: number; frameSeq: number }[]> {
  return db
    .selectFrom('alertExceedance')
    .select(['periodEnd', 'value', 'frameSeq'])
    .where('countyId', '=', countyId)
    .where('alertId', '=', alertId)
    .orderBy('periodEnd')
    .execute()
}

export async function alertById(db: Db, countyId: string, id: string): Promise<Alert | undefined> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toAlert(row)
}

export async function alertForUpdate(db: Db, countyId: string, id: string): Promise<Alert | undefined> {
  const row = await db
    .selectFrom('alert')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toAlert(row)
}

export async function saveAcknowledged(db: Db, alert: Alert): Promise<void> {
  await db
    .updateTable('alert')
    .set({
      state: alert.state,
      acknowledgedBy: alert.acknowledgedBy,
      acknowledgedAt: alert.acknowledgedAt,
      version: alert.version,
    })
    .where('countyId', '=', alert.countyId)
    .where('id', '=', alert.id)
    .execute()
}

/** Newest first; `before` = raisedAt and id of the last one seen. */
export async function listAlerts(
  db: Db,
  countyId: string,
  query: {
    stationIds: readonly string[] | 'county'
    state?: AlertState | undefined
    before?: { at: number; id: string } | undefined
    limit: number
  },
): Promise<Alert[]> {
  let select = db
    .selectFrom('alert')
    .selectAll()
    .where('countyId', '=', countyId)
    .orderBy('raisedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
  const { state, before, stationIds } = query
  if (stationIds !== 'county') select = select.where(sql<boolean>`station_id = any(${stationIds}::uuid[])`)
  if (state !== undefined) select = select.where('state', '=', state)
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('raisedAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  return (await select.execute()).map(toAlert)
}

/** Frames that an alert rests on: their bytes are kept as long as the alert is. */
export async function citedFrames(db: Db, countyId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('alertExceedance')
    .select('frameSeq')
    .where('countyId', '=', countyId)
    .orderBy('frameSeq')
    .execute()
  return rows.map((row) => row.frameSeq)
}
