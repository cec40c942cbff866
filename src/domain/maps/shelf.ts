import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Ranged } from '../../platform/http/handler.ts'
import { HEADER_BYTES, type HeaderFault, readHeader, type TileHeader } from './header.ts'

/** A file of tiles that was found, and what it says of itself. */
export interface FoundMap {
  name: string
  bytes: number
  head: TileHeader | null
  /** Why no map can be drawn from it. */
  fault: HeaderFault | 'unreadable' | null
}

/** The folder in the data directory that administrators put files of tiles into. */
export interface MapShelf {
  folder: string
  /** All that lie there now, by name. */
  found(): Promise<FoundMap[]>
  /** One of them, to be sent; null where none of this name lies there. The name is looked for among those found, never walked. */
  take(name: string): Promise<Ranged | null>
}

const MOST_FILES = 200

/** Opens the folder, and makes it where it is not there, so that there is a place to put files into. */
export async function openMapShelf(folder: string): Promise<MapShelf> {
  await mkdir(folder, { recursive: true })
  const names = async () =>
    (await readdir(folder))
      .filter((name) => name.toLowerCase().endsWith('.pmtiles'))
      .toSorted()
      .slice(0, MOST_FILES)
  return {
    folder,
    async found() {
      return Promise.all((await names()).map((name) => describe(folder, name)))
    },
    async take(name) {
      const there = (await names()).find((one) => one === name)
      const handle = there === undefined ? null : await opened(join(folder, there))
      if (handle === null) return null
      const { size, mtimeMs } = await handle.stat()
      return {
        size,
        // Another file of the same name is another map: whoever holds parts of the old one begins anew.
        etag: `"${size.toString(16)}-${Math.round(mtimeMs).toString(16)}"`,
        read: ({ from, to }) => handle.createReadStream({ start: from, end: to }),
        close: () => handle.close(),
      }
    },
  }
}

/** @returns null for a folder, a file that is gone, or one that the server may not read */
async function opened(path: string): Promise<FileHandle | null> {
  const handle = await open(path, 'r').catch(() => null)
  if (handle === null || (await handle.stat()).isFile()) return handle
  await handle.close()
  return null
}

async function describe(folder: string, name: string): Promise<FoundMap> {
  const handle = await opened(join(folder, name))
  if (handle === null) return { name, bytes: 0, head: null, fault: 'unreadable' }
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    const read = readHeader(buffer.subarray(0, bytesRead))
    return { name, bytes: size, head: read.ok ? read.header : null, fault: read.ok ? null : read.fault }
  } finally {
    await handle.close()
  }
}
