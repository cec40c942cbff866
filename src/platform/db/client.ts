import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/**
 * A connected client of its own, outside any pool. A lost connection ends it ('end') and never throws out of nowhere.
 * @throws the driver's error when the connection cannot be made
 */
export async function connectClient(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ connectionTimeoutMillis: 10_000, keepAlive: true, ...config })
  // Without a listener Node ends the process on a connection that breaks while idle; 'end' tells the same story.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    // Not awaited: the end of a connection that never was may never be told.
    void client.end().catch(() => {})
    throw error
  }
  return client
}

/** Runs `use` on a client of its own and closes it whatever happens. */
export async function withClient<T>(config: pg.ClientConfig, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectClient(config)
  try {
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}

const connectionErrorCodes = new Set([
  'EAGAIN', // a Unix socket with a full queue
  'EAI_AGAIN', // nobody knows its address for the moment
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or shutting down
])

/** True when an error says that the server is not there (any more), not that it disliked the query. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string') return connectionErrorCodes.has(code) || code.startsWith('08')
  return /^(Connection terminated|timeout expired|Client has encountered a connection error)/.test(error.message)
}

/** An error that says of a server that it is not there, in the terms of the driver (SQLSTATE 08006, connection_failure). */
export function connectionFailure(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: '08006' })
}

/**
 * Asks `probe` again and again until it answers something, at most `attempts` times, `everyMs` apart.
 * @returns the answer, or undefined when there was none
 */
export async function pollUntil<T>(
  attempts: number,
  everyMs: number,
  probe: () => Promise<T | undefined> | T | undefined,
): Promise<T | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const answer = await probe()
    if (answer !== undefined) return answer
    await delay(everyMs)
  }
  return undefined
}
