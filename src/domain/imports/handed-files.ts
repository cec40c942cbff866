import { open } from 'node:fs/promises'
import { Problem } from '../../platform/problem.ts'
import { openTable } from '../../platform/tables/file.ts'

/** Refused rows shown at once; the file has them all. */
const SHOWN_REFUSALS = 50

/** Passes bytes on until there are too many. */
export function bounded(mostBytes: number) {
  return async function* (bytes: AsyncIterable<Buffer>) {
    let size = 0
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > mostBytes) throw new Problem('too-large', { params: { limit: mostBytes } })
      yield chunk
    }
  }
}

/** The first rows of a report of refused ones. */
export async function firstRefused(path: string): Promise<{ line: number; cells: string[]; reason: string }[]> {
  const table = await openTable(path)
  const found: { line: number; cells: string[]; reason: string }[] = []
  for await (const rows of table.rows()) {
    for (const { line, cells } of rows) {
      if (line === 1) continue
      found.push({ line: Number(cells.at(-2) ?? 0), cells: cells.slice(0, -2), reason: cells.at(-1) ?? '' })
      if (found.length === SHOWN_REFUSALS) return found
    }
  }
  return found
}

export async function isThere(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => null)
  await file?.close()
  return file !== null
}
