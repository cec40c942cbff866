import type { Readable } from 'node:stream'
import { openText } from './text-lines.ts'

/** A file by name, unpacked where it ends in `.gz`; stdin for `-` or none. What cannot be read is told to whoever reads it. */
export function openInput(name: string | undefined): Readable {
  return name === undefined || name === '-' ? process.stdin : openText(name)
}
