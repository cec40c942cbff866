import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { merkleRoot } from './merkle.ts'

/** The definition of RFC 6962, 2.1, word by word. */
function merkleTreeHash(leaves: readonly Uint8Array[]): Buffer {
  const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const [only] = leaves
  if (only === undefined) return sha(Buffer.alloc(0))
  if (leaves.length === 1) return sha(Buffer.concat([Buffer.of(0), only]))
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha(Buffer.concat([Buffer.of(1), merkleTreeHash(leaves.slice(0, k)), merkleTreeHash(leaves.slice(k))]))
}

/** Leaves and roots of the reference tests of Certificate Transparency, the log of RFC 6962; recomputed with Python's hashlib. */
const knownLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'))
const knownRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the Merkle root', () => {
  it.each(knownRoots.map((root, count) => ({ root, count })))(
    'of the first $count known leaves is the known one',
    ({ root, count }) => {
      expect(merkleRoot(knownLeaves.slice(0, count)).toString('hex')).toBe(root)
    },
  )

  it('is what the definition says, for any leaves', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (leaves) => {
        expect(merkleRoot(leaves).toString('hex')).toBe(merkleTreeHash(leaves).toString('hex'))
      }),
    )
  })

  it('changes when any leaf changes, moves or goes', () => {
    const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(fc.uniqueArray(leaf, { minLength: 2, maxLength: 20, selector: String }), fc.nat(), (leaves, pick) => {
        const root = merkleRoot(leaves).toString('hex')
        const at = pick % leaves.length
        const changed = leaves.map((bytes, index) => (index === at ? bytes.map((byte) => byte ^ 1) : bytes))
        expect(merkleRoot(changed).toString('hex')).not.toBe(root)
        expect(merkleRoot(leaves.toSpliced(at, 1)).toString('hex')).not.toBe(root)
        expect(merkleRoot([...leaves.slice(1), ...leaves.slice(0, 1)]).toString('hex')).not.toBe(root)
      }),
    )
  })
})
