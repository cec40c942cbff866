import type { TestProject } from 'vitest/node'
import { removeLeftovers } from './data-directory.ts'
import { startSystemPostgres } from './system-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** `postgres://…` of the system's PostgreSQL, as superuser, database `postgres`. */
    systemPostgres: string
  }
}

/** Before the chain tests: the system's PostgreSQL is started once for all of them; afterwards it is stopped and removed. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers()
  const server = await startSystemPostgres()
  project.provide('systemPostgres', server.url)
  return () => server.stop()
}
