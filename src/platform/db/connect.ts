import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { DatabaseSeat } from './ailment.ts'
import { isConnectionFailure } from './client.ts'
import { columnTypes } from './column-types.ts'
import { openEmbedded } from './embedded/embedded.ts'
import { refusal } from './refusal.ts'
import { checkRemote, remoteAddress } from './remote.ts'

/** A PostgreSQL that answers: Weike's own on a data directory, or the one that DATABASE_URL names. */
export interface Database {
  kind: 'embedded' | 'remote'
  /** For an operator. */
  seat: DatabaseSeat
  /** For pg.Pool and pg.Client. Embedded: host is the folder of the Unix socket. */
  connectionConfig: pg.ClientConfig
  /** `server_version_num`, for example 180004 or 150018 */
  serverVersion: number
  /** Resolves when the server answers: an embedded one is started again if it died. Cheap to call, by many at once. */
  ensureRunning(): Promise<void>
  /** Calls back each time after an embedded server was lost and answers again. @returns how to stop being called */
  onRestart(listener: () => void): () => void
  /** Lets go, after all pools have been ended. The last process to let go of an embedded server stops it. */
  release(): Promise<void>
}

export interface OpenOptions {
  /** Weike's data directory; an embedded server lives in `postgres` below it. */
  dataDir: string
  /** When given (and not empty), this server is used and no embedded one. */
  databaseUrl?: string | undefined
  /** Name of the embedded database, made when missing; a DATABASE_URL names its own. */
  databaseName?: string
  /** One line for the operator, without line end. */
  log: (line: string) => void
}

/** @throws Problem `database-version` or `data-directory`, whose `params.refusal` names the words (refusal.ts) */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const { dataDir, databaseUrl, databaseName = 'weike', log } = options
  if (databaseUrl !== undefined && databaseUrl !== '') {
    const { connectionConfig, version } = await checkRemote(databaseUrl)
    return {
      kind: 'remote',
      seat: { kind: 'remote', where: remoteAddress(connectionConfig) },
      connectionConfig,
      serverVersion: version,
      // Somebody else's server: whoever runs it starts it again.
      ensureRunning: async () => {},
      onRestart: () => () => {},
      release: async () => {},
    }
  }
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(databaseName)) throw refusal('bad-database-name', { name: databaseName })
  const seat: DatabaseSeat = { kind: 'embedded', where: dataDir }
  return { kind: 'embedded', seat, ...(await openEmbedded({ dataDir, databaseName, log })) }
}

export interface PoolOptions {
  /** A role that the login role is a member of; every connection acts as it from its first query. */
  role?: string
  /** Seen in pg_stat_activity. */
  applicationName: string
  /** At most so many connections. [count] */
  max: number
  /** Statements go out without waiting for the answers of those before them; for a connection that is kept. See pipeline.ts. */
  pipelined?: boolean
  /** Where names without a schema are looked for. */
  searchPath?: readonly string[]
}

/** An idle connection says so often that it is there: a wall between the two machines forgets one that is silent for long. */
const ALIVE_EVERY_MS = 30_000

/** How often a connection that fails because the server is not there is tried again. */
const connectAttempts = 3

/**
 * A pool whose connections act as `role`, without a time limit on statements, reading bigint as numbers.
 * While the embedded server is being started again, who asks for a connection waits instead of failing.
 */
export function createPool(db: Database, options: PoolOptions): pg.Pool {
  const { role, applicationName, max, pipelined = false, searchPath = ['weike', 'public'] } = options
  const setUp = [
    `set search_path = ${searchPath.map(pg.escapeIdentifier).join(', ')}`,
    'set statement_timeout = 0',
    "set timezone = 'UTC'",
    ...(role === undefined ? [] : [`set role ${pg.escapeIdentifier(role)}`]),
  ].join('; ')
  const pool = new pg.Pool({
    keepAlive: true,
    keepAliveInitialDelayMillis: ALIVE_EVERY_MS,
    ...db.connectionConfig,
    application_name: applicationName,
    max,
    // Kept: whoever comes after a quiet minute would wait for a dozen new ones, each with all that it must learn of the tables.
    idleTimeoutMillis: 0,
    pipeline: pipelined,
    types: columnTypes,
    onConnect: async (client) => {
      await client.query(setUp)
    },
  })
  // A connection that breaks says so on the pool while idle and on itself while lent out. Either would end the process
  // without a listener; whoever uses it learns it from the query, and the next one gets a new connection.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  if (db.kind === 'embedded') waitForRestarts(pool, db)
  return pool
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: boolean | Error) => void,
) => void

/** Puts the restart of the server between a failed connection and the caller. pool.query() connects this way too. */
function waitForRestarts(pool: pg.Pool, db: Database): void {
  const connectOnce = pool.connect.bind(pool)

  async function connectPatiently(): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await new Promise<pg.PoolClient>((resolve, reject) => {
          connectOnce((error, client) => {
            if (client === undefined) reject(error ?? new Error('no connection'))
            else resolve(client)
          })
        })
      } catch (error) {
        if (attempt >= connectAttempts || !isConnectionFailure(error)) throw error
        await db.ensureRunning()
      }
    }
  }

  function connect(): Promise<pg.PoolClient>
  function connect(callback: ConnectCallback): void
  function connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    if (callback === undefined) return connectPatiently()
    connectPatiently().then(
      (client) => callback(undefined, client, client.release.bind(client)),
      (error: Error) => callback(error, undefined, () => {}),
    )
    return undefined
  }
  pool.connect = connect
}

/** Typed SQL over a pool: columns are snake_case in the database and camelCase in the program. */
export function createKysely<DB>(pool: pg.Pool): Kysely<DB> {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    // Values of jsonb columns are the program's own and keep their keys.
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
}
