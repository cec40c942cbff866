import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileStore } from './files.ts'
import { seededRandomness } from './identity.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'weike 文件 '))
})
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

const photo = Buffer.from('一张照片')
const photoSha = createHash('sha256').update(photo).digest('hex')

describe('the file store', () => {
  it('gives back what was put, by the SHA-256 of its content, also after it was opened anew', async () => {
    expect(await openFileStore(dataDir, seededRandomness('a')).put(photo)).toBe(photoSha)
    const store = openFileStore(dataDir, seededRandomness('b'))
    expect(await store.get(photoSha)).toEqual(photo)
    expect(await store.has(photoSha)).toBe(true)
  })

  it('knows nothing of what was never put', async () => {
    const store = openFileStore(dataDir, seededRandomness('a'))
    expect(await store.get(photoSha)).toBeNull()
    expect(await store.has(photoSha)).toBe(false)
    await store.remove(photoSha)
  })

  it('keeps the same content once and leaves no temporary file behind', async () => {
    const store = openFileStore(dataDir, seededRandomness('a'))
    await Promise.all([store.put(photo), store.put(photo), store.put(photo)])
    const folder = join(dataDir, 'files', photoSha.slice(0, 2), photoSha.slice(2, 4))
    expect(await readdir(folder)).toEqual([photoSha])
  })

  it('forgets what was removed', async () => {
    const store = openFileStore(dataDir, seededRandomness('a'))
    await store.put(photo)
    await store.remove(photoSha)
    expect(await store.get(photoSha)).toBeNull()
  })

  it('mends a spoilt file when the content is put again', async () => {
    const store = openFileStore(dataDir, seededRandomness('a'))
    await store.put(photo)
    const path = join(dataDir, 'files', photoSha.slice(0, 2), photoSha.slice(2, 4), photoSha)
    await writeFile(path, photo.subarray(1))
    await store.put(photo)
    expect(await store.get(photoSha)).toEqual(photo)
  })

  it('takes nothing but a SHA-256 as a name', async () => {
    const store = openFileStore(dataDir, seededRandomness('a'))
    await expect(store.get('../../keys/personal.key')).rejects.toThrow(RangeError)
    await expect(store.remove(photoSha.toUpperCase())).rejects.toThrow(RangeError)
  })
})
