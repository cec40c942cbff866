import { refusal } from './refusal.ts'

/** The oldest server that Weike's SQL is written for (Debian 12 ships it). */
export const oldestServerMajor = 15

/**
 * `server_version_num` as people write it: 150018 → 15.18, 180004 → 18.4.
 * @param versionNumber PostgreSQL's `server_version_num` (10 and newer: major × 10000 + minor)
 */
export function formatServerVersion(versionNumber: number): string {
  return `${Math.floor(versionNumber / 10000)}.${versionNumber % 10000}`
}

/** What is asked of a client: pg.Client and its pool's clients can. */
interface VersionSource {
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>
}

/**
 * Asks a connected server for its version.
 * @returns `server_version_num`, for example 180004
 * @throws Problem `server-too-old` under {@link oldestServerMajor}
 */
export async function requireServerVersion(client: VersionSource): Promise<number> {
  const answer = await client.query('show server_version_num')
  const versionNumber = Number(answer.rows[0]?.server_version_num)
  if (!(versionNumber >= oldestServerMajor * 10000)) {
    throw refusal('server-too-old', {
      found: formatServerVersion(versionNumber),
      needed: oldestServerMajor,
    })
  }
  return versionNumber
}
