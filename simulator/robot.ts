import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { judgeMessage, property, type RobotMessage, type Verdict, verdicts } from './robot-messages.ts'

/** A robot takes so many messages a minute (path 99398). */
export const ROBOT_LIMIT = { messages: 20, perMs: 60_000 } as const
/** It remembers so many. */
export const REMEMBERED = 200
const LONGEST_BODY = 4 * 1024 * 1024

/**
 * What can go wrong on demand: errcode −1 · HTTP 500 · never an answer · the line cut before the message is taken · the
 * line cut after it is taken, so that the sender does not know. Only the last keeps the message.
 */
export const faults = ['busy', 'http500', 'hang', 'drop', 'lose-answer'] as const
export type Fault = (typeof faults)[number]

export interface ReceivedMessage extends RobotMessage {
  /** [epoch ms] */
  receivedAt: number
}

export interface Robot {
  /** The webhook address, key and all. */
  url: string
  messages(): readonly ReceivedMessage[]
  close(): Promise<void>
}

export interface RobotParts {
  key: string
  /** 0: any free one. */
  port: number
  /** Wall clock [epoch ms]. */
  now: () => number
}

/**
 * A 企业微信 group robot on this machine: `POST /cgi-bin/webhook/send?key=KEY` as the real one; for tests
 * `GET /messages` → `{"messages": […]}`, oldest first, and `POST /faults` with `{"next": ["busy", …]}`, one for each of the
 * next messages.
 */
export async function startRobot({ key, port, now }: RobotParts): Promise<Robot> {
  const received: ReceivedMessage[] = []
  const taken: number[] = []
  const toGoWrong: Fault[] = []

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://robot')
    const route = `${request.method} ${url.pathname}`
    const body = await bodyOf(request)
    if (body === null) say(response, 413, { error: 'too large' })
    else if (route === 'POST /cgi-bin/webhook/send') send(response, url.searchParams.get('key'), body)
    else if (route === 'GET /messages') say(response, 200, { messages: received })
    else if (route === 'POST /faults') order(response, body)
    else say(response, 404, { error: 'not found' })
  }

  function send(response: ServerResponse, givenKey: string | null, body: Buffer): void {
    const fault = toGoWrong.shift()
    if (fault === 'hang') return
    if (fault === 'http500') say(response, 500, { error: 'internal server error' })
    else if (fault === 'busy') say(response, 200, verdicts.busy)
    else if (fault === 'drop') response.destroy()
    else {
      const verdict = givenKey === key ? take(body) : verdicts.invalidKey
      if (fault === 'lose-answer') response.destroy()
      else say(response, 200, verdict)
    }
  }

  /** Keeps a good message, if it does not come too often. */
  function take(body: Buffer): Verdict {
    const { verdict, message } = judgeMessage(body)
    if (message === null) return verdict
    const at = now()
    while (taken[0] !== undefined && taken[0] <= at - ROBOT_LIMIT.perMs) taken.shift()
    if (taken.length >= ROBOT_LIMIT.messages) return verdicts.tooOften
    taken.push(at)
    received.push({ receivedAt: at, ...message })
    if (received.length > REMEMBERED) received.shift()
    return verdict
  }

  function order(response: ServerResponse, body: Buffer): void {
    const next = faultsIn(body)
    if (next === null) {
      say(response, 400, { error: 'not faults', known: faults })
      return
    }
    toGoWrong.push(...next)
    say(response, 200, { next: toGoWrong })
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://127.0.0.1:${boundPort}/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`,
    messages: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}

/** The whole body, or null when it is longer than a robot reads. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > LONGEST_BODY) return null
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function faultsIn(body: Buffer): Fault[] | null {
  let next: unknown
  try {
    next = property(JSON.parse(body.toString('utf8')), 'next')
  } catch {
    return null
  }
  if (!Array.isArray(next)) return null
  const known = next.flatMap((name: unknown) => faults.filter((fault) => fault === name))
  return known.length === next.length ? known : null
}
