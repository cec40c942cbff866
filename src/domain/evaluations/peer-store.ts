import { sql } from 'kysely'
import type { Db } from '../../platform/foundation.ts'
import { type Figures, figuresSchema } from './peers.ts'

/** Rows of one statement. */
const AT_ONCE = 1_000

/** A day of a peer as a file says it; values in the order of the six factors. [µg/m³, CO mg/m³] */
export interface PeerDay {
  peerId: string
  day: number
  aqi: number | null
  values: readonly (number | null)[]
}

/** What a published table says of a peer in a period. */
export interface Standing {
  peerId: string
  period: string
  figures: Figures
}

/** Id of each district that is known, by its name. */
export async function peersOf(db: Db, countyId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('peer').select(['id', 'name']).where('countyId', '=', countyId).execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}

export async function insertPeers(
  db: Db,
  countyId: string,
  peers: readonly { id: string; name: string }[],
): Promise<void> {
  if (peers.length === 0) return
  await db
    .insertInto('peer')
    .values(peers.map((one) => ({ countyId, ...one })))
    .execute()
}

interface Stored<T> {
  value: T
  version: number
}

/** The newest version of each day of a span. @param knownAt as known then [epoch ms]; left out: now */
export async function peerDaysIn(
  db: Db,
  countyId: string,
  span: { first: number; last: number },
  knownAt: number = Number.MAX_SAFE_INTEGER,
): Promise<Stored<PeerDay>[]> {
  const found = await sql<{ peerId: string; day: number; version: number; aqi: number | null; dayValues: string }>`
    select distinct on (peer_id, day) peer_id, day, version, aqi, day_values::text as day_values
    from weike.peer_day
    where county_id = ${countyId} and day between ${span.first} and ${span.last} and recorded_at <= ${knownAt}
    order by peer_id, day, version desc`.execute(db)
  return found.rows.map(({ peerId, day, version, aqi, dayValues }) => ({
    version,
    value: {
      peerId,
      day,
      aqi,
      values: dayValues
        .slice(1, -1)
        .split(',')
        .map((one) => (one === 'NULL' ? null : Number(one))),
    },
  }))
}

export async function insertPeerDays(
  db: Db,
  countyId: string,
  days: readonly (PeerDay & { version: number })[],
  of: { importId: string; recordedAt: number },
): Promise<void> {
  for (let first = 0; first < days.length; first += AT_ONCE) {
    const some = days.slice(first, first + AT_ONCE)
    await sql`insert into weike.peer_day (county_id, peer_id, day, version, aqi, day_values, import_id, recorded_at)
      select ${countyId}::uuid, one.peer_id, one.day, one.version, one.aqi, one.day_values::double precision[],
             ${of.importId}::uuid, ${of.recordedAt}::bigint
      from unnest(${some.map(({ peerId }) => peerId)}::uuid[], ${some.map(({ day }) => day)}::int[],
        ${some.map(({ version }) => version)}::int[], ${some.map(({ aqi }) => aqi)}::smallint[],
        ${some.map(({ values }) => `{${values.map((value) => value ?? 'NULL').join(',')}}`)}::text[])
        as one(peer_id, day, version, aqi, day_values)`.execute(db)
  }
}

/** The newest version of what was published, of a period or of every one. */
export async function standingsOf(
  db: Db,
  countyId: string,
  query: { periods?: readonly string[]; knownAt?: number | undefined } = {},
): Promise<Stored<Standing>[]> {
  let select = db
    .selectFrom('publishedStanding')
    .distinctOn(['period', 'peerId'])
    .select(['period', 'peerId', 'version', 'figures'])
    .where('countyId', '=', countyId)
    .where('recordedAt', '<=', query.knownAt ?? Number.MAX_SAFE_INTEGER)
    .orderBy('period')
    .orderBy('peerId')
    .orderBy('version', 'desc')
  if (query.periods !== undefined) select = select.where('period', 'in', [...query.periods])
  return (await select.execute()).map(({ period, peerId, version, figures }) => ({
    version,
    value: { period, peerId, figures: figuresSchema.parse(figures) },
  }))
}

export async function insertStandings(
  db: Db,
  countyId: string,
  standings: readonly (Standing & { version: number })[],
  of: { importId: string; recordedAt: number },
): Promise<void> {
  for (let first = 0; first < standings.length; first += AT_ONCE) {
    await db
      .insertInto('publishedStanding')
      .values(
        standings.slice(first, first + AT_ONCE).map(({ figures, ...one }) => ({
          countyId,
          ...one,
          figures: JSON.stringify(figures),
          ...of,
        })),
      )
      .execute()
  }
}

/** Periods of which a table was published, and the months of which days are there. */
export async function rankedPeriods(
  db: Db,
  countyId: string,
): Promise<{ published: string[]; firstDay: number | null; lastDay: number | null }> {
  const published = await db
    .selectFrom('publishedStanding')
    .select('period')
    .distinct()
    .where('countyId', '=', countyId)
    .orderBy('period')
    .execute()
  const span = await db
    .selectFrom('peerDay')
    .select((eb) => [eb.fn.min('day').as('firstDay'), eb.fn.max('day').as('lastDay')])
    .where('countyId', '=', countyId)
    .executeTakeFirst()
  return {
    published: published.map(({ period }) => period),
    firstDay: span?.firstDay ?? null,
    lastDay: span?.lastDay ?? null,
  }
}
