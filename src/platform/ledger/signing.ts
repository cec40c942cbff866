import { createPublicKey, verify } from 'node:crypto'

/** Signs for this installation with Ed25519 (RFC 8032). */
export interface Signer {
  /** SubjectPublicKeyInfo in DER (RFC 8410), what `openssl pkey -pubin -outform DER` writes. 44 bytes. */
  publicKey: Buffer
  /** @returns 64 bytes */
  sign(bytes: Buffer): Buffer
}

/** Is it the signature of these bytes by this key? Unreadable keys and signatures are a no. */
export function isSignedBy(publicKey: Buffer, bytes: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature)
  } catch {
    return false
  }
}

/** Reads a public key as people hand it on: PEM, or the base64 that is inside it; null when it is no Ed25519 key. */
export function readPublicKey(text: string): Buffer | null {
  try {
    const trimmed = text.trim()
    const key = trimmed.startsWith('-----')
      ? createPublicKey(trimmed)
      : createPublicKey({ key: Buffer.from(trimmed, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key.export({ format: 'der', type: 'spki' }) : null
  } catch {
    return null
  }
}
