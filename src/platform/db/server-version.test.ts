import { describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { formatServerVersion, requireServerVersion } from './server-version.ts'

/** A client of a server that calls itself so. */
function clientOf(versionNumber: string) {
  return { query: async () => ({ rows: [{ server_version_num: versionNumber }] }) }
}

describe('the version of a server', () => {
  it('is written as people know it', () => {
    expect(formatServerVersion(150018)).toBe('15.18')
    expect(formatServerVersion(180004)).toBe('18.4')
  })

  it('15 and newer is taken', async () => {
    await expect(requireServerVersion(clientOf('150000'))).resolves.toBe(150000)
    await expect(requireServerVersion(clientOf('180004'))).resolves.toBe(180004)
  })

  it('an older one is refused with what was found, what is needed and what to do', async () => {
    const refused: unknown = await requireServerVersion(clientOf('140019')).catch((error: unknown) => error)
    if (!(refused instanceof Problem)) throw new Error('not refused')
    expect(refused.code).toBe('database-version')
    expect(refused.params).toMatchObject({ refusal: 'server-too-old', found: '14.19', needed: 15 })
    expect(refused.params.explanation).toMatch(/is version 14\.19; Weike needs 15 or newer\. Upgrade that server, or/)
  })
})
