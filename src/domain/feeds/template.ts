import { HOUR_MS } from '../../standards/civil-time.ts'
import type { FeedPlan, FeedRequest } from './model.ts'
import { writeTime } from './times.ts'

/**
 * What a template may hold in braces: the span of hours that is asked for (`{from}`, `{to}`, each an hour's label in the feed's own
 * way of naming hours, both meant inclusively; `{to+1h}` where an interface leaves its end out), one hour (`{time}`), the code of a
 * station, the number of a page, and the token.
 */
export const placeholders = ['from', 'to', 'time', 'station', 'page', 'token'] as const
export type Placeholder = (typeof placeholders)[number]

const PLACE = /\{([a-z]+)(?:([+-]\d{1,3})h)?\}/g

/** The placeholders of a template, and what stands in braces and is none. Braces of JSON are no placeholders. */
export function placesIn(template: string): { used: Set<Placeholder>; unknown: string[] } {
  const used = new Set<Placeholder>()
  const unknown: string[] = []
  for (const [whole, name] of template.matchAll(PLACE)) {
    const known = placeholders.find((one) => one === name)
    if (known === undefined) unknown.push(whole)
    else used.add(known)
  }
  return { used, unknown }
}

/** What is asked for in one request. */
export interface Asked {
  /** First and last hour. [ends, epoch ms] Null: the interface is not asked by time. */
  span: { from: number; to: number } | null
  station: string | null
  page: number
}

/** A request as it goes out. `told` is its address without the token, fit to be shown. */
export interface FilledRequest {
  url: string
  told: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | null
}

/** Which placeholders the templates of a request hold. */
export function placesOfRequest({ url, body, headers }: FeedRequest): Set<Placeholder> {
  return new Set([url, body, ...headers.map(({ value }) => value)].flatMap((text) => [...placesIn(text).used]))
}

/** Can the interface be asked for hours of the past? */
export function asksByTime(request: FeedRequest): boolean {
  const places = placesOfRequest(request)
  return places.has('time') || (places.has('from') && places.has('to'))
}

/** Fills the templates of a request. Pure. @param token null: the feed has none */
export function fillRequest(
  request: FeedRequest,
  reading: Pick<FeedPlan['reading'], 'timeFormat' | 'timeZone' | 'hourNamed'>,
  asked: Asked,
  token: string | null,
): FilledRequest {
  const label = (end: number) =>
    writeTime(reading.hourNamed === 'start' ? end - HOUR_MS : end, reading.timeFormat, reading.timeZone)
  const textFor = (name: Placeholder, hours: number, secret: string): string => {
    if (name === 'token') return secret
    if (name === 'station') return asked.station ?? ''
    if (name === 'page') return String(asked.page)
    if (asked.span === null) return ''
    return label((name === 'from' ? asked.span.from : asked.span.to) + hours * HOUR_MS)
  }
  const fill = (template: string, encode: (text: string) => string, secret: string) =>
    template.replaceAll(PLACE, (whole, name: string, hours: string | undefined) => {
      const known = placeholders.find((one) => one === name)
      return known === undefined ? whole : encode(textFor(known, Number(hours ?? 0), secret))
    })
  const inBody = request.bodyType === 'json' ? inJson : encodeURIComponent
  const secret = token ?? ''
  const headers = request.headers.map(({ name, value }) => [name.toLowerCase(), fill(value, asIs, secret)])
  const body = request.method === 'POST' && request.body !== '' ? fill(request.body, inBody, secret) : null
  const media = request.bodyType === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
  return {
    url: fill(request.url, encodeURIComponent, secret),
    told: fill(request.url, (text) => (text === SHOWN ? text : encodeURIComponent(text)), SHOWN),
    method: request.method,
    headers: { ...(body === null ? {} : { 'content-type': media }), ...Object.fromEntries(headers) },
    body,
  }
}

/** Stands where the token would. */
const SHOWN = '{token}'

function asIs(text: string): string {
  // A line end would begin another header.
  return text.replaceAll(/[\r\n]/g, '')
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
