import { chmod, chown, lstat, mkdir, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal } from '../refusal.ts'
import type { Places } from './places.ts'
import type { ServerUser } from './server-user.ts'

/** A socket needs a port in its name; the folder holds no other. */
export const socketPort = 5432

/**
 * The folder of the server's socket: short (the path of a socket ends at about 100 bytes), without commas (PostgreSQL
 * reads a list there), the same for every process on this data directory whatever its environment says: so neither the
 * data directory itself nor TMPDIR nor XDG_RUNTIME_DIR.
 */
export async function runDirectoryOf(places: Places, user: ServerUser): Promise<string> {
  if (user.switched && (await isRootsFolder('/run'))) return join('/run', places.clusterName)
  return join('/tmp', `${places.clusterName}-${user.uid}`)
}

/**
 * Makes the folder, 0700 and the server user's: the one gate to the database, whose own rule is to trust the socket.
 * @throws Problem when somebody else has put something there (in /tmp anybody can)
 */
export async function prepareRunDirectory(directory: string, user: ServerUser): Promise<void> {
  await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  // lstat: a link would lead the server, and root's chown, to a place of somebody else's choice.
  const found = await lstat(directory)
  const made = user.switched && found.uid === 0
  if (!found.isDirectory() || (found.uid !== user.uid && !made)) {
    throw refusal('run-directory-taken', { directory, owner: found.uid })
  }
  if (made) await chown(directory, user.uid, user.gid)
  if ((found.mode & 0o777) !== 0o700) await chmod(directory, 0o700)
}

/**
 * Takes away the socket of a server that is known to be gone. PostgreSQL would do so itself, unless the pid in the
 * socket's lock file has been given to another process meanwhile; then it would refuse to start.
 */
export async function removeStaleSocket(directory: string): Promise<void> {
  const socket = join(directory, `.s.PGSQL.${socketPort}`)
  await rm(socket, { force: true })
  await rm(`${socket}.lock`, { force: true })
}

/** Leaves nothing behind when the server is stopped. What is not empty stays. */
export async function removeRunDirectory(directory: string): Promise<void> {
  await rmdir(directory).catch(() => undefined)
}

async function isRootsFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined)
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0
}
