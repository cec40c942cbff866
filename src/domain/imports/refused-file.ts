import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { csvLine } from '../../platform/csv.ts'
import type { RefusedRow } from './model.ts'

/** Where the refused rows of a file are written, to be mended and loaded again. */
export interface RefusedFile {
  add(row: RefusedRow, reason: string): Promise<void>
  /** The file stands under its name now; without any row there is none. */
  close(): Promise<void>
  /** There is no file. */
  drop(): Promise<void>
}

/**
 * A CSV (UTF-8 with a byte order mark, as Excel likes it) of refused rows as they stood in the file, under its header in one
 * line, with two columns more: line and reason. Loading it again, Weike leaves those two aside.
 */
export function refusedFile(path: string, header: readonly string[], extra: readonly [string, string]): RefusedFile {
  const temporary = `${path}.new`
  let out: ReturnType<typeof createWriteStream> | undefined
  let failure: unknown
  const write = async (cells: readonly string[]) => {
    if (out === undefined) {
      out = createWriteStream(temporary, { mode: 0o600 })
      out.on('error', (error) => {
        failure ??= error
      })
      out.write(`\ufeff${csvLine([...header, ...extra])}\r\n`)
    }
    if (failure !== undefined) throw failure
    const isRoom = out.write(`${csvLine(cells)}\r\n`)
    if (!isRoom) await once(out, 'drain')
  }
  const end = async () => {
    if (out === undefined) return
    out.end()
    await finished(out)
  }
  return {
    async add({ cells, line }, reason) {
      const padded = header.map((_name, at) => cells[at] ?? '')
      await write([...padded, String(line), reason])
    },
    async close() {
      await end()
      if (out === undefined) await rm(path, { force: true })
      else await rename(temporary, path)
    },
    async drop() {
      await end().catch(() => undefined)
      await rm(temporary, { force: true })
    },
  }
}
