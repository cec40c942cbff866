import type { Api } from '../../src/domain/api.ts'
import type { Answers, ClientCall } from '../../src/platform/http/endpoint.ts'
import { currentLanguage, translate } from '../text/language.ts'
import { wasReadAt } from './chain-place.ts'
import { answersPath, pathOf } from './path.ts'
import { ApiProblem, problemFrom } from './problem.ts'

export type Name = keyof Api
type Part<N extends Name, P extends 'params' | 'query' | 'body'> = ClientCall<Api[N]>[P]

/** What an operation is called with: only the parts that it has. */
export type Input<N extends Name> = {
  [P in 'params' | 'query' | 'body' as Part<N, P> extends undefined ? never : P]: Part<N, P>
}
export type Reply<N extends Name> = ClientCall<Api[N]>['reply']

let csrf = ''

/** The token of the session, as sign-in and GET /api/session tell it. */
export function setCsrf(token: string): void {
  csrf = token
}

let signedOut = () => {}

/** What to do when an answer says that nobody is signed in any more: the session ended, or another tab signed out. */
export function whenSignedOut(then: () => void): void {
  signedOut = then
}

/** Milliseconds to wait before an act is sent again under its id. */
const patience = [400, 1200, 3000]

/** One call of the API, typed by its contract. */
export async function call<N extends Name>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Reply<N>> {
  const parts: { params?: object; query?: object; body?: unknown } = input
  return read<Reply<N>>(name, pathOf(name, parts.params, parts.query), parts.body, signal)
}

/** Sends raw bytes (a photo). Safe to send again: its id is in the path. */
export async function sendBytes<N extends Name>(
  name: N,
  input: { params: Part<N, 'params'> & object; query: Part<N, 'query'> & object },
  bytes: Blob,
): Promise<Reply<N>> {
  return read<Reply<N>>(name, pathOf(name, input.params, input.query), bytes)
}

/** The bytes of an answer that is a file. @throws ApiProblem */
export async function fileOf<N extends Name>(
  name: N,
  params: (Part<N, 'params'> & object) | Record<string, never>,
  body?: Part<N, 'body'> & object,
): Promise<Blob> {
  const headers: Record<string, string> = { 'accept-language': currentLanguage(), 'x-weike-csrf': csrf }
  const method = name.slice(0, name.indexOf(' '))
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(body)
  }
  const answer = await fetchPatiently(pathOf(name, params), init, [])
  if (!answer.ok) throw problemFrom(answer.status, parsed(await answer.text()))
  return answer.blob()
}

type Answer = Answers['items'][number]

/** So long what was asked for in one is kept for those who will ask. [ms] */
const KEPT_MS = 10_000
const together = new Map<string, Promise<Answer | null>>()

/**
 * Asks for several answers in one: each question and its answer costs a slow processor a good ten milliseconds by itself. Whoever
 * asks for one of these addresses in the next seconds gets what came of it, once; what did not come is asked for alone.
 * @param paths addresses of operations that read, with their queries
 */
export function askTogether(paths: readonly string[]): void {
  const all = read<Answers>('GET /api/answers', answersPath(paths)).then(
    (answers) => {
      wasReadAt(answers.place)
      return answers
    },
    () => null,
  )
  for (const [at, path] of paths.entries()) {
    keep(
      path,
      all.then((answers) => answers?.items[at] ?? null),
    )
  }
}

/** What was asked for by one address is wanted by another one. @param paths as they were asked @param names in the same order */
export function renameAsked(paths: readonly string[], names: readonly string[]): void {
  for (const [at, path] of paths.entries()) {
    const [answer, name] = [together.get(path), names[at]]
    together.delete(path)
    if (answer !== undefined && name !== undefined) keep(name, answer)
  }
}

function keep(path: string, answer: Promise<Answer | null>): void {
  together.set(path, answer)
  setTimeout(() => together.get(path) === answer && together.delete(path), KEPT_MS)
}

/** What was asked for together with others, once. Acts have the addresses of lists: only who asks gets it. */
async function kept(name: string, path: string): Promise<Answer | null> {
  const answer = name.startsWith('GET ') ? together.get(path) : undefined
  if (answer === undefined) return null
  together.delete(path)
  return answer
}

/** A call outside the contracts. */
export async function read<T>(name: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const { status, body: value } = (await kept(name, path)) ?? (await answered(name, path, body, signal))
  if (status < 200 || status > 299) {
    const problem = problemFrom(status, value)
    // Who asks whether somebody is signed in takes the answer for what it is.
    if (problem.code === 'not-signed-in' && name !== 'GET /api/session') signedOut()
    throw problem
  }
  // The proven edge: the server validates each reply by the schema that T comes from.
  return value as T
}

async function answered(name: string, path: string, body: unknown, signal: AbortSignal | undefined): Promise<Answer> {
  const method = name.slice(0, name.indexOf(' '))
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': currentLanguage() }
  if (method !== 'GET') headers['x-weike-csrf'] = csrf
  const isBytes = body instanceof Blob
  if (isBytes) headers['content-type'] = body.type
  else if (body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (body !== undefined) init.body = isBytes ? body : JSON.stringify(body)
  if (signal) init.signal = signal
  const answer = await fetchPatiently(path, init, method === 'GET' ? [] : patience)
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sends again after a lost connection or a busy server; each act carries its id, so it happens once. */
async function fetchPatiently(path: string, init: RequestInit, waits: readonly number[]): Promise<Response> {
  for (const wait of [...waits, null]) {
    try {
      const answer = await fetch(path, init)
      if (answer.status !== 503 || wait === null) return answer
    } catch (error) {
      if (init.signal?.aborted) throw error
      if (wait === null) {
        throw new ApiProblem({
          code: 'unreachable',
          status: 0,
          title: translate('web.problem.unreachable.title'),
          detail: translate('web.problem.unreachable.detail'),
        })
      }
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
  throw new Error('unreachable: the last attempt answers or throws')
}
