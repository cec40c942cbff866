import type { Readable } from 'node:stream'
import { describeEvent, describeFrame, type FrameDescription } from '../../protocols/hj212/describe.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import { maskDescription } from '../../protocols/hj212/secrets.ts'
import { type Written, writeFrame } from '../../protocols/hj212/written.ts'
import { openInput } from '../input.ts'
import { consoleLanguage } from '../words.ts'
import type { Command } from './command.ts'

const LF = 0x0a
/** A line that does not end is taken in pieces of this size, so that no input fills the memory. [bytes] */
const LONGEST_LINE = 1_048_576

/** The lines of an input as bytes (frames may be in GBK), without their ends. */
async function* linesOf(input: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    let rest = Buffer.from(chunk)
    for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF)) {
      yield withoutReturn(Buffer.concat([...held, rest.subarray(0, end)]))
      rest = rest.subarray(end + 1)
      held = []
      size = 0
    }
    if (rest.length > 0) held.push(rest)
    size += rest.length
    if (size >= LONGEST_LINE) {
      yield Buffer.concat(held)
      held = []
      size = 0
    }
  }
  if (size > 0) yield withoutReturn(Buffer.concat(held))
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line
}

const lineEnd = Buffer.from('\r\n')

export const hj212Parse: Command = {
  name: 'hj212 parse',
  key: 'hj212-parse',
  operands: '[FILE|-]',
  takes: [0, 1],
  options: [{ name: 'raw' }, { name: 'show-password' }],
  async run({ given, environment, print }) {
    const language = consoleLanguage(environment)
    const input = openInput(given.words[0])
    const shown = given.options.has('show-password') ? (whole: FrameDescription) => whole : maskDescription
    let isAllOk = true
    const tell = (description: FrameDescription) => {
      isAllOk &&= description.ok
      print(JSON.stringify(shown(description)))
    }
    if (given.options.has('raw')) {
      const framer = createFramer()
      for await (const chunk of input) {
        for (const event of framer.push(chunk)) tell(describeEvent(event, language))
      }
      for (const event of framer.flush()) tell(describeEvent(event, language))
    } else {
      for await (const line of linesOf(input)) {
        if (!isBlank(line)) tell(describeFrame(Buffer.concat([line, lineEnd]), language))
      }
    }
    return isAllOk ? 0 : 1
  },
}

export const hj212Format: Command = {
  name: 'hj212 format',
  key: 'hj212-format',
  operands: '[FILE|-]',
  takes: [0, 1],
  options: [],
  async run({ given, print, say, t }) {
    let line = 0
    let isAllWritten = true
    for await (const text of linesOf(openInput(given.words[0]))) {
      line += 1
      if (isBlank(text)) continue
      const written = writeText(text.toString('utf8'))
      if (written.ok) {
        // The frame brings its CR LF; print adds the LF.
        print(written.bytes.toString('utf8', 0, written.bytes.length - 1))
        continue
      }
      isAllWritten = false
      say(t(`cli.hj212-format.refused.${written.reason}`, { line, detail: written.detail }))
    }
    return isAllWritten ? 0 : 1
  },
}

function writeText(text: string): Written | { ok: false; reason: 'no-json'; detail: string } {
  let description: unknown
  try {
    description = JSON.parse(text)
  } catch (error) {
    return { ok: false, reason: 'no-json', detail: error instanceof Error ? error.message : '' }
  }
  return writeFrame(description)
}

function isBlank(line: Buffer): boolean {
  return line.toString('latin1').trim() === ''
}
