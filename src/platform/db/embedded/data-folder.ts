import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, chmod, chown, lchown, lstat, mkdir, opendir, realpath, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { refusal } from '../refusal.ts'
import { type Places, placesOf, refuseUnbearablePath } from './places.ts'
import { childOptions, type ServerUser } from './server-user.ts'

const run = promisify(execFile)

/**
 * Makes the data directory if there is none, and gives it its one true name.
 * @param dataDir as the user named it; relative to the working directory
 */
export async function findDataFolder(dataDir: string): Promise<Places> {
  const path = resolve(dataDir)
  refuseUnbearablePath(path)
  try {
    await makeFolders(path)
    const real = await realpath(path)
    refuseUnbearablePath(real)
    return placesOf(real)
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw refusal('data-not-writable', { directory: path, user: userInfo().username, reason: error.code }, error)
    }
    throw error
  }
}

/** The data directory closed; folders that are made on the way to it can be passed through, whatever the umask. */
async function makeFolders(path: string): Promise<void> {
  const parent = dirname(path)
  const firstMade = await mkdir(parent, { recursive: true, mode: 0o711 })
  if (firstMade !== undefined) {
    for (let made = parent; made.length >= firstMade.length; made = dirname(made)) await chmod(made, 0o711)
  }
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

/**
 * Sees to it that the server's user can come to its folder, and nobody else.
 * Root's own folders stay root's: what root writes (binaries, log, lock) lies where the server's user cannot put
 * a link in its way.
 */
export async function openDataFolder(places: Places, user: ServerUser): Promise<void> {
  const { dataDir, root } = places
  const own = userInfo()
  try {
    await refuseForeignCluster(places, user)
    await mkdir(root, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (!user.switched) return await access(root, constants.W_OK | constants.X_OK)
    await chown(root, own.uid, user.gid)
    await chmod(root, 0o710)
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) {
      throw refusal('data-not-writable', { directory: root, user: own.username, reason: error.code }, error)
    }
    throw error
  }
  if (await canEnter(dataDir, user)) return
  const parent = dirname(dataDir)
  if (!(await canEnter(parent, user))) {
    throw refusal('data-not-reachable', { user: user.name, directory: await firstClosed(parent, user) })
  }
  // Weike's own folder: the server's group may pass through, not look around.
  const { mode } = await stat(dataDir)
  await chown(dataDir, own.uid, user.gid)
  await chmod(dataDir, (mode & 0o707) | 0o010)
  if (!(await canEnter(dataDir, user))) throw refusal('data-not-reachable', { user: user.name, directory: dataDir })
}

/** An existing cluster decides who may run it: PostgreSQL itself insists on the owner. */
async function refuseForeignCluster(places: Places, user: ServerUser): Promise<void> {
  const cluster = await lstat(places.cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (cluster === undefined || cluster.uid === user.uid) return
  const owner = await run('id', ['-un', String(cluster.uid)]).then(
    (answer) => answer.stdout.trim(),
    () => undefined,
  )
  // Owned by a number nobody has here: the volume of a container that was made anew.
  if (owner === undefined && user.switched) return await giveTree(places.cluster, user)
  throw refusal('data-not-ours', {
    directory: places.dataDir,
    owner: owner ?? `uid ${cluster.uid}`,
    user: userInfo().username,
  })
}

async function giveTree(directory: string, user: ServerUser): Promise<void> {
  for await (const entry of await opendir(directory, { recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), user.uid, user.gid)
  }
  await lchown(directory, user.uid, user.gid)
}

/** Asked of the system itself: owner, group, mode, access lists and the folders above all have a say. */
async function canEnter(directory: string, user: ServerUser): Promise<boolean> {
  return run('test', ['-x', directory], childOptions(user)).then(
    () => true,
    () => false,
  )
}

async function firstClosed(directory: string, user: ServerUser): Promise<string> {
  const parent = dirname(directory)
  if (parent === directory || (await canEnter(parent, user))) return directory
  return firstClosed(parent, user)
}
