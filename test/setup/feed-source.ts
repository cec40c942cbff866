import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

/** A request as the interface of somebody else saw it. */
export interface SeenRequest {
  method: string
  path: string
  query: Readonly<Record<string, string>>
  headers: IncomingMessage['headers']
  body: string
}

/** What an interface does with a request. */
export type Behaviour = (request: SeenRequest, response: ServerResponse) => void | Promise<void>

/** An interface of somebody else, with the faults that real ones have. */
export interface FeedSource {
  /** `http://127.0.0.1:port` */
  url: string
  port: number
  seen: SeenRequest[]
  /** From now on it does this. */
  does(behaviour: Behaviour): void
  close(): Promise<void>
}

export async function openFeedSource(): Promise<FeedSource> {
  let behaviour: Behaviour = answers(404, 'nothing here')
  const seen: SeenRequest[] = []
  const server = createServer(async (message, response) => {
    const url = new URL(message.url ?? '/', 'http://source')
    const request = {
      method: message.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: message.headers,
      body: await text(message),
    }
    seen.push(request)
    await behaviour(request, response)
  })
  // Whoever gives up is no error of the source.
  server.on('clientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    does(next) {
      behaviour = next
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers with a status and a text. */
export function answers(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (_request, response) => {
    response.writeHead(status, headers).end(body)
  }
}

/** Answers with JSON, made of the request. */
export function answersJson(make: (request: SeenRequest) => unknown): Behaviour {
  return (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(make(request)))
  }
}

/** Answers with bytes. */
export function answersBytes(bytes: Buffer, media = 'application/octet-stream'): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': media, 'content-length': bytes.length }).end(bytes)
  }
}

/** Never answers. */
export const hangs: Behaviour = () => {}

/** Lets its answer drip: a piece, a pause, a piece. */
export function drips(body: string, pauseMs: number): Behaviour {
  return async (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    for (let at = 0; at < body.length && !response.destroyed; at += 8) {
      response.write(body.slice(at, at + 8))
      await wait(pauseMs)
    }
    response.end()
  }
}

/** Announces all of it, sends half and hangs up. */
export function sendsHalf(body: string): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) })
    response.write(body.slice(0, body.length / 2), () => response.destroy())
  }
}

/** Sends half as if it were all. */
export function sendsHalfAsAll(body: string): Behaviour {
  return answers(200, body.slice(0, body.length / 2))
}

/** Announces less than there is. */
export function announcesTooLittle(body: string): Behaviour {
  return (_request, response) => {
    const half = Math.floor(body.length / 2)
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${half}\r\nconnection: close\r\n\r\n${body}`)
  }
}

/** Sends what it packs. */
export function packs(body: string): Behaviour {
  return (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body))
  }
}

/** Sends to another address. */
export function redirects(to: string): Behaviour {
  return answers(302, '', { location: to })
}

/** The page of somebody whose sign-in has expired: status 200, and no data. */
export const signInPage = answers(200, '<!DOCTYPE html><html><head><title>请登录</title></head><body></body></html>', {
  'content-type': 'text/html',
})
