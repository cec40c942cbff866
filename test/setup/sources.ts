import { act, type SignedIn } from './api-client.ts'

/** A source that says no more than it must. */
export const sourceCard = {
  name: '某工地',
  kind: 'construction-site',
  lonWgs84: 113,
  latWgs84: 29,
  attributes: {},
} as const

/** The code of the first that is entered: a second one of it is refused. */
export const TAKEN_CODE = 'D-001'

/** Enters a source over HTTP. @returns its id */
export async function enterSource(
  caller: SignedIn,
  wanted: { code: string; regionId?: string; unitId?: string; personId?: string },
): Promise<string> {
  const { id } = await caller.call('POST /api/sources', { body: act({ ...sourceCard, ...wanted }) })
  return id
}
