import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory, writeDurably } from './files.ts'
import type { Randomness } from './identity.ts'
import type { Signer } from './ledger/signing.ts'
import { Problem } from './problem.ts'

/** The secrets of an installation. They lie in files of the data directory, never in the database. */
export interface InstallationKeys {
  /** Seals the identity keys of people and their contacts. AES-256. */
  personal: Buffer
  /** Seals passwords of devices and addresses of channels. AES-256. */
  device: Buffer
  /** Signs the day heads of the ledger. */
  signer: Signer
}

const PERSONAL_FILE = 'personal.key'
const DEVICE_FILE = 'device.key'
const SIGNING_FILE = 'signing.pem'
const PUBLIC_FILE = 'signing.pub.pem'

const KEY_BYTES = 32

/**
 * Opens `<dataDir>/keys`. At the first start all keys are made and appear at once, or not at all.
 * Nothing is ever made anew beside data that older keys have sealed or signed.
 * @param options `mayCreate`: only for a database without data
 * @throws Problem `data-directory` with `params.refusal` = `keys-missing` or `keys-unreadable`, and `file`
 */
export async function openKeys(
  dataDir: string,
  randomness: Randomness,
  options: { mayCreate: boolean },
): Promise<InstallationKeys> {
  const folder = join(dataDir, 'keys')
  if (!(await exists(folder))) {
    if (!options.mayCreate) throw keysRefusal('keys-missing', folder)
    await createKeys(dataDir, folder, randomness)
  }
  const personal = await readKey(join(folder, PERSONAL_FILE))
  const device = await readKey(join(folder, DEVICE_FILE))
  const signer = await readSigner(join(folder, SIGNING_FILE), join(folder, PUBLIC_FILE))
  return { personal, device, signer }
}

/** Made in a folder of another name, which takes its name when all is on the disk. */
async function createKeys(dataDir: string, folder: string, randomness: Randomness): Promise<void> {
  const growing = `${folder}.${randomness.bytes(6).toString('hex')}.new`
  await mkdir(growing, { recursive: true, mode: 0o700 })
  const signing = ed25519From(randomness.bytes(KEY_BYTES))
  await writeDurably(join(growing, PERSONAL_FILE), randomness.bytes(KEY_BYTES), 0o600)
  await writeDurably(join(growing, DEVICE_FILE), randomness.bytes(KEY_BYTES), 0o600)
  await writeDurably(join(growing, SIGNING_FILE), signing.export({ format: 'pem', type: 'pkcs8' }), 0o600)
  await writeDurably(
    join(growing, PUBLIC_FILE),
    createPublicKey(signing).export({ format: 'pem', type: 'spki' }),
    0o600,
  )
  await syncDirectory(growing)
  try {
    await rename(growing, folder)
  } catch (error) {
    await rm(growing, { recursive: true, force: true })
    // Another process was first; its keys are the installation's.
    if (!(await exists(folder))) throw error
  }
  await syncDirectory(dataDir)
}

/** An Ed25519 key from its 32-byte seed, in the fixed PKCS#8 frame of RFC 8410, 7. */
function ed25519From(seed: Buffer): KeyObject {
  const frame = Buffer.from('302e020100300506032b657004220420', 'hex')
  return createPrivateKey({ key: Buffer.concat([frame, seed]), format: 'der', type: 'pkcs8' })
}

async function readKey(path: string): Promise<Buffer> {
  const key = await readSecret(path)
  if (key.length !== KEY_BYTES) throw keysRefusal('keys-unreadable', path)
  return key
}

async function readSigner(path: string, publicPath: string): Promise<Signer> {
  const key = parsePrivateKey(await readSecret(path), path)
  const publicKey = createPublicKey(key)
  const published = (await readSecret(publicPath)).toString('utf8').trim()
  if (published !== publicKey.export({ format: 'pem', type: 'spki' }).toString().trim()) {
    throw keysRefusal('keys-unreadable', publicPath)
  }
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }),
    sign: (bytes) => sign(null, bytes, key),
  }
}

function parsePrivateKey(pem: Buffer, path: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (error) {
    throw keysRefusal('keys-unreadable', path, error)
  }
  throw keysRefusal('keys-unreadable', path)
}

/** Reads a secret file, and takes away the right of others to read it if somebody gave it. */
async function readSecret(path: string): Promise<Buffer> {
  try {
    const found = await stat(path)
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) await chmod(path, 0o600)
    return await readFile(path)
  } catch (error) {
    throw keysRefusal(isMissing(error) ? 'keys-missing' : 'keys-unreadable', path, error)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw keysRefusal('keys-unreadable', path, error)
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

const explanations = {
  'keys-missing':
    'is missing, but the database already holds data that need it. Restore the folder "keys" of the data directory from its backup. Nothing was changed.',
  'keys-unreadable':
    'cannot be read as the key that it should be. Restore the folder "keys" of the data directory from its backup, or give the file to the user that runs Weike. Nothing was changed.',
} as const

function keysRefusal(name: keyof typeof explanations, file: string, cause?: unknown): Problem {
  return new Problem('data-directory', {
    params: { refusal: name, file, explanation: `${file} ${explanations[name]}` },
    cause,
  })
}

const FORM = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals bytes with AES-256-GCM (NIST SP 800-38D): one byte of form, a random nonce, the ciphertext, the tag.
 * @param key 32 bytes
 * @param context where the sealed bytes belong; they do not open anywhere else
 */
export function sealBytes(key: Buffer, plain: Uint8Array, context: string, randomness: Randomness): Buffer {
  const nonce = randomness.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'))
  return Buffer.concat([Buffer.from([FORM]), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** @throws Error when the key or the context is another one or the bytes were changed */
export function openBytes(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== FORM) throw new Error('not sealed bytes')
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()])
}
