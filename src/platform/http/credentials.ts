import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { type Language, languageOf } from '../i18n.ts'
import type { Credentials } from './handler.ts'
import { bearerToken, languageCookie, sessionCookie } from './security.ts'

type Cookies = Readonly<Record<string, string | undefined>>

function cookiesOf(request: FastifyRequest): Cookies {
  return request.headers.cookie === undefined ? {} : request.server.parseCookie(request.headers.cookie)
}

/** The language that a request wants its words in. */
export function requestLanguage(request: FastifyRequest): Language {
  return languageOf(request.headers['accept-language'], cookiesOf(request)[languageCookie])
}

/** What a request shows to say who sends it. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const token = bearerToken(request.headers.authorization)
  const secret = token === null ? cookiesOf(request)[sessionCookie] : undefined
  return {
    sessionSecret: secret === undefined || secret === '' ? null : secret,
    token,
    address: request.ip,
    activity: true,
  }
}

/** Whether a request of a browser comes with a session's cookie, be it good or run out. */
export function showsSession(request: FastifyRequest): boolean {
  return (cookiesOf(request)[sessionCookie] ?? '') !== ''
}

/** How the session's cookie is set and taken away: out of reach for scripts, never sent along from another site. */
export function sessionCookieOptions(request: FastifyRequest): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }
}
