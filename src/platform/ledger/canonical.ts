import canonicalize from 'canonicalize'

/** What JSON can say. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * The one byte string of a JSON value (RFC 8785, JSON Canonicalization Scheme), in UTF-8.
 * Nothing is left out or made fit: what JSON cannot say exactly is refused.
 * @throws TypeError for undefined, NaN, infinities, lone surrogates, holes, cycles, and objects with a class (Date, Map, Buffer …)
 */
export function canonicalBytes(value: unknown): Buffer {
  refuseOtherThanJson(value, '$', new Set())
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not JSON')
  return Buffer.from(text, 'utf8')
}

function refuseOtherThanJson(value: unknown, path: string, above: Set<object>): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') refuseUnless(value.isWellFormed(), path, 'a lone surrogate')
  else if (typeof value === 'number') refuseUnless(Number.isFinite(value), path, String(value))
  else if (typeof value === 'object') refuseInside(value, path, above)
  else throw new TypeError(`${path} is ${typeof value}, not JSON`)
}

function refuseInside(value: object, path: string, above: Set<object>): void {
  refuseUnless(!above.has(value), path, 'a cycle')
  above.add(value)
  if (Array.isArray(value)) {
    // By index, because forEach would step over holes.
    for (let index = 0; index < value.length; index += 1) refuseOtherThanJson(value[index], `${path}[${index}]`, above)
  } else {
    const prototype: unknown = Object.getPrototypeOf(value)
    refuseUnless(prototype === Object.prototype || prototype === null, path, 'an object with a class')
    for (const [key, member] of Object.entries(value)) {
      refuseUnless(key.isWellFormed(), path, 'a key with a lone surrogate')
      refuseOtherThanJson(member, `${path}.${key}`, above)
    }
  }
  above.delete(value)
}

function refuseUnless(fits: boolean, path: string, what: string): void {
  if (!fits) throw new TypeError(`${path} is ${what}, not JSON`)
}
