import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placesOf } from '../../src/platform/db/embedded/places.ts'
import { readPostmasterFile } from '../../src/platform/db/embedded/postmaster-pid.ts'
import { serverProcesses } from '../../src/platform/db/embedded/processes.ts'
import { serverUser } from '../../src/platform/db/embedded/server-user.ts'

const prefix = 'weike-test-'

/** An empty data directory that names the process it belongs to. */
export async function makeDataDirectory(): Promise<string> {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`)))
  // As root the embedded server is another user, which must be able to come here.
  await chmod(dataDir, 0o711)
  return dataDir
}

/** Ends the embedded server that somebody left running there, then removes everything. */
export async function removeDataDirectory(dataDir: string): Promise<void> {
  const places = placesOf(dataDir)
  if (existsSync(places.cluster)) {
    const socketDirectory = (await readPostmasterFile(places.cluster))?.socketDirectory
    for (const pid of await serverProcesses(places, await serverUser(() => {})).ours()) endNow(pid)
    if (socketDirectory !== undefined) await rm(socketDirectory, { recursive: true, force: true })
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has ended by itself since it was found.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** What a test run that was killed left behind: its data directories and the servers on them. */
export async function removeLeftovers(): Promise<void> {
  const temp = await realpath(tmpdir())
  for (const name of await readdir(temp)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await removeDataDirectory(join(temp, name))
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
