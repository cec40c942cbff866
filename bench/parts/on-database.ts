import { startSystemPostgres } from '../../test/setup/system-postgres.ts'
import { freshDatabase } from '../../test/trial/parts/database.ts'

/**
 * Measures on the database that was asked for: the one that DATABASE_URL names (it must be empty), else the system's
 * PostgreSQL when `isSystem`, else the embedded one.
 * @param name of the database that is made on the system's PostgreSQL
 */
export async function onDatabase(
  isSystem: boolean,
  name: string,
  bench: (what: string, databaseUrl: string | undefined) => Promise<void>,
): Promise<void> {
  const named = process.env.DATABASE_URL
  if (named !== undefined && named !== '') return bench('DATABASE_URL', named)
  if (!isSystem) return bench('embedded PostgreSQL', undefined)
  const system = await startSystemPostgres()
  try {
    await bench(`system PostgreSQL ${system.major}`, await freshDatabase(system.url, name))
  } finally {
    await system.stop()
  }
}
