import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { openApi } from '../../src/app/open-doors.ts'
import { api } from '../../src/domain/api.ts'
import type { ClientCall, Endpoint } from '../../src/platform/http/endpoint.ts'

/** Every operation that the server serves, but its own description. */
export const contracts = { ...openApi, ...api }
export type Operation = keyof typeof contracts

/** What goes with a call: loosely typed, as a test must be able to send what does not fit. */
export interface Given {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string | number>>
  body?: Readonly<Record<string, unknown>>
  bytes?: Buffer
  media?: string
}

export interface Answer {
  status: number
  /** What was answered: JSON read, other media as text. */
  body: unknown
  /** `409 version-conflict`; of a success `200`. */
  verdict: string
}

/** Somebody who calls the server over HTTP. */
export interface Caller {
  /** Headers that say who it is. */
  headers: Readonly<Record<string, string>>
  /** Calls and takes any answer. `name` may be an operation that the contract does not know. */
  ask(name: string, given?: Given): Promise<Answer>
  /** Calls and gives the reply of success, read by its schema. @throws Error with the whole answer, otherwise */
  call<N extends Operation>(name: N, given?: Given): Promise<ReplyOf<N>>
  /** Bytes of an answer that is no JSON. @throws Error otherwise */
  bytes(name: Operation, given?: Given): Promise<{ media: string; bytes: Buffer }>
}

export type ReplyOf<N extends Operation> = ClientCall<(typeof contracts)[N]>['reply']

const problem = z.object({ code: z.string() })

function callerAt(url: string, headers: Readonly<Record<string, string>>): Caller {
  const send = (name: string, given: Given) => {
    const [method = '', template = ''] = name.split(' ')
    const path = template.replaceAll(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(given.params?.[key] ?? ''))
    const query = Object.entries(given.query ?? {}).map(([key, value]): [string, string] => [key, String(value)])
    const address = `${url}${path}${query.length === 0 ? '' : `?${new URLSearchParams(query)}`}`
    const media = given.media ?? (given.body === undefined ? undefined : 'application/json')
    const body = given.bytes ?? (given.body === undefined ? undefined : JSON.stringify(given.body))
    return fetch(address, {
      method,
      headers: { ...headers, ...(media === undefined ? {} : { 'content-type': media }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    })
  }
  const ask = async (name: string, given: Given = {}): Promise<Answer> => {
    const response = await send(name, given)
    const body: unknown = isJson(response) ? await response.json() : await response.text()
    const code = response.ok ? '' : ` ${problem.safeParse(body).data?.code ?? ''}`
    return { status: response.status, body, verdict: `${response.status}${code}`.trim() }
  }
  return {
    headers,
    ask,
    async call(name, given) {
      const { status, body } = await ask(name, given)
      const endpoint: Endpoint = contracts[name]
      if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(body)}`)
      const reply = endpoint.reply?.parse(body)
      // A proven edge: the schema of this very operation has just read it.
      return reply as ReplyOf<typeof name>
    },
    async bytes(name, given = {}) {
      const response = await send(name, given)
      const bytes = Buffer.from(await response.arrayBuffer())
      if (!response.ok) throw new Error(`${name} answered ${response.status}: ${bytes.toString('utf8')}`)
      return { media: response.headers.get('content-type') ?? '', bytes }
    },
  }
}

function isJson(response: Response): boolean {
  return /^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '')
}

/** Somebody who has not signed in; with headers, somebody who pretends something. */
export function visitor(url: string, headers: Readonly<Record<string, string>> = {}): Caller {
  return callerAt(url, headers)
}

/** A program that shows a token. */
export function withToken(url: string, token: string): Caller {
  return callerAt(url, { authorization: `Bearer ${token}` })
}

/** A person who has signed in: shows the session's cookie and its CSRF token. */
export interface SignedIn extends Caller {
  me: ReplyOf<'POST /api/session'>
}

/** @throws Error when the server does not let them in */
export async function signIn(url: string, signInName: string, password: string): Promise<SignedIn> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signInName, password }),
  })
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${signInName} was not let in: ${JSON.stringify(body)}`)
  const me = contracts['POST /api/session'].reply.parse(body)
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { ...callerAt(url, { cookie, 'x-weike-csrf': me.csrf }), me }
}

/** The body of an act, done now: an id of its own and what the act says. */
export function act<T extends object>(more?: T): T & { actId: string; actedAt: string } {
  const envelope = { actId: randomUUID(), actedAt: new Date().toISOString() }
  return { ...envelope, ...more } as T & typeof envelope
}
