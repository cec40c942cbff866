import { describe, expect, it } from 'vitest'
import { manualClock } from '../clock.ts'
import { seededRandomness } from '../identity.ts'
import type { Account } from './accounts.ts'
import { createAddressLimit } from './address-limit.ts'
import { type LockState, unlocked } from './lockout.ts'
import { createPasswords } from './passwords.ts'
import { createSignIn, type SignInParts } from './sign-in.ts'

const cheap = { memoryKib: 8, passes: 1, lanes: 1 }
const start = 1_800_000_000_000

/** Ann's account in memory, a clock to move, and what was verified. */
async function house(more: Partial<SignInParts> = {}) {
  const clock = manualClock(start)
  const real = createPasswords(seededRandomness('house'), cheap)
  const verified: (string | null)[] = []
  const ann: Account = {
    countyId: 'county',
    personId: 'ann-id',
    signInName: 'ann',
    passwordHash: await real.hash('sky over county'),
    changedAt: 0,
  }
  let lock: LockState = unlocked
  const signIn = createSignIn({
    wall: clock,
    passwords: {
      ...real,
      verify: (password, encoded) => {
        verified.push(encoded)
        return real.verify(password, encoded)
      },
    },
    accounts: {
      find: async (name) => (name === 'ann' ? { ...ann } : null),
      changeLock: async (name, change) => {
        if (name !== 'ann') return false
        lock = change(lock) ?? lock
        return true
      },
      replaceHash: async (_county, _person, hash) => {
        ann.passwordHash = hash
      },
    },
    ...more,
  })
  const check = async (signInName: string, password: string, address = '192.0.2.7') => {
    try {
      return (await signIn.check({ signInName, password, address })).personId
    } catch (error) {
      if (error instanceof Error && 'code' in error && 'params' in error)
        return { code: error.code, params: error.params }
      throw error
    }
  }
  return { clock, check, verified, ann, lockState: () => lock }
}

const failed = { code: 'sign-in-failed', params: {} }
const locked = (seconds: number) => ({ code: 'sign-in-locked', params: { seconds } })

describe('signing in', () => {
  it('opens with name and password and forgets the failures before', async () => {
    const { check, clock, lockState } = await house()
    expect(await check('ann', 'wrong')).toEqual(failed)
    clock.advance(1000)
    expect(await check('ann', 'sky over county')).toBe('ann-id')
    expect(lockState()).toEqual(unlocked)
    expect(await check('ann', 'sky over county')).toBe('ann-id')
  })

  it('slows down, then locks for 15 minutes even against the right password, without looking at it', async () => {
    const { check, clock, verified } = await house()
    for (const waitS of [1, 2, 4, 8]) {
      expect(await check('ann', 'wrong')).toEqual(failed)
      clock.advance(waitS * 1000 - 1)
      expect(await check('ann', 'sky over county')).toEqual(locked(1))
      clock.advance(1)
    }
    expect(await check('ann', 'wrong')).toEqual(failed)
    expect(await check('ann', 'sky over county')).toEqual(locked(900))
    expect(verified).toHaveLength(5)
    clock.advance(15 * 60_000)
    expect(await check('ann', 'sky over county')).toBe('ann-id')
  })

  it('a name that nobody has answers, works and locks like a real one', async () => {
    const { check, clock, verified } = await house()
    for (const waitS of [1, 2, 4, 8, 900]) {
      expect(await check('nobody', 'wrong')).toEqual(failed)
      expect(await check('nobody', 'wrong')).toEqual(locked(waitS))
      clock.advance(waitS * 1000)
    }
    expect(verified).toEqual([null, null, null, null, null])
  })

  it('one password on many names meets the limit of the address, which others do not feel', async () => {
    const addresses = createAddressLimit({ failures: 3, windowMs: 60_000, addresses: 100 })
    const { check, clock } = await house({ addresses })
    for (const name of ['a', 'b', 'c']) expect(await check(name, 'Summer2026!')).toEqual(failed)
    clock.advance(20_000)
    expect(await check('d', 'Summer2026!')).toEqual(locked(40))
    expect(await check('ann', 'sky over county', '192.0.2.8')).toBe('ann-id')
  })

  it('guesses at one instant share one try', async () => {
    const { check, verified } = await house()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, guess) => check('ann', `guess ${guess}`)))
    expect(verified).toHaveLength(1)
    expect(answers.filter((answer) => typeof answer === 'object' && answer.code === 'sign-in-locked')).toHaveLength(19)
  })

  it('makes the hash anew when the cost has changed', async () => {
    const { check, ann } = await house({
      passwords: createPasswords(seededRandomness('dearer'), { ...cheap, passes: 2 }),
    })
    expect(await check('ann', 'sky over county')).toBe('ann-id')
    expect(ann.passwordHash).toMatch(/^\$argon2id\$v=19\$m=8,t=2,p=1\$/)
    expect(await check('ann', 'sky over county')).toBe('ann-id')
  })
})
