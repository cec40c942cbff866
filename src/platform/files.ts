import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Randomness } from './identity.ts'
import { sha256 } from './ledger/sha256.ts'

/** Files by the SHA-256 of their content (64 hex digits). The same content is kept once. */
export interface FileStore {
  /** Keeps a content; when it resolves, it survives a crash of the machine. @returns its SHA-256 */
  put(bytes: Uint8Array): Promise<string>
  /** The content as it lies there, null when there is none. */
  get(sha: string): Promise<Buffer | null>
  has(sha: string): Promise<boolean>
  /** Does nothing when it is not there. */
  remove(sha: string): Promise<void>
}

/**
 * A file store under `<dataDir>/files`, as `ab/cd/<sha256>`.
 * @param randomness names temporary files only
 */
export function openFileStore(dataDir: string, randomness: Randomness): FileStore {
  const root = join(dataDir, 'files')
  const pathOf = (sha: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha)) throw new RangeError('not a SHA-256 in hex')
    return join(root, sha.slice(0, 2), sha.slice(2, 4), sha)
  }
  return {
    async put(bytes) {
      const sha = sha256(bytes).toString('hex')
      const path = pathOf(sha)
      const existing = await readFile(path).catch(nullWhenMissing)
      if (existing?.equals(bytes)) {
        // Whoever wrote it may not have come to this line yet.
        await syncDirectory(dirname(path))
        return sha
      }
      await makeDirectories(dirname(path))
      await replaceDurably(path, bytes, randomness)
      return sha
    },
    async get(sha) {
      return readFile(pathOf(sha)).catch(nullWhenMissing)
    },
    async has(sha) {
      return (await stat(pathOf(sha)).catch(nullWhenMissing)) !== null
    },
    async remove(sha) {
      await rm(pathOf(sha), { force: true })
      await syncDirectory(dirname(pathOf(sha))).catch(nullWhenMissing)
    },
  }
}

/** Makes a folder and what is missing above it, each entry durable. */
async function makeDirectories(directory: string): Promise<void> {
  const highest = await mkdir(directory, { recursive: true })
  if (highest === undefined) return
  // From the lowest new folder up to the highest, which lies above it and so has no longer a name.
  for (let made = directory; made.length >= highest.length; made = dirname(made)) await syncDirectory(dirname(made))
}

async function replaceDurably(path: string, bytes: Uint8Array, randomness: Randomness): Promise<void> {
  const temporary = `${path}.${randomness.bytes(6).toString('hex')}.new`
  try {
    await writeDurably(temporary, bytes, 0o600)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(path))
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

/** Writes a new file through to the disk; refuses an existing one. The entry in its folder is the caller's to sync. */
export async function writeDurably(path: string, bytes: Uint8Array | string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes the entries of a folder durable, where the system knows such a thing. */
export async function syncDirectory(path: string): Promise<void> {
  // Windows opens no folders; NTFS journals its entries.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
