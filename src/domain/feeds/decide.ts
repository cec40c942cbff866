import { isAbsolute, relative, resolve } from 'node:path'
import { factorOf, unitOf } from '../../standards/factors.ts'
import { convert } from '../../standards/units.ts'
import type { FeedKind, FeedPlan, FeedReading, FeedRequest } from './model.ts'
import { parsePath } from './path.ts'
import { placesIn } from './template.ts'
import { parsePattern, zoneOffset } from './times.ts'

/** Why a plan cannot be worked by, and what of it. Each reason has words. */
export const unfitReasons = [
  'kind',
  'url',
  'placeholder',
  'secret',
  'token-needed',
  'folder-outside',
  'path',
  'time-format',
  'time-zone',
  'factor',
  'unit',
  'values',
  'station-needed',
  'station-twice',
  'station-taken',
] as const
export interface Unfit {
  reason: (typeof unfitReasons)[number]
  what: string
}

/** Headers and parameters that carry secrets. */
const SECRET = /auth|cookie|token|secret|passw|api-?key|app-?key|access-?key/i

/** Where a feed looks, and how what is there is read. */
export type FeedShape = Pick<FeedPlan, 'request' | 'folder' | 'stations'> & {
  /** Null: it is not known yet; only where to look is tried. */
  reading: FeedReading | null
}

/** What speaks against a plan; null: nothing. Pure. @param roots folders under which feeds may look */
export function unfitness(kind: FeedKind, shape: FeedShape, hasToken: boolean, roots: readonly string[]): Unfit | null {
  const { request, folder, reading, stations } = shape
  const ofHow = reading === null ? null : ofReading(reading, stations)
  if (kind === 'http') {
    if (request === null) return { reason: 'kind', what: 'request' }
    return ofRequest(request, reading, hasToken) ?? ofHow
  }
  if (folder === null) return { reason: 'kind', what: 'folder' }
  if (!roots.some((root) => isUnder(folder.path, root))) return { reason: 'folder-outside', what: folder.path }
  return ofHow
}

/** Does a path lie in a folder, or is it that folder? Pure. */
export function isUnder(path: string, root: string): boolean {
  if (!isAbsolute(path)) return false
  const way = relative(resolve(root), resolve(path))
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}

/** Scheme, host and port; null: it is no address of the web. */
export function originOf(url: string): string | null {
  // Placeholders are no part of a host; those of the path must not make it unreadable.
  const parsed = URL.parse(url.replaceAll(/\{[a-z]+(?:[+-]\d+h)?\}/g, '0'))
  const isWeb = parsed !== null && (parsed.protocol === 'http:' || parsed.protocol === 'https:')
  return isWeb && parsed.username === '' && parsed.password === '' ? parsed.origin : null
}

function ofRequest(request: FeedRequest, reading: FeedReading | null, hasToken: boolean): Unfit | null {
  const { url, body, headers } = request
  const host = /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? ''
  if (originOf(url) === null || host.includes('{')) return { reason: 'url', what: url }
  const texts = [url, body, ...headers.map(({ value }) => value)]
  const unknown = texts.flatMap((text) => placesIn(text).unknown)[0]
  if (unknown !== undefined) return { reason: 'placeholder', what: unknown }
  const bare = headers.find(({ name, value }) => SECRET.test(name) && value !== '' && !value.includes('{token}'))
  if (bare !== undefined) return { reason: 'secret', what: bare.name }
  for (const [name, value] of URL.parse(url)?.searchParams ?? []) {
    if (SECRET.test(name) && value !== '' && !value.includes('{token}')) return { reason: 'secret', what: name }
  }
  const usesToken = texts.some((text) => placesIn(text).used.has('token'))
  if (usesToken && !hasToken) return { reason: 'token-needed', what: url }
  const { paging } = request
  if (paging.kind === 'next' && parsePath(paging.path) === null) return { reason: 'path', what: paging.path }
  if (paging.kind === 'next' && reading?.form === 'table') return { reason: 'path', what: paging.path }
  if (paging.kind === 'number' && !texts.some((text) => placesIn(text).used.has('page')))
    return { reason: 'placeholder', what: '{page}' }
  return null
}

function ofReading(reading: FeedReading, stations: FeedPlan['stations']): Unfit | null {
  const { form, rows, station, time, hour, timeFormat, timeZone, layout, factorField, valueField, factors } = reading
  if (form === 'json') {
    const paths = [
      station,
      time,
      hour,
      factorField,
      valueField,
      ...(layout === 'wide' ? factors : []).map(({ name }) => name),
    ]
    const wrong = [rows, ...paths].find((path) => parsePath(path) === null)
    if (wrong !== undefined) return { reason: 'path', what: wrong }
  }
  const isFormat = ['auto', 'epoch-s', 'epoch-ms'].includes(timeFormat) || parsePattern(timeFormat) !== null
  if (!isFormat) return { reason: 'time-format', what: timeFormat }
  if (zoneOffset(timeZone) === null) return { reason: 'time-zone', what: timeZone }
  if (layout === 'long' && (factorField === '' || valueField === '')) return { reason: 'values', what: '' }
  for (const { factor, unit } of factors) {
    if (factorOf(factor)?.code !== factor) return { reason: 'factor', what: factor }
    if (convert(1, { factor, from: unit, to: unitOf(factor) }) === null)
      return { reason: 'unit', what: `${factor} ${unit}` }
  }
  if (station === '' && stations.length > 1) return { reason: 'station-needed', what: '' }
  const seen = new Set<string>()
  for (const { code, stationId } of stations) {
    if (seen.has(code) || seen.has(stationId)) return { reason: 'station-twice', what: code }
    seen.add(code).add(stationId)
  }
  return null
}
