import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/db/connect.ts'
import { makeDataDirectory, removeDataDirectory } from './data-directory.ts'

/** What every chain is tested on: the PostgreSQL that Weike brings along, and the system's own. */
export const databaseKinds = ['embedded', 'system'] as const
export type DatabaseKind = (typeof databaseKinds)[number]

/**
 * The longest chains are walked by the suite on the PostgreSQL that a county has, and by `npm run trial long-chains` on the
 * system's: what is written for the one and not for the other is proved by the shorter ones, on both.
 */
export const kindsOfLongChains: readonly DatabaseKind[] = process.env.WEIKE_TRIAL === '1' ? ['system'] : ['embedded']

/** An empty database and a data directory, a test's own. */
export interface FreshDatabase {
  /** For keys and files and, when embedded, PostgreSQL itself. */
  dataDir: string
  /** What DATABASE_URL has to be; undefined when embedded. */
  databaseUrl: string | undefined
  /** Opens it in this process; whoever opens it releases it. */
  open(): Promise<Database>
  /** Takes it away with all that is in it, whoever may still be connected. */
  remove(): Promise<void>
}

let made = 0

/** @param kind where it lives; an embedded one is made and started by whoever opens it first */
export async function freshDatabase(kind: DatabaseKind): Promise<FreshDatabase> {
  const dataDir = await makeDataDirectory()
  const system = kind === 'system' ? await createOnSystem() : undefined
  const databaseUrl = system?.url
  return {
    dataDir,
    databaseUrl,
    open: () => openDatabase({ dataDir, databaseUrl, log: () => {} }),
    async remove() {
      await system?.drop()
      await removeDataDirectory(dataDir)
    },
  }
}

async function createOnSystem(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('systemPostgres')
  made += 1
  const name = `weike_test_${process.pid}_${made}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `drop database if exists ${name} with (force)`) }
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
