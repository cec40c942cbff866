import { DatabaseSync } from 'node:sqlite'
import { pollUntil } from '../client.ts'
import { refusal } from '../refusal.ts'

/** The longest that somebody else's start or stop is waited for. [s] A recovery after a crash may take minutes. */
const patienceSeconds = 600
const everyMs = 20

/**
 * Runs `work` while no other process, and nobody else in this one, starts or stops the server of this data directory.
 *
 * The lock is SQLite's on an empty file: one that the kernel gives back at once when its holder dies, however it dies.
 * Node offers no file locks of its own, and a file with a pid in it lies as soon as that pid is given to another process.
 * @throws Problem `start-locked` when it is not free in {@link patienceSeconds}
 */
export async function withStartLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const lock = await pollUntil((patienceSeconds * 1000) / everyMs, everyMs, () => tryLock(lockFile))
  if (lock === undefined) throw refusal('start-locked', { directory: lockFile, seconds: patienceSeconds })
  try {
    return await work()
  } finally {
    lock.close()
  }
}

function tryLock(lockFile: string): DatabaseSync | undefined {
  const database = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    // Without a journal on the disk nothing is written: a full disk must not keep anybody from starting the server.
    database.exec('pragma journal_mode = memory; begin exclusive')
    return database
  } catch (error) {
    database.close()
    if (error instanceof Error && /locked|busy/.test(error.message)) return undefined
    throw error
  }
}
