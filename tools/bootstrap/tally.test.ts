import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { plant } from '../planted-tree.ts'
import { closingLine, noTests, tallyOf } from './tally.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

describe('the tally', () => {
  const outcomes = [
    { fullName: 'a frame is read', state: 'passed' },
    { fullName: 'a frame is kept', state: 'failed', reasons: ['\u001b[31mexpected 1\u001b[39m\n- 1\n+ 2\n'] },
    { fullName: 'a year of ../shared/data agrees', state: 'skipped' },
    { fullName: 'one day perhaps', state: 'skipped' },
    { fullName: 'never came back', state: 'pending' },
  ] as const

  it('takes a skip for a failure unless the absent data is named, and keeps what failed for the end', () => {
    expect(tallyOf(outcomes, false)).toEqual({
      passed: 1,
      failed: 3,
      skipped: 1,
      failures: [
        'a frame is kept\n    expected 1\n    - 1\n    + 2',
        'one day perhaps: skipped, though only absent data of ../shared/ is a reason to',
        'never came back: never came to its end',
      ],
    })
  })

  it('leaves out what the person did not ask for', () => {
    expect(tallyOf(outcomes, true)).toMatchObject({ passed: 1, failed: 2, skipped: 1 })
  })

  it('closes in one plain line', () => {
    expect(closingLine({ ...noTests, passed: 12, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped')
  })
})

/** Runs Vitest itself over planted tests, with our reporter counting. */
function countedByVitest(files: Record<string, string>): unknown {
  const tree = plant({ 'package.json': '{ "type": "module" }', ...files })
  try {
    symlinkSync(join(root, 'node_modules'), join(tree.root, 'node_modules'))
    const reporter = join(root, 'tools', 'bootstrap', 'tally-reporter.ts')
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const tally = join(tree.root, 'tally.json')
    const args = [vitest, 'run', '--root', tree.root, '--allowOnly=false', '--reporter', reporter]
    const env = { ...process.env, WEIKE_TALLY: tally, WEIKE_TALLY_NARROWED: '' }
    spawnSync(process.execPath, args, { cwd: tree.root, env, stdio: 'pipe', timeout: 60_000 })
    return JSON.parse(readFileSync(tally, 'utf8'))
  } finally {
    tree.remove()
  }
}

describe('what Vitest ran', () => {
  it('is counted whole: nothing broken hides behind zero tests', { timeout: 60_000 }, () => {
    const head = "import { afterAll, beforeAll, describe, it } from 'vitest'\n"
    const counted = countedByVitest({
      'good.test.ts': `${head}it('holds', () => {})\nit.skip('needs ../shared/data', () => {})\n`,
      'bad.test.ts': `${head}it('fails', () => { throw new Error('no such frame') })\nit.skip('later', () => {})\nit.todo('some day')\n`,
      'unloadable.test.ts': "import './gone.ts'\n",
      'empty.test.ts': 'export {}\n',
      'hook.test.ts': `${head}describe('suite', () => { afterAll(() => { throw new Error('no') })\nit('holds too', () => {}) })\n`,
    })
    expect(counted).toMatchObject({ passed: 2, failed: 3 + 1 + 1 + 1, skipped: 1 })
    const { failures } = counted as { failures: string[] }
    expect(failures).toHaveLength(6)
    expect(failures).toContain('bad.test.ts > fails\n    no such frame')
    for (const file of ['unloadable.test.ts', 'empty.test.ts', 'hook.test.ts > suite']) {
      expect(
        failures.some((failure) => failure.startsWith(`${file}\n    `)),
        file,
      ).toBe(true)
    }
  })
})
