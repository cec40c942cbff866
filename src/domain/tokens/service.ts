import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import { type AccessToken, createTokens, type Tokens } from '../../platform/auth/tokens.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import type { Role } from '../access/table.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/**
 * Makes a token. The id of the act becomes its id. Its text is told to whoever's act made it and is kept nowhere, so that the same
 * act again cannot tell it once more.
 * @throws Problem `not-allowed`, `already-exists` (name of one that is still good)
 */
export async function addToken(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: { name: string; role: Role },
): Promise<{ id: string; token: string | null }> {
  const { countyId } = principal
  allowTokens(principal)
  const request = { countyId, ...act, kind: 'add-token', actor: actorOf(principal), input: wanted }
  let told: string | null = null
  const { id } = await performAct(foundation, request, async ({ trx, record }) => {
    const tokens = tokensIn(foundation, trx)
    if ((await tokens.list(countyId)).some(({ name, revokedAt }) => revokedAt === null && name === wanted.name)) {
      throw new Problem('already-exists', { params: { what: 'token', id: wanted.name } })
    }
    told = (await tokens.create({ countyId, id: act.actId, ...wanted })).token
    await record({ kind: 'token.added', subject: { type: 'token', id: act.actId, version: 1 }, data: wanted })
    return { id: act.actId }
  })
  return { id, token: told }
}

/** The next call with it is refused. @throws Problem `not-allowed`, `not-found`, `wrong-state` (revoked already) */
export async function revokeToken(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  id: string,
): Promise<{ id: string }> {
  const { countyId } = principal
  allowTokens(principal)
  const request = { countyId, ...act, kind: 'revoke-token', actor: actorOf(principal), input: { id } }
  return performAct(foundation, request, async ({ trx, record }) => {
    const tokens = tokensIn(foundation, trx)
    const token = (await tokens.list(countyId)).find((one) => one.id === id)
    if (token === undefined) throw new Problem('not-found', { params: { type: 'token', id } })
    if (!(await tokens.revoke(countyId, id))) throw new Problem('wrong-state', { params: { state: 'revoked' } })
    await record({ kind: 'token.revoked', subject: { type: 'token', id, version: 2 }, data: { name: token.name } })
    return { id }
  })
}

/** Good ones and revoked ones, the oldest first. @throws Problem `not-allowed` */
export async function listTokens(foundation: Foundation, principal: Principal): Promise<AccessToken[]> {
  const { countyId } = principal
  allow(principal, 'read-settings', countyScope(countyId))
  return tokensIn(foundation, foundation.db).list(countyId)
}

/** Whoever reads a token must not be able to make itself another one that outlasts it. */
function allowTokens(principal: Principal): void {
  if (principal.kind === 'token') throw new Problem('not-allowed', { params: { act: 'manage-tokens' } })
  allow(principal, 'manage-tokens', countyScope(principal.countyId))
}

function tokensIn({ clocks, randomness, ids }: Foundation, db: Db): Tokens {
  return createTokens({ db, wall: clocks.wall, randomness, ids })
}
