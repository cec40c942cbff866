import { statfs } from 'node:fs/promises'
import { Problem } from '../../problem.ts'
import { refusal } from '../refusal.ts'
import type { Places } from './places.ts'

const MEGABYTE = 2 ** 20
/** A start writes its lock, its log and, after a crash, two segments of the write-ahead log of 16 MB each. [MB] */
const ROOM_FOR_A_START = 40

/**
 * Does what a start needs. When it fails on a disk without room, that is the reason given: what fails then says so in many
 * ways, or cannot even write its log.
 * @throws Problem `no-room`; else what `work` throws
 */
export async function needingRoom<T>({ dataDir, root }: Places, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Problem && error.params.refusal !== 'start-failed') throw error
    const { bavail, bsize } = await statfs(root)
    const free = Math.floor((bavail * bsize) / MEGABYTE)
    throw free < ROOM_FOR_A_START ? refusal('no-room', { directory: dataDir, free }, error) : error
  }
}
