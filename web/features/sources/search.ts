import { type SourceClass, sourceClasses } from '../../../src/domain/sources/model.ts'
import { radiusBounds } from '../../../src/domain/stations/model.ts'
import { hiddenIn, hiddenSearch } from '../../map/layers.ts'

export const orders = ['code', 'name', 'kind', 'region', 'unit', 'distance'] as const
export type Order = (typeof orders)[number]

/** What the list of sources shows, as its address says. */
export interface SourcesSearch {
  class?: SourceClass
  region?: string
  q?: string
  /** How far from the station at most: as a rule the outer radius of a circle. [m] */
  within?: number
  show?: 'all'
  sort?: Order
  down?: true
  /** Kinds that the map leaves out. */
  hide?: string
}

export function sourcesSearch(search: Record<string, unknown>): SourcesSearch {
  const one = sourceClasses.find((each) => each === search.class)
  const within = Math.round(Number(search.within))
  const isRadius = within >= radiusBounds.least * 1000 && within <= radiusBounds.most * 1000
  const sort = orders.find((each) => each === search.sort)
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : ''
  return {
    ...(one ? { class: one } : {}),
    ...(typeof search.region === 'string' && search.region !== '' ? { region: search.region } : {}),
    ...(q ? { q } : {}),
    ...(isRadius ? { within } : {}),
    ...(search.show === 'all' ? { show: 'all' } : {}),
    ...(sort && sort !== 'code' ? { sort } : {}),
    ...(search.down === true || search.down === 'true' ? { down: true } : {}),
    ...hiddenSearch(hiddenIn(search.hide)),
  }
}
