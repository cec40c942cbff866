import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { Answers, Contract } from './endpoint.ts'
import type { Handlers } from './handler.ts'
import type { Operation } from './open-api.ts'
import { type FieldError, InvalidInput, readBy } from './refusal.ts'
import { chainPlace } from './schemas.ts'
import { sessionCookie } from './security.ts'

/** So many questions in one: a page asks for a dozen. */
const MOST = 24

export const answersContract = {
  'GET /api/answers': {
    act: 'signed-in',
    summary: 'What several operations answer, each in its place: for a page that begins, 60 ms away',
    query: z.object({
      to: z
        .array(z.string().max(500))
        .min(1)
        .max(MOST)
        .describe(
          'addresses of operations that read, with their queries; none with parameters in its path, no files. A query may hold ' +
            'what an answer before it holds: `{0/items/0/code}`, the number of that answer and a JSON pointer (RFC 6901)',
        ),
    }),
    reply: z.object({
      place: chainPlace,
      items: z.array(z.object({ status: z.int(), body: z.unknown().describe('its reply, or its problem') })),
    }) satisfies z.ZodType<Answers>,
  },
} as const satisfies Contract

/** What is asked of an operation from within the house. */
export interface InnerQuestion {
  url: string
  headers: Record<string, string>
  remoteAddress: string
}

export interface InnerAnswer {
  statusCode: number
  headers: Readonly<Record<string, unknown>>
  stream(): Readable
}

/**
 * Each question takes the whole way that it would take alone: who is it, may they, does it fit. A reply with a secret of the
 * caller's is not among them: packed together with anything else its length would tell of it (BREACH, 2013).
 * @param operations all that are served, when the first question comes
 * @param ask answers one as if it had come over the line
 * @param placeOf how far the chain of the caller's county is
 */
export function answerAll<P>(
  operations: readonly Operation[],
  ask: (question: InnerQuestion) => Promise<InnerAnswer>,
  placeOf: (principal: P) => Promise<number>,
): Handlers<typeof answersContract, P> {
  return {
    'GET /api/answers': async ({ query }, { credentials, language, principal }) => {
      const known = z.enum(operations.filter(isAnswered).map(({ path }) => path))
      const errors = query.to.flatMap((url, at) => {
        const unfit: FieldError[] = []
        readBy(known, url.split('?')[0], 'query', language, unfit)
        return unfit.map((error) => ({ ...error, path: `to.${at}` }))
      })
      if (errors.length > 0) throw new InvalidInput(errors)
      const headers: Record<string, string> = {
        accept: 'application/json',
        'accept-language': language,
        ...(credentials.sessionSecret === null ? {} : { cookie: `${sessionCookie}=${credentials.sessionSecret}` }),
        ...(credentials.token === null ? {} : { authorization: `Bearer ${credentials.token}` }),
      }
      // Before anything else: what comes between this and an answer is told twice rather than never.
      const place = await placeOf(principal)
      const answers: Promise<{ status: number; body: unknown }>[] = []
      for (const to of query.to) answers.push(answerTo(to, answers.length, [...answers]))
      return { place, items: await Promise.all(answers) }

      async function answerTo(to: string, at: number, before: readonly Promise<{ body: unknown }>[]) {
        const url = await filled(to, before)
        if (url === null) return { status: FAILED_DEPENDENCY, body: null }
        const answer = await ask({ url, headers, remoteAddress: credentials.address })
        const body: unknown = JSON.parse(await wholeOf(answer, at))
        return { status: answer.statusCode, body }
      }
    },
  }
}

function isAnswered({ method, path, endpoint }: Operation): boolean {
  const isJson = endpoint.reply !== undefined && endpoint.media === undefined
  return (
    method === 'GET' && isJson && !endpoint.holdsSecret && !path.includes(':') && !(`GET ${path}` in answersContract)
  )
}

/** `{n/pointer}` as it is written in a query. */
const pointers = /%7B(\d+)((?:%2F[\w.~-]+)+)%7D/gi

/** RFC 4918, 11.4: what an answer before it should have held is not there. */
const FAILED_DEPENDENCY = 424

/** An address with what answers before it hold in the place of each pointer; null where there is no text and no number in it. */
async function filled(url: string, before: readonly Promise<{ body: unknown }>[]): Promise<string | null> {
  let whole = url
  for (const [pointer, number, path = ''] of url.matchAll(pointers)) {
    const answer = await before[Number(number)]
    const value = valueAt(answer?.body, decodeURIComponent(path).split('/').slice(1))
    if (typeof value !== 'string' && typeof value !== 'number') return null
    whole = whole.replace(pointer, encodeURIComponent(value))
  }
  return whole
}

function valueAt(body: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((at, step) => {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    return typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined
  }, body)
}

/**
 * @param at the question's place
 * @throws InvalidInput where an operation answers with a file or at a length that it does not say, as it may if asked to
 */
async function wholeOf({ headers, stream }: InnerAnswer, at: number): Promise<string> {
  const media = String(headers['content-type'] ?? '')
  const isJson = /^application\/(problem\+)?json\b/.test(media)
  if (isJson && headers['content-length'] !== undefined) return text(stream())
  // Read to its end: whoever writes it would else wait for a reader, with what it holds open.
  stream().resume()
  throw new InvalidInput([{ place: 'query', path: `to.${at}`, message: media }])
}
