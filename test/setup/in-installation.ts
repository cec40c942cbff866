import { type Installation, openInstallation } from '../../src/app/installation.ts'
import type { Principal } from '../../src/domain/access/model.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { systemRandomness } from '../../src/platform/identity.ts'
import type { FreshDatabase } from './fresh-database.ts'

/**
 * Opens an installation in this process, beside a running server or without one, as a command would; and closes it again.
 * For what has no HTTP operation yet: regions, units, people, tokens, a second county.
 */
export async function inInstallation<T>(
  place: Pick<FreshDatabase, 'dataDir' | 'databaseUrl'>,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation({
    dataDir: place.dataDir,
    databaseUrl: place.databaseUrl,
    clocks: { domain: systemClock, wall: systemClock },
    randomness: systemRandomness,
    log: () => {},
    name: 'weike test',
  })
  try {
    return await work(installation)
  } finally {
    await installation.close()
  }
}

/** Somebody at the machine's own console, in a county. */
export function consoleOf(countyId: string): Extract<Principal, { kind: 'console' }> {
  return { kind: 'console', countyId }
}

/** The envelope of an act that is done now, as the services take it. */
export function actNow({ foundation }: Installation): { actId: string; actedAt: number } {
  return { actId: foundation.ids.next(), actedAt: foundation.clocks.domain.now() }
}
