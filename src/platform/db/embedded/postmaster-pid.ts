import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server says of itself in `postmaster.pid` (PostgreSQL source, miscadmin.h: LOCK_FILE_LINE_*). */
export interface PostmasterFile {
  pid: number
  dataDirectory: string
  /** Epoch seconds at which the server was started; with the pid it names one server for ever. */
  startedAtSeconds: number
  socketDirectory: string
  /** Lines after the seventh are written as the start goes on. */
  status: 'starting' | 'stopping' | 'ready' | 'standby' | 'unknown'
}

/** @returns undefined when the text is no such file, or not yet */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 1) return undefined
  const status = (lines[7] ?? '').trim()
  return {
    pid,
    dataDirectory: lines[1] ?? '',
    startedAtSeconds: Number(lines[2]),
    socketDirectory: lines[4] ?? '',
    status:
      status === 'starting' || status === 'stopping' || status === 'ready' || status === 'standby' ? status : 'unknown',
  }
}

/** @returns undefined when there is none, or none that can be read */
export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(postmasterFilePath(cluster), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : parsePostmasterFile(text)
}

export function postmasterFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}
