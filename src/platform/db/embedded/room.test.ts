import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { refusal } from '../refusal.ts'
import { placesOf } from './places.ts'
import { needingRoom } from './room.ts'

/** Kept by the kernel, with no room for anybody. */
const withoutRoom = { ...placesOf('/srv/weike'), root: process.platform === 'linux' ? '/proc' : '/dev' }
const withRoom = { ...placesOf('/srv/weike'), root: tmpdir() }
const failing = (error: Error) => () => Promise.reject(error)

describe('a start on a disk without room', () => {
  it.each([
    ['a server that ended', refusal('start-failed', { reason: 'exit code 1', logFile: 'server.log', logTail: '' })],
    ['a file that cannot be written', Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })],
  ])('is refused for that, not for %s', async (_what, error) => {
    await expect(needingRoom(withoutRoom, failing(error))).rejects.toMatchObject({
      params: { refusal: 'no-room', directory: '/srv/weike', free: 0 },
      cause: error,
    })
  })

  it('may go well all the same, or be refused for a reason that room would not heal', async () => {
    expect(await needingRoom(withoutRoom, async () => 'up')).toBe('up')
    const older = refusal('data-older', { directory: '/srv/weike', found: 17, needed: 18, runDirectory: '/run/weike' })
    await expect(needingRoom(withoutRoom, failing(older))).rejects.toBe(older)
  })

  it('a disk with room is no reason', async () => {
    const error = refusal('start-failed', { reason: 'exit code 1', logFile: 'server.log', logTail: '' })
    await expect(needingRoom(withRoom, failing(error))).rejects.toBe(error)
  })
})
