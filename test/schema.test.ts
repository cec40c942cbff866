import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKysely, createPool, type Database } from '../src/platform/db/connect.ts'
import { APP_ROLE, migrate, PERSONAL_ROLE } from '../src/platform/db/migrate.ts'
import { foundation } from '../src/platform/db/migrations/0001-foundation.ts'
import { wholeApprovals } from '../src/platform/db/migrations/0002-whole-approvals.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'

/** Tables that belong to the installation or to a sign-in, not to a county's domain. */
const notOfACounty = ['installation', 'county', 'session', 'kysely_migration', 'kysely_migration_lock']

/** Behind the readings' door: nothing outside may point in, nothing inside may point out. */
const readingsTables = [
  ...['ingest_head', 'frame', 'frame_block', 'device_hour', 'device_event'],
  ...['reading', 'reading_pending', 'reading_layout', 'reading_cursor', 'rollup_due'],
]
const isOfReadings = (table: string) => readingsTables.includes(table) || table.startsWith('reading_')

describe.each(databaseKinds)('the schema on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let database: Database

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    database = await fresh.open()
    await withDatabase(async (db) => {
      await migrate(db)
      // A second start finds everything done.
      await migrate(db)
    })
  })

  afterAll(async () => {
    await database.release()
    await fresh.remove()
  })

  async function withDatabase<T>(use: (db: ReturnType<typeof createKysely<unknown>>) => Promise<T>): Promise<T> {
    const pool = createPool(database, { applicationName: 'schema test', max: 1 })
    try {
      return await use(createKysely<unknown>(pool))
    } finally {
      await pool.end()
    }
  }

  it('every key of the domain begins with the county', async () => {
    const keys = await withDatabase((db) =>
      sql<{ name: string; first: string }>`
        select c.relname as name, a.attname as first
        from pg_index i
        join pg_class c on c.oid = i.indrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indisprimary and n.nspname in ('weike', 'personal')`.execute(db),
    )
    const others = keys.rows.filter(({ name, first }) => first !== 'county_id' && !notOfACounty.includes(name))
    expect(others).toEqual([])
    expect(keys.rows.length).toBeGreaterThan(30)
  })

  it('no instant, id or default comes from the database', async () => {
    const defaults = await withDatabase((db) =>
      sql<{ tableName: string; columnDefault: string }>`
        select table_name, column_default from information_schema.columns
        where table_schema in ('weike', 'personal') and column_default is not null
          and table_name not like 'kysely%'`.execute(db),
    )
    expect(defaults.rows.map((row) => row.columnDefault).filter((text) => !/^(true|false|\d+)$/.test(text))).toEqual([])
    const zoned = await withDatabase((db) =>
      sql<{ tableName: string }>`
        select table_name from information_schema.columns
        where table_schema in ('weike', 'personal') and data_type like 'timestamp%' and table_name not like 'kysely%'`.execute(
        db,
      ),
    )
    expect(zoned.rows).toEqual([])
  })

  it('no key leads into the readings or out of them', async () => {
    const references = await withDatabase((db) =>
      sql<{ source: string; target: string }>`
        select s.relname as source, t.relname as target
        from pg_constraint k join pg_class s on s.oid = k.conrelid join pg_class t on t.oid = k.confrelid
        where k.contype = 'f'`.execute(db),
    )
    const crossing = references.rows.filter(({ source, target }) => isOfReadings(source) !== isOfReadings(target))
    expect(crossing).toEqual([])
    expect(references.rows.length).toBeGreaterThan(20)
  })

  it('the application role can neither change the ledger nor see what is personal', async () => {
    const may = await withDatabase((db) =>
      sql<{ what: string; ok: boolean }>`
        select * from (values
          ('insert event', has_table_privilege('weike_app', 'weike.ledger_event', 'insert')),
          ('update event', has_table_privilege('weike_app', 'weike.ledger_event', 'update')),
          ('delete event', has_table_privilege('weike_app', 'weike.ledger_event', 'delete')),
          ('truncate event', has_table_privilege('weike_app', 'weike.ledger_event', 'truncate')),
          ('update day', has_table_privilege('weike_app', 'weike.ledger_day', 'update')),
          ('personal schema', has_schema_privilege('weike_app', 'personal', 'usage')),
          ('weike schema for personal role', has_schema_privilege('weike_personal', 'weike', 'usage')))
        as asked(what, ok)`.execute(db),
    )
    expect(Object.fromEntries(may.rows.map(({ what, ok }) => [what, ok]))).toEqual({
      'insert event': true,
      'update event': false,
      'delete event': false,
      'truncate event': false,
      'update day': false,
      'personal schema': false,
      'weike schema for personal role': false,
    })
  })
})

/** A database as the first release left it. */
async function migrateToFirst(db: Kysely<unknown>): Promise<void> {
  for (const role of [APP_ROLE, PERSONAL_ROLE])
    await sql
      .raw(`do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`)
      .execute(db)
  await sql`create schema if not exists weike`.execute(db)
  await sql`create schema if not exists personal`.execute(db)
  const known = { '0001-foundation': foundation, '0002-whole-approvals': wholeApprovals }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    migrationTableSchema: 'weike',
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

describe.each(databaseKinds)('readings of the first release on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let database: Database

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    database = await fresh.open()
  })

  afterAll(async () => {
    await database.release()
    await fresh.remove()
  })

  it('all lie in the part in which their period ends, as layers that frames brought', async () => {
    const pool = createPool(database, { applicationName: 'schema test', max: 1 })
    const db = createKysely<unknown>(pool)
    try {
      await migrateToFirst(db)
      const county = '01890000-0000-7000-8000-000000000001'
      const device = '01890000-0000-7000-8000-000000000002'
      const rows = [
        ['realtime', '2026-10-31T23:59:30+08:00', 'reading_realtime_202610'],
        ['realtime', '2026-11-01T00:00:00+08:00', 'reading_realtime_202610'],
        ['realtime', '2026-11-01T00:00:30+08:00', 'reading_realtime_202611'],
        ['minute', '2027-01-01T00:00:00+08:00', 'reading_minute_202612'],
        ['hour', '2027-01-01T00:00:00+08:00', 'reading_hour_2026'],
        ['hour', '2027-01-01T01:00:00+08:00', 'reading_hour_2027'],
        ['day', '2026-11-19T00:00:00+08:00', 'reading_long'],
      ] as const
      for (const [place, [resolution, end]] of rows.entries()) {
        await sql`insert into weike.reading (county_id, device_id, resolution, period_end, version, period_start, layout_id,
            reading_values, flags, frame_seq, recorded_at)
          values (${county}, ${device}, ${resolution}, ${Date.parse(end)}, 2, ${Date.parse(end) - 1}, 3,
            ${`{${place},NULL}`}::double precision[], '{D,NULL}', ${place + 1}, 5)`.execute(db)
      }
      const columns = ['a34004-Avg', 'a34002-Avg']
      await sql`insert into weike.reading_layout (county_id, id, columns) values (${county}, 3, ${columns})`.execute(db)
      await migrate(db)
      const moved = await sql<{ part: string; resolution: string; periodEnd: number; rest: unknown }>`
        select tableoid::regclass::text as part, resolution, period_end,
          jsonb_build_array(county_id, device_id, version, period_end - period_start, layout_id, source, source_id,
            reading_values, flags, qualities, seq, recorded_at) as rest
        from weike.reading order by seq`.execute(db)
      expect(moved.rows.map((row) => ({ ...row, part: row.part.replace('weike.', '') }))).toEqual(
        rows.map(([resolution, end, part], place) => ({
          part,
          resolution,
          periodEnd: Date.parse(end),
          rest: [county, device, 2, 1, 3, 'frame', null, [place, null], ['D', null], null, place + 1, 5],
        })),
      )
      const orders = await sql`select id, columns, columns_hash from weike.reading_layout`.execute(db)
      const columnsHash = createHash('sha256').update('["a34004-Avg","a34002-Avg"]').digest()
      expect(orders.rows).toEqual([{ id: 3, columns, columnsHash }])
    } finally {
      await pool.end()
    }
  })
})
