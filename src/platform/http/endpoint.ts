import type { Readable } from 'node:stream'
import type { z } from 'zod'

/** `public` needs no sign-in; `signed-in` any principal; everything else is an act of the access table. */
export type Guard<Act extends string> = Act | 'public' | 'signed-in'

/**
 * One HTTP operation as data: the same value gives validation, types, OpenAPI 3.1, the typed client of the web and
 * the declaration of who may call it.
 */
export interface Endpoint<Act extends string = string> {
  /** The act of the access table that a caller needs. */
  act: Guard<Act>
  /** One English line for OpenAPI. */
  summary: string
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  /** Reply body of success. Left out for bytes and event streams, which name their media type. */
  reply?: z.ZodType
  media?: string
  /** Its media is a file that may be asked for by ranges of bytes. */
  ranges?: true
  /** Media types that the endpoint may answer with instead of its JSON reply, when asked to. */
  alsoMedia?: readonly string[]
  /** Media types accepted as raw bytes instead of a JSON body. */
  accepts?: readonly string[]
  /** Takes `application/octet-stream` of any length as it comes: the handler reads it, and says when it is too much. */
  takesStream?: true
  /** Its reply holds a token of the caller's: it is never packed together with anything (BREACH, 2013). */
  holdsSecret?: true
}

export type EndpointName = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`

export type Contract<Act extends string = string> = Readonly<Record<EndpointName, Endpoint<Act>>>

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Sent<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a handler receives, by the schemas of its endpoint. */
export interface Call<E extends Endpoint> {
  params: Parsed<E['params']>
  query: Parsed<E['query']>
  body: E['accepts'] extends readonly string[] ? Buffer : E['takesStream'] extends true ? Readable : Parsed<E['body']>
}

export type Reply<E extends Endpoint> = Sent<E['reply']>

/** What the typed client of the web sends and receives. */
export interface ClientCall<E extends Endpoint> {
  params: Sent<E['params']>
  query: Sent<E['query']>
  body: Sent<E['body']>
  reply: Parsed<E['reply']>
}

/** What several operations answer to questions that came in one, in their order (`GET /api/answers`). */
export interface Answers {
  /** how far the county's chain was before any of them was read */
  place: number
  items: {
    status: number
    /** the operation's reply, or its problem */
    body: unknown
  }[]
}
