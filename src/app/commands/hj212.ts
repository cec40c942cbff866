import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { describeEvent, describeFrame } from '../../protocols/hj212/describe.ts'
import { createFramer } from '../../protocols/hj212/frame.ts'
import { consoleLanguage } from '../words.ts'
import type { Command } from './command.ts'

/** A file by name, stdin for `-` or none. */
export function openInput(name: string | undefined): Readable {
  return name === undefined || name === '-' ? process.stdin : createReadStream(name)
}

export const hj212Parse: Command = {
  name: 'hj212 parse',
  key: 'hj212-parse',
  operands: '[FILE|-]',
  takes: [0, 1],
  options: [{ name: 'raw' }],
  async run({ given, environment, print }) {
    const language = consoleLanguage(environment)
    const input = openInput(given.words[0])
    let isAllOk = true
    const tell = (description: ReturnType<typeof describeFrame>) => {
      isAllOk &&= description.ok
      print(JSON.stringify(description))
    }
    if (given.options.has('raw')) {
      const framer = createFramer()
      for await (const chunk of input) {
        for (const event of framer.push(chunk)) tell(describeEvent(event, language))
      }
      for (const event of framer.flush()) tell(describeEvent(event, language))
    } else {
      for await (const line of createInterface({ input })) {
        if (line.trim() !== '') tell(describeFrame(line, language))
      }
    }
    return isAllOk ? 0 : 1
  },
}
