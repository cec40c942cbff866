import { describe, expect, it } from 'vitest'
import { words } from '../words.ts'
import { readWords, WrongUse } from './command.ts'
import { replay } from './replay.ts'

const told: string[] = []

function called(argv: readonly string[], file = 'no-such-file.csv'): Promise<0 | 1> {
  return replay.run({
    given: readWords(replay, [file, '--mn', 'M1', '--pw', '1', '--to', 'localhost:1', ...argv]),
    environment: {},
    t: words.translator('en'),
    print: (line) => told.push(line),
    say: (line) => told.push(line),
  })
}

describe('weike replay', () => {
  it.each([
    [['--mn', 'M;1'], '--mn M;1'],
    [['--pw', 'a b'], '--pw a b'],
    [['--to', 'localhost'], '--to HOST:PORT'],
    [['--to', 'localhost:99999'], '--to HOST:PORT'],
    [['--layout', 'excel'], '--layout china-sites|prsa|generic'],
    [['--factors', 'PM2.5,dust'], '--factors dust'],
    [['--from', '2014-1-1'], '--from 2014-1-1'],
    [['--until', 'May'], '--until May'],
    [['--data-time', 'middle'], '--data-time start|end'],
    [['--speed', '0'], '--speed 0'],
    [['--wait', 'long'], '--wait long'],
  ])('called with %j is used wrongly', async (argv, what) => {
    await expect(called(argv)).rejects.toThrow(new WrongUse(what))
  })

  it('needs a file, an MN, a PW and where to send', () => {
    expect(() => readWords(replay, ['--mn', '1', '--pw', '1', '--to', 'a:1'])).toThrow(WrongUse)
    for (const name of ['mn', 'pw', 'to']) {
      const argv = ['mn', 'pw', 'to'].filter((one) => one !== name).flatMap((one) => [`--${one}`, '1'])
      expect(() => readWords(replay, ['file', ...argv])).toThrow(`--${name}`)
    }
  })

  it('tells of a file that is not there', async () => {
    await expect(called([])).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('calls nobody for a file that it cannot read, and says why', async () => {
    told.length = 0
    expect(await called([], import.meta.filename)).toBe(1)
    expect(told).toEqual([expect.stringContaining('no known layout')])
  })
})
