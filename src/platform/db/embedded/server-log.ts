import { open, rename, stat } from 'node:fs/promises'

const turnOverBytes = 10 * 1024 * 1024

/** At a start, a log of more than 10 MB becomes `server.log.1` (the one before is dropped) and a new one begins. */
export async function turnOverLog(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found !== undefined && found.size > turnOverBytes) await rename(file, `${file}.1`)
}

/** @returns the last lines of the log, at most about 2 kB, for a person who asks why */
export async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined)
  if (handle === undefined) return ''
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - 2048)
    const buffer = Buffer.alloc(size - start)
    await handle.read(buffer, 0, buffer.length, start)
    const text = buffer.toString('utf8')
    return (start === 0 ? text : text.slice(text.indexOf('\n') + 1)).trimEnd()
  } finally {
    await handle.close()
  }
}
