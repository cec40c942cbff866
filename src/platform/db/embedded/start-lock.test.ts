import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withStartLock } from './start-lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weike-start-lock-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('the start lock', () => {
  it('lets one in at a time, within one process too', async () => {
    const file = join(directory, 'start.lock')
    let inside = 0
    let most = 0
    const visits = Array.from({ length: 5 }, () =>
      withStartLock(file, async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise(setImmediate)
        inside -= 1
      }),
    )
    await Promise.all(visits)
    expect(most).toBe(1)
  })

  it('is free again after its work failed', async () => {
    const file = join(directory, 'start.lock')
    await expect(withStartLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(withStartLock(file, async () => 'in')).resolves.toBe('in')
  })

  it('is kept by another process while that lives, and free when that is killed', async () => {
    const file = join(directory, 'start.lock')
    const script = join(directory, 'holder.ts')
    const lockModule = pathToFileURL(join(import.meta.dirname, 'start-lock.ts'))
    await writeFile(
      script,
      `import { withStartLock } from ${JSON.stringify(lockModule.href)}
       await withStartLock(${JSON.stringify(file)}, () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000) }))`,
    )
    const holder = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    let entered = false
    const visit = withStartLock(file, async () => {
      entered = true
    })
    await new Promise(setImmediate)
    expect(entered).toBe(false)
    holder.kill('SIGKILL')
    await visit
    expect(entered).toBe(true)
  })
})
