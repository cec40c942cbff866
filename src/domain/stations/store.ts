import { z } from 'zod'
import { sharedRead } from '../../platform/db/shared-read.ts'
import type { Db } from '../../platform/foundation.ts'
import type { KeptStation, Station } from './model.ts'

export async function insertStation(db: Db, station: Station & { createdAt: number }): Promise<void> {
  await db.insertInto('station').values(station).execute()
}

export const stationsOf = sharedRead((db: Db, countyId: string): Promise<readonly KeptStation[]> => {
  return db
    .selectFrom('station')
    .select(['countyId', 'id', 'code', 'name', 'level', 'regionId', 'lonWgs84', 'latWgs84', 'version'])
    .where('countyId', '=', countyId)
    .orderBy((eb) =>
      eb.case().when('level', '=', 'national').then(0).when('level', '=', 'provincial').then(1).else(2).end(),
    )
    .orderBy('code')
    .execute()
})

export async function stationById(db: Db, countyId: string, id: string): Promise<KeptStation | undefined> {
  return (await stationsOf(db, countyId)).find((station) => station.id === id)
}

export async function stationByCode(db: Db, countyId: string, code: string): Promise<KeptStation | undefined> {
  return db
    .selectFrom('station')
    .select(['countyId', 'id', 'code', 'name', 'level', 'regionId', 'lonWgs84', 'latWgs84', 'version'])
    .where('countyId', '=', countyId)
    .where('code', '=', code)
    .executeTakeFirst()
}

/** Locked until the transaction ends. */
export async function stationForUpdate(db: Db, countyId: string, id: string): Promise<KeptStation | undefined> {
  await db
    .selectFrom('station')
    .select('id')
    .where('countyId', '=', countyId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  return stationById(db, countyId, id)
}

export async function saveStation(db: Db, { countyId, id, ...station }: KeptStation): Promise<void> {
  await db.updateTable('station').set(station).where('countyId', '=', countyId).where('id', '=', id).execute()
}

const radii = z.array(z.number())

/** What a county has said of its circles; undefined: never anything. No radii: it took back what it had said. [km] */
export async function circlesOf(db: Db, countyId: string): Promise<{ radiiKm: number[]; version: number } | undefined> {
  const row = await db
    .selectFrom('countyCircles')
    .select(['radiiKm', 'version'])
    .where('countyId', '=', countyId)
    .executeTakeFirst()
  return row && { radiiKm: radii.parse(row.radiiKm), version: row.version }
}

/** Keeps what a county says of its circles, over the version before. @returns false where another version stands by now */
export async function saveCircles(
  db: Db,
  circles: { countyId: string; radiiKm: readonly number[]; changedAt: number },
  expects: number,
): Promise<boolean> {
  const row = { ...circles, radiiKm: JSON.stringify(circles.radiiKm), version: expects + 1 }
  const { countyId, ...change } = row
  const kept =
    expects === 0
      ? await db
          .insertInto('countyCircles')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await db
          .updateTable('countyCircles')
          .set(change)
          .where('countyId', '=', countyId)
          .where('version', '=', expects)
          .returning('version')
          .executeTakeFirst()
  return kept !== undefined
}
