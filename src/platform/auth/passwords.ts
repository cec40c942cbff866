import { hash, verify } from '@node-rs/argon2'
import type { Randomness } from '../identity.ts'
import { makeSecret } from './secrets.ts'

/** Cost of argon2id. */
export interface PasswordCost {
  /** [KiB] */
  memoryKib: number
  passes: number
  lanes: number
}

/** OWASP Password Storage Cheat Sheet: argon2id with m = 19 MiB, t = 2, p = 1. */
export const owaspCost: PasswordCost = { memoryKib: 19_456, passes: 2, lanes: 1 }

/** `Algorithm.Argon2id` of the library, whose const enum type stripping cannot read. */
const argon2id = 2

export interface Passwords {
  /** The password as PHC text (`$argon2id$v=19$m=…`), with a fresh salt. The password is taken exactly as it is. */
  hash(password: string): Promise<string>
  /**
   * Whether the password is the one of `encoded`. For a name that nobody has, pass null:
   * the same work is done in vain, so that the answer takes as long and does not tell which names exist.
   */
  verify(password: string, encoded: string | null): Promise<boolean>
  /** Whether `encoded` was made at another cost than today's and should be made anew at the next sign-in. */
  isOutdated(encoded: string): boolean
}

export function createPasswords(randomness: Randomness, cost: PasswordCost = owaspCost): Passwords {
  const make = (password: string) =>
    hash(password, {
      algorithm: argon2id,
      memoryCost: cost.memoryKib,
      timeCost: cost.passes,
      parallelism: cost.lanes,
      salt: randomness.bytes(16),
    })
  let decoy: Promise<string> | undefined
  return {
    hash: make,
    async verify(password, encoded) {
      if (encoded !== null) return verify(encoded, password)
      decoy ??= make(makeSecret(randomness))
      await verify(await decoy, password)
      return false
    },
    isOutdated: (encoded) =>
      !encoded.startsWith(`$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.lanes}$`),
  }
}
