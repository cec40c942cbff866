import { execFile } from 'node:child_process'
import { readdir, readlink, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Places } from './places.ts'
import type { ServerProcesses } from './server-processes.ts'
import { childOptions, type ServerUser } from './server-user.ts'

const run = promisify(execFile)

/** Linux tells executable and working directory of a process as links that follow even a renamed data directory. */
export function linuxProcesses(places: Places, user: ServerUser): ServerProcesses {
  async function isOurs(pid: number): Promise<boolean> {
    const [executable, workingDirectory] = await readLinks([`/proc/${pid}/exe`, `/proc/${pid}/cwd`], user)
    return executable !== undefined && isProgram(places, executable) && workingDirectory === places.cluster
  }
  return {
    isOurs,
    async ours() {
      const found: number[] = []
      for (const name of await readdir('/proc')) {
        if (!/^\d+$/.test(name)) continue
        // A look at the owner spares looking into everybody else's processes.
        const owner = await stat(`/proc/${name}`).catch(() => undefined)
        if (owner?.uid === user.uid && Number(name) !== process.pid && (await isOurs(Number(name)))) {
          found.push(Number(name))
        }
      }
      return found
    },
    async isElsewhere(pid) {
      const [theirs, own] = await readLinks([`/proc/${pid}/ns/mnt`, '/proc/self/ns/mnt'], user)
      return theirs !== undefined && own !== undefined && theirs !== own
    },
  }
}

/** Any version of ours: an older Weike's server is still this data directory's server. */
function isProgram(places: Places, executable: string): boolean {
  const path = executable.replace(/ \(deleted\)$/, '')
  return path.startsWith(`${places.programs}/`) && path.endsWith('/bin/postgres')
}

/** @returns for each link where it leads, or undefined when that cannot be read */
async function readLinks(links: readonly string[], user: ServerUser): Promise<(string | undefined)[]> {
  let forbidden = false
  const targets = await Promise.all(
    links.map((link) =>
      readlink(link).catch((error: NodeJS.ErrnoException) => {
        forbidden ||= error.code === 'EACCES' || error.code === 'EPERM'
        return undefined
      }),
    ),
  )
  if (!forbidden || !user.switched) return targets
  // Root in a container may not look into the processes of others (no CAP_SYS_PTRACE); their owner may.
  return Promise.all(
    links.map((link) =>
      run('readlink', [link], childOptions(user)).then(
        (answer) => answer.stdout.replace(/\n$/, ''),
        () => undefined,
      ),
    ),
  )
}
