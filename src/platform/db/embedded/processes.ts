import { readFile } from 'node:fs/promises'
import { pollUntil } from '../client.ts'
import type { Places } from './places.ts'
import { linuxProcesses } from './processes-linux.ts'
import { psProcesses } from './processes-ps.ts'
import type { ServerProcesses } from './server-processes.ts'
import type { ServerUser } from './server-user.ts'

export function serverProcesses(places: Places, user: ServerUser): ServerProcesses {
  return process.platform === 'linux' ? linuxProcesses(places, user) : psProcesses(places)
}

/** True when the pid is given to a process, be it only one that has ended and waits for its parent to notice. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** True while the process lives; one that has ended and only waits for its parent to notice (a zombie) does not. */
export async function isAlive(pid: number): Promise<boolean> {
  if (!isTaken(pid)) return false
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The state follows the name in parentheses, which may itself hold any character.
  const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
  return state !== 'Z' && state !== 'X'
}

/** @returns true when the process has ended within the time */
export async function awaitEnd(pid: number, withinMs: number): Promise<boolean> {
  const everyMs = 10
  const ended = await pollUntil(Math.ceil(withinMs / everyMs), everyMs, async () =>
    (await isAlive(pid)) ? undefined : true,
  )
  return ended === true
}

/** Sends a signal; a process that is gone already is what was wanted. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/**
 * Ends what a killed postmaster left behind: backends notice its death only when they next wait, and until the last
 * is gone no new server can start ("pre-existing shared memory block is still in use"). SIGQUIT is what a postmaster
 * itself sends when memory can no longer be trusted; recovery follows in any case.
 * @returns how many there were
 */
export async function endStrays(processes: ServerProcesses): Promise<number> {
  const strays = await processes.ours()
  for (const pid of strays) signal(pid, 'SIGQUIT')
  await Promise.all(
    strays.map(async (pid) => {
      if (await awaitEnd(pid, 500)) return
      if (await processes.isOurs(pid)) signal(pid, 'SIGKILL')
      await awaitEnd(pid, 10_000)
    }),
  )
  return strays.length
}
