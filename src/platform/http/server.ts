import { fastifyCookie } from '@fastify/cookie'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { Clocks } from '../clock.ts'
import type { Translator } from '../i18n.ts'
import type { IdMaker } from '../identity.ts'
import { Problem } from '../problem.ts'
import { answerAll, answersContract } from './answers.ts'
import { requestLanguage } from './credentials.ts'
import type { Contract, Endpoint } from './endpoint.ts'
import type { Handler, Handlers } from './handler.ts'
import { type OpenApiDocument, type Operation, openApiDocument } from './open-api.ts'
import { createOpenRequests } from './open-requests.ts'
import { type Gate, registerOperation, STREAM_MEDIA } from './operation.ts'
import { problemBody, problemMedia, problemOf } from './refusal.ts'
import { isUnsafe, securityHeaders } from './security.ts'
import type { ServerLog } from './server-log.ts'
import { isPageRequest, sendIndex, serveStaticFiles } from './static-files.ts'

export interface HttpLimits {
  /** Largest JSON body. [bytes] */
  jsonBytes: number
  /** Largest body of an endpoint that accepts raw bytes. [bytes] */
  fileBytes: number
  /** Longest time for a request to arrive whole; twelve megabytes over a weak mobile network take minutes. [ms] */
  requestMs: number
}

export const defaultLimits: HttpLimits = { jsonBytes: 256 * 1024, fileBytes: 12 * 1024 * 1024, requestMs: 300_000 }

export interface HttpServerOptions<P> extends Gate<P> {
  clocks: Clocks
  /** Makes the ids of requests. */
  ids: IdMaker
  log: ServerLog
  /** The words of refusals: keys `problem.<code>.title` and `problem.<code>.detail`. */
  words: Translator
  limits?: Partial<HttpLimits>
  /**
   * Which proxies are believed about X-Forwarded-For, -Proto and -Host: true for any, or addresses and networks.
   * Without it those headers are ignored, as anybody can write them.
   */
  trustProxy?: boolean | string | string[]
  /** How far the chain of a principal's county is: what a page that reads several answers lets its events begin with. */
  placeOf: (principal: P) => Promise<number>
  /** Origins beside our own that the pages may ask now; left out: none. */
  foreignHosts?: () => readonly string[]
  /** The built web (dist/web), absolute; without it only the interface is served. */
  staticDir?: string
  /** Title and version of the OpenAPI document. */
  info?: OpenApiDocument['info']
}

export interface HttpServer<P> {
  readonly app: FastifyInstance
  /** Every operation served so far, in order: what a test of all routes × all roles walks over. */
  readonly operations: readonly Operation[]
  /** Serves a contract. Paths are whole: `'GET /api/cases/:id'`. Call before listen. */
  serve<const C extends Contract>(contract: C, handlers: Handlers<C, P>): void
  /**
   * @param port 0 takes any free one
   * @throws Problem `port-taken`
   */
  listen(host: string, port: number): Promise<{ host: string; port: number; url: string }>
  /** Ends streams at once, answers what is under way, then stops. */
  close(): Promise<void>
}

/** The HTTP server of Weike: contracts in; validation, guards, problems and OpenAPI out. Knows no domain. */
export function createHttpServer<P>(options: HttpServerOptions<P>): HttpServer<P> {
  const limits = { ...defaultLimits, ...options.limits }
  const open = createOpenRequests()
  const operations: Operation[] = []
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(error, request, reply, options)
  const headersOf = (request: FastifyRequest) =>
    securityHeaders(pathOf(request), request.protocol === 'https', options.foreignHosts?.())
  const app = fastify({
    logger: false,
    genReqId: () => options.ids.next(),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: limits.jsonBytes,
    requestTimeout: limits.requestMs,
    frameworkErrors: (error, request, reply) => {
      reply.headers(headersOf(request))
      refuse(error, request, reply)
    },
  })
  app.register(fastifyCookie, { hook: false })
  takeBodies(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headersOf(request))
  })
  logAnswers(app, options)
  app.addHook('preClose', async () => open.endAll())
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    if (options.staticDir !== undefined && isPageRequest(request, pathOf(request))) return sendIndex(reply)
    return refuse(new Problem('not-found'), request, reply)
  })
  if (options.staticDir !== undefined) serveStaticFiles(app, options.staticDir)

  const server: HttpServer<P> = {
    app,
    operations,
    serve(contract, handlers) {
      for (const [name, endpoint] of Object.entries<Endpoint>(contract)) {
        const { method, path } = splitName(name)
        operations.push({ method, path, endpoint })
        // A proven edge: Handlers<C, P> has a handler of exactly this endpoint under this name.
        const handler = Reflect.get(handlers, name) as Handler<Endpoint, P>
        const parts = { gate: options, log: options.log, open, fileBytes: limits.fileBytes }
        registerOperation(app, parts, { method, path }, endpoint, handler)
      }
    },
    async listen(host, port) {
      try {
        await app.listen({ host, port })
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
          throw new Problem('port-taken', { params: { host, port }, cause: error })
        }
        throw error
      }
      const address = app.server.address()
      if (address === null || typeof address === 'string') throw new Error('The HTTP server has no TCP address')
      const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address
      return { host: address.address, port: address.port, url: `http://${shown}:${address.port}` }
    },
    close: async () => {
      await app.close()
    },
  }
  serveDescription(server, options.info)
  server.serve(
    answersContract,
    answerAll(operations, (question) => app.inject({ ...question, payloadAsStream: true }), options.placeOf),
  )
  return server
}

function splitName(name: string): { method: string; path: string } {
  const [method, path] = name.split(' ')
  if (method === undefined || path === undefined) throw new Error(`'${name}' is no name of an operation`)
  return { method, path }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? request.url
}

/** JSON is read here, everything else stays bytes; which of them an endpoint takes is decided before. */
function takeBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // An act without a body is sent with this header by many clients.
    if (body === '') done(null, undefined)
    else parseJson(request, body.toString(), done)
  })
  // Whoever does not take a stream has refused this media type before.
  app.addContentTypeParser(STREAM_MEDIA, (_request, payload, done) => done(null, payload))
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

function sendProblem<P>(error: unknown, request: FastifyRequest, reply: FastifyReply, options: HttpServerOptions<P>) {
  const problem = problemOf(error)
  if (problem.status >= 500) {
    options.log.error('a request failed', {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions?.url ?? null,
      code: problem.code,
      error,
    })
  }
  const { seconds } = problem.params
  if (problem.status === 429 && typeof seconds === 'number') reply.header('retry-after', String(Math.ceil(seconds)))
  const words = { language: requestLanguage(request), path: pathOf(request), requestId: request.id }
  // Serialised here: Fastify would add a charset, which RFC 9457 does not know.
  return reply
    .code(problem.status)
    .header('content-type', problemMedia)
    .header('content-language', words.language)
    .send(Buffer.from(JSON.stringify(problemBody(problem, options.words, words))))
}

function logAnswers<P>(app: FastifyInstance, options: HttpServerOptions<P>): void {
  const started = new WeakMap<FastifyRequest, number>()
  app.addHook('onRequest', async (request) => {
    started.set(request, options.clocks.wall.now())
  })
  app.addHook('onResponse', async (request, reply) => {
    if (!isUnsafe(request.method) && reply.statusCode < 400) return
    const now = options.clocks.wall.now()
    options.log.info('answered', {
      requestId: request.id,
      method: request.method,
      // The pattern, not the path: what a client writes into a path stays out of the log.
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: now - (started.get(request) ?? now),
    })
  })
}

const defaultInfo = {
  title: 'Weike 微克',
  version: '1',
  description: 'Every operation of Weike. x-weike-act names the act of the access table that the caller needs.',
}

const description = {
  'GET /api/openapi.json': { act: 'public', summary: 'This description', media: 'application/json' },
} as const satisfies Contract

function serveDescription<P>(server: HttpServer<P>, info = defaultInfo): void {
  let bytes = Buffer.alloc(0)
  // Made before the first request, so that schemas that contradict each other stop the start and not a reader.
  server.app.addHook('onReady', async () => {
    bytes = Buffer.from(JSON.stringify(openApiDocument(server.operations, info)))
  })
  server.serve(description, { 'GET /api/openapi.json': async () => ({ bytes }) })
}
