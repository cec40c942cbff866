import { mkdir } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import type { Pool } from 'pg'
import { countiesOf } from '../domain/counties/service.ts'
import { postgresReadings } from '../domain/readings/postgres-store.ts'
import { defaultRetention, type Retention } from '../domain/readings/retention.ts'
import type { ReadingsStore } from '../domain/readings/service.ts'
import { accountStore } from '../platform/auth/accounts.ts'
import { createPasswords, type Passwords } from '../platform/auth/passwords.ts'
import { createSessions, type Sessions } from '../platform/auth/sessions.ts'
import { createSignIn, type SignIn } from '../platform/auth/sign-in.ts'
import { createTokens, type Tokens } from '../platform/auth/tokens.ts'
import type { Clocks } from '../platform/clock.ts'
import { createKysely, createPool, type Database, openDatabase } from '../platform/db/connect.ts'
import { APP_ROLE, migrate, PERSONAL_ROLE } from '../platform/db/migrate.ts'
import { pipelineOf } from '../platform/db/pipeline.ts'
import type { PersonalTables, WeikeTables } from '../platform/db/tables.ts'
import { openFileStore } from '../platform/files.ts'
import type { Foundation } from '../platform/foundation.ts'
import { type Randomness, uuid7Maker } from '../platform/identity.ts'
import { openKeys } from '../platform/keys.ts'
import { openVault } from '../platform/personal/vault.ts'
import { words } from './words.ts'

/** Everything that a server or a command of Weike works with, opened on one data directory and one database. */
export interface Installation {
  dataDir: string
  database: Database
  /** Connections of the application role. */
  pool: Pool
  foundation: Foundation
  readings: ReadingsStore
  /** How long readings are kept. */
  retention: Retention
  auth: { signIn: SignIn; sessions: Sessions; tokens: Tokens; passwords: Passwords }
  /** Lets go of everything; the last process on an embedded database stops it. */
  close(): Promise<void>
}

export interface OpenInstallation {
  dataDir: string
  databaseUrl: string | undefined
  clocks: Clocks
  randomness: Randomness
  log: (line: string) => void
  /** Seen in pg_stat_activity. */
  name: string
  /** How long readings are kept; left out: as usual. */
  retention?: Retention
}

/** Opens, migrates, composes. @throws Problem when the directory or the database may not be used, with what to do */
export async function openInstallation(options: OpenInstallation): Promise<Installation> {
  const { dataDir, clocks, randomness, log, name, retention = defaultRetention } = options
  // The embedded server runs as a user of its own when Weike is root: it must be able to walk through.
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  const database = await openDatabase({ dataDir, databaseUrl: options.databaseUrl, log })
  const pools: Pool[] = []
  const connect = (role: string | undefined, max: number, pipelined = false): Pool => {
    const asRole = role === undefined ? {} : { role }
    const pool = createPool(database, { ...asRole, applicationName: name, max, pipelined })
    pools.push(pool)
    return pool
  }
  const pipeline = pipelineOf(connect(APP_ROLE, 1, true))
  const close = async () => {
    await pipeline.end()
    await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()))
    await database.release()
  }
  try {
    const owner = connect(undefined, 2)
    await migrate(createKysely<unknown>(owner))
    await owner.end()
    const pool = connect(APP_ROLE, 16)
    const db: Kysely<WeikeTables> = createKysely(pool)
    const personal: Kysely<PersonalTables> = createKysely(connect(PERSONAL_ROLE, 3))
    const mayCreate = (await countiesOf(db)).length === 0
    const keys = await openKeys(dataDir, randomness, { mayCreate })
    const ids = uuid7Maker(clocks.wall, randomness)
    const vault = openVault(personal, keys.personal, randomness)
    const files = openFileStore(dataDir, randomness)
    const foundation: Foundation = { db, clocks, ids, randomness, vault, files, keys, words }
    const passwords = createPasswords(randomness)
    const parts = { db, wall: clocks.wall, randomness, ids }
    return {
      dataDir,
      database,
      pool,
      foundation,
      readings: postgresReadings(connect(APP_ROLE, 4), { retention, inOrder: pipeline }),
      retention,
      auth: {
        passwords,
        sessions: createSessions(parts),
        tokens: createTokens(parts),
        signIn: createSignIn({ accounts: accountStore(db), passwords, wall: clocks.wall }),
      },
      close,
    }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}
