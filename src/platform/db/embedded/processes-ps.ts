import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Places } from './places.ts'
import type { ServerProcesses } from './server-processes.ts'

const run = promisify(execFile)

/**
 * Where there is no /proc (macOS): the command lines that `ps` shows. A postmaster is known by its executable and -D,
 * a backend by the cluster name that PostgreSQL writes into its title.
 */
export function psProcesses(places: Places): ServerProcesses {
  return {
    async isOurs(pid) {
      return (await commands(['-p', String(pid)])).some(([, command]) => isServerCommand(places, command))
    },
    async ours() {
      const all = await commands(['-ax'])
      return all.filter(([pid, command]) => pid !== process.pid && isServerCommand(places, command)).map(([pid]) => pid)
    },
    isElsewhere: async () => false,
  }
}

/** @param command as `ps -o command` prints it: a program with its arguments, or the title a backend gave itself */
export function isServerCommand(places: Places, command: string): boolean {
  if (command.startsWith(`postgres: ${places.clusterName}: `)) return true
  return command.startsWith(`${places.programs}/`) && command.includes(`/bin/postgres -D ${places.cluster} `)
}

async function commands(selection: readonly string[]): Promise<[number, string][]> {
  // ps fails when it finds nothing, which is an answer.
  // Without a language it would write a folder's Chinese name as question marks.
  const env = { ...process.env, LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8' }
  const listing = await run('ps', ['-ww', ...selection, '-o', 'pid=,command='], {
    env,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    (answer) => answer.stdout,
    () => '',
  )
  return listing
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) => (match === null ? [] : [[Number(match[1]), match[2] ?? ''] satisfies [number, string]]))
}
