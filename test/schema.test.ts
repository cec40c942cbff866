import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKysely, createPool, type Database } from '../src/platform/db/connect.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'

/** Tables that belong to the installation or to a sign-in, not to a county's domain. */
const notOfACounty = ['installation', 'county', 'session', 'kysely_migration', 'kysely_migration_lock']

/** Behind the readings' door: nothing outside may point in, nothing inside may point out. */
const readingsTables = ['ingest_head', 'frame', 'reading', 'reading_layout']

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
    const crossing = references.rows.filter(
      ({ source, target }) => readingsTables.includes(source) !== readingsTables.includes(target),
    )
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
