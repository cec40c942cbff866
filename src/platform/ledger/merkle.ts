import { sha256 } from './sha256.ts'

/** The two kinds of node are told apart, or a node could be passed off as a leaf (RFC 6962, 2.1). */
const LEAF = Buffer.from([0x00])
const NODE = Buffer.from([0x01])

/**
 * Merkle tree hash (RFC 6962, 2.1; RFC 9162, 2.1.1) over leaf contents, in order; here each leaf is a frame's SHA-256.
 * Needs memory for the tree's height only.
 * @returns 32 bytes; for no leaves the SHA-256 of nothing
 */
export function merkleRoot(leaves: Iterable<Uint8Array>): Buffer {
  // Complete subtrees still without a sibling, the biggest first: the ones of the leaf count in binary.
  const open: { height: number; hash: Buffer }[] = []
  for (const leaf of leaves) {
    let tree = { height: 0, hash: sha256(LEAF, leaf) }
    for (let left = open.at(-1); left !== undefined && left.height === tree.height; left = open.at(-1)) {
      open.pop()
      tree = { height: tree.height + 1, hash: sha256(NODE, left.hash, tree.hash) }
    }
    open.push(tree)
  }
  const last = open.pop()
  if (last === undefined) return sha256()
  return open.reduceRight((right, left) => sha256(NODE, left.hash, right), last.hash)
}
