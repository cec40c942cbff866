import { lookup as resolveName } from 'node:dns'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { FeedFault } from '../../domain/feeds/model.ts'
import type { Clock } from '../../platform/clock.ts'
import { mayAsk } from './address.ts'

const MOST_REDIRECTS = 5

export interface FetchWish {
  url: string
  method: 'GET' | 'POST'
  headers: Readonly<Record<string, string>>
  body: string | null
  timeoutMs: number
  /** Largest body, packed or not. */
  mostBytes: number
  /** May loopback and link-local addresses be asked? */
  allowLocal: boolean
  /** Servers on such addresses that may be asked all the same. [origins] */
  localServers?: ReadonlySet<string>
  /** What was taken last, to be told that it has not changed. */
  known: { etag: string | null; lastModified: string | null } | null
  wall: Clock
  signal: AbortSignal
}

export type FetchOutcome =
  | {
      ok: true
      status: number
      /** Where it was in the end. */
      url: string
      notModified: boolean
      bytes: Buffer
      etag: string | null
      lastModified: string | null
    }
  | {
      ok: false
      status: number | null
      fault: FeedFault
      waitMs: number | null
      /** What came of it, to be shown. */
      bytes: Buffer
    }

class Refused extends Error {
  readonly fault: FeedFault
  constructor(fault: FeedFault) {
    super(fault.code)
    this.fault = fault
  }
}

/**
 * Fetches one document over HTTP. The address that a name resolves to is looked at and is the one that is connected to, anew
 * after each redirect; headers meant for one server go to no other. It takes no longer than its time, and no more than its size.
 */
export async function fetchDocument(wish: FetchWish): Promise<FetchOutcome> {
  const deadline = AbortSignal.timeout(wish.timeoutMs)
  const signal = AbortSignal.any([deadline, wish.signal])
  let status: number | null = null
  try {
    const { response, url } = await followed(wish, signal)
    status = response.statusCode ?? 0
    if (status === 304) {
      response.resume()
      return { ok: true, status, url, notModified: true, bytes: Buffer.alloc(0), etag: null, lastModified: null }
    }
    const bytes = await bodyOf(response, wish.mostBytes)
    const refused = faultOfStatus(response, status, wish.wall)
    if (refused !== null) return { ok: false, status, bytes, ...refused }
    const { etag = null, 'last-modified': lastModified = null } = response.headers
    return { ok: true, status, url, notModified: false, bytes, etag, lastModified }
  } catch (error) {
    wish.signal.throwIfAborted()
    const fault: FeedFault = deadline.aborted
      ? { code: 'timeout', params: { seconds: wish.timeoutMs / 1000 } }
      : faultOfError(error, status !== null)
    return { ok: false, status, fault, waitMs: null, bytes: Buffer.alloc(0) }
  }
}

/** The answer behind all redirects. */
async function followed(wish: FetchWish, signal: AbortSignal): Promise<{ response: IncomingMessage; url: string }> {
  let url = new URL(wish.url)
  let { method, body } = wish
  let headers: Record<string, string> = { ...wish.headers, ...conditionsOf(wish.known) }
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await answerOf(url, {
      ...{ method, body, headers, signal },
      allowLocal: wish.allowLocal || wish.localServers?.has(url.origin) === true,
    })
    const { statusCode = 0 } = response
    const { location } = response.headers
    if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return { response, url: url.href }
    response.resume()
    const next = URL.parse(location, url)
    if (next === null) throw new Refused({ code: 'redirects', params: { to: location.slice(0, 200) } })
    if (statusCode <= 303 && method === 'POST') {
      method = 'GET'
      body = null
      delete headers['content-type']
    }
    if (!isSameServer(url, next)) {
      headers = {}
      if (body !== null) throw new Refused({ code: 'redirects', params: { to: next.origin } })
    }
    url = next
  }
  throw new Refused({ code: 'redirects', params: { to: `${url.origin}${url.pathname}` } })
}

/** What is meant for one server may go there, also when it asks to be spoken to in private from now on. */
function isSameServer(from: URL, to: URL): boolean {
  return (
    to.origin === from.origin ||
    (to.hostname === from.hostname && from.protocol === 'http:' && to.protocol === 'https:')
  )
}

function conditionsOf(known: FetchWish['known']): Record<string, string> {
  return {
    ...(known?.etag == null ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified == null ? {} : { 'if-modified-since': known.lastModified }),
  }
}

interface Hop {
  method: 'GET' | 'POST'
  body: string | null
  headers: Readonly<Record<string, string>>
  allowLocal: boolean
  signal: AbortSignal
}

function answerOf(url: URL, { method, body, headers, allowLocal, signal }: Hop): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Refused({ code: 'address', params: { address: url.protocol } })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // No name is resolved for what is an address already.
  if (isIP(host) !== 0 && !mayAsk(host, allowLocal)) throw new Refused({ code: 'address', params: { address: host } })
  const begin = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const request = begin(
      url,
      {
        method,
        headers: {
          'user-agent': 'Weike',
          accept: '*/*',
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
          ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        agent: false,
        lookup: guardedLookup(allowLocal),
        signal,
      },
      resolve,
    )
    request.on('error', reject)
    request.end(body ?? undefined)
  })
}

/** Resolves a name and hands on what it resolved to, unless one of them may not be asked: a name that answers both ways is a trick. */
function guardedLookup(allowLocal: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '')
      const wrong = addresses.find(({ address }) => !mayAsk(address, allowLocal))
      if (wrong !== undefined)
        return callback(new Refused({ code: 'address', params: { address: `${hostname} (${wrong.address})` } }), '')
      if (options.all === true) return callback(null, addresses)
      callback(null, addresses[0]?.address ?? '', addresses[0]?.family)
    })
  }
}

async function bodyOf(response: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of unpacked(response, mostBytes)) {
    size += chunk.length
    if (size > mostBytes) {
      response.destroy()
      throw tooLarge(mostBytes)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function unpacked(response: IncomingMessage, mostBytes: number): Readable {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase()
  if (encoding === undefined || encoding === '' || encoding === 'identity') return response
  const unpack =
    encoding === 'br'
      ? createBrotliDecompress()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'gzip' || encoding === 'x-gzip'
          ? createGunzip()
          : null
  if (unpack === null) throw new Refused({ code: 'unpack', params: { encoding } })
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > mostBytes) response.destroy(tooLarge(mostBytes))
  })
  // What goes wrong is told to whoever reads.
  pipeline(response, unpack, () => {})
  return unpack
}

function tooLarge(mostBytes: number): Refused {
  return new Refused({ code: 'too-large', params: { megabytes: Math.round(mostBytes / 1_048_576) } })
}

function faultOfStatus(
  response: IncomingMessage,
  status: number,
  wall: Clock,
): { fault: FeedFault; waitMs: number | null } | null {
  if (status >= 200 && status < 300) return null
  const waitMs = waitOf(response.headers['retry-after'], wall)
  const params = { status }
  if (status === 401 || status === 403 || status === 407) return { fault: { code: 'signed-out', params }, waitMs: null }
  if (status === 429 || (status === 503 && waitMs !== null)) return { fault: { code: 'busy', params }, waitMs }
  return { fault: { code: 'status', params }, waitMs }
}

/** Retry-After is a number of seconds or a date (RFC 9110, 10.2.3). [ms] */
function waitOf(text: string | undefined, wall: Clock): number | null {
  if (text === undefined) return null
  if (/^\d{1,7}$/.test(text.trim())) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - wall.now())
}

const namesOfDns: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA']

function faultOfError(error: unknown, hasAnswered: boolean): FeedFault {
  if (error instanceof Refused) return error.fault
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof AggregateError) return { code: 'connect', params: { reason: code } }
  if (code === 'Z_BUF_ERROR') return { code: 'cut', params: { at: '' } }
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR') || code.startsWith('ERR_PADDING'))
    return { code: 'unpack', params: { encoding: code } }
  if (hasAnswered) return { code: 'cut', params: { at: '' } }
  if (namesOfDns.includes(code)) return { code: 'dns', params: { reason: code } }
  const isOfTls = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code)
  return { code: isOfTls ? 'tls' : 'connect', params: { reason: code === '' ? 'no answer' : code } }
}
