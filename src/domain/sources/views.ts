import type { Foundation } from '../../platform/foundation.ts'
import type { Reply } from '../../platform/http/endpoint.ts'
import { isObject, type JsonValue } from '../../platform/ledger/model.ts'
import { textsOf } from '../../platform/ledger/payload.ts'
import { eventsAbout } from '../../platform/ledger/read.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { allowToSee } from '../access/check.ts'
import { mayAct } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { authorsOf, namesOf, unitsOf } from '../people/service.ts'
import type { Region } from '../regions/model.ts'
import { regionsById } from '../regions/service.ts'
import { stationByCode } from '../stations/service.ts'
import type { sourcesApi } from './api.ts'
import { classOfKind, type Source, type SourceClass, type SourceKind, type SourceState } from './model.ts'
import { sourceScope, sourceSight } from './scope.ts'
import { listSources, type SourcesQuery, sourceById } from './store.ts'

export type SourceView = Reply<(typeof sourcesApi)['GET /api/sources']>['items'][number]
type SourcePage = Reply<(typeof sourcesApi)['GET /api/sources/:id']>

export interface AskedSources {
  class?: SourceClass | undefined
  kind?: SourceKind | undefined
  state?: SourceState | 'all' | undefined
  region?: string | undefined
  q?: string | undefined
  station?: string | undefined
  within?: number | undefined
}

/**
 * A question about the register that was understood and allowed.
 * @returns page by page, behind a code
 * @throws Problem `not-allowed`, `target-unknown` (region, station)
 */
export async function askSources(
  foundation: Foundation,
  principal: Principal,
  asked: AskedSources,
): Promise<(after: string | undefined, limit: number) => Promise<{ items: SourceView[]; next: string | null }>> {
  const { db } = foundation
  const { countyId } = principal
  const sight = sourceSight(principal)
  if (sight === null) throw new Problem('not-allowed', { params: { act: 'read-sources' } })
  const viewer = await viewerOf(foundation, countyId)
  const query: Omit<SourcesQuery, 'limit'> = {
    sight,
    ...{ class: asked.class, kind: asked.kind, state: asked.state, text: asked.q },
    regionPath: asked.region === undefined ? undefined : viewer.region(asked.region).path,
    near: await nearOf(foundation, countyId, asked),
  }
  return async (after, limit) => {
    const rows = await listSources(db, countyId, { ...query, after, limit: limit + 1 })
    const items = rows.slice(0, limit)
    return { items: items.map(viewer.view), next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
  }
}

async function nearOf(
  { db }: Foundation,
  countyId: string,
  { station: code, within }: AskedSources,
): Promise<SourcesQuery['near']> {
  if (code === undefined || within === undefined) return undefined
  const station = await stationByCode(db, countyId, code)
  if (station === undefined) throw new Problem('target-unknown', { params: { what: 'station', id: code } })
  return { place: { lon: station.lonWgs84, lat: station.latWgs84 }, withinM: within }
}

/** What stands behind the ids of a source, read once. */
async function viewerOf(foundation: Foundation, countyId: string) {
  const { db } = foundation
  const [regions, units, names] = await Promise.all([
    regionsById(db, countyId),
    unitsOf(db, countyId),
    namesOf(db, countyId),
  ])
  const unitName = (id: string | null) => units.find((unit) => unit.id === id)?.name ?? null
  return {
    regions,
    region(id: string): Region {
      const region = regions.get(id)
      if (region === undefined) throw new Problem('target-unknown', { params: { what: 'region', id } })
      return region
    },
    view: (source: Source): SourceView => ({
      ...{ id: source.id, code: source.code, name: source.name },
      ...{ class: classOfKind(source.kind), kind: source.kind },
      ...{ lonWgs84: source.lonWgs84, latWgs84: source.latWgs84, address: source.address },
      ...{ regionId: source.regionId, regionName: regions.get(source.regionId)?.name ?? '' },
      owner: unitName(source.ownerUnitId) ?? source.ownerName,
      unit: unitName(source.unitId),
      person: source.personId === null ? null : (names.get(source.personId) ?? null),
      ...{ state: source.state, stateSince: source.stateSince },
      attributes: { ...source.attributes },
      version: source.version,
    }),
  }
}

/** One source with its history. @throws Problem `not-found`, also for whoever may not see it */
export async function sourcePage(foundation: Foundation, principal: Principal, id: string): Promise<SourcePage> {
  const { countyId } = principal
  const source = await sourceById(foundation.db, countyId, id)
  if (source === undefined) throw new Problem('not-found', { params: { type: 'source', id } })
  const viewer = await viewerOf(foundation, countyId)
  const scope = sourceScope(source, viewer.regions)
  allowToSee(principal, 'read-sources', scope, { type: 'source', id })
  const { ownerUnitId, ownerName, unitId, personId, notes } = source
  return {
    ...viewer.view(source),
    ...{ ownerUnitId, ownerName, unitId, personId, notes },
    mayManage: mayAct(principal, 'manage-sources', scope),
    story: await storyOf(foundation, countyId, id),
  }
}

/** What became of the source, as the ledger tells it. */
async function storyOf(foundation: Foundation, countyId: string, id: string): Promise<SourcePage['story']> {
  const events = await eventsAbout(foundation.db, countyId, [{ type: 'source', id }])
  const reasonOf = (data: JsonValue) =>
    isObject(data) && isObject(data.reason) && typeof data.reason.id === 'string' ? data.reason.id : null
  const texts = await textsOf(
    foundation.db,
    countyId,
    events.flatMap(({ event }) => reasonOf(event.data) ?? []),
  )
  const authorOf = await authorsOf(foundation, countyId)
  return events.map(({ seq, hash, event }) => {
    const author = authorOf(event.actor)
    const reason = reasonOf(event.data)
    return {
      seq,
      kind: event.kind,
      actedAt: isoShanghai(event.actedAt),
      actor: author.kind === 'person' ? author.name : null,
      actorKind: author.kind,
      reason: reason === null ? null : (texts.get(reason) ?? null),
      hash: hash.toString('hex').slice(0, 12),
    }
  })
}
