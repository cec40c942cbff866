import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manualClock } from './clock.ts'
import { seededRandomness, systemRandomness, uuid7Maker } from './identity.ts'

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const instantIn = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

describe('ids', () => {
  it('have the layout of RFC 9562, 5.7: its example with our counter in rand_a', () => {
    // RFC 9562, A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F is 2022-02-22T14:22:22.00-05:00.
    const instant = Date.parse('2022-02-22T14:22:22.00-05:00')
    const randomness = { bytes: () => Buffer.from('18c4dc0c0c07398f', 'hex') }
    expect(uuid7Maker(manualClock(instant), randomness).next()).toBe('017f22e2-79b0-7000-98c4-dc0c0c07398f')
  })

  it('carry version 7, variant 10 and the instant, whatever the random bytes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 48 - 1 }),
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (now, random) => {
          const id = uuid7Maker(manualClock(now), { bytes: () => Buffer.from(random) }).next()
          expect(id).toMatch(UUID7)
          if (now > 0) expect(instantIn(id)).toBe(now)
        },
      ),
    )
  })

  it('of one millisecond sort in the order in which they were made, even when its counter runs over', () => {
    const maker = uuid7Maker(manualClock(1_800_000_000_000), seededRandomness('order'))
    const made = Array.from({ length: 10_000 }, () => maker.next())
    expect(made).toEqual(made.toSorted())
    expect(new Set(made).size).toBe(made.length)
    expect(instantIn(made.at(-1) ?? '')).toBe(1_800_000_000_000 + Math.floor(9_999 / 4_096))
  })

  it('still sort when the clock is set back', () => {
    const clock = manualClock(1_800_000_000_000)
    const maker = uuid7Maker(clock, seededRandomness('back'))
    const made: string[] = []
    for (const step of [0, 5, -3_000, 1, 10_000, -1]) {
      clock.advance(step)
      made.push(maker.next(), maker.next())
    }
    expect(made).toEqual(made.toSorted())
  })

  it('come out the same twice from the same clock and seed, and others from another', () => {
    const series = (seed: string) => {
      const maker = uuid7Maker(manualClock(1_800_000_000_000), seededRandomness(seed))
      return Array.from({ length: 50 }, () => maker.next())
    }
    expect(series('a')).toEqual(series('a'))
    expect(series('b')).not.toEqual(series('a'))
  })
})

describe('seeded randomness', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest()

  it('is SHA-256 in counter mode over the seed', () => {
    expect(seededRandomness('seed').bytes(64)).toEqual(Buffer.concat([sha256('seed:0'), sha256('seed:1')]))
  })

  it('is one stream, however it is drawn', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 20 }), (counts) => {
        const total = counts.reduce((sum, count) => sum + count, 0)
        const one = seededRandomness('s')
        expect(Buffer.concat(counts.map((count) => one.bytes(count)))).toEqual(seededRandomness('s').bytes(total))
      }),
    )
  })

  it('what was given out is the caller’s own', () => {
    const randomness = seededRandomness('own')
    randomness.bytes(4).fill(0)
    expect(randomness.bytes(4)).toEqual(seededRandomness('own').bytes(8).subarray(4))
  })
})

it('the randomness of an installation gives as many bytes as asked for', () => {
  expect(systemRandomness.bytes(0)).toHaveLength(0)
  expect(systemRandomness.bytes(33)).toHaveLength(33)
})
