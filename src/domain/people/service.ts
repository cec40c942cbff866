import { type ActRequest, performAct } from '../../platform/acts/perform.ts'
import { accountStore } from '../../platform/auth/accounts.ts'
import { passwordWeakness } from '../../platform/auth/password-policy.ts'
import type { Passwords } from '../../platform/auth/passwords.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { actorOf } from '../access/actor.ts'
import { allow, countyScope } from '../access/check.ts'
import { mayAct, reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { Role } from '../access/table.ts'
import type { Region } from '../regions/model.ts'
import { regionOrCounty, regionsById } from '../regions/service.ts'
import { endSessionsOf, noteSignIn } from './account-store.ts'
import type { Person, UnitKind } from './model.ts'
import type { SessionEnded } from './register.ts'
import {
  anonymise,
  insertPerson,
  insertUnit,
  openTaskCounts,
  peopleOf,
  personById,
  type Unit,
  unitsOf,
} from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/** Adds a unit. The id of the act becomes the id of the unit. @throws Problem `not-allowed`, `already-exists` (name) */
export async function addUnit(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: { name: string; kind: UnitKind; regionId?: string | undefined },
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const input = { ...wanted, regionId: wanted.regionId ?? null }
  const request = { countyId, ...act, kind: 'add-unit', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, record }) => {
    if ((await unitsOf(trx, countyId)).some((unit) => unit.name === wanted.name)) {
      throw new Problem('already-exists', { params: { what: 'unit', id: wanted.name } })
    }
    const region = await regionOrCounty(trx, countyId, wanted.regionId)
    const unit: Unit = {
      countyId,
      id: act.actId,
      kind: wanted.kind,
      name: wanted.name,
      regionId: region.id,
      version: 1,
    }
    await insertUnit(trx, unit)
    const data = { kind: unit.kind, name: unit.name, regionId: unit.regionId }
    await record({ kind: 'unit.added', subject: { type: 'unit', id: unit.id, version: 1 }, data })
    return { id: unit.id }
  })
}

export interface NewPerson {
  name: string
  roles: readonly Role[]
  unitId: string | null
  regionId?: string | undefined
  signInName: string
  password: string
}

/**
 * Adds a person with an account. The id of the act becomes the id of the person; the ledger gets roles and places, no name.
 * @throws Problem `not-allowed`, `password-weak`, `already-exists` (sign-in name), `target-unknown` (unit, region)
 */
export async function addPerson(
  foundation: Foundation,
  passwords: Passwords,
  principal: Principal,
  act: Envelope,
  wanted: NewPerson,
): Promise<{ id: string }> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const weakness = passwordWeakness(wanted.password, wanted.signInName)
  if (weakness !== null) throw new Problem('password-weak', { params: { reason: weakness } })
  const passwordHash = await passwords.hash(wanted.password)
  const input = { signInName: wanted.signInName, roles: [...wanted.roles], unitId: wanted.unitId }
  const request = { countyId, ...act, kind: 'add-person', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record, pseudonym }) => {
    const accounts = accountStore(trx)
    if ((await accounts.find(wanted.signInName)) !== null) {
      throw new Problem('already-exists', { params: { what: 'person', id: wanted.signInName } })
    }
    if (wanted.unitId !== null && !(await unitsOf(trx, countyId)).some((unit) => unit.id === wanted.unitId)) {
      throw new Problem('target-unknown', { params: { what: 'unit', id: wanted.unitId } })
    }
    const region = await regionOrCounty(trx, countyId, wanted.regionId)
    const person: Person = {
      countyId,
      id: act.actId,
      name: wanted.name,
      unitId: wanted.unitId,
      regionId: region.id,
      roles: wanted.roles,
      state: 'active',
      version: 1,
    }
    await insertPerson(trx, { ...person, createdAt: receivedAt })
    const changedAt = foundation.clocks.wall.now()
    await accounts.add({ countyId, personId: person.id, signInName: wanted.signInName, passwordHash, changedAt })
    await record({
      kind: 'person.added',
      subject: { type: 'person', id: await pseudonym(person.id), version: 1 },
      data: { roles: [...person.roles], unitId: person.unitId, regionId: person.regionId },
    })
    return { id: person.id }
  })
}

/**
 * Erases a person: the name, the account, the contact, and the key without which nobody can tell whose acts were whose.
 * The event stands under the pseudonym that loses its meaning with it.
 * @throws Problem `not-allowed`, `not-found`
 */
export async function erasePerson(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  id: string,
  sessionEnded: SessionEnded = () => {},
): Promise<{ id: string; state: 'erased' }> {
  const { countyId } = principal
  allow(principal, 'manage-people', countyScope(countyId))
  const request = { countyId, ...act, kind: 'erase-person', actor: actorOf(principal), input: { id } }
  let ended: string[] = []
  const reply = await performAct(foundation, request, async ({ trx, record, pseudonym }) => {
    if ((await personById(trx, countyId, id)) === undefined) {
      throw new Problem('not-found', { params: { type: 'person', id } })
    }
    await record({
      kind: 'person.erased',
      subject: { type: 'person', id: await pseudonym(id), version: null },
      data: {},
    })
    ended = await endSessionsOf(trx, countyId, id)
    await anonymise(trx, countyId, id)
    return { id, state: 'erased' as const }
  })
  for (const session of ended) sessionEnded(countyId, session)
  // Behind the commit, by the role that alone may: if this is cut off, doing the act again does it.
  await foundation.vault.erasePerson(countyId, id)
  return reply
}

/** A new password, from the machine's own console. @throws Problem `target-unknown`, `password-weak` */
export async function resetPassword(
  foundation: Foundation,
  passwords: Passwords,
  signInName: string,
  password: string,
): Promise<void> {
  const accounts = accountStore(foundation.db)
  const account = await accounts.find(signInName)
  if (account === null) throw new Problem('target-unknown', { params: { what: 'person', id: signInName } })
  const weakness = passwordWeakness(password, signInName)
  if (weakness !== null) throw new Problem('password-weak', { params: { reason: weakness } })
  const hash = await passwords.hash(password)
  await accounts.setPassword(account.countyId, account.personId, hash, foundation.clocks.wall.now())
}

/** The signed-in person as the services ask about; null when the person is no longer active. */
export async function principalOf(
  db: Db,
  session: { id: string; countyId: string; personId: string },
): Promise<Extract<Principal, { kind: 'person' }> | null> {
  const person = await personById(db, session.countyId, session.personId)
  if (person?.state !== 'active') return null
  const region = (await regionsById(db, session.countyId)).get(person.regionId)
  return {
    kind: 'person',
    countyId: person.countyId,
    personId: person.id,
    sessionId: session.id,
    name: person.name,
    roles: person.roles,
    unitId: person.unitId,
    regionPath: region?.path ?? '/',
  }
}

export interface ListedPerson extends Person {
  unit: Unit | null
  region: Region | undefined
  openTasks: number
}

/** People within reach, by name. */
export async function listPeople(
  foundation: Foundation,
  principal: Principal,
  role: Role | undefined,
): Promise<ListedPerson[]> {
  const { countyId } = principal
  if (reachFor(principal, 'read-people') === '-') throw new Problem('not-allowed', { params: { act: 'read-people' } })
  const [people, units, regions, open] = await Promise.all([
    peopleOf(foundation.db, countyId),
    unitsOf(foundation.db, countyId),
    regionsById(foundation.db, countyId),
    openTaskCounts(foundation.db, countyId),
  ])
  return people
    .filter((person) => person.state === 'active' && (role === undefined || person.roles.includes(role)))
    .map((person) => ({
      ...person,
      unit: units.find((unit) => unit.id === person.unitId) ?? null,
      region: regions.get(person.regionId),
      openTasks: open.get(person.id) ?? 0,
    }))
    .filter((person) =>
      mayAct(principal, 'read-people', {
        countyId,
        personIds: [person.id],
        unitIds: person.unitId === null ? [] : [person.unitId],
        regionPath: person.region?.path ?? null,
      }),
    )
}

/** Units within reach. */
export async function listUnits(foundation: Foundation, principal: Principal): Promise<Unit[]> {
  const { countyId } = principal
  if (reachFor(principal, 'read-units') === '-') throw new Problem('not-allowed', { params: { act: 'read-units' } })
  const units = await unitsOf(foundation.db, countyId)
  return units.filter((unit) =>
    mayAct(principal, 'read-units', { countyId, personIds: [], unitIds: [unit.id], regionPath: null }),
  )
}

/** @throws Problem `target-unknown` */
export async function personOr404(db: Db, countyId: string, id: string): Promise<Person> {
  const person = await personById(db, countyId, id)
  if (person === undefined) throw new Problem('target-unknown', { params: { what: 'person', id } })
  return person
}

/** Names by id; an erased person has none. */
export async function namesOf(db: Db, countyId: string): Promise<Map<string, string>> {
  return new Map((await peopleOf(db, countyId)).map((person) => [person.id, person.name]))
}

export { type Author, authorsOf } from './authors.ts'
export { changePerson, givePassword, listRegister, resumePerson, suspendPerson } from './register.ts'
export { changeUnit } from './units.ts'
export { noteSignIn, peopleOf, type Unit, unitsOf }
