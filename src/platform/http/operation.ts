import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { Problem } from '../problem.ts'
import { credentialsOf, requestLanguage, sessionCookieOptions } from './credentials.ts'
import type { Call, Endpoint } from './endpoint.ts'
import type { Answer, Context, Credentials, Handler, Ranged } from './handler.ts'
import type { OpenRequests } from './open-requests.ts'
import { packAnswer } from './packed.ts'
import { readTexts } from './query.ts'
import { sendRanged } from './ranges.ts'
import { type FieldError, InvalidInput, readBy } from './refusal.ts'
import { csrfHeader, isUnsafe, requireCsrf, requireSameOrigin, securityHeaders, sessionCookie } from './security.ts'
import type { ServerLog } from './server-log.ts'

/** What the guards of every operation ask; the platform knows neither principals nor acts. */
export interface Gate<P> {
  identify(credentials: Credentials): Promise<P | null>
  mayEver(principal: P, act: string): boolean
}

export interface OperationParts<P> {
  gate: Gate<P>
  log: ServerLog
  open: OpenRequests
  fileBytes: number
}

/** Media type of a body that is read by its handler, as it comes. */
export const STREAM_MEDIA = 'application/octet-stream'

/** Serves one operation: who is it → may they ever → does the input fit → handler → answer. */
export function registerOperation<P>(
  app: FastifyInstance,
  parts: OperationParts<P>,
  at: { method: HTTPMethods; path: string },
  endpoint: Endpoint,
  handler: Handler<Endpoint, P>,
): void {
  const known = new WeakMap<FastifyRequest, { principal: P | null; credentials: Credentials }>()
  app.route({
    method: at.method,
    url: at.path,
    exposeHeadRoute: false,
    ...(endpoint.accepts === undefined ? {} : { bodyLimit: parts.fileBytes }),
    ...(endpoint.holdsSecret ? {} : { onSend: packAnswer }),
    // Before the body is read: nobody sends ten megabytes to be told to sign in.
    onRequest: async (request) => {
      known.set(request, await admit(request, endpoint, parts.gate))
      requireMedia(request, endpoint)
    },
    handler: async (request, reply) => {
      const { principal, credentials } = known.get(request) ?? { principal: null, credentials: credentialsOf(request) }
      const call = readCall(request, endpoint)
      const context: Context<P | null> = {
        principal,
        language: requestLanguage(request),
        requestId: request.id,
        credentials,
        mediaType: mediaTypeOf(request),
        lastEventId: singleHeader(request, 'last-event-id') ?? null,
        signal: parts.open.signalOf(reply.raw),
        identifyAgain: () => parts.gate.identify({ ...credentials, activity: false }),
        setSession: (secret, maxAgeSeconds) => {
          reply.setCookie(sessionCookie, secret, { ...sessionCookieOptions(request), maxAge: maxAgeSeconds })
        },
        clearSession: () => {
          reply.clearCookie(sessionCookie, sessionCookieOptions(request))
        },
      }
      // The guard has made sure that a principal is there unless the endpoint is public, as Handler<E, P> says.
      const answer = await handler(call, context as Context<P>)
      return sendAnswer(request, reply, endpoint, answer, context.signal, parts.log)
    },
  })
}

async function admit<P>(request: FastifyRequest, endpoint: Endpoint, gate: Gate<P>) {
  const credentials = credentialsOf(request)
  const unsafe = isUnsafe(request.method)
  if (unsafe && credentials.token === null) {
    requireSameOrigin({
      origin: request.headers.origin,
      fetchSite: singleHeader(request, 'sec-fetch-site'),
      ownOrigin: `${request.protocol}://${request.host}`,
    })
  }
  const anonymous = credentials.sessionSecret === null && credentials.token === null
  const principal = anonymous ? null : await gate.identify(credentials)
  if (principal !== null && credentials.sessionSecret !== null && unsafe) {
    requireCsrf(credentials.sessionSecret, singleHeader(request, csrfHeader))
  }
  if (endpoint.act !== 'public') {
    if (principal === null) throw new Problem('not-signed-in')
    if (endpoint.act !== 'signed-in' && !gate.mayEver(principal, endpoint.act)) throw new Problem('not-allowed')
  }
  return { principal, credentials }
}

function requireMedia(request: FastifyRequest, endpoint: Endpoint): void {
  const raw = endpoint.takesStream ? [STREAM_MEDIA] : endpoint.accepts
  const accepted = raw ?? (endpoint.body === undefined ? undefined : ['application/json'])
  if (accepted === undefined) return
  const hasBody = request.headers['content-length'] !== '0' && mediaTypeOf(request) !== ''
  if ((hasBody || raw !== undefined) && !accepted.includes(mediaTypeOf(request))) {
    throw new Problem('unsupported-media', { params: { accepted: accepted.join(', ') } })
  }
}

function readCall(request: FastifyRequest, endpoint: Endpoint): Call<Endpoint> {
  const errors: FieldError[] = []
  const language = requestLanguage(request)
  const read = (schema: Endpoint['query'], value: unknown, place: 'path' | 'query' | 'body') =>
    schema === undefined ? undefined : readBy(schema, value, place, language, errors)
  const texts = (schema: Endpoint['query'], value: unknown) =>
    schema === undefined ? undefined : readTexts(schema, { ...(typeof value === 'object' ? value : {}) })
  const call = {
    params: read(endpoint.params, texts(endpoint.params, request.params), 'path'),
    query: read(endpoint.query, texts(endpoint.query, request.query), 'query'),
    body: endpoint.takesStream
      ? request.body
      : endpoint.accepts === undefined
        ? read(endpoint.body, request.body, 'body')
        : Buffer.isBuffer(request.body)
          ? request.body
          : Buffer.alloc(0),
  }
  if (errors.length > 0) throw new InvalidInput(errors)
  // A proven edge: the schemas of the endpoint have just read these values.
  return call as Call<Endpoint>
}

async function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
  answer: Answer<Endpoint> | AnyMedia,
  signal: AbortSignal,
  log: ServerLog,
): Promise<FastifyReply> {
  const media = mediaOf(endpoint, answer)
  if (media === null) {
    if (endpoint.reply === undefined) return reply.code(204).send()
    // Through the schema once more: what it does not name never leaves the house.
    const fits = endpoint.reply.safeParse(answer)
    if (!fits.success) throw new Error('A reply does not fit its schema', { cause: fits.error })
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(fits.data))
  }
  if (!isMediaAnswer(answer)) throw new Error(`A handler of '${media}' answered without bytes`)
  if ('takeOver' in answer) {
    reply.hijack()
    const ownHeaders = securityHeaders(request.url, request.protocol === 'https')
    answer.takeOver(reply.raw, { ...ownHeaders, 'content-type': media }, signal)
    return reply
  }
  reply.type(media)
  if ('ranged' in answer) return sendRanged(request, reply, answer.ranged)
  if (answer.fileName !== undefined) reply.header('content-disposition', downloadAs(answer.fileName))
  if ('flow' in answer) {
    answer.flow.on('error', (error) => log.warn('an answer broke off', { requestId: request.id, error }))
    return reply.send(answer.flow)
  }
  if (answer.cache !== undefined) reply.header('cache-control', answer.cache)
  return reply.send(Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength))
}

/**
 * Media type of an answer that is no JSON by the endpoint's schema; null for one that is.
 * @throws Error when a handler answered in a form that its endpoint does not declare
 */
function mediaOf(endpoint: Endpoint, answer: unknown): string | null {
  const own = isMediaAnswer(answer) && 'media' in answer ? answer.media : undefined
  if (endpoint.media !== undefined) return own ?? endpoint.media
  if (endpoint.alsoMedia === undefined || !isMediaAnswer(answer) || !('flow' in answer)) return null
  const named = own?.split(';')[0]?.trim() ?? ''
  // A long reply may be written as it is made; its handler then vouches for its form.
  if (own === undefined || !['application/json', ...endpoint.alsoMedia].includes(named)) {
    throw new Error(`A handler answered in '${own}', which its endpoint does not declare`)
  }
  return own
}

/** Every form in which an answer may be other than JSON by a schema. */
type AnyMedia = Answer<Endpoint & { media: string }> | { ranged: Ranged }

function isMediaAnswer(answer: unknown): answer is AnyMedia {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    ('bytes' in answer || 'flow' in answer || 'takeOver' in answer || 'ranged' in answer)
  )
}

/** RFC 6266: the name in UTF-8, and one in plain ASCII for what does not understand it. */
function downloadAs(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}

function mediaTypeOf(request: FastifyRequest): string {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
}

function singleHeader(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
