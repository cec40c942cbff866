import type { Foundation } from '../../platform/foundation.ts'
import { newestAbout, type PlacedEvent, pageOfChain } from '../../platform/ledger/read.ts'
import { Problem } from '../../platform/problem.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { alertsAmong, rulesOf } from '../alerts/service.ts'
import { casesAmong } from '../cases/views.ts'
import { devicesOf } from '../devices/service.ts'
import { feedById } from '../feeds/service.ts'
import { listChannels } from '../messages/service.ts'
import { type Author, authorsOf, unitsOf } from '../people/service.ts'
import { regionsById } from '../regions/service.ts'
import { stationsOf } from '../stations/service.ts'
import { tasksAmong } from '../tasks/views.ts'
import { listTokens } from '../tokens/service.ts'
import { isSettingType, notSet, type SettingType, settingTypes } from './model.ts'

export interface Change {
  seq: number
  /** Domain clock. [epoch ms] */
  at: number
  kind: string
  subjectType: SettingType
  subjectId: string
  subject: string | null
  actor: { kind: Author['kind']; name: string | null }
}

/** Who changed what is set, newest first; of one type, or one subject of it. @throws Problem `not-allowed`, `invalid-input` */
export async function pageOfChanges(
  foundation: Foundation,
  principal: Principal,
  query: { cursor: string | undefined; limit: number; type: SettingType | undefined; id: string | undefined },
): Promise<{ items: Change[]; next: string | null }> {
  const { countyId } = principal
  allow(principal, 'read-ledger', countyScope(countyId))
  const before = placeOf(query.cursor)
  const types = query.type === undefined ? settingTypes : [query.type]
  // Each type by itself goes by its index; together they would read the whole chain.
  const found = await Promise.all(
    types.map(async (type) => {
      const events = await newestAbout(
        foundation.db,
        countyId,
        { type, id: query.id, butNot: notSet },
        before,
        query.limit + 1,
      )
      return events.map(({ seq, event }) => ({ seq, event, type }))
    }),
  )
  const newest = found.flat().toSorted((one, other) => other.seq - one.seq)
  const shown = newest.slice(0, query.limit)
  const nameOf = await namesFor(foundation, principal)
  const items = await Promise.all(
    shown.map(async ({ seq, event, type }): Promise<Change> => {
      const { id } = event.subject
      const actor = nameOf.actor(event.actor)
      const subject = await nameOf.subject(type, id)
      return { seq, at: event.receivedAt, kind: event.kind, subjectType: type, subjectId: id, subject, actor }
    }),
  )
  const last = shown.at(-1)
  return { items, next: newest.length > query.limit && last !== undefined ? String(last.seq) : null }
}

/** An event of the chain beside what its actor and its subject are called now. */
export interface NamedEvent extends Omit<PlacedEvent, 'actor'> {
  subject: string | null
  actor: Change['actor'] | null
}

/** The chain, newest first. @throws Problem `not-allowed`, `invalid-input` */
export async function pageOfLedger(
  foundation: Foundation,
  principal: Principal,
  query: { cursor?: string | undefined; limit: number; show: 'acts' | 'all' },
): Promise<{ items: NamedEvent[]; next: string | null }> {
  const { countyId } = principal
  allow(principal, 'read-ledger', countyScope(countyId))
  const rows = await pageOfChain(foundation.db, countyId, placeOf(query.cursor), query.limit + 1, query.show)
  const shown = rows.slice(0, query.limit)
  const [nameOf, numberOf] = await Promise.all([
    namesFor(foundation, principal),
    numbersFor(foundation, principal, shown),
  ])
  const items = await Promise.all(
    shown.map(async (event): Promise<NamedEvent> => {
      const { subjectType: type, subjectId: id, actor } = event
      const subject = isSettingType(type) ? await nameOf.subject(type, id) : (numberOf.get(`${type} ${id}`) ?? null)
      return { ...event, subject, actor: actor === null ? null : nameOf.actor(actor) }
    }),
  )
  const last = shown.at(-1)
  return { items, next: rows.length > query.limit && last !== undefined ? String(last.seq) : null }
}

/** The place before which a page begins. @throws Problem `invalid-input` */
function placeOf(cursor: string | undefined): number {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
  if (!Number.isSafeInteger(before)) throw new Problem('invalid-input', { params: { what: 'cursor' } })
  return before
}

/** Numbers of the alerts, tasks and cases of a page, by `type id`; of those within reach. */
async function numbersFor(
  foundation: Foundation,
  principal: Principal,
  events: readonly PlacedEvent[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (type: string) => [
    ...new Set(events.flatMap(({ subjectType, subjectId }) => (subjectType === type ? [subjectId] : []))),
  ]
  const [cases, tasks, alerts] = await Promise.all([
    casesAmong(foundation, principal, idsOf('case')),
    tasksAmong(foundation, principal, idsOf('task')),
    alertsAmong(foundation, principal, idsOf('alert')),
  ])
  return new Map([
    ...cases.map(({ id, number }) => [`case ${id}`, number] as const),
    ...tasks.map(({ id, number }) => [`task ${id}`, number] as const),
    ...alerts.map(({ alert }) => [`alert ${alert.id}`, alert.number] as const),
  ])
}

/** What everything is called now. */
async function namesFor(foundation: Foundation, principal: Principal) {
  const { db } = foundation
  const { countyId } = principal
  const [authors, units, tokens, stations, regions, devices, rules, channels] = await Promise.all([
    authorsOf(foundation, countyId),
    unitsOf(db, countyId),
    listTokens(foundation, principal),
    stationsOf(db, countyId),
    regionsById(db, countyId),
    devicesOf(db, countyId),
    rulesOf(db, countyId),
    listChannels(foundation, principal),
  ])
  const among = (named: readonly { id: string; name: string }[], id: string) =>
    named.find((one) => one.id === id)?.name ?? null
  const subjects: Readonly<Record<SettingType, (id: string) => string | null | Promise<string | null>>> = {
    person: (id) => authors(`person:${id}`).name,
    unit: (id) => among(units, id),
    token: (id) => among(tokens, id),
    station: (id) => among(stations, id),
    region: (id) => regions.get(id)?.name ?? null,
    // There is one set of them in a county, so it bears the county's name.
    circles: () => [...regions.values()].find(({ parentId }) => parentId === null)?.name ?? null,
    device: (id) => among(devices, id),
    rule: (id) => among(rules, id),
    feed: async (id) => (await feedById(db, countyId, id))?.name ?? null,
    channel: (id) => among(channels, id),
    'base-map': () => [...regions.values()].find(({ level }) => level === 'county')?.name ?? null,
  }
  return {
    subject: (type: SettingType, id: string) => subjects[type](id),
    actor(actor: string): Change['actor'] {
      return actor.startsWith('token:') ? { kind: 'token', name: among(tokens, actor.slice(6)) } : authors(actor)
    },
  }
}
