import { asJson } from '../../platform/acts/json.ts'
import { type ActRequest, type Performing, performAct } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import type { JsonValue } from '../../platform/ledger/model.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import { actorOf } from '../access/actor.ts'
import { allow, allowToSee } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { personOr404, unitsOf } from '../people/service.ts'
import { regionOrCounty, regionsById } from '../regions/service.ts'
import { type Attributes, type Source, type SourceKind, type SourceState, wrongAttribute } from './model.ts'
import { sourceScope } from './scope.ts'
import { insertSource, saveSource, sourceByCode, sourceById, sourceForUpdate, sourcesOf } from './store.ts'

type Envelope = Pick<ActRequest, 'actId' | 'actedAt'>

/** What a person writes down of a source. */
export interface SourceCard {
  name: string
  kind: SourceKind
  lonWgs84: number
  latWgs84: number
  /** Left out: the whole county. */
  regionId?: string | undefined
  address?: string | null | undefined
  ownerUnitId?: string | null | undefined
  ownerName?: string | null | undefined
  unitId?: string | null | undefined
  personId?: string | null | undefined
  notes?: string | null | undefined
  attributes: Attributes
}

export interface Kept {
  [key: string]: JsonValue
  id: string
  code: string
  state: SourceState
  version: number
}

/**
 * Enters a source into the register. The id of the act becomes the id of the source.
 * @throws Problem `not-allowed`, `already-exists` (code), `target-unknown` (region, unit, person), `invalid-input` (attribute)
 */
export async function addSource(
  foundation: Foundation,
  principal: Principal,
  act: Envelope,
  wanted: SourceCard & { code: string },
): Promise<Kept> {
  const { countyId } = principal
  const card = await known(foundation.db, countyId, wanted)
  const day = civilDayOf(foundation.clocks.domain.now())
  const regions = await regionsById(foundation.db, countyId)
  allow(principal, 'manage-sources', sourceScope({ countyId, ...card }, regions))
  const request = { countyId, ...act, kind: 'add-source', actor: actorOf(principal), input: asJson(wanted) }
  return performAct(foundation, request, async (performing) => {
    const { trx, receivedAt, record } = performing
    if ((await sourceByCode(trx, countyId, wanted.code)) !== undefined) {
      throw new Problem('already-exists', { params: { what: 'source', id: wanted.code } })
    }
    const source: Source = {
      ...{ countyId, id: act.actId, code: wanted.code },
      ...card,
      ...{ state: 'active', stateSince: day, version: 1, createdAt: receivedAt, changedAt: receivedAt },
    }
    await insertSource(trx, source)
    const subject = { type: 'source', id: source.id, version: 1 }
    await record({ kind: 'source.added', subject, data: await tellable(performing, source) })
    return kept(source)
  })
}

/**
 * Changes what is written of a source. Whoever reaches by unit may hand it over to nobody else: it must be within reach before
 * and after.
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `target-unknown`, `invalid-input`
 */
export async function changeSource(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  wanted: SourceCard,
): Promise<Kept> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  const input = asJson({ id, expects, ...wanted })
  const request = { countyId, ...envelope, kind: 'change-source', actor: actorOf(principal), input }
  return performAct(foundation, request, async (performing) => {
    const source = await sourceToManage(performing.trx, principal, id, expects)
    const card = await known(performing.trx, countyId, wanted)
    const next = { ...source, ...card, version: source.version + 1, changedAt: performing.receivedAt }
    allow(principal, 'manage-sources', sourceScope(next, await regionsById(performing.trx, countyId)))
    await saveSource(performing.trx, next)
    const subject = { type: 'source', id, version: next.version }
    await performing.record({ kind: 'source.changed', subject, data: await tellable(performing, next) })
    return kept(next)
  })
}

/** Events by the state that a source comes to. */
const stateEvents: Readonly<Record<SourceState, string>> = {
  active: 'source.resumed',
  paused: 'source.paused',
  retired: 'source.retired',
}

/**
 * Pauses a source, takes it up again, or retires it, from a civil day on (today, unless an earlier one is named).
 * @throws Problem `not-allowed`, `not-found`, `version-conflict`, `wrong-state` (it is so already), `invalid-input` (a day to come)
 */
export async function moveSource(
  foundation: Foundation,
  principal: Principal,
  act: Envelope & { expects: number },
  id: string,
  wanted: { state: SourceState; since?: string | undefined; reason: string },
): Promise<Kept> {
  const { countyId } = principal
  const { expects, ...envelope } = act
  const input = asJson({ id, expects, ...wanted })
  const request = { countyId, ...envelope, kind: 'move-source', actor: actorOf(principal), input }
  return performAct(foundation, request, async ({ trx, receivedAt, record, keepText }) => {
    const source = await sourceToManage(trx, principal, id, expects)
    const { state } = wanted
    const today = civilDayOf(receivedAt)
    const since = wanted.since ?? today
    if (since > today) throw new Problem('invalid-input', { params: { what: 'since' } })
    if (source.state === state) throw new Problem('wrong-state', { params: { state } })
    const next = { ...source, state, stateSince: since, version: source.version + 1, changedAt: receivedAt }
    await saveSource(trx, next)
    const subject = { type: 'source', id, version: next.version }
    const data = { state, since, reason: await keepText(wanted.reason) }
    await record({ kind: stateEvents[state], subject, data })
    return kept(next)
  })
}

function kept({ id, code, state, version }: Source): Kept {
  return { id, code, state, version }
}

/** Locked until the transaction ends. @throws Problem `not-found` for whoever may not see it, `not-allowed`, `version-conflict` */
async function sourceToManage(trx: Db, principal: Principal, id: string, expects: number): Promise<Source> {
  const { countyId } = principal
  const source = await sourceForUpdate(trx, countyId, id)
  if (source === undefined) throw new Problem('not-found', { params: { type: 'source', id } })
  const scope = sourceScope(source, await regionsById(trx, countyId))
  allowToSee(principal, 'read-sources', scope, { type: 'source', id })
  allow(principal, 'manage-sources', scope)
  if (source.version !== expects) throw new Problem('version-conflict', { params: { version: source.version } })
  return source
}

type Card = Omit<Source, 'countyId' | 'id' | 'code' | 'state' | 'stateSince' | 'version' | 'createdAt' | 'changedAt'>

/** The card with everything that it names looked up. @throws Problem `target-unknown`, `invalid-input` */
async function known(db: Db, countyId: string, wanted: SourceCard): Promise<Card> {
  const { name, kind, lonWgs84, latWgs84, attributes } = wanted
  const { address = null, ownerUnitId = null, ownerName = null, unitId = null, personId = null, notes = null } = wanted
  const wrong = wrongAttribute(kind, attributes)
  if (wrong !== null) throw new Problem('invalid-input', { params: { what: wrong } })
  const region = await regionOrCounty(db, countyId, wanted.regionId)
  const units = await unitsOf(db, countyId)
  for (const id of [ownerUnitId, unitId]) {
    if (id === null || units.some((unit) => unit.id === id)) continue
    throw new Problem('target-unknown', { params: { what: 'unit', id } })
  }
  if (personId !== null) await personOr404(db, countyId, personId)
  const words = { address, ownerName: ownerUnitId === null ? ownerName : null, notes }
  return { name, kind, lonWgs84, latWgs84, regionId: region.id, ownerUnitId, unitId, personId, attributes, ...words }
}

/**
 * What the ledger tells of a source: all but its words, which may name a person (the farmer of a plot, the keeper of a
 * restaurant). Those are kept as an erasable text, whose hash the ledger has; the responsible person is a pseudonym.
 */
async function tellable({ keepText, pseudonym }: Performing, source: Source) {
  const { code, kind, lonWgs84, latWgs84, regionId, ownerUnitId, unitId, personId, attributes } = source
  const { name, address, ownerName, notes } = source
  const card = await keepText(JSON.stringify({ name, address, ownerName, notes }))
  const person = personId === null ? null : await pseudonym(personId)
  return asJson({ code, kind, lonWgs84, latWgs84, regionId, ownerUnitId, unitId, person, attributes, card })
}

export { sourceScope } from './scope.ts'
export { sourceById, sourcesOf }
