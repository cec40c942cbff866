import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '../src/platform/db/client.ts'
import { createPool, type Database } from '../src/platform/db/connect.ts'
import { type Pipeline, pipelineOf } from '../src/platform/db/pipeline.ts'
import { eventually } from './setup/eventually.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'

describe.each(databaseKinds)('statements that go out without waiting, on %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let database: Database
  let pool: Pool
  let pipeline: Pipeline

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    database = await fresh.open()
    pool = createPool(database, { applicationName: 'pipeline test', max: 1, pipelined: true })
    pipeline = pipelineOf(pool)
    await pipeline.query({ text: 'create table public.done (n int primary key, at bigserial)' })
  })

  afterAll(async () => {
    await pipeline.end()
    await pool.end()
    await database.release()
    await fresh.remove()
  })

  const insert = (n: number) => pipeline.query({ text: 'insert into public.done (n) values ($1)', values: [n] })
  const inOrder = async () =>
    (await pipeline.query<{ n: number }>({ text: 'select n from public.done order by at' })).rows

  it('are done in the order in which they were given, though the first takes longest, and each is its own transaction', async () => {
    // A lock held by another connection: the first statement waits for it, and the others are sent behind it.
    await withClient(database.connectionConfig, async (other) => {
      await other.query('begin')
      await other.query('lock table public.done in exclusive mode')
      const answers = [insert(1), insert(2), insert(2), insert(3)]
      const outcomes = Promise.allSettled(answers)
      await eventually('the first waits for the lock', async () => {
        const waiting = await other.query('select 1 from pg_locks where not granted')
        return waiting.rowCount === 0 ? undefined : true
      })
      await other.query('commit')
      expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    })
    expect(await inOrder()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  })

  it('fail with the connection when it is lost, all that were under way, and the next gets a new one', async () => {
    await withClient(database.connectionConfig, async (other) => {
      await other.query('begin')
      await other.query('lock table public.done in exclusive mode')
      const outcomes = Promise.allSettled([insert(11), insert(12)])
      await eventually('the connection is cut while the first waits', async () => {
        const cut = await other.query(
          `select pg_terminate_backend(pid) from pg_locks where not granted and relation = 'public.done'::regclass`,
        )
        return cut.rowCount === 0 ? undefined : true
      })
      expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
      await other.query('commit')
    })
    await insert(13)
    expect(await inOrder()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 13 }])
  })
})
