import type { Selectable } from 'kysely'
import type { AlertSilenceTable } from '../../platform/db/tables.ts'
import type { Db } from '../../platform/foundation.ts'
import type { Silence } from './model.ts'

function toSilence({ startsAt, endsAt, ...row }: Selectable<AlertSilenceTable>): Silence {
  return { ...row, from: startsAt, until: endsAt }
}

export async function insertSilence(db: Db, { from, until, ...silence }: Silence): Promise<void> {
  await db
    .insertInto('alertSilence')
    .values({ ...silence, startsAt: from, endsAt: until })
    .execute()
}

/** Those that end after an instant, the newest first; all without one. */
export async function silencesSince(db: Db, countyId: string, after = 0): Promise<Silence[]> {
  const rows = await db
    .selectFrom('alertSilence')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('endsAt', '>', after)
    .orderBy('startsAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toSilence)
}

export async function silenceForUpdate(db: Db, countyId: string, id: string): Promise<Silence | undefined> {
  const row = await db
    .selectFrom('alertSilence')
    .selectAll()
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toSilence(row)
}

export async function saveSilence(db: Db, { countyId, id, endedAt, version }: Silence): Promise<void> {
  await db
    .updateTable('alertSilence')
    .set({ endedAt, version })
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .execute()
}

/** What each silence has swallowed: alerts that nobody was told of, and the exceedances in them while it lasted. */
export async function swallowedBy(
  db: Db,
  countyId: string,
): Promise<ReadonlyMap<string, { alerts: number; exceedances: number }>> {
  const rows = await db
    .selectFrom('alert')
    .select((eb) => [
      'silenceId',
      eb.fn.countAll<number>().as('alerts'),
      eb.fn.sum<number>('swallowed').as('exceedances'),
    ])
    .where('countyId', '=', countyId)
    .where('silenceId', 'is not', null)
    .groupBy('silenceId')
    .execute()
  return new Map(
    rows.flatMap(({ silenceId, alerts, exceedances }) =>
      silenceId === null ? [] : [[silenceId, { alerts: Number(alerts), exceedances: Number(exceedances) }] as const],
    ),
  )
}
