import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** A source of random bytes; cryptographic in production, seeded in a simulation. */
export interface Randomness {
  bytes(count: number): Buffer
}

export const systemRandomness: Randomness = { bytes: (count) => randomBytes(count) }

/**
 * The same bytes for the same seed: SHA-256 in counter mode over the seed.
 * For simulations and tests only; never for keys of a real installation.
 */
export function seededRandomness(seed: string): Randomness {
  let counter = 0
  let pool = Buffer.alloc(0)
  return {
    bytes(count) {
      while (pool.length < count) {
        const block = createHash('sha256').update(`${seed}:${counter}`).digest()
        counter += 1
        pool = Buffer.concat([pool, block])
      }
      const taken = pool.subarray(0, count)
      pool = pool.subarray(count)
      return Buffer.from(taken)
    },
  }
}

/** The same id for the same name wherever it is made: UUIDv8 (RFC 9562, 5.8) over it. */
export function idNamed(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Makes UUIDv7 (RFC 9562, 5.7): sortable by the wall clock, the rest random. */
export interface IdMaker {
  next(): string
}

export function uuid7Maker(wall: Clock, randomness: Randomness): IdMaker {
  let lastMs = 0
  let sequence = 0
  return {
    next() {
      const now = wall.now()
      // RFC 9562, 6.2 method 1: a counter in rand_a keeps ids of one millisecond in order.
      if (now > lastMs) {
        lastMs = now
        sequence = 0
      } else {
        sequence += 1
        if (sequence > 0xfff) {
          lastMs += 1
          sequence = 0
        }
      }
      const bytes = Buffer.alloc(16)
      bytes.writeUIntBE(lastMs, 0, 6)
      bytes.writeUInt16BE(0x7000 | sequence, 6)
      randomness.bytes(8).copy(bytes, 8)
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
      const hex = bytes.toString('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    },
  }
}
