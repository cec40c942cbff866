import { type Selectable, sql } from 'kysely'
import { z } from 'zod'
import { containing } from '../../platform/db/like.ts'
import type { AlertTable, RuleTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import { resolutions } from '../readings/model.ts'
import type { Finding } from './draft.ts'
import { type Alert, type AlertState, type Rule, type Severity, severities } from './model.ts'
import { narrowing, ruleCondition } from './rule-schemas.ts'
import type { RuleKind } from './table.ts'

const storedResolution = z.enum(resolutions)

function toRule(row: Selectable<RuleTable>): Rule {
  const { kind, params, resolution, ...rest } = row
  const condition = ruleCondition.parse({ kind, params })
  return {
    ...rest,
    ...condition,
    resolution: storedResolution.parse(resolution),
    narrowing: narrowing.parse(row.narrowing),
  }
}

const columnsOf = ({ params, narrowing: where, ...rule }: Rule) => ({
  ...rule,
  params: JSON.stringify(params),
  narrowing: JSON.stringify(where),
})

export async function insertRule(db: Db, rule: Rule): Promise<void> {
  await db.insertInto('rule').values(columnsOf(rule)).execute()
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
  const { countyId, id, kind: _kind, ...changed } = columnsOf(rule)
  await db.updateTable('rule').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

function toAlert(row: Selectable<AlertTable>): Alert {
  const severity = severities.find((one) => one === row.severity)
  if (severity === undefined) throw new Error(`alert ${row.id} of unknown severity ${row.severity}`)
  return { ...row, severity }
}

/** The alerts of some episodes of the evaluator, locked. */
export async function alertsOfEpisodes(
  db: Db,
  countyId: string,
  episodes: readonly string[],
): Promise<Map<string, Alert>> {
  const rows = await db
    .selectFrom('alert')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('episode', 'in', episodes)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.episode, toAlert(row)]))
}

export async function insertAlert(db: Db, alert: Alert): Promise<void> {
  await db.insertInto('alert').values(alert).execute()
}

/** What findings and people change of an alert. */
export async function saveAlert(db: Db, alert: Alert): Promise<void> {
  const {
    countyId,
    id,
    number: _number,
    ruleId: _ruleId,
    stationId: _stationId,
    deviceId: _deviceId,
    feedId: _feedId,
    ...changed
  } = alert
  await db.updateTable('alert').set(changed).where('countyId', '=', countyId).where('id', '=', id).execute()
}

/** @returns false when this very period counts for an alert already: one reading counts once, whatever was restarted */
export async function insertExceedance(
  db: Db,
  countyId: string,
  alertId: string,
  { rule, deviceId, factor, periodEnd, value, level, frameSeq }: Finding,
): Promise<boolean> {
  const where = { countyId, ruleId: rule.id, deviceId, factor, resolution: rule.resolution, periodEnd }
  const inserted = await db
    .insertInto('alertExceedance')
    .values({ ...where, alertId, value, level, frameSeq })
    .onConflict((conflict) => conflict.doNothing())
    .returning('alertId')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function exceedancesOf(
  db: Db,
  countyId: string,
  alertId: string,
): Promise<{ periodEnd: number; value: number; level: number; frameSeq: number }[]> {
  return db
    .selectFrom('alertExceedance')
    .select(['periodEnd', 'value', 'level', 'frameSeq'])
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

/** Newest first; `before` = raisedAt and id of the last one seen. */
export async function listAlerts(
  db: Db,
  countyId: string,
  query: {
    stationIds: readonly string[] | 'county'
    states?: readonly AlertState[] | undefined
    ruleId?: string | undefined
    silenceId?: string | undefined
    severity?: Severity | undefined
    stationId?: string | undefined
    /** Empty: the device as a whole. */
    factor?: string | undefined
    kind?: RuleKind | undefined
    ids?: readonly string[] | undefined
    /** Part of the number. */
    text?: string | undefined
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
  const { states, before, stationIds, ruleId, silenceId, severity, stationId, factor, kind, ids, text } = query
  if (stationIds !== 'county') select = select.where(sql<boolean>`station_id = any(${stationIds}::uuid[])`)
  if (states !== undefined) select = select.where('state', 'in', states)
  if (ruleId !== undefined) select = select.where('ruleId', '=', ruleId)
  if (silenceId !== undefined) select = select.where('silenceId', '=', silenceId)
  if (severity !== undefined) select = select.where('severity', '=', severity)
  if (stationId !== undefined) select = select.where('stationId', '=', stationId)
  if (factor !== undefined) select = select.where('factor', '=', factor)
  if (kind !== undefined) {
    const ofKind = db.selectFrom('rule').select('id').where('countyId', '=', countyId).where('kind', '=', kind)
    select = select.where('ruleId', 'in', ofKind)
  }
  if (ids !== undefined) select = select.where(sql<boolean>`id = any(${ids}::uuid[])`)
  if (text !== undefined) select = select.where('number', 'ilike', containing(text))
  if (before !== undefined) {
    select = select.where((eb) => eb(eb.refTuple('raisedAt', 'id'), '<', eb.tuple(before.at, before.id)))
  }
  return (await select.execute()).map(toAlert)
}

/** How many alerts nobody has acknowledged, by severity. */
export async function countOpenAlerts(db: Db, countyId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('alert')
    .select(({ fn }) => ['severity', fn.countAll<number>().as('alerts')])
    .where('countyId', '=', countyId)
    .where('state', '=', 'open')
    .groupBy('severity')
    .execute()
  return new Map(rows.map(({ severity, alerts }) => [severity, Number(alerts)]))
}

/** Frames that an alert rests on: their bytes are kept as long as the alert is. */
export async function citedFrames(db: Db, countyId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('alertExceedance')
    .select('frameSeq')
    .where('countyId', '=', countyId)
    .where('frameSeq', '>', 0)
    .orderBy('frameSeq')
    .execute()
  return rows.map((row) => row.frameSeq)
}
