import { describe, expect, it } from 'vitest'
import { seededRandomness } from '../identity.ts'
import { commonPasswords } from './common-passwords.ts'
import { passwordExpired, passwordWeakness } from './password-policy.ts'
import { createPasswords, owaspCost } from './passwords.ts'

const cheap = { memoryKib: 8, passes: 1, lanes: 1 }

describe('a password', () => {
  it('is kept as argon2id at the cost that OWASP names, with a salt of its own', async () => {
    const passwords = createPasswords(seededRandomness('salt'))
    const [one, two] = [await passwords.hash('correct horse'), await passwords.hash('correct horse')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(two).not.toBe(one)
    expect(await passwords.verify('correct horse', one)).toBe(true)
    expect(await passwords.verify('Correct horse', one)).toBe(false)
    expect(passwords.isOutdated(one)).toBe(false)
    expect(createPasswords(seededRandomness('x'), { ...owaspCost, passes: 3 }).isOutdated(one)).toBe(true)
  })

  it('of the reference implementation is known', async () => {
    // phc-winner-argon2, src/test.c: version 0x13, argon2id, t=2, m=2^16, p=1, "password", "somesalt".
    const reference = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
    const passwords = createPasswords(seededRandomness('reference'))
    expect(await passwords.verify('password', reference)).toBe(true)
    expect(await passwords.verify('passwore', reference)).toBe(false)
  })

  it('of a name that nobody has is never right', async () => {
    const passwords = createPasswords(seededRandomness('decoy'), cheap)
    expect(await passwords.verify('anything', null)).toBe(false)
    expect(await passwords.verify('', null)).toBe(false)
  })

  it('is taken as it is: spaces, case, full width and length all count', async () => {
    const passwords = createPasswords(seededRandomness('as it is'), cheap)
    const long = '空气'.repeat(60)
    const encoded = await passwords.hash(long)
    expect(await passwords.verify(long, encoded)).toBe(true)
    expect(await passwords.verify(`${long} `, encoded)).toBe(false)
    expect(await passwords.verify('１２３', await passwords.hash('123'))).toBe(false)
  })
})

describe('a new password', () => {
  it('by ASVS needs length and rarity, no mixture', () => {
    expect(passwordWeakness('1234567', 'ann')).toBe('too-short')
    expect(passwordWeakness('蓝天白云蓝天白', 'ann')).toBe('too-short')
    expect(passwordWeakness('蓝天白云保卫战胜利', 'ann')).toBe(null)
    expect(passwordWeakness('correct horse battery', 'ann')).toBe(null)
    expect(passwordWeakness('x7'.repeat(32), 'ann')).toBe(null)
    expect(passwordWeakness('x7'.repeat(129), 'ann')).toBe('too-long')
    for (const common of ['password', 'PassWord', '1qaz2wsx', 'woaini1314', 'weike123', 'admin123', 'a123456789']) {
      expect(passwordWeakness(common, 'ann'), common).toBe('too-common')
    }
    for (const run of ['11111111', '12345678', '87654321', 'abcdefgh', '23456789:']) {
      expect(passwordWeakness(run, 'ann'), run).toBe('too-common')
    }
    expect(passwordWeakness('zhangsan', 'ZhangSan')).toBe('like-name')
    expect(passwordWeakness('lilililili', 'li')).toBe('like-name')
    expect(passwordWeakness('zhangsan lives here', 'zhangsan')).toBe(null)
  })

  it('by 等保 needs three of four kinds of characters as well, and 90 days later another', () => {
    expect(passwordWeakness('correct horse battery', 'ann', 'djbh')).toBe('too-few-classes')
    expect(passwordWeakness('Correct horse battery', 'ann', 'djbh')).toBe(null)
    expect(passwordWeakness('Correct7horse', 'ann', 'djbh')).toBe(null)
    const day = 86_400_000
    expect(passwordExpired(0, 90 * day - 1, 'djbh')).toBe(false)
    expect(passwordExpired(0, 90 * day, 'djbh')).toBe(true)
    expect(passwordExpired(0, 9000 * day, 'asvs')).toBe(false)
  })

  it('the list of the commonest holds no line that the other rules make useless', () => {
    for (const word of commonPasswords) {
      expect(word.length, word).toBeGreaterThanOrEqual(8)
      expect(word, word).toBe(word.toLowerCase())
    }
  })
})
