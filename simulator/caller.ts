/** A person of the demo who calls the server over HTTP like anybody: signed in, with the session's cookie and token. */
export interface Caller {
  /** @throws CallRefused when the answer is no success */
  call(method: 'GET' | 'POST' | 'PUT', path: string, body?: Body): Promise<unknown>
}

/** JSON, or bytes of a kind. */
export type Body = { json: unknown } | { media: string; bytes: Uint8Array<ArrayBuffer> }

/** The server said no: its status and its words. */
export class CallRefused extends Error {
  readonly status: number
  constructor(what: string, status: number, said: string) {
    super(`${what}: ${status} ${said.slice(0, 300)}`)
    this.status = status
  }
}

/** How often somebody tries who is told to wait because the same person is just signing in elsewhere. */
const TRIES = 5

/**
 * Signs in; told to wait (429), it waits and tries again.
 * @param wait [ms]
 * @throws CallRefused when the server does not let the person in; TypeError when there is no server
 */
export async function signIn(
  url: string,
  signInName: string,
  password: string,
  wait: (ms: number) => Promise<void>,
): Promise<Caller> {
  let response = await attempt(url, signInName, password)
  for (let tries = 1; response.status === 429 && tries < TRIES; tries += 1) {
    await response.body?.cancel()
    await wait(1000 * Number(response.headers.get('retry-after') ?? 2))
    response = await attempt(url, signInName, password)
  }
  const text = await response.text()
  if (!response.ok) throw new CallRefused(`sign-in of ${signInName}`, response.status, text)
  const csrf = csrfOf(JSON.parse(text))
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return {
    async call(method, path, body) {
      const headers: Record<string, string> = { cookie, 'x-weike-csrf': csrf }
      const answer = await fetch(`${url}${path}`, { method, headers, ...sent(body, headers) })
      const said = await answer.text()
      if (!answer.ok) throw new CallRefused(`${method} ${path}`, answer.status, said)
      return said === '' ? null : JSON.parse(said)
    },
  }
}

function attempt(url: string, signInName: string, password: string): Promise<Response> {
  return fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signInName, password }),
  })
}

function sent(body: Body | undefined, headers: Record<string, string>): RequestInit {
  if (body === undefined) return {}
  if ('json' in body) {
    headers['content-type'] = 'application/json'
    return { body: JSON.stringify(body.json) }
  }
  headers['content-type'] = body.media
  return { body: body.bytes }
}

function csrfOf(session: unknown): string {
  if (typeof session === 'object' && session !== null && 'csrf' in session && typeof session.csrf === 'string') {
    return session.csrf
  }
  throw new Error('the session has no token')
}
