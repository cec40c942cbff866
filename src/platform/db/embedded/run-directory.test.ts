import { chown, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareRunDirectory } from './run-directory.ts'
import type { ServerUser } from './server-user.ts'

const own = userInfo()
const self: ServerUser = { name: own.username, uid: own.uid, gid: own.gid, switched: false }

let parent: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'weike-run-'))
})
afterEach(() => rm(parent, { recursive: true, force: true }))

describe('the run directory', () => {
  it('is closed to everybody else, also when it was open before', async () => {
    const directory = join(parent, 'run')
    await mkdir(directory, { mode: 0o777 })
    await prepareRunDirectory(directory, self)
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    await prepareRunDirectory(directory, self)
  })

  it('is refused when it is a link laid by somebody', async () => {
    await mkdir(join(parent, 'elsewhere'))
    await symlink(join(parent, 'elsewhere'), join(parent, 'run'))
    await expect(prepareRunDirectory(join(parent, 'run'), self)).rejects.toMatchObject({
      code: 'data-directory',
      params: { refusal: 'run-directory-taken' },
    })
  })

  it.runIf(own.uid === 0)('is refused when it belongs to somebody else', async () => {
    const directory = join(parent, 'run')
    await mkdir(directory, { mode: 0o700 })
    await chown(directory, 54321, 54321)
    await expect(prepareRunDirectory(directory, { ...self, uid: 999, switched: true })).rejects.toMatchObject({
      params: { refusal: 'run-directory-taken', owner: 54321 },
    })
  })
})
