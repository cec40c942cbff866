import pg, { type ClientConfig } from 'pg'
import { withClient } from './client.ts'
import { refusal } from './refusal.ts'
import { requireServerVersion } from './server-version.ts'

/**
 * Looks whether the PostgreSQL that the operator named can be used.
 * @returns `server_version_num`
 * @throws Problem `bad-url`, `server-unreachable`, `server-too-old`
 */
export async function checkRemote(databaseUrl: string): Promise<{ connectionConfig: ClientConfig; version: number }> {
  // The address holds a password: reasons name what is wrong, never the address.
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw refusal('bad-url', { reason: 'it does not begin with postgres://' })
  }
  const connectionConfig: ClientConfig = { connectionString: databaseUrl }
  try {
    return { connectionConfig, version: await withClient(connectionConfig, requireServerVersion) }
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'Problem') throw error
    if (error instanceof TypeError) throw refusal('bad-url', { reason: error.message })
    throw refusal('server-unreachable', { reason: reasonOf(error) }, error)
  }
}

/** Where a PostgreSQL answers and which database is meant, as `10.0.0.5:5432/weike`: the address without its secrets. */
export function remoteAddress(config: ClientConfig): string {
  const { host, port, database } = new pg.Client(config)
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database ?? ''}`
}

function reasonOf(error: Error): string {
  // Node joins the failures of several addresses (IPv6, IPv4) in one error without words of its own.
  if (error instanceof AggregateError) return error.errors.map((one: unknown) => String(one)).join('; ')
  return error.message === '' && 'code' in error ? String(error.code) : error.message
}
