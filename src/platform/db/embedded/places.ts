import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { refusal } from '../refusal.ts'

/** Where everything of one embedded PostgreSQL lies. All paths absolute and without symbolic links. */
export interface Places {
  /** The data directory of Weike itself. */
  dataDir: string
  /** The part of it that is PostgreSQL's: everything below is written by this room alone. */
  root: string
  /** Copies of the binaries, one folder for each version. */
  programs: string
  /** The data directory in PostgreSQL's sense (PGDATA). */
  cluster: string
  logFile: string
  /** Held while somebody starts or stops the server. */
  startLockFile: string
  /** Names the server among the processes of the machine; the same for the same data directory. */
  clusterName: string
}

/** @param dataDir absolute path without symbolic links: two names of one directory must give the same places */
export function placesOf(dataDir: string): Places {
  const root = join(dataDir, 'postgres')
  return {
    dataDir,
    root,
    programs: join(root, 'programs'),
    cluster: join(root, 'cluster'),
    logFile: join(root, 'server.log'),
    startLockFile: join(root, 'start.lock'),
    clusterName: `weike-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`,
  }
}

/**
 * initdb builds shell commands of its own paths, and postmaster.pid is read by lines:
 * what would be read as something else there is refused instead of half working.
 */
export function refuseUnbearablePath(dataDir: string): void {
  const character = /[\p{Cc}"$`\\]/u.exec(dataDir)?.[0]
  if (character !== undefined) {
    throw refusal('bad-data-path', { directory: dataDir, character: JSON.stringify(character) })
  }
}
