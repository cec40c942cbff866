import { pathOf } from '../../api/path.ts'
import { SEEN_AROUND_M } from './around.ts'
import { leading } from './lead.ts'

/**
 * What the cockpit asks first, whoever looks at it, in one: told by the server with the page's first bytes
 * (build/first-load), so that it is on its way before any script has come. The very addresses by which the queries ask.
 */
export const firstAsks = [
  '/api/stations',
  '/api/readings/latest',
  '/api/alerts?state=unresolved&limit=100',
  '/api/alerts?limit=200',
  '/api/cases?limit=500',
  '/api/tasks?limit=200',
  '/api/rules',
  '/api/regions/outlines',
  '/api/regions/landscape',
  '/api/circles',
] as const

/** In place of a station's code: that of the first one of the first answer. */
export const FIRST_STATION = '{0/items/0/code}'

/** What is asked about a station. @param station its code */
export const stationAsks = (station: string): readonly string[] => [
  pathOf('GET /api/sources', {}, { station, within: SEEN_AROUND_M, limit: 1000 }),
  pathOf('GET /api/outlook/hours', {}, { station }),
  pathOf('GET /api/outlook', {}, { station, factor: leading }),
]
