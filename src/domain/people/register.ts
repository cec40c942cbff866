import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import { accountStore } from '../../platform/auth/accounts.ts'
import { passwordWeakness } from '../../platform/auth/password-policy.ts'
import type { Passwords } from '../../platform/auth/passwords.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { Role } from '../access/table.ts'
import type { Region } from '../regions/model.ts'
import { regionOrCounty, regionsById } from '../regions/service.ts'
import { accountOf, accountsOf, endSessionsOf } from './account-store.ts'
import { whyUnfit } from './decide.ts'
import type { Person } from './model.ts'
import { openTaskCounts, peopleOf, personForUpdate, savePerson, type Unit, unitsOf } from './store.ts'

type OnVersion = Pick<ActRequest, 'actId' | 'actedAt'> & { expects: number }

/** Told of each session that ended, once that is committed: its pages are cut off at once. */
export type SessionEnded = (countyId: string, sessionId: string) => void

/** What an act leaves of a person. */
export type KeptPerson = Pick<Person, 'id' | 'state' | 'version'>

export interface RegisteredPerson extends Person {
  unit: Unit | null
  region: Region | undefined
  openTasks: number
  /** Null for who may not manage people. */
  signInName: string | null
  /** Wall clock [epoch ms]; null: not known. */
  signedInAt: number | null
}

/** Everybody of the county who has not been erased, suspended or not. @throws Problem `not-allowed` */
export async function listRegister(foundation: Foundation, principal: Principal): Promise<RegisteredPerson[]> {
  const { db } = foundation
  const { countyId } = principal
  allow(principal, 'read-settings', countyScope(countyId))
  const mayManage = reachFor(principal, 'manage-people') === 'county'
  const [people, units, regions, open, accounts] = await Promise.all([
    peopleOf(db, countyId),
    unitsOf(db, countyId),
    regionsById(db, countyId),
    openTaskCounts(db, countyId),
    accountsOf(db, countyId),
  ])
  return people
    .filter(({ state }) => state !== 'erased')
    .map((person) => ({
      ...person,
      unit: units.find(({ id }) => id === person.unitId) ?? null,
      region: regions.get(person.regionId),
      openTasks: open.get(person.id) ?? 0,
      signInName: mayManage ? (accounts.get(person.id)?.signInName ?? null) : null,
      signedInAt: accounts.get(person.id)?.signedInAt ?? null,
    }))
}

export interface PersonCard {
  name: string
  roles: readonly Role[]
  unitId: string | null
  regionId: string
}

/**
 * Changes name, roles, unit and region; what follows from them holds from the next request on. The ledger is told roles and places
 * and whether the name is another, not the name.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `target-unknown` (unit, region), `people-unfit`
 */
export function changePerson(
  foundation: Foundation,
  principal: Principal,
  act: OnVersion,
  id: string,
  card: PersonCard,
): Promise<KeptPerson> {
  const input = { id, expects: act.expects, ...card, roles: [...card.roles] }
  return onPerson(foundation, principal, act, { id, kind: 'change-person', input }, async ({ trx }, person) => {
    const { countyId } = principal
    if (card.unitId !== null && !(await unitsOf(trx, countyId)).some((unit) => unit.id === card.unitId)) {
      throw new Problem('target-unknown', { params: { what: 'unit', id: card.unitId } })
    }
    const { id: regionId } = await regionOrCounty(trx, countyId, card.regionId)
    const next = { ...person, ...card, regionId }
    const data = { roles: [...card.roles], unitId: card.unitId, regionId, renamed: card.name !== person.name }
    return { next, event: 'person.changed', data }
  })
}

/** Nobody signs in by this name any more, and whoever has is out at once. @throws Problem as `changePerson`, `wrong-state` */
export async function suspendPerson(
  foundation: Foundation,
  principal: Principal,
  act: OnVersion,
  id: string,
  sessionEnded: SessionEnded,
): Promise<KeptPerson> {
  const { countyId } = principal
  let ended: string[] = []
  const input = { id, expects: act.expects }
  const of = { id, kind: 'suspend-person', input }
  const kept = await onPerson(foundation, principal, act, of, async ({ trx }, person) => {
    if (person.state !== 'active') throw new Problem('wrong-state', { params: { state: person.state } })
    ended = await endSessionsOf(trx, countyId, id)
    return { next: { ...person, state: 'suspended' }, event: 'person.suspended', data: { sessions: ended.length } }
  })
  for (const session of ended) sessionEnded(countyId, session)
  return kept
}

/** @throws Problem as `suspendPerson` */
export function resumePerson(
  foundation: Foundation,
  principal: Principal,
  act: OnVersion,
  id: string,
): Promise<KeptPerson> {
  const input = { id, expects: act.expects }
  return onPerson(foundation, principal, act, { id, kind: 'resume-person', input }, async (_performing, person) => {
    if (person.state !== 'suspended') throw new Problem('wrong-state', { params: { state: person.state } })
    return { next: { ...person, state: 'active' }, event: 'person.resumed', data: {} }
  })
}

/**
 * Another password, which whoever gives it tells the person; it is kept as a hash alone, and no session lasts over it.
 * @throws Problem as `changePerson`, `password-weak`
 */
export async function givePassword(
  parts: { foundation: Foundation; passwords: Passwords; sessionEnded: SessionEnded },
  principal: Principal,
  act: OnVersion,
  id: string,
  password: string,
): Promise<KeptPerson> {
  const { foundation, passwords, sessionEnded } = parts
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  let ended: string[] = []
  const of = { id, kind: 'give-password', input: { id, expects: act.expects } }
  const kept = await onPerson(foundation, principal, act, of, async ({ trx }, person) => {
    const account = await accountOf(trx, countyId, id)
    if (account === null) throw new Problem('wrong-state', { params: { state: person.state } })
    const weakness = passwordWeakness(password, account.signInName)
    if (weakness !== null) throw new Problem('password-weak', { params: { reason: weakness } })
    const at = foundation.clocks.wall.now()
    await accountStore(trx).setPassword(countyId, id, await passwords.hash(password), at)
    ended = await endSessionsOf(trx, countyId, id)
    return { next: person, event: 'person.password-given', data: { sessions: ended.length } }
  })
  for (const session of ended) sessionEnded(countyId, session)
  return kept
}

interface Outcome {
  next: Person
  event: string
  data: Parameters<Performing['record']>[0]['data']
}

async function onPerson(
  foundation: Foundation,
  principal: Principal,
  { expects, ...envelope }: OnVersion,
  { id, kind, input }: { id: string; kind: string; input: ActRequest['input'] },
  work: (performing: Performing, person: Person) => Promise<Outcome>,
): Promise<KeptPerson> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const request = { countyId, ...envelope, kind, actor: actorOf(principal), input }
  return performAct(foundation, request, async (performing) => {
    const { trx, record, pseudonym } = performing
    const person = await personToManage(trx, countyId, id, expects)
    const { next, event, data } = await work(performing, person)
    const unfit = whyUnfit(await peopleOf(trx, countyId), next, principal.kind === 'person' ? principal.personId : null)
    if (unfit !== null) throw new Problem('people-unfit', { params: { reason: unfit } })
    const kept = { ...next, version: person.version + 1 }
    await savePerson(trx, kept)
    await record({ kind: event, subject: { type: 'person', id: await pseudonym(id), version: kept.version }, data })
    return { id, state: kept.state, version: kept.version }
  })
}

/** Locked until the transaction ends. @throws Problem `not-found` (also who was erased), `version-conflict` */
async function personToManage(trx: Db, countyId: string, id: string, expects: number): Promise<Person> {
  const person = await personForUpdate(trx, countyId, id)
  if (person === undefined || person.state === 'erased')
    throw new Problem('not-found', { params: { type: 'person', id } })
  if (person.version !== expects) throw new Problem('version-conflict', { params: { version: person.version } })
  return person
}
