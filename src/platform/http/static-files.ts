import { fastifyStatic } from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { linksOf, readAhead } from './ahead.ts'
import { requestLanguage, showsSession } from './credentials.ts'
import { isApiPath } from './security.ts'

/** Vite names what it builds `name-<hash>.ext`; the name changes with the content, so a browser may keep it for ever. */
const hashedName = /[.-][A-Za-z0-9_-]{8,}\.[a-z0-9]+(\.(br|gz))?$/

const indexName = /[\\/]index\.html(\.(br|gz))?$/

/**
 * Serves the built web. Files that stand beside themselves as `.br` or `.gz` are sent compressed to whoever takes it.
 * @param directory absolute path, holds `index.html` and `assets/`
 */
export function serveStaticFiles(app: FastifyInstance, directory: string): void {
  const ahead = readAhead(directory)
  app.register(fastifyStatic, {
    root: directory,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      const kept = /[\\/]assets[\\/]/.test(path) && hashedName.test(path)
      reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache')
      if (ahead === null || !indexName.test(path)) return
      const { request } = reply
      const page = new URL(request.url, 'http://page')
      reply.header('link', linksOf(ahead, page, requestLanguage(request), showsSession(request)))
      reply.header('vary', 'accept-encoding, accept-language, cookie')
    },
  })
}

/** Whether an unknown path is a page of the web app, which finds its own way from index.html. */
export function isPageRequest(request: FastifyRequest, path: string): boolean {
  return (
    (request.method === 'GET' || request.method === 'HEAD') &&
    !isApiPath(path) &&
    (request.headers.accept ?? '').includes('text/html')
  )
}

export function sendIndex(reply: FastifyReply): FastifyReply {
  return reply.sendFile('index.html')
}
