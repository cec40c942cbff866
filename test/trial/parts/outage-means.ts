import { execFile } from 'node:child_process'
import { open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findSystemPostgres, type SystemPostgres } from '../../setup/system-postgres.ts'
import { descendantsOf } from './processes.ts'

const exec = promisify(execFile)

/** Ends a server of the system's PostgreSQL as a crash of its machine would, and starts it again on the same data. */
export interface Interruption {
  begin(): Promise<void>
  /** Nothing when it runs. */
  end(): Promise<void>
  /** It goes on existing and does nothing any more, as on a machine whose disk hangs. */
  freeze(): Promise<void>
  thaw(): Promise<void>
}

export async function interruptionOf(system: SystemPostgres): Promise<Interruption> {
  const programs = findSystemPostgres()
  const folder = new URL(system.url).searchParams.get('host')
  if (programs === undefined || folder === null) throw new Error('the server of the system has no folder')
  const data = join(folder, 'data')
  // PostgreSQL runs as whom its folder belongs to.
  const { uid, gid } = await stat(folder)
  const as = process.getuid?.() === 0 ? { uid, gid } : {}
  const control = (...words: string[]) =>
    exec(join(programs.bin, 'pg_ctl'), [...words, '-w', '-t', '60', '-D', data], { cwd: '/', ...as })
  let isAway = false
  const signalAll = async (signal: 'SIGSTOP' | 'SIGCONT') => {
    const postmaster = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0])
    for (const pid of await descendantsOf([postmaster])) process.kill(pid, signal)
  }
  return {
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async begin() {
      await control('stop', '-m', 'immediate')
      isAway = true
    },
    async end() {
      if (!isAway) return
      await control('start', '-l', join(folder, 'log'))
      isAway = false
    },
  }
}

/** A disk of its own for a directory, small enough to be filled. */
export interface SmallDisk {
  /** Takes every byte that is free at this moment. */
  fill(): Promise<void>
  /** Gives back all that was taken. */
  free(): Promise<void>
  unmount(): Promise<void>
}

const PIECE = Buffer.alloc(65_536)
/** What is left of a disk may be less than a piece. [bytes] */
const LEAST_PIECE = 512

/** @returns null, with why, where mounting is refused */
export async function mountSmallDisk(directory: string, megabytes: number): Promise<SmallDisk | { refused: string }> {
  try {
    await exec('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'weike-trial', directory])
  } catch (error) {
    return { refused: error instanceof Error ? error.message.trim().replaceAll('\n', ' ') : String(error) }
  }
  const ballast = join(directory, 'ballast')
  return {
    async fill() {
      const file = await open(ballast, 'a')
      let size = PIECE.length
      try {
        while (size >= LEAST_PIECE) {
          try {
            await file.write(PIECE, 0, size)
          } catch (error) {
            if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
            size /= 2
          }
        }
      } finally {
        await file.close()
      }
    },
    free: () => rm(ballast, { force: true }),
    unmount: async () => {
      await exec('umount', ['-l', directory])
    },
  }
}
