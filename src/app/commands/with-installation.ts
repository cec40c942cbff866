import type { Principal } from '../../domain/access/model.ts'
import { systemClock } from '../../platform/clock.ts'
import { systemRandomness } from '../../platform/identity.ts'
import { chooseDirectory } from '../data-directory.ts'
import { type Installation, openInstallation } from '../installation.ts'
import { chooseCounty } from '../prepare.ts'
import { type CommandContext, option } from './command.ts'

export interface Console {
  installation: Installation
  /** Somebody at the machine's own console, acting in the chosen county. */
  principal: Extract<Principal, { kind: 'console' }>
  /** A fresh act envelope. */
  act(): { actId: string; actedAt: number }
}

/**
 * Runs a command on the installation it names: beside a running server it opens the same database, without one it starts
 * the embedded server, and whoever leaves last stops it.
 */
export async function withInstallation(
  context: CommandContext,
  work: (console: Console) => Promise<0 | 1>,
): Promise<0 | 1> {
  const { given, environment } = context
  const dataDir = await chooseDirectory({ data: option(given, 'data'), demo: given.options.has('demo') }, environment)
  const installation = await openInstallation({
    dataDir,
    databaseUrl: environment.DATABASE_URL,
    clocks: { domain: systemClock, wall: systemClock },
    randomness: systemRandomness,
    log: context.say,
    name: 'weike command',
  })
  try {
    const county = await chooseCounty(installation, option(given, 'county'), context)
    const { ids, clocks } = installation.foundation
    return await work({
      installation,
      principal: { kind: 'console', countyId: county.id },
      act: () => ({ actId: ids.next(), actedAt: clocks.domain.now() }),
    })
  } finally {
    await installation.close()
  }
}
