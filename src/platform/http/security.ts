import { createHmac, timingSafeEqual } from 'node:crypto'
import { Problem } from '../problem.ts'

export const sessionCookie = 'weike_session'
export const languageCookie = 'weike_language'
export const csrfHeader = 'x-weike-csrf'

/**
 * No inline script or style, no frame, no foreign origin (ASVS 5.0, V3.4) but those that a setting lets the pages ask.
 * Worker scripts are our own by `script-src`.
 */
function contentPolicy(foreign: readonly string[]): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    ["connect-src 'self'", ...foreign].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')
}

/** Sent with every answer. */
const standingHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** One year and longer is what ASVS 5.0, V3.4.1 asks for. */
const strictTransport = 'max-age=63072000; includeSubDomains'

/**
 * The headers of an answer, by the path it answers and whether it travels over https.
 * @param foreign origins that the pages may ask beside our own
 */
export function securityHeaders(path: string, https: boolean, foreign: readonly string[] = []): Record<string, string> {
  const headers: Record<string, string> = { 'content-security-policy': contentPolicy(foreign), ...standingHeaders }
  if (isApiPath(path)) headers['cache-control'] = 'no-store'
  if (https) headers['strict-transport-security'] = strictTransport
  return headers
}

export function isApiPath(path: string): boolean {
  return path === '/api' || path.startsWith('/api/')
}

/**
 * The CSRF token of a session: derived from its secret, so it can be told again to whoever shows the cookie,
 * while the database holds only its SHA-256 and the token does not lead back to the secret.
 * @param sessionSecret the value of the session cookie
 */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('weike csrf token').digest('base64url')
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function isUnsafe(method: string): boolean {
  return !safeMethods.has(method)
}

/**
 * Refuses an unsafe request of a browser that another page sent.
 * `Sec-Fetch-Site: same-origin` is the browser's own verdict and holds behind a proxy that rewrites Host.
 * @throws Problem `cross-origin`
 */
export function requireSameOrigin(request: {
  origin: string | undefined
  fetchSite: string | undefined
  ownOrigin: string
}): void {
  if (request.origin === undefined || request.fetchSite === 'same-origin') return
  if (request.origin.toLowerCase() !== request.ownOrigin.toLowerCase()) throw new Problem('cross-origin')
}

/**
 * Refuses an unsafe request that has a session's cookie but not its CSRF token.
 * @throws Problem `csrf-missing`
 */
export function requireCsrf(sessionSecret: string, sent: string | undefined): void {
  if (sent === undefined || !sameText(sent, csrfTokenOf(sessionSecret))) throw new Problem('csrf-missing')
}

/** Compares in a time that does not tell where two texts of one length differ. */
function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** The token of `Authorization: Bearer …`, or null. */
export function bearerToken(authorization: string | undefined): string | null {
  return authorization?.match(/^Bearer +([\x21-\x7e]+) *$/i)?.[1] ?? null
}
