import { chown, lstat, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { refusal } from '../refusal.ts'
import type { Places } from './places.ts'
import { type Program, syncPath } from './program.ts'
import { runAs, type ServerUser } from './server-user.ts'

/** The superuser of every embedded cluster. */
export const superuser = 'weike'

/** Starting values in postgresql.conf, where an operator may change them. */
const startingSettings = [
  'max_connections=100',
  'shared_buffers=128MB',
  'jit=off',
  // Recurring lines would fill the log, which is turned over only at a start.
  'log_checkpoints=off',
]

/**
 * Refuses a data directory of another major version, before anything is touched.
 * @returns false when there is no data yet
 */
export async function checkClusterVersion(places: Places, major: number, runDirectory: string): Promise<boolean> {
  if (!(await isThere(places.cluster))) return false
  const text = await readFile(join(places.cluster, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Somebody else's data: whose it is will be said where the folder is opened.
    if (error.code === 'EACCES') return String(major)
    return ''
  })
  const found = /^(\d+)\s*$/.exec(text)?.[1]
  if (found === undefined) throw refusal('data-unknown', { directory: places.cluster })
  if (Number(found) === major) return true
  throw refusal(Number(found) > major ? 'data-newer' : 'data-older', {
    directory: places.cluster,
    found,
    needed: major,
    runDirectory,
  })
}

/**
 * Makes the data directory, in a folder that takes its name only when initdb is done, so that one that was killed
 * leaves no half of a cluster. To be called under the start lock.
 */
export async function createCluster(places: Places, program: Program, user: ServerUser): Promise<void> {
  const incoming = `${places.cluster}.incoming`
  await rm(incoming, { recursive: true, force: true })
  await mkdir(incoming, { mode: 0o700 })
  if (user.switched) await chown(incoming, user.uid, user.gid)
  await runAs(user, program.initdb, [
    '-D',
    incoming,
    '-U',
    superuser,
    '-E',
    'UTF8',
    // With plain C trigram search finds no Chinese; zh_CN.UTF-8 is not on every machine.
    '--locale=C.UTF-8',
    // Who may connect is decided by the run directory, which only the server's user (and root) can enter.
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
    ...startingSettings.flatMap((setting) => ['-c', setting]),
  ])
  await rename(incoming, places.cluster)
  await syncPath(places.root)
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
}
