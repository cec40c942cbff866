import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { connectClient } from '../../../src/platform/db/client.ts'
import { columnTypes } from '../../../src/platform/db/column-types.ts'
import { superuser } from '../../../src/platform/db/embedded/cluster.ts'
import { placesOf } from '../../../src/platform/db/embedded/places.ts'
import { readPostmasterFile } from '../../../src/platform/db/embedded/postmaster-pid.ts'
import { runDirectoryOf, socketPort } from '../../../src/platform/db/embedded/run-directory.ts'
import { serverUser } from '../../../src/platform/db/embedded/server-user.ts'

/** How the trial itself reaches the database: as superuser, past Weike, and without keeping an embedded server alive. */
export async function databaseConfig(dataDir: string, databaseUrl: string | undefined): Promise<pg.ClientConfig> {
  if (databaseUrl !== undefined) return { connectionString: databaseUrl, types: columnTypes }
  const host = await runDirectoryOf(placesOf(dataDir), await serverUser(() => {}))
  return { host, port: socketPort, user: superuser, database: 'weike', ssl: false, types: columnTypes }
}

export async function postmasterPid(dataDir: string): Promise<number> {
  const file = await readPostmasterFile(placesOf(dataDir).cluster)
  if (file === undefined) throw new Error('no embedded PostgreSQL runs')
  return file.pid
}

/** A database of its own on a server that runs for the trials. */
export async function freshDatabase(serverUrl: string, name: string): Promise<string> {
  const client = await connectClient({ connectionString: serverUrl })
  try {
    await client.query(`create database ${client.escapeIdentifier(name)} encoding 'UTF8' template template0`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** An ingest transaction that was open when somebody looked. */
export interface OpenTransaction {
  backendPid: number
  xid: string
}

/**
 * Watches from outside the transactions in which Weike makes frames durable: they write to weike.ingest_head first and then to
 * weike.frame. Who holds the row-exclusive locks of both has inserted its frames and has not ended its commit.
 * @param writes instead of these two, the tables that another kind of transaction writes to
 */
export interface Observer {
  open(): Promise<OpenTransaction | null>
  /**
   * Catches a transaction while it is open: its backend is frozen (SIGSTOP), and a look after that still sees it. For this
   * it is open as long as nobody thaws it (SIGCONT).
   */
  freeze(): Promise<OpenTransaction>
  /** What became of a transaction. */
  fate(xid: string): Promise<'committed' | 'aborted' | 'in progress'>
  close(): Promise<void>
}

/** A frozen backend may hold what a look needs: then it is thawed, and another is caught. [ms] */
const LOOK_PATIENCE_MS = 250

export async function observe(
  config: pg.ClientConfig,
  writes: readonly [first: string, second: string] = ['weike.ingest_head', 'weike.frame'],
): Promise<Observer> {
  const client = await connectClient({ ...config, application_name: 'trial observer' })
  const observer: Observer = {
    async freeze() {
      for (;;) {
        const caught = await observer.open()
        if (caught === null) continue
        process.kill(caught.backendPid, 'SIGSTOP')
        const look = observer.open()
        const still = await Promise.race([look, delay(LOOK_PATIENCE_MS, null)])
        if (still?.xid === caught.xid) return caught
        process.kill(caught.backendPid, 'SIGCONT')
        await look
      }
    },
    async open() {
      const seen = await client.query<OpenTransaction>({
        name: 'open-ingest',
        text: `select a.pid as "backendPid", a.backend_xid::text as xid from pg_locks l join pg_stat_activity a using (pid)
               where l.relation = $1::regclass and l.mode = 'RowExclusiveLock' and l.granted
                 and a.backend_xid is not null and a.datname = current_database()
                 and exists (select 1 from pg_locks f where f.pid = l.pid and f.relation = $2::regclass
                   and f.mode = 'RowExclusiveLock' and f.granted)`,
        values: [...writes],
      })
      return seen.rows[0] ?? null
    },
    async fate(xid) {
      const told = await client.query<{ fate: string }>('select pg_xact_status($1::text::xid8) as fate', [xid])
      const fate = told.rows[0]?.fate
      if (fate === 'committed' || fate === 'aborted' || fate === 'in progress') return fate
      throw new Error(`the database does not know transaction ${xid}`)
    },
    async close() {
      await client.end()
    },
  }
  return observer
}
