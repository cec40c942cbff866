import type { Installation } from '../../src/app/installation.ts'
import { addToken, revokeToken } from '../../src/domain/tokens/service.ts'
import { actNow, consoleOf } from './in-installation.ts'

/** Name of a token that each county of a test has. */
export const TAKEN_TOKEN = '上级平台'

/** The county gets a token of that name, and one that is revoked. @returns the id of the latter */
export async function tokensOf(installation: Installation, countyId: string): Promise<string> {
  const console = consoleOf(countyId)
  const { foundation } = installation
  await addToken(foundation, console, actNow(installation), { name: TAKEN_TOKEN, role: 'analyst' })
  const { id } = await addToken(foundation, console, actNow(installation), { name: '旧平台', role: 'analyst' })
  await revokeToken(foundation, console, actNow(installation), id)
  return id
}
