import { z } from 'zod'
import { ailmentOf } from '../db/ailment.ts'
import { type Language, problemWords, type Translator } from '../i18n.ts'
import { Problem, type ProblemCode, type ProblemParams } from '../problem.ts'

/** One field that did not fit: `place` is the part of the request, `path` the way to the field inside it. */
export interface FieldError {
  place: 'path' | 'query' | 'body'
  path: string
  message: string
}

/** Input that does not fit its schemas. Carries the fields beside the problem. */
export class InvalidInput extends Problem {
  readonly errors: readonly FieldError[]

  constructor(errors: readonly FieldError[]) {
    super('invalid-input')
    this.name = 'InvalidInput'
    this.errors = errors
  }
}

/** The body of a refusal (RFC 9457), as media type `application/problem+json`. */
export interface ProblemBody {
  type: string
  title: string
  detail: string
  status: number
  instance: string
  code: ProblemCode
  requestId: string
  params: ProblemParams
  errors?: readonly FieldError[]
}

export const problemMedia = 'application/problem+json'

/** The schema of ProblemBody, for OpenAPI and the web. */
export const problemSchema = z
  .object({
    type: z.string().describe('urn:weike:problem:<code>'),
    title: z.string().describe('in the language of the request'),
    detail: z.string().describe('what happened, what was kept, what to do'),
    status: z.int(),
    instance: z.string().describe('path of the request'),
    code: z.string(),
    requestId: z.string().describe('to find the request in the log'),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    errors: z
      .array(z.object({ place: z.enum(['path', 'query', 'body']), path: z.string(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' })

const zodWords = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError }

/** Reads a value by its schema; what does not fit is added to `errors` in the given language. */
export function readBy<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: FieldError['place'],
  language: Language,
  errors: FieldError[],
): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: zodWords[language] })
  if (result.success) return result.data
  for (const issue of result.error.issues) errors.push({ place, path: issue.path.join('.'), message: issue.message })
  return undefined
}

/** Codes of Fastify's own refusals (all of them before a handler runs) and what they are to us. */
const fastifyCodes: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalid-input',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-input',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid-input',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_ASYNC_CONSTRAINT: 'not-found',
}

/** The problem that an error is; one that nobody expected is `internal-error` and tells no more. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof Error) {
    const code = 'code' in error && typeof error.code === 'string' ? fastifyCodes[error.code] : undefined
    if (code !== undefined) return new Problem(code, { cause: error })
    const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined
    // A body cut off, JSON that is none: Fastify and its parsers mark them 4xx.
    if (status !== undefined && status >= 400 && status < 500) return new Problem('invalid-input', { cause: error })
  }
  return new Problem(ailmentOf(error) === null ? 'internal-error' : 'database-unavailable', { cause: error })
}

/** A problem as the body of an answer. */
export function problemBody(
  problem: Problem,
  words: Translator,
  request: { language: Language; path: string; requestId: string },
): ProblemBody {
  return {
    type: `urn:weike:problem:${problem.code}`,
    ...problemWords(problem, words, request.language, { requestId: request.requestId }),
    status: problem.status,
    instance: request.path,
    code: problem.code,
    requestId: request.requestId,
    params: problem.params,
    ...(problem instanceof InvalidInput ? { errors: problem.errors } : {}),
  }
}
