import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Language } from '../i18n.ts'
import type { Call, Contract, Endpoint, Reply } from './endpoint.ts'

/** What a caller shows to say who it is. A bearer token wins over a cookie. */
export interface Credentials {
  /** Secret of the session cookie; null without one, or when a bearer token is there. */
  sessionSecret: string | null
  /** Bearer token of the Authorization header. */
  token: string | null
  /** Address of the peer, or of the client when the proxy in front is trusted. */
  address: string
  /**
   * False when the server itself asks again (an open event stream):
   * such a question must not count as activity of the person, or an idle session would never end.
   */
  activity: boolean
}

/** Success with bytes of its own media type instead of JSON. */
export interface Bytes {
  bytes: Uint8Array
  /** Media type; the endpoint's own when left out. */
  media?: string
  /** Offered as a download under this name. */
  fileName?: string
  /** Cache-Control; `no-store` when left out. */
  cache?: string
}

/** Success with bytes that are made while they are sent. */
export interface Flow {
  flow: Readable
  media?: string
  fileName?: string
}

/** Bytes of a file, the first and the last one included. */
export interface Span {
  from: number
  to: number
}

/** Success with a file that is sent whole or by the range that was asked for (RFC 9110, 14); one of `read` and `close` is called, once. */
export interface Ranged {
  /** [bytes] */
  size: number
  /** Quoted; another one for other bytes. */
  etag: string
  read(span: Span): Readable
  close(): Promise<void>
}

/** Success by a connection that the handler keeps and writes to itself (server-sent events). */
export interface Takeover {
  /**
   * Called once, after the guards, with the raw response and the headers that every answer of this server carries.
   * `signal` fires when the client is gone or the server closes.
   */
  takeOver(response: ServerResponse, headers: Readonly<Record<string, string>>, signal: AbortSignal): void
}

/**
 * What a handler answers with: the reply by its schema or, where the endpoint names a media type, bytes. Where it may also
 * answer in other forms, a flow of one of those, or of JSON that the handler vouches for.
 */
export type Answer<E extends Endpoint> = E extends { media: string }
  ? E extends { ranges: true }
    ? { ranged: Ranged }
    : Bytes | Flow | Takeover
  : E extends { alsoMedia: readonly string[] }
    ? Reply<E> | (Flow & { media: string })
    : Reply<E>

/** Everything of a request that is not in its contract. */
export interface Context<P> {
  principal: P
  language: Language
  requestId: string
  credentials: Credentials
  /** Media type of the body without parameters, lower case; empty without a body. */
  mediaType: string
  /** Value of the header Last-Event-ID, for a stream that is resumed. */
  lastEventId: string | null
  /** Fires when the client is gone or the server closes. */
  signal: AbortSignal
  /** Asks again who this is (signed out since? suspended?) without counting as activity. */
  identifyAgain(): Promise<P | null>
  /** Sets the session cookie in the answer. */
  setSession(secret: string, maxAgeSeconds: number): void
  /** Takes the session cookie away in the answer. */
  clearSession(): void
}

type Someone<E extends Endpoint, P> = E['act'] extends 'public' ? P | null : P

export type Handler<E extends Endpoint, P> = (call: Call<E>, context: Context<Someone<E, P>>) => Promise<Answer<E>>

/** One handler for each operation of a contract; a missing or a wrong one does not compile. */
export type Handlers<C extends Contract, P> = {
  readonly [Name in keyof C]: C[Name] extends Endpoint ? Handler<C[Name], P> : never
}
