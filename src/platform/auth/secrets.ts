import { createHash } from 'node:crypto'
import type { Randomness } from '../identity.ts'

/** A secret that nobody guesses: 32 random bytes, as text that fits a cookie, a header and a command line. */
export function makeSecret(randomness: Randomness): string {
  return randomness.bytes(32).toString('base64url')
}

/**
 * What the database keeps of a secret. Plain SHA-256 is enough: 256 random bits cannot be tried out, unlike a password.
 */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
