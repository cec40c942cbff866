import { createPublicKey, verify } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandomness, systemRandomness } from './identity.ts'
import { openBytes, openKeys, sealBytes } from './keys.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'weike 密钥 '))
})
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

const first = { mayCreate: true }
const later = { mayCreate: false }
const inKeys = (name: string) => join(dataDir, 'keys', name)
const keysMissing = { code: 'data-directory', params: { refusal: 'keys-missing' } }
const keysUnreadable = { code: 'data-directory', params: { refusal: 'keys-unreadable' } }

describe('the keys of an installation', () => {
  it('are made at the first start and the same at every later one', async () => {
    const made = await openKeys(dataDir, systemRandomness, first)
    const opened = await openKeys(dataDir, systemRandomness, later)
    expect(opened.personal).toEqual(made.personal)
    expect(opened.device).toEqual(made.device)
    expect(opened.signer.publicKey).toEqual(made.signer.publicKey)
    expect(new Set([made.personal.toString('hex'), made.device.toString('hex')]).size).toBe(2)
    expect(made.personal).toHaveLength(32)
  })

  it('belong to their owner alone, and are taken back from whom they were opened to', async () => {
    await openKeys(dataDir, systemRandomness, first)
    const modes = async () => {
      const names = await readdir(inKeys('.'))
      return Promise.all(names.map(async (name) => (await stat(inKeys(name))).mode & 0o777))
    }
    expect((await stat(inKeys('.'))).mode & 0o777).toBe(0o700)
    expect(await modes()).toEqual([0o600, 0o600, 0o600, 0o600])
    await chmod(inKeys('personal.key'), 0o644)
    await openKeys(dataDir, systemRandomness, later)
    expect(await modes()).toEqual([0o600, 0o600, 0o600, 0o600])
  })

  it('sign so that the public key beside them proves it', async () => {
    const { signer } = await openKeys(dataDir, systemRandomness, first)
    const published = createPublicKey(await readFile(inKeys('signing.pub.pem')))
    const bytes = Buffer.from('链头')
    expect(verify(null, bytes, published, signer.sign(bytes))).toBe(true)
    expect(verify(null, Buffer.from('别的'), published, signer.sign(bytes))).toBe(false)
  })

  it('come from the seed as RFC 8032, 7.1 says (test 1)', async () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
    const zeros = seededRandomness('rest')
    let asked = 0
    const randomness = {
      bytes(count: number) {
        if (count === 32) asked += 1
        return count === 32 && asked === 1 ? seed : zeros.bytes(count)
      },
    }
    const { signer } = await openKeys(dataDir, randomness, first)
    expect(signer.publicKey.subarray(-32).toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    )
    expect(signer.sign(Buffer.alloc(0)).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    )
  })

  it('are not made for a database that has data', async () => {
    await expect(openKeys(dataDir, systemRandomness, later)).rejects.toMatchObject(keysMissing)
    expect(await readdir(dataDir)).toEqual([])
  })

  it.each(['personal.key', 'device.key', 'signing.pem', 'signing.pub.pem'])(
    'are not made anew one by one: without %s the start is refused, first or later',
    async (name) => {
      await openKeys(dataDir, systemRandomness, first)
      await rm(inKeys(name))
      await expect(openKeys(dataDir, systemRandomness, first)).rejects.toMatchObject(keysMissing)
      await expect(openKeys(dataDir, systemRandomness, later)).rejects.toMatchObject(keysMissing)
    },
  )

  it.each(['personal.key', 'signing.pem', 'signing.pub.pem'])('are refused when %s is spoilt', async (name) => {
    await openKeys(dataDir, systemRandomness, first)
    await writeFile(inKeys(name), 'spoilt')
    await expect(openKeys(dataDir, systemRandomness, later)).rejects.toMatchObject(keysUnreadable)
  })

  it('are one set when two processes make them at once', async () => {
    const both = await Promise.all([1, 2, 3].map(() => openKeys(dataDir, systemRandomness, first)))
    expect(new Set(both.map((keys) => keys.personal.toString('hex'))).size).toBe(1)
    expect(await readdir(dataDir)).toEqual(['keys'])
  })
})

describe('sealed bytes', () => {
  const key = Buffer.alloc(32, 1)

  it('open with their key and context to what they were', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, context) => {
        const sealed = sealBytes(key, plain, context, systemRandomness)
        expect(openBytes(key, sealed, context)).toEqual(Buffer.from(plain))
      }),
    )
  })

  it('do not open with another key, in another place, or with a bit changed anywhere', () => {
    const sealed = sealBytes(key, Buffer.from('13800138000'), 'contact/1', seededRandomness('n'))
    expect(() => openBytes(Buffer.alloc(32, 2), sealed, 'contact/1')).toThrow()
    expect(() => openBytes(key, sealed, 'contact/2')).toThrow()
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 0x80
      expect(() => openBytes(key, changed, 'contact/1')).toThrow()
    }
    expect(() => openBytes(key, sealed.subarray(0, 20), 'contact/1')).toThrow()
  })

  it('of the same content differ each time', () => {
    const seal = () => sealBytes(key, Buffer.from('same'), 'c', systemRandomness).toString('hex')
    expect(seal()).not.toBe(seal())
  })
})
