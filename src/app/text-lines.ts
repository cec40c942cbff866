import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { decodedText, UnknownEncoding } from '../platform/text-encoding.ts'

/** What a file cannot be read for, told to the person who named it: `cli.unreadable.<reason>`. */
export type Unreadable = 'damaged' | 'encoding' | 'endless' | 'empty' | 'layout' | 'several-stations'

export class UnreadableFile extends Error {
  readonly reason: Unreadable
  readonly file: string
  /** From 1. */
  readonly line: number

  constructor(reason: Unreadable, file: string, line = 1) {
    super(`${file}:${line}: ${reason}`)
    this.reason = reason
    this.file = file
    this.line = line
  }
}

/** The bytes of a text file, unpacked when its name ends in `.gz`. */
export function openText(file: string): Readable {
  const bytes = createReadStream(file)
  if (!file.endsWith('.gz')) return bytes
  const text = createGunzip()
  // What goes wrong with the file is told to whoever reads the text.
  pipeline(bytes, text, () => {})
  return text
}

/** Longest line of a table, so that what is no text does not fill the memory. [characters] */
const LONGEST = 1_048_576

/**
 * The lines of a text file (UTF-8 or GB18030, `.gz` too) without their ends, as many at a time as came at once.
 * @throws UnreadableFile for bytes that are no text
 */
export async function* linesOfFile(file: string): AsyncGenerator<string[], void, void> {
  let line = 1
  let rest = ''
  try {
    for await (const text of decodedText(openText(file))) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > LONGEST) throw new UnreadableFile('endless', file, line + lines.length)
      line += lines.length
      yield lines.map(withoutReturn)
    }
  } catch (error) {
    if (error instanceof UnknownEncoding) throw new UnreadableFile('encoding', file, line)
    if (isOfUnpacking(error)) throw new UnreadableFile('damaged', file, line)
    throw error
  }
  if (rest !== '') yield [withoutReturn(rest)]
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function isOfUnpacking(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
}
